/**
 * Dead letters: events that a reader failed at ten times. They wait until somebody asks for another try.
 *
 * Asking only marks the letter; a running server takes it up, so the try happens where plugins and secrets are.
 */
import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { SetupError, type Db } from '@cunzhi/plugin';
import type { Database } from '../database/index.ts';
import type { ReaderKey } from './place.ts';

export interface DeadLetter extends ReaderKey {
  readonly id: string;
  readonly event: { readonly id: string; readonly name: string; readonly subject: { readonly id: string } };
  readonly error: string;
  readonly attempts: number;
  readonly failedAt: Date;
  /** Set while another try is asked for and has not happened. */
  readonly askedAt: Date | null;
}

/** All dead letters, oldest first; `sql` is the owner's connection. */
export async function listDeadLetters(owner: Sql): Promise<readonly DeadLetter[]> {
  return owner<DeadLetter[]>`
    select id::text, kind, plugin, name, event, error, attempts, failed_at as "failedAt", asked_at as "askedAt"
    from platform.dead_letter order by id`;
}

/** Asks for another try. @throws SetupError when there is no such letter. */
export async function retryDeadLetter(owner: Sql, id: string): Promise<void> {
  const found = /^\d{1,18}$/.test(id)
    ? await owner`update platform.dead_letter set asked_at = now() where id = ${id} returning 1`
    : [];
  if (found.length === 0)
    throw new SetupError([`There is no dead letter ${id}. \`cunzhi dead-letters\` lists those that there are.`]);
}

export interface AskedLetter extends ReaderKey {
  readonly id: string;
  readonly event: unknown;
}

/** Letters that somebody asked to try again. */
export async function findAskedLetters(db: Database): Promise<readonly AskedLetter[]> {
  return db.execute<AskedLetter & Record<string, unknown>>(sql`
    select id::text, kind, plugin, name, event from platform.dead_letter where asked_at is not null order by id limit 20`);
}

export async function isAsked(db: Db, id: string): Promise<boolean> {
  const rows = await db.execute(
    sql`select 1 from platform.dead_letter where id = ${id}::bigint and asked_at is not null`,
  );
  return rows.length > 0;
}

/** Done. @throws Error when somebody else was faster, so that what was done twice is rolled back. */
export async function removeLetter(db: Db, id: string): Promise<void> {
  const gone = await db.execute(sql`delete from platform.dead_letter where id = ${id}::bigint returning 1`);
  if (gone.length === 0) throw new Error(`The dead letter ${id} was done by somebody else.`);
}

/** Failed again: it waits for the next time somebody asks. */
export async function returnLetter(db: Db, id: string, error: string): Promise<void> {
  await db.execute(sql`update platform.dead_letter set asked_at = null, attempts = attempts + 1, error = ${error},
    failed_at = now() where id = ${id}::bigint`);
}

/** Forgets what an uninstalled plugin had to do: its places in the log, its dead letters, its waiting jobs. */
export async function forgetWork(owner: Sql, plugin: string): Promise<void> {
  await owner`delete from platform.handler where plugin = ${plugin}`;
  await owner`delete from platform.dead_letter where plugin = ${plugin}`;
  await owner`delete from graphile_worker._private_jobs where task_id in (
    select id from graphile_worker._private_tasks where identifier like ${`${plugin}/%`})`;
  await owner`delete from graphile_worker._private_known_crontabs where identifier like ${`${plugin}/%`}`;
}
