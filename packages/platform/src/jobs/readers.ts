/**
 * Runs the readers of this process: follows the log once for all of them, and wakes those whose events came.
 *
 * A reader that throws, hangs or rests holds back itself alone. Any number of processes may run the same readers.
 */
import type { Connections } from '../database/index.ts';
import { messageOf } from '../database/index.ts';
import { endOfLog, floorOfLog, readEvents } from '../events/index.ts';
import type { Log } from '../log/index.ts';
import type { Operation } from '../schema/index.ts';
import { findAskedLetters, isAsked, removeLetter, returnLetter, type AskedLetter } from './letters.ts';
import { addPlaces, claimPlace, failPlace, findPlace, movePlace, PlaceLost, tryLock } from './place.ts';
import { faultOf, reviveEvent, within, type MakeOperation, type NoteWorkFault, type Reader } from './reader.ts';
import type { PlatformEvent } from '@cunzhi/plugin';

export interface ReadersOptions {
  readonly readers: readonly Reader[];
  readonly connections: Pick<Connections, 'follow' | 'jobs'>;
  readonly makeOperation: MakeOperation;
  /** False while the plugin rests; its readers then keep their place and catch up later. */
  readonly isLive: (plugin: string) => boolean;
  readonly noteFault: NoteWorkFault;
  readonly log: Log;
  readonly limits?: Partial<ReaderLimits> | undefined;
}

export interface ReaderLimits {
  /** A handler that is not done by then is cut off. */
  readonly handlerMs: number;
  /** The wait after the first failure; it doubles up to five minutes. */
  readonly waitMs: number;
  /** So many failures, and the event is laid aside. */
  readonly attempts: number;
}

export const READER_LIMITS: ReaderLimits = { handlerMs: 30_000, waitMs: 1_000, attempts: 10 };

const BUSY_MS = 20;
const IDLE_MS = 250;
const LETTERS_MS = 1_000;
const SETTLE_MS = 60_000;
/** One plugin whose handlers all hang leaves room for the others. */
const MOST = 16;
const MOST_OF_A_PLUGIN = 3;

interface Slot {
  readonly reader: Reader;
  isDue: boolean;
  isFirst: boolean;
  notBefore: number;
  running: Promise<void> | undefined;
}

export class Readers {
  readonly #options: ReadersOptions;
  readonly #limits: ReaderLimits;
  readonly #slots: readonly Slot[];
  #position = '';
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();
  #isStopped = false;
  #waitMs = IDLE_MS;
  #lettersAt = 0;
  #settledAt = Date.now();

