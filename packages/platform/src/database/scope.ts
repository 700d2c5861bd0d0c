/**
 * One unit of work, one transaction, one scope.
 *
 * The scope is set for the transaction only (`set_config(…, true)`): a connection never carries it to the next caller.
 */
import type { TransactionSql } from 'postgres';
import type { Db } from '@cunzhi/plugin';
import type { Database } from './connect.ts';
import { openDoor } from './door.ts';

export interface Scope {
  readonly actorId: string | null;
  /** Permission → place prefixes. */
  readonly reach: ReadonlyMap<string, readonly string[]>;
}

/** What the transaction told us when it began. */
export interface Moment {
  /** The database clock. */
  readonly now: Date;
  /** Position of this snapshot in the event log. */
  readonly cursor: string;
}

export interface OpenRead {
  /** For the platform's own statements. */
  readonly tx: Db;
  readonly client: TransactionSql;
  readonly moment: Moment;
  close(): Promise<void>;
}

/** Runs `work` in a read-write transaction under a scope; what it throws rolls everything back. */
export async function withScope<T>(
  database: Database,
  scope: Scope,
  work: (tx: Db, moment: Moment, client: TransactionSql) => Promise<T>,
): Promise<T> {
  let result!: T;
  const began = database.$client.begin('isolation level read committed', async (client) => {
    const moment = await enter(client, scope);
    result = await withDoor(client, (tx) => work(tx, moment, client));
  });
  await began.catch((error: unknown) => {
    throw isCutOff(error) ? new Error(CUT_OFF, { cause: error }) : error;
  });
  return result;
}

const CUT_OFF =
  'The connection was lost, and nothing was written: the database ends a transaction in which nothing happens for 10 s. Wait for other systems before or after it, or in a job.';
const isCutOff = (error: unknown): boolean => sqlStateOf(error) === 'CONNECTION_CLOSED';

/** The longest statement of a query, in milliseconds; one that writes has the limit of its session. */
const READ_MS = 3_000;

/** A query's reads: one snapshot, closed when the answer is complete. */
export async function openRead(database: Database, scope: Scope): Promise<OpenRead> {
  return new Promise((opened, failed) => {
    let close!: () => void;
    const ended = new Promise<void>((resolve) => (close = resolve));
    const closed: Promise<void> = database.$client
      .begin('isolation level repeatable read read only', async (client) => {
        const moment = await enter(client, scope, READ_MS);
        const door = ownDoor(client);
        opened({ tx: door.tx, client, moment, close: async () => (close(), closed) });
        await ended;
        door.close();
      })
      // The driver rejects the whole transaction when one statement failed, even a caught one: the field has said so already.
      .then(
        () => undefined,
        (error: unknown) => failed(error),
      );
  });
}

/**
 * A door without a gate, for the platform itself; it closes with the work. What was cut off may still hold it, and the next
 * statement of its connection belongs to somebody else's transaction.
 */
export async function withDoor<T>(client: TransactionSql, work: (tx: Db) => Promise<T>): Promise<T> {
  const door = ownDoor(client);
  try {
    return await work(door.tx);
  } finally {
    door.close();
  }
}

function ownDoor(client: TransactionSql): { readonly tx: Db; close(): void } {
  let isOpen = true;
  const before = () => {
    if (!isOpen) throw new Error('This transaction has ended; what was cut off can do nothing more.');
  };
  const tx = openDoor({ client: () => client, before, after: () => {}, recover: async () => undefined });
  return { tx, close: () => void (isOpen = false) };
}

/** A scope as the database reads it (`app.scope`). */
export const scopeText = (scope: Scope): string => JSON.stringify(Object.fromEntries(scope.reach));

async function enter(client: TransactionSql, scope: Scope, statementMs?: number): Promise<Moment> {
  const limit =
    statementMs === undefined ? client`` : client`set_config('statement_timeout', ${String(statementMs)}, true),`;
  const [row] = await client<{ now: Date; cursor: string }[]>`
    select ${limit} set_config('app.scope', ${scopeText(scope)}, true), set_config('app.actor', ${scope.actorId ?? ''}, true), now() as now,
      lpad(platform.current_epoch()::text, 6, '0') || '-' ||
      lpad(pg_snapshot_xmin(pg_current_snapshot())::text, 20, '0') || '-' || repeat('0', 20) as cursor`;
  if (!row) throw new Error('A transaction began without a moment.');
  return { now: new Date(row.now), cursor: row.cursor };
}

/** The database's own code of an error, also behind the wrapping of the query builder. */
export function sqlStateOf(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return typeof cause === 'object' && cause && 'code' in cause ? String(cause.code) : undefined;
}

/**
 * In a transaction that has failed already every statement fails; handed its own error, the driver says which one was the first
 * (somebody caught it and said nothing).
 */
export function reasonOf(error: unknown): unknown {
  const hasFailedBefore = sqlStateOf(error) === '25P02' && error instanceof Error;
  return hasFailedBefore ? (error.cause ?? error) : error;
}

/** What an error says, without the values of its statement: they may name people. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message.split('\nparams:')[0]}${cause}`;
}

/**
 * The row was changed by a transaction with a later number than this one's: the log would show its event after the one that comes
 * now. It happens when somebody else is quicker between two waits for a row; begun again, the work gets a number of its own.
 */
export class OvertakenError extends Error {
  /** As a serialization failure: try again. */
  readonly code = '40001';
  constructor() {
    super('Another change of this row was quicker; begin again.');
  }
}

/** A deadlock, or a race that was lost: the same work may succeed when it begins again. */
export const isLostRace = (error: unknown): boolean => ['40001', '40P01'].includes(sqlStateOf(error) ?? '');
