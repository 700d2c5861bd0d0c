/**
 * One reader's queue: bounded, its own, never shared.
 *
 * A reader that is too slow gets an end with a reason and its last position, and resumes; nobody waits for it.
 */
import type { PlatformEvent } from '@cunzhi/plugin';

export class SlowReaderError extends Error {
  readonly lastCursor: string;
  constructor(lastCursor: string) {
    super('This reader is too slow; resume after its last position.');
    this.lastCursor = lastCursor;
  }
}

export class EventQueue implements AsyncIterableIterator<PlatformEvent> {
  readonly #waiting: PlatformEvent[] = [];
  readonly #capacity: number;
  readonly #onEnd: () => void;
  #pull: { resolve: (result: IteratorResult<PlatformEvent>) => void; reject: (error: Error) => void } | undefined;
  #ended: Error | true | undefined;
  #onRoom: (() => void) | undefined;
  #last: string;

  constructor(after: string, onEnd: () => void, capacity = 256) {
    this.#last = after;
    this.#onEnd = onEnd;
    this.#capacity = capacity;
  }

  /** The position of the last event that was handed over or is waiting. */
  get last(): string {
    return this.#last;
  }

  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** Adds an event unless it is not newer than the last one; a full queue ends the reader. */
  push(event: PlatformEvent): void {
    if (this.#ended || event.cursor <= this.#last) return;
    this.#last = event.cursor;
    this.#hand(event);
  }

  /** Adds a sign of life, which has a position but is not an event of the log. */
  beat(event: PlatformEvent): void {
    if (!this.#ended && this.#waiting.length === 0) this.#hand(event);
  }

  /** Settles when half of it is free, or it has ended: what can be read again later need not be pushed now. */
  async room(): Promise<void> {
    if (this.#ended || this.#waiting.length < this.#capacity / 2) return;
    await new Promise<void>((resolve) => (this.#onRoom = resolve));
  }

  end(reason?: Error): void {
    if (this.#ended) return;
    this.#ended = reason ?? true;
    this.#onRoom?.();
    this.#onEnd();
    if (reason) this.#pull?.reject(reason);
    else this.#pull?.resolve({ done: true, value: undefined });
    this.#pull = undefined;
  }

  async next(): Promise<IteratorResult<PlatformEvent>> {
    const event = this.#waiting.shift();
    if (this.#waiting.length < this.#capacity / 2) this.#onRoom?.();
    if (event) return { done: false, value: event };
    if (this.#ended instanceof Error) throw this.#ended;
    if (this.#ended) return { done: true, value: undefined };
    return new Promise((resolve, reject) => (this.#pull = { resolve, reject }));
  }

  async return(): Promise<IteratorResult<PlatformEvent>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #hand(event: PlatformEvent): void {
    if (this.#pull) {
      this.#pull.resolve({ done: false, value: event });
      this.#pull = undefined;
    } else if (this.#waiting.length >= this.#capacity) {
      this.end(new SlowReaderError(this.#waiting[0]?.cursor ?? this.#last));
    } else {
      this.#waiting.push(event);
    }
  }
}
