/**
 * Time and room: how long an operation may take, and how many may wait.
 *
 * An operation whose time is over has ended when its caller hears of it: it reads nothing more, and writes nothing.
 */
import type { ExecutionResult } from 'graphql';
import type { Operation } from '../schema/index.ts';
import { refusal } from './refusals.ts';

/** Those that run or wait now. */
export class Line {
  readonly #most: number;
  #now = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Gives what leaves the line again; undefined when it is full. */
  enter(): (() => void) | undefined {
    if (this.#now >= this.#most) return undefined;
    this.#now += 1;
    return () => void (this.#now -= 1);
  }
}

/** The result of the work, or TIMED_OUT once its operation was aborted: by the clock, or since nobody waits any more. */
export async function withinTime<R>(
  ms: number,
  operation: Operation,
  work: () => Promise<R>,
): Promise<R | ExecutionResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ExecutionResult>((done) => {
    operation.onAbort = () => done({ errors: [refusal('TIMED_OUT', operation.locale)] });
    if (operation.isAborted) operation.onAbort();
    timer = setTimeout(() => operation.abort(), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
