/**
 * Uninstalling: first a plan that says what would go, then, confirmed by the plugin's id, the deed.
 *
 * Nothing is removed while another installed plugin needs it, and no row is dropped that another table points to.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Sql, TransactionSql } from 'postgres';
import { SetupError, type Plugin } from '@cunzhi/plugin';
import { asOwner, schemaOf } from '../database/index.ts';
import type { UninstallPlan } from '../schema/index.ts';
import { markRemoving } from './marks.ts';
import { dependantsOf } from './order.ts';

export async function planUninstall(
  sql: Sql,
  plugin: Plugin,
  installed: readonly Plugin[],
  fields: readonly string[],
): Promise<UninstallPlan> {
  return {
    plugin: plugin.id,
    mode: plugin.uninstall,
    tables: await countTables(sql, schemaOf(plugin)),
    fields,
    dependants: dependantsOf(plugin.id, installed),
    command: `cunzhi uninstall ${plugin.id} --confirm ${plugin.id}`,
  };
}

/** Types and fields that stand in one schema and not in the other. */
export function lostFields(before: GraphQLSchema, after: GraphQLSchema): string[] {
  const left = new Set(coordinates(after));
  const lost = coordinates(before).filter((one) => !left.has(one));
  // A lost type says enough; its own fields need no line each.
  const types = new Set(lost.filter((one) => !one.includes('.')));
  return lost
    .filter((one) => !one.includes('.') || !types.has(one.split('.')[0] ?? ''))
    .map((one) => (one.includes('.') ? one : `type ${one}`));
}

function coordinates(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => {
      const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
      const fields = hasFields ? Object.keys(type.getFields()) : [];
      return [type.name, ...fields.map((field) => `${type.name}.${field}`)];
    });
}

export interface UninstallOptions {
  readonly databaseUrl: string;
  readonly plugin: Plugin;
  readonly installed: readonly Plugin[];
  /** Where files of exported tables go, one folder a plugin and day. */
  readonly dataFolder: string;
}

export interface Uninstalled {
  readonly mode: UninstallPlan['mode'];
  /** Files with the rows of its tables. */
  readonly files: readonly string[];
}

/** Uninstalls by the plugin's own mode. @throws SetupError when others need it or point to its rows; then nothing is changed. */
export async function uninstall({
  databaseUrl,
  plugin,
  installed,
  dataFolder,
}: UninstallOptions): Promise<Uninstalled> {
  const { id, uninstall: mode } = plugin;
  const schema = schemaOf(plugin);
  if (id === 'core') throw new SetupError(['The core cannot be uninstalled: everything builds on it.']);
  const dependants = dependantsOf(id, installed);
  if (dependants.length > 0)
    throw new SetupError([`${id} is needed by ${dependants.join(', ')}. Uninstall these first, the last one first.`]);
  return asOwner(databaseUrl, async (sql) => {
    const pointing = await pointingTables(sql, schema);
    if (mode !== 'keep' && pointing.length > 0)
      throw new SetupError([`Rows of ${id} are pointed to by ${pointing.join(', ')}. Uninstall those plugins first.`]);
    // From here on it rests in every running process.
    await markRemoving(sql, id);
    if (mode === 'keep') return { mode, files: [] };
    const files = mode === 'export' ? await exportTables(sql, schema, exportFolder(dataFolder, id)) : [];
    await sql.begin(async (tx) => {
      await tx.unsafe(`drop schema if exists "${schema}" cascade`);
      await tx`delete from public.cunzhi_migration where plugin = ${id}`;
      for (const table of ['plugin_fault', 'handler', 'dead_letter'])
        await tx`delete from ${tx(`platform.${table}`)} where plugin = ${id}`;
      await tx`delete from platform.plugin where id = ${id}`;
    });
    return { mode, files };
  });
}

async function countTables(sql: Sql, schema: string): Promise<UninstallPlan['tables']> {
  const tables: { name: string; rows: number }[] = [];
  for (const name of await tablesOf(sql, schema)) {
    const [row] = await sql.unsafe<{ rows: number }[]>(`select count(*)::int as rows from "${schema}"."${name}"`);
    tables.push({ name: `${schema}.${name}`, rows: row?.rows ?? 0 });
  }
  return tables;
}

async function tablesOf(sql: Sql | TransactionSql, schema: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p') and not c.relispartition order by c.relname`;
  return rows.map(({ name }) => name);
}

async function pointingTables(sql: Sql, schema: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct n.nspname || '.' || c.relname as name
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class t on t.oid = k.confrelid join pg_namespace o on o.oid = t.relnamespace
    where k.contype = 'f' and o.nspname = ${schema} and n.nspname <> ${schema}`;
  return rows.map(({ name }) => name);
}

const exportFolder = (dataFolder: string, id: string): string =>
  join(dataFolder, 'uninstalled', `${id}-${new Date().toISOString().replaceAll(':', '-')}`);

/** One file of JSON lines for each table, one line for each row, all of one moment. */
async function exportTables(sql: Sql, schema: string, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const files: string[] = [];
    for (const table of await tablesOf(tx, schema)) {
      const file = join(folder, `${table}.jsonl`);
      // A tagged statement, since a cursor needs the extended protocol.
      const rows = tx<{ row: string }[]>`select to_jsonb(t)::text as row from ${tx(`${schema}.${table}`)} t`;
      await pipeline(lines(rows.cursor(500)), createWriteStream(file, { mode: 0o600 }));
      files.push(file);
    }
    return files;
  });
}

async function* lines(batches: AsyncIterable<readonly { readonly row: string }[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map(({ row }) => `${row}\n`).join('');
}
