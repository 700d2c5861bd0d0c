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
  await database.$client.begin('isolation level read committed', async (client) => {
    result = await work(ownDoor(client), await enter(client, scope), client);
  });
  return result;
}

/** A query's reads: one snapshot, closed when the answer is complete. */
export async function openRead(database: Database, scope: Scope): Promise<OpenRead> {
  return new Promise((opened, failed) => {
    let close!: () => void;
    const ended = new Promise<void>((resolve) => (close = resolve));
    const closed: Promise<void> = database.$client
      .begin('isolation level repeatable read read only', async (client) => {
        const moment = await enter(client, scope);
        opened({ tx: ownDoor(client), client, moment, close: async () => (close(), closed) });
        await ended;
      })
      // The driver rejects the whole transaction when one statement failed, even a caught one: the field has said so already.
      .then(
        () => undefined,
        (error: unknown) => failed(error),
      );
  });
}

/** A door without a gate, for the platform itself. */
const ownDoor = (client: TransactionSql): Db =>
  openDoor({ client: () => client, before: () => {}, after: () => {}, recover: async () => undefined });

async function enter(client: TransactionSql, scope: Scope): Promise<Moment> {
  const reach = JSON.stringify(Object.fromEntries(scope.reach));
  const [row] = await client<{ now: Date; cursor: string }[]>`
    select set_config('app.scope', ${reach}, true), set_config('app.actor', ${scope.actorId ?? ''}, true), now() as now,
      lpad(platform.current_epoch()::text, 6, '0') || '-' ||
      lpad(pg_snapshot_xmin(pg_current_snapshot())::text, 20, '0') || '-' || repeat('0', 20) as cursor`;
  if (!row) throw new Error('A transaction began without a moment.');
  return { now: new Date(row.now), cursor: row.cursor };
}
