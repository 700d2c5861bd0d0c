/**
 * A reader of the event log: a handler of a plugin, the enqueuing of an event job, or a webhook. All three keep one law:
 * events one after another, in the order of the log, and the reader's place moves in the same transaction as its effects.
 */
import type { Actor, PlatformEvent, ServiceContext } from '@cunzhi/plugin';
import type { Database } from '../database/index.ts';
import type { Operation } from '../schema/index.ts';

export interface Reader {
  readonly kind: 'on' | 'job' | 'webhook';
  /** '' for webhooks, which the configuration names. */
  readonly plugin: string;
  /** The event, the job or the webhook. */
  readonly name: string;
  /** Full names of the events that it wants. */
  readonly events: readonly string[];
  readonly actor: Actor;
  deliver(ctx: ServiceContext, event: PlatformEvent): Promise<void>;
}

/** Makes the operation of an actor over a pool: how the host hands in facts, guards and its clock. */
export type MakeOperation = (actor: Actor, database: Database) => Operation;

export interface WorkFault {
  readonly plugin: string;
  readonly kind: 'handler' | 'job' | 'webhook';
  readonly where: string;
  readonly message: string;
}

/** Never throws, never waits. */
export type NoteWorkFault = (fault: WorkFault) => void;

/** What a failing reader did wrong, for the plugin page: a webhook's fault stands with the plugin whose event it tells. */
export function faultOf(reader: Reader, event: PlatformEvent, message: string): WorkFault {
  const kind = reader.kind === 'on' ? 'handler' : reader.kind;
  return { plugin: reader.plugin || event.plugin, kind, where: reader.name, message };
}

/** An event that was kept as JSON. @throws Error when it is none. */
export function reviveEvent(kept: unknown): PlatformEvent {
  if (typeof kept !== 'object' || kept === null || !('cursor' in kept && 'occurredAt' in kept && 'name' in kept))
    throw new Error('What was kept is no event.');
  return { ...(kept as PlatformEvent), occurredAt: new Date(String(kept.occurredAt)) };
}

/** Ends the waiting, not the work: what is cut off loses its transaction. @throws Error with the sentence. */
export async function within<T>(limitMs: number, sentence: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(sentence)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
