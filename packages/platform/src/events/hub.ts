/**
 * The follower: one per process reads the log and hands each event to the streams that may hear of it.
 *
 * Rights are asked again for every event; a stream that resumes gets what it missed first, each event once.
 */
import type { Sql } from 'postgres';
import { BorderError, SetupError, type Actor, type PlatformEvent } from '@cunzhi/plugin';
import { decide, type Permissions } from '../access/index.ts';
import type { Log } from '../log/index.ts';
import { endOfLog, isCursor, isGap, isLogAhead, keepEventDays, lagOfLog, readEvents } from './log.ts';
import { EventQueue } from './queue.ts';

export interface StreamOptions {
  readonly plugin: string;
  readonly after: string | undefined;
  readonly match: (event: PlatformEvent) => boolean;
  /** The actor as the grants stand now; null ends the stream. */
  readonly actor: () => Promise<Actor | null>;
  readonly heartbeatMs?: number | undefined;
}

interface Stream {
  readonly options: StreamOptions;
  readonly queue: EventQueue;
  /** Events are offered one after another. */
  turn: Promise<void>;
  /** Reads the log by itself, as fast as its reader does; what is new is not offered until it is there. */
  isBehind: boolean;
  lastBeat: number;
}

const IDLE_MS = 100;
const BUSY_MS = 20;
const DAYS_MS = 6 * 3600 * 1000;
const LOOK_MS = 1_000;
/** A writing transaction that holds all readers back for longer than this is an alarm. */
export const LAG_MOST_MS = 5_000;

export class EventHub {
  readonly #follow: Sql;
  readonly #log: Log;
  readonly #permissions: Permissions;
  readonly #streams = new Set<Stream>();
  #position = '';
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #daysKeptAt = 0;
  #lookedAt = 0;
  #lagMs = 0;

  constructor(follow: Sql, permissions: Permissions, log: Log) {
    this.#follow = follow;
    this.#permissions = permissions;
    this.#log = log;
  }

  /** Milliseconds that the oldest waiting event has waited for a transaction before it, as of the last look. */
  get lagMs(): number {
    return this.#lagMs;
  }

  /** @throws SetupError when the log was restored and nobody has said so. */
  async start(): Promise<void> {
    if (await isLogAhead(this.#follow)) throw restored();
    this.#position = await endOfLog(this.#follow);
    this.#plan(IDLE_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    const streams = [...this.#streams];
    for (const { queue } of streams) queue.end();
    await Promise.all(streams.map(({ turn }) => turn));
  }

  /** Opens a stream. @throws BorderError BAD_CURSOR or RESUME_GAP. */
  async open(options: StreamOptions): Promise<EventQueue> {
    // From now on means from the log's end as it is now: the follower may be a moment behind.
    const after = options.after ?? (await endOfLog(this.#follow));
    if (!isCursor(after)) throw badCursor();
    if (options.after && (await isGap(this.#follow, after))) throw resumeGap();
    const queue = new EventQueue(after, () => this.#streams.delete(stream));
    const stream: Stream = { options, queue, turn: Promise.resolve(), isBehind: true, lastBeat: Date.now() };
    this.#streams.add(stream);
    this.#line(stream, () => this.#catchUp(stream, after));
    return queue;
  }

  async #catchUp(stream: Stream, after: string): Promise<void> {
    for (let position = after; position < this.#position && !stream.queue.isEnded;) {
      const reached = this.#position;
      const events = await readEvents(this.#follow, position);
      for (const event of events) {
        await stream.queue.room();
        await this.#offer(stream, event);
      }
      position = events.at(-1)?.cursor ?? reached;
    }
    // In the same breath as the last look at the position: what comes after it is offered.
    stream.isBehind = false;
  }

  /** One thing after another for each stream; what fails ends that stream alone, and its reader resumes by cursor. */
  #line(stream: Stream, work: () => Promise<void>): void {
    stream.turn = stream.turn.then(work).catch((error: Error) => stream.queue.end(error));
  }

  #plan(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => (this.#running = this.#tick()), ms);
  }

  async #tick(): Promise<void> {
    try {
      const events = await readEvents(this.#follow, this.#position);
      this.#position = events.at(-1)?.cursor ?? this.#position;
      for (const stream of this.#streams) {
        if (!stream.isBehind) for (const event of events) this.#line(stream, () => this.#offer(stream, event));
        this.#beat(stream);
      }
      if (Date.now() - this.#lookedAt > LOOK_MS) await this.#lookAtLag();
      if (Date.now() - this.#daysKeptAt > DAYS_MS) {
        await keepEventDays(this.#follow);
        this.#daysKeptAt = Date.now();
      }
      this.#plan(events.length > 0 ? BUSY_MS : IDLE_MS);
    } catch (error) {
      // The database is away: try again; streams stay open and miss nothing, since the position did not move.
      this.#log.warn({ error: String(error) }, 'the event log could not be read; trying again');
      this.#plan(1_000);
    }
  }

  async #lookAtLag(): Promise<void> {
    const before = this.#lagMs;
    this.#lagMs = await lagOfLog(this.#follow);
    this.#lookedAt = Date.now();
    if (this.#lagMs > LAG_MOST_MS && before <= LAG_MOST_MS)
      this.#log.error({ ms: Math.round(this.#lagMs) }, 'events wait for a transaction that does not end');
  }

  async #offer({ options, queue }: Stream, event: PlatformEvent): Promise<void> {
    if (queue.isEnded || event.plugin !== options.plugin || !options.match(event)) return;
    const actor = await options.actor();
    if (!actor) return queue.end();
    const { permission, placeCode: code, handlers } = event;
    if (decide(this.#permissions, actor, permission, { code, handlers: handlers ?? [] }).allow) queue.push(event);
  }

  #beat(stream: Stream): void {
    const { heartbeatMs, plugin } = stream.options;
    if (!heartbeatMs || Date.now() - stream.lastBeat < heartbeatMs) return;
    stream.lastBeat = Date.now();
    stream.queue.beat({
      cursor: this.#position, id: '', plugin, name: 'heartbeat', placeCode: '', permission: '', actorId: null,
      subject: { id: '', version: 0 }, occurredAt: new Date(), payload: {},
    }); // prettier-ignore
  }
}

const restored = () =>
  new SetupError([
    'The event log holds transaction numbers that this database has not given yet: it was restored from a backup. Run `cunzhi restored` once; it begins a new epoch of the log and changes nothing else.',
  ]);

const badCursor = () =>
  new BorderError(
    'BAD_CURSOR',
    {
      zh: '这个位置不是事件记录里的位置，请重新打开这一页。',
      en: 'This is no position in the event log; open the page anew.',
    },
    'after',
  );

const resumeGap = () =>
  new BorderError(
    'RESUME_GAP',
    {
      zh: '离上次太久了，中间的变化已经不全。请重新读取这一页。',
      en: 'Too long ago: some changes since then are gone. Read the page anew.',
    },
    'after',
  );
