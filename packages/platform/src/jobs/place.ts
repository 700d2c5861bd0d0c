/**
 * The place of each reader in the event log.
 *
 * A process claims it for one transaction; only who still finds it where it was moves it. So of two processes one succeeds,
 * and what the other wrote is rolled back.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { Db, PlatformEvent } from '@cunzhi/plugin';
import type { Database } from '../database/index.ts';
import type { Reader } from './reader.ts';

export type ReaderKey = Pick<Reader, 'kind' | 'plugin' | 'name'>;

export interface Place {
  readonly position: string;
  /** Milliseconds until the next try; 0 when it may go on. */
  readonly restMs: number;
}

/** Somebody else moved this reader on. */
export class PlaceLost extends Error {}

const is = ({ kind, plugin, name }: ReaderKey): SQL => sql`kind = ${kind} and plugin = ${plugin} and name = ${name}`;

/** New readers begin here; known ones keep their place. */
export async function addPlaces(db: Database, readers: readonly ReaderKey[], position: string): Promise<void> {
  for (const { kind, plugin, name } of readers)
    await db.execute(sql`insert into platform.handler (kind, plugin, name, position)
      values (${kind}, ${plugin}, ${name}, ${position}) on conflict do nothing`);
}

/** Undefined when the reader was forgotten meanwhile (its plugin was uninstalled). */
export async function findPlace(db: Db, key: ReaderKey): Promise<Place | undefined> {
  const [row] = await db.execute<{ position: string; rest: number }>(sql`
    select position, greatest(0, coalesce(extract(epoch from retry_at - now()) * 1000, 0))::int as rest
    from platform.handler where ${is(key)}`);
  return row && { position: row.position, restMs: row.rest };
}

/** Claims the reader until the transaction ends; false when another process has it or it moved on. */
export async function claimPlace(db: Db, key: ReaderKey, position: string): Promise<boolean> {
  // Not `for update`: a row lock gives the transaction a number, and all readers of the log wait for the oldest one.
  if (!(await tryLock(db, `handler ${key.kind} ${key.plugin} ${key.name}`))) return false;
  // A statement of its own: its snapshot begins after the lock.
  const place = await findPlace(db, key);
  return place?.position === position && place.restMs === 0;
}

/** True when nobody else holds this lock; it ends with the transaction. */
export async function tryLock(db: Db, name: string): Promise<boolean> {
  const [row] = await db.execute<{ ours: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`cunzhi ${name}`}, 0)) as ours`,
  );
  return row?.ours ?? false;
}

/** @throws PlaceLost when the reader is not where it was. */
export async function movePlace(db: Db, key: ReaderKey, from: string, to: string): Promise<void> {
  const moved = await db.execute(sql`
    update platform.handler set position = ${to}, attempts = 0, retry_at = null, error = null
    where ${is(key)} and position = ${from} returning 1`);
  if (moved.length === 0) throw new PlaceLost();
}

/** Notes a failure: the reader waits, twice as long each time; the last one lays the event aside and moves on. */
export async function failPlace(
  db: Db,
  key: ReaderKey,
  { from, event, error, most, waitMs }: FailureOptions,
): Promise<void> {
  const [row] = await db.execute<{ attempts: number }>(sql`
    update platform.handler set attempts = attempts + 1, error = ${error},
      retry_at = now() + least(power(2, attempts) * ${waitMs}, 300000) * interval '1 millisecond'
    where ${is(key)} and position = ${from} returning attempts`);
  if (!row || row.attempts < most) return;
  await buryEvent(db, key, { event, error, attempts: row.attempts });
  await movePlace(db, key, from, event.cursor);
}

export interface FailureOptions {
  readonly from: string;
  readonly event: PlatformEvent;
  readonly error: string;
  /** So many failures, and the event is laid aside. */
  readonly most: number;
  /** The first wait. */
  readonly waitMs: number;
}

/** Lays an event aside. */
export async function buryEvent(
  db: Db,
  { kind, plugin, name }: ReaderKey,
  { event, error, attempts }: { event: PlatformEvent; error: string; attempts: number },
): Promise<void> {
  await db.execute(sql`insert into platform.dead_letter (kind, plugin, name, event, error, attempts)
    values (${kind}, ${plugin}, ${name}, ${JSON.stringify(event)}::jsonb, ${error}, ${attempts})`);
}
