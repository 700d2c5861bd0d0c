/**
 * Migrations: SQL files in the package of each plugin, each applied once, in file order, in one transaction.
 *
 * The ledger knows files by the hash of their text: a file that comes late is applied late, a changed one is refused.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Sql, TransactionSql } from 'postgres';
import type { Plugin } from '@cunzhi/plugin';
import { differences, readCatalogue } from './catalogue.ts';
import { schemaOf } from './policy-sql.ts';
import { forbiddenStatement } from './statements.ts';

export interface Migration {
  readonly plugin: string;
  readonly file: string;
}

export interface MigrationFile extends Migration {
  readonly hash: string;
  readonly text: string;
}

export interface MigrationPlan {
  /** What would be applied, in this order. */
  readonly pending: readonly MigrationFile[];
  /** Applied once, and changed since: the plugin is refused. */
  readonly changed: readonly Migration[];
  /** Applied once, and not in the package any more: the package is older than the database. */
  readonly unknown: readonly Migration[];
}

/** The platform's own tables stand under this name in the ledger. */
const PLATFORM = { id: 'platform', migrations: new URL('../../migrations/', import.meta.url) };

/** The database roles, from least to most: none of them can sign in. */
const ROLES = [
  'cunzhi_app',
  'cunzhi_auth',
  'cunzhi_follow',
  'cunzhi_jobs',
  'cunzhi_queue',
  'cunzhi_audit',
  'cunzhi_keys',
  'cunzhi_owner',
];

/** Compares the files of the platform and of these plugins with the ledger; changes nothing. */
export async function planMigrations(sql: Sql, plugins: readonly Plugin[]): Promise<MigrationPlan> {
  const [ledger] = await sql`select to_regclass('public.cunzhi_migration') as name`;
  const applied = ledger?.['name']
    ? await sql<(Migration & { hash: string })[]>`
        select plugin, file, hash from public.cunzhi_migration order by plugin, file`
    : [];
  const key = ({ plugin, file }: Migration) => `${plugin}/${file}`;
  const hashOf = new Map(applied.map((row) => [key(row), row.hash]));
  const sources = [PLATFORM, ...plugins];
  const files = sources.flatMap(filesOf);
  const known = new Set(files.map(key));
  return {
    pending: files.filter((file) => !hashOf.has(key(file))),
    changed: files.filter((file) => (hashOf.get(key(file)) ?? file.hash) !== file.hash),
    unknown: applied.filter((row) => sources.some(({ id }) => id === row.plugin) && !known.has(key(row))),
  };
}

/** One at a time in a database: of two servers that start at once, the second finds everything done. */
export async function underMigrationLock<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  await sql`select pg_advisory_lock(hashtext('cunzhi migrations'))`;
  try {
    await prepare(sql);
    return await work();
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

/** Applies one file. @throws Error that says what is wrong with it; then nothing of it remains. */
export async function applyMigration(sql: Sql, migration: MigrationFile, owner: Plugin | undefined): Promise<void> {
  const { plugin, file, hash, text } = migration;
  const forbidden = forbiddenStatement(text);
  if (forbidden) throw new Error(`"${forbidden}" may not stand in a migration; it runs in one transaction of its own`);
  // Repeatable read: what others change meanwhile is not taken for the work of this file.
  await sql.begin('isolation level repeatable read', async (tx) => {
    await tx.unsafe('set local role cunzhi_owner');
    if (owner) await applyInside(tx, text, schemaOf(owner), owner);
    else await tx.unsafe(text);
    await tx.unsafe('reset role');
    await tx`insert into public.cunzhi_migration (plugin, file, hash) values (${plugin}, ${file}, ${hash})`;
  });
}

/** Runs the text of a plugin, which may change its own schema and nothing else. */
async function applyInside(tx: TransactionSql, text: string, schema: string, owner: Plugin): Promise<void> {
  await tx.unsafe(`create schema if not exists ${schema}`);
  await tx.unsafe(`grant usage on schema ${schema} to cunzhi_app, cunzhi_auth`);
  const before = await readCatalogue(tx, schema);
  const [transaction] = await tx`select pg_current_xact_id()::text as id`;
  await tx.unsafe(text);
  const [now] = await tx`select pg_current_xact_id()::text as id`;
  if (transaction?.['id'] !== now?.['id']) throw new Error('it ends its own transaction');
  const touched = differences(before, await readCatalogue(tx, schema));
  if (touched.length > 0)
    throw new Error(`it may change ${schema} only, and touches ${touched.slice(0, 5).join(', ')}`);
  const keys = await tx<{ name: string; target: string }[]>`
    select k.conname as name, n.nspname || '.' || c.relname as target
    from pg_constraint k join pg_class c on c.oid = k.confrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.connamespace = ${schema}::regnamespace
      and not n.nspname = any(${[schema, 'core', ...Object.values(owner.uses).map((use) => schemaOf(use.plugin))]})`;
  if (keys[0])
    throw new Error(`its foreign key ${keys[0].name} leads to ${keys[0].target}, whose plugin is not in uses`);
}

function filesOf({ id, migrations }: { id: string; migrations: URL | undefined }): MigrationFile[] {
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
