/**
 * Migrations: SQL files in the package of each plugin, each applied once, in file order, in one transaction.
 *
 * The ledger knows files by the hash of their text: a file that comes late is applied late, a changed one is refused.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { SetupError, type Plugin } from '@cunzhi/plugin';
import { schemaOf } from './policies.ts';

export interface PendingMigration {
  readonly plugin: string;
  readonly file: string;
  readonly hash: string;
  readonly text: string;
}

const PLATFORM = { id: 'platform', migrations: new URL('../../migrations/', import.meta.url) };

/** The database roles, from least to most: none of them can sign in. */
const ROLES = ['cunzhi_app', 'cunzhi_auth', 'cunzhi_follow', 'cunzhi_jobs', 'cunzhi_queue', 'cunzhi_owner'];

/**
 * What `applyMigrations` would run.
 *
 * @throws SetupError when a file that was applied has changed since.
 */
export async function planMigrations(sql: Sql, plugins: readonly Plugin[]): Promise<PendingMigration[]> {
  const [ledger] = await sql`select to_regclass('public.cunzhi_migration') as name`;
  const applied = ledger?.['name']
    ? await sql<
        { plugin: string; file: string; hash: string }[]
      >`select plugin, file, hash from public.cunzhi_migration`
    : [];
  const hashOf = new Map(applied.map((row) => [`${row.plugin}/${row.file}`, row.hash]));
  const files = [PLATFORM, ...plugins].flatMap(filesOf);
  const changed = files.filter((file) => (hashOf.get(`${file.plugin}/${file.file}`) ?? file.hash) !== file.hash);
  if (changed.length > 0) {
    throw new SetupError(
      changed.map(
        ({ plugin, file }) =>
          `Migration ${plugin}/${file} was changed after it was applied. Restore it and write a new file.`,
      ),
    );
  }
  return files.filter((file) => !hashOf.has(`${file.plugin}/${file.file}`));
}

/** Applies all pending files under one advisory lock; two servers that start at once do it once. */
export async function applyMigrations(sql: Sql, plugins: readonly Plugin[]): Promise<PendingMigration[]> {
  await sql`select pg_advisory_lock(hashtext('cunzhi migrations'))`;
  try {
    await prepare(sql);
    const pending = await planMigrations(sql, plugins);
    for (const migration of pending) await apply(sql, migration, plugins);
    return pending;
  } finally {
    await sql`select pg_advisory_unlock(hashtext('cunzhi migrations'))`;
  }
}

async function prepare(sql: Sql): Promise<void> {
  for (const role of ROLES) {
    const [found] = await sql`select from pg_roles where rolname = ${role}`;
    if (!found) await sql.unsafe(`create role ${role} nologin nobypassrls`);
  }
  await sql.unsafe(`grant ${ROLES.join(', ')} to current_user`);
  // A handler or job may do what a request may do, row by row under its scope, and move its own place in the event log.
  await sql.unsafe('grant cunzhi_app to cunzhi_jobs');
  // The queue's library makes and migrates its own schema, as this role (`installQueue`).
  await sql.unsafe(
    `do $$ begin execute format('grant create on database %I to cunzhi_owner, cunzhi_queue', current_database()); end $$`,
  );
  for (const extension of ['btree_gist', 'pg_trgm']) await sql.unsafe(`create extension if not exists ${extension}`);
  await sql`create table if not exists public.cunzhi_migration (
    plugin text not null, file text not null, hash text not null, applied_at timestamptz not null default now(),
    primary key (plugin, file))`;
}

async function apply(
  sql: Sql,
  { plugin, file, hash, text }: PendingMigration,
  plugins: readonly Plugin[],
): Promise<void> {
  const owner = plugins.find(({ id }) => id === plugin);
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe('set local role cunzhi_owner');
      if (owner) {
        const schema = schemaOf(owner);
        await tx.unsafe(`create schema if not exists ${schema}`);
        await tx.unsafe(`grant usage on schema ${schema} to cunzhi_app, cunzhi_auth`);
      }
      await tx.unsafe(text);
      await tx.unsafe('reset role');
      await tx`insert into public.cunzhi_migration (plugin, file, hash) values (${plugin}, ${file}, ${hash})`;
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError([`Migration ${plugin}/${file} failed and was rolled back: ${why}`], { cause });
  }
}

function filesOf({ id, migrations }: { id: string; migrations: URL | undefined }): PendingMigration[] {
  if (!migrations || !existsSync(migrations)) return [];
  const folder = fileURLToPath(migrations);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const text = readFileSync(`${folder}/${file}`, 'utf8');
      return { plugin: id, file, text, hash: createHash('sha256').update(text).digest('hex') };
    });
}