  constructor(options: ReadersOptions) {
    this.#options = options;
    this.#limits = { ...READER_LIMITS, ...options.limits };
    this.#slots = options.readers.map((reader) => ({
      reader,
      isDue: true,
      isFirst: true,
      notBefore: 0,
      running: undefined,
    }));
  }

  async start(): Promise<void> {
    const { connections, readers } = this.#options;
    this.#position = await endOfLog(connections.follow);
    await addPlaces(connections.jobs, readers, this.#position);
    if (readers.length > 0) this.#plan(0);
  }

  /** Takes up nothing more, and waits for what is running; after the limit it is left to lose its transaction. */
  async stop(limitMs = 10_000): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#ticking;
    const running = Promise.all(this.#slots.map(({ running: one }) => one));
    await within(limitMs, '', running).catch(() => {});
  }

  #plan(ms: number): void {
    if (!this.#isStopped) this.#timer = setTimeout(() => (this.#ticking = this.#tick()), ms);
  }

  async #tick(): Promise<void> {
    try {
      const events = await readEvents(this.#options.connections.follow, this.#position);
      this.#position = events.at(-1)?.cursor ?? this.#position;
      const names = new Set(events.map(({ name }) => name));
      for (const slot of this.#slots) if (slot.reader.events.some((name) => names.has(name))) slot.isDue = true;
      if (Date.now() - this.#lettersAt > LETTERS_MS) await this.#tryLetters();
      if (Date.now() - this.#settledAt > SETTLE_MS) this.#settleAll();
      for (const slot of this.#slots) this.#wake(slot);
      this.#waitMs = events.length > 0 ? BUSY_MS : Math.min(IDLE_MS, this.#waitMs * 1.5);
    } catch (error) {
      this.#options.log.warn({ error: messageOf(error) }, 'the event log could not be read for handlers; trying again');
      this.#waitMs = IDLE_MS;
    }
    this.#plan(this.#waitMs);
  }

  /** Once a minute quiet readers move up too, so that nobody reads eight days anew after a restart. */
  #settleAll(): void {
    this.#settledAt = Date.now();
    for (const slot of this.#slots) slot.isDue = true;
  }

  #wake(slot: Slot): void {
    const { plugin } = slot.reader;
    if (plugin && !this.#options.isLive(plugin)) return void (slot.isFirst = true);
    if (!slot.isDue || slot.running || Date.now() < slot.notBefore) return;
    const busy = this.#slots.filter(({ running }) => running);
    if (busy.length >= MOST || busy.filter(({ reader }) => reader.plugin === plugin).length >= MOST_OF_A_PLUGIN) return;
    slot.isDue = false;
    slot.running = this.#drain(slot)
      .then((restMs) => {
        if (restMs === undefined) return;
        slot.isDue = true;
        slot.notBefore = Date.now() + restMs;
      })
      .catch((error: unknown) => {
        slot.isDue = true;
        slot.notBefore = Date.now() + this.#limits.waitMs;
        this.#options.log.warn({ error: messageOf(error), reader: slot.reader.name }, 'a handler could not be run');
      })
      .finally(() => (slot.running = undefined));
  }

  /** Handles what waits for this reader; undefined when all is done, else milliseconds until the next look. */
  async #drain(slot: Slot): Promise<number | undefined> {
    const { reader } = slot;
    const { jobs, follow } = this.#options.connections;
    for (;;) {
      const upTo = this.#position;
      const place = await findPlace(jobs, reader);
      if (!place) return undefined;
      if (place.restMs > 0) return place.restMs;
      if (slot.isFirst) await this.#lookForGap(slot, place.position);
      const events = await readEvents(follow, place.position, reader.events);
      if (events.length === 0) return this.#settle(reader, place.position, upTo);
      let from = place.position;
      for (const event of events) {
        if (this.#isStopped || (reader.plugin && !this.#options.isLive(reader.plugin))) return IDLE_MS;
        if (!(await this.#handle(reader, from, event))) return IDLE_MS;
        from = event.cursor;
      }
    }
  }

  /** One event, one transaction. False when another process has this reader, or the event failed. */
  async #handle(reader: Reader, from: string, event: PlatformEvent): Promise<boolean> {
    const { connections, makeOperation, noteFault } = this.#options;
    const operation = makeOperation(reader.actor, connections.jobs);
    try {
      return await operation.act(async () => {
        if (!(await claimPlace(operation.db, reader, from))) return false;
        await this.#deliver(reader, operation, event);
        await movePlace(operation.db, reader, from, event.cursor);
        return true;
      });
    } catch (error) {
      if (error instanceof PlaceLost) return false;
      const message = messageOf(error);
      noteFault(faultOf(reader, event, message));
      const { attempts: most, waitMs } = this.#limits;
      await connections.jobs.transaction((tx) => failPlace(tx, reader, { from, event, error: message, most, waitMs }));
      return false;
    }
  }

  #deliver(reader: Reader, operation: Operation, event: PlatformEvent): Promise<void> {
    const { handlerMs } = this.#limits;
    const sentence = `Not done after ${handlerMs / 1000} s, cut off. Do long work in a job, or less of it for each event.`;
    // A plugin gets a door of its own, which refuses to leave the scope and closes when it is cut off.
    const { plugin } = reader;
    const ctx = plugin ? operation.as(plugin, 'write').service() : operation.service();
    return within(handlerMs, sentence, reader.deliver(ctx, event));
  }

  /** Nothing waits up to here: move up, unless somebody else is at work. */
  async #settle(reader: Reader, from: string, upTo: string): Promise<undefined> {
    if (upTo <= from) return;
    await this.#options.connections.jobs.transaction(async (tx) => {
      if (await claimPlace(tx, reader, from)) await movePlace(tx, reader, from, upTo);
    });
  }

  /** A reader that rested for more than eight days has missed what was dropped; somebody must know. */
  async #lookForGap(slot: Slot, position: string): Promise<void> {
    slot.isFirst = false;
    const floor = await floorOfLog(this.#options.connections.follow);
    if (position >= floor) return;
    const { kind, name, events } = slot.reader;
    const plugin = slot.reader.plugin || (events[0]?.split('.')[0] ?? '');
    const message = `${name} rested for more than eight days; events from then on are gone from the log and were not handled.`;
    this.#options.noteFault({ plugin, kind: kind === 'on' ? 'handler' : kind, where: name, message });
  }

  async #tryLetters(): Promise<void> {
    this.#lettersAt = Date.now();
    for (const letter of await findAskedLetters(this.#options.connections.jobs)) {
      const slot = this.#slots.find(
        ({ reader }) => reader.kind === letter.kind && reader.plugin === letter.plugin && reader.name === letter.name,
      );
      if (!slot || slot.running || (letter.plugin && !this.#options.isLive(letter.plugin))) continue;
      slot.running = this.#tryLetter(slot.reader, letter)
        .catch((error: unknown) =>
          this.#options.log.warn({ error: messageOf(error) }, 'a dead letter could not be laid back'),
        )
        .finally(() => (slot.running = undefined));
    }
  }

  async #tryLetter(reader: Reader, letter: AskedLetter): Promise<void> {
    const { connections, makeOperation, noteFault } = this.#options;
    const event = reviveEvent(letter.event);
    const operation = makeOperation(reader.actor, connections.jobs);
    try {
      await operation.act(async () => {
        if (!(await tryLock(operation.db, `letter ${letter.id}`)) || !(await isAsked(operation.db, letter.id))) return;
        await this.#deliver(reader, operation, event);
        await removeLetter(operation.db, letter.id);
      });
    } catch (error) {
      noteFault(faultOf(reader, event, messageOf(error)));
      await returnLetter(connections.jobs, letter.id, messageOf(error));
    }
  }
}
