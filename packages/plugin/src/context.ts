/**
 * What a plugin's function gets with every operation: who asks, the data door, the event log.
 *
 * A context belongs to one operation: one transaction, one scope. It is never kept beyond it.
 *
 * @module
 */
import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgTable } from 'drizzle-orm/pg-core';
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { Locale } from './errors.ts';
import type { EventInput, PlatformEvent } from './events.ts';
import type { FactQuery, FactValue } from './facts.ts';
import type { Loader } from './loader.ts';
import type { SensitiveDoor } from './sensitive.ts';

/** The data door: a drizzle database bound to the caller's reach and to the operation's transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;

/** `<plugin id>.<thing>.<act>`, for example `evaluation.answer.write`. */
export type Permission = string;

export interface HeldGrant {
  readonly id: string;
  readonly role: string;
  /** 4, 6, 9 or 12 digits: the grant holds for every place whose code begins so. */
  readonly placePrefix: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly reason: string;
  readonly version: number;
  /** Proofs of identity that its role asks for; in a session with fewer it counts for nothing. */
  readonly factors: 1 | 2;
}

/** Where a permission is asked: a place code, and for records of a closed circle the ids of those who handle them. */
export type AskedPlace = string | { readonly code: string; readonly handlers: readonly string[] };

/** Who asks. Loaded anew for every operation, so that a grant that was taken away is never used again. */
export interface Actor {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly grants: readonly HeldGrant[];
  /** Proofs of identity that this session has shown. */
  readonly factors: 1 | 2;
  /** Permission → the smallest set of place prefixes where the actor holds it. */
  readonly reach: ReadonlyMap<Permission, readonly string[]>;
  /** Somebody else who looks as this person; they may only read. */
  readonly lookedAsBy?: string | undefined;
}

/** The part of a context that services need: it exists for requests, jobs and commands alike. */
export interface ServiceContext {
  readonly db: Db;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly operationId: string;
  /** The instant of the operation; replaced in tests. */
  now(): Date;
  /** True when the actor holds the permission at this place, or anywhere when no place is given. */
  can(permission: Permission, place?: AskedPlace): boolean;
  /** @throws NotFoundError when the actor does not hold the permission there. */
  require(permission: Permission, place?: AskedPlace): void;
  /**
   * Locks one row for change and returns it: the first statement of every mutation.
   *
   * @throws NotFoundError when there is no such row within reach; Error when something was written before.
   */
  lock<T extends PgTable>(table: T, where: SQL): Promise<T['$inferSelect']>;
  /** Writes one event into the log, in the same transaction as the change it tells of. */
  emit(event: EventInput): Promise<void>;
  /** A batched read by key; one statement for all keys asked for in the same tick. */
  load<K, V>(loader: Loader<K, V>, key: K): Promise<V>;
  /** Figures that plugins publish about villages; a fact whose owner is away is simply missing. */
  facts(query: FactQuery): Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>>;
  /** Seals, masks and reveals the values of sensitive columns. */
  readonly sensitive: SensitiveDoor;
}

/** What a resolver gets. */
export interface RequestContext extends Omit<ServiceContext, 'actor'> {
  /** Null when nobody is signed in; only `public` fields see that. */
  readonly actor: Actor | null;
  /** One read outside of a query: in its own snapshot, before a subscription begins to listen. */
  read<T>(work: () => Promise<T>): Promise<T>;
  /** The actor. @throws NotFoundError when nobody is signed in. */
  service(): ServiceContext;
  /** The place in the event log of the snapshot that this operation reads: listen `after` it and nothing is missed. */
  cursor(): Promise<string>;
  /** Events that the actor may hear of, checked again for each one, until the reader stops. */
  listen(options: ListenOptions): AsyncIterableIterator<PlatformEvent>;
}

export interface ListenOptions {
  readonly plugin: string;
  /** A cursor; without one, events from now on. */
  readonly after?: string | null;
  readonly match: (event: PlatformEvent) => boolean;
  /** A sign of life with the cursor, as an event named `heartbeat`, after so many milliseconds of silence. */
  readonly heartbeatMs?: number;
}
