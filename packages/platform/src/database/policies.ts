/**
 * Row security from declarations: the generator writes the policies of every declared table, and start checks them.
 *
 * A table with a place and without a declaration does not pass; a garbled scope raises an error, never a row.
 */
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';
import type { Plugin, TableDeclaration } from '@cunzhi/plugin';

interface Policy {
  readonly name: string;
  readonly command: 'select' | 'insert' | 'update' | 'delete';
  readonly using?: string;
  readonly check?: string;
}

/** Writes grants and policies for all tables of these plugins; running it again changes nothing. */
export async function applyPolicies(sql: Sql, plugins: readonly Plugin[]): Promise<void> {
  for (const declaration of plugins.flatMap((plugin) => plugin.tables)) {
    for (const statement of statements(declaration)) await sql.unsafe(statement);
  }
}

/** Every difference between the catalogue and the declarations, as sentences; empty when all is as declared. */
export async function checkPolicies(sql: Sql, plugins: readonly Plugin[]): Promise<string[]> {
  const problems: string[] = [];
  for (const plugin of plugins) {
    const schema = schemaOf(plugin);
    const rows = await sql<{ table: string; columns: string[]; forced: boolean; policies: string[] }[]>`
      select c.relname as table, c.relrowsecurity and c.relforcerowsecurity as forced,
        array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
        array(select polname::text from pg_policy where polrelid = c.oid order by polname) as policies
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${schema} and c.relkind in ('r', 'p') and not c.relispartition`;
    const declared = new Map(plugin.tables.map((declaration) => [tableName(declaration), declaration]));
    for (const row of rows) {
      const declaration = declared.get(row.table);
      const name = `${schema}.${row.table}`;
      if (!declaration) {
        problems.push(`${name} is not declared in the tables of plugin ${plugin.id}: add placed(…) or global(…).`);
        continue;
      }
      declared.delete(row.table);
      const missing = getTableConfig(declaration.table).columns.filter((column) => !row.columns.includes(column.name));
      for (const column of missing) problems.push(`${name} lacks the column ${column.name}: run \`cunzhi apply\`.`);
      const wanted = policies(declaration)
        .map((policy) => policy.name)
        .sort();
      if (wanted.length && (!row.forced || wanted.join() !== row.policies.join())) {
        problems.push(
          `${name} has the policies [${row.policies.join()}], declared are [${wanted.join()}]: run \`cunzhi apply\`.`,
        );
      }
      if (declaration.kind === 'global' && row.columns.includes('place_code') && !declaration.why) {
        problems.push(`${name} has a place_code but is declared global without a reason.`);
      }
    }
    for (const name of declared.keys())
      problems.push(`${schema}.${name} is declared but not there: run \`cunzhi apply\`.`);
  }
  return problems;
}

/** PostgreSQL schema of a plugin: `core` for the core, else `plugin_<id>`. */
export function schemaOf(plugin: Plugin): string {
  return plugin.id === 'core' ? 'core' : `plugin_${plugin.id.replaceAll('-', '_')}`;
}

const tableName = (declaration: TableDeclaration) => getTableConfig(declaration.table).name;

function statements(declaration: TableDeclaration): string[] {
  const { name, schema } = getTableConfig(declaration.table);
  const table = `${quote(schema ?? 'public')}.${quote(name)}`;
  const rights = declaration.kind === 'placed' || declaration.write ? 'select, insert, update, delete' : 'select';
  const wanted = policies(declaration);
  const secured = wanted.length > 0;
  return [
    `revoke all on ${table} from cunzhi_app`,
    `grant ${rights} on ${table} to cunzhi_app`,
    `alter table ${table} ${secured ? 'enable' : 'disable'} row level security`,
    `alter table ${table} ${secured ? 'force' : 'no force'} row level security`,
    ...['app_select', 'app_insert', 'app_update', 'app_delete', 'owner_all'].map(
      (policy) => `drop policy if exists ${policy} on ${table}`,
    ),
    ...wanted.map(({ name: policy, command, using, check }) =>
      policy === 'owner_all'
        ? `create policy owner_all on ${table} to cunzhi_owner using (true) with check (true)`
        : `create policy ${policy} on ${table} for ${command} to cunzhi_app` +
          (using ? ` using (${using})` : '') +
          (check ? ` with check (${check})` : ''),
    ),
  ];
}

function policies(declaration: TableDeclaration): Policy[] {
  const owner: Policy = { name: 'owner_all', command: 'select' };
  if (declaration.kind === 'global') {
    if (!declaration.write) return [];
    const write = `cardinality((select app.scope_prefixes(${list(declaration.write)}))) > 0`;
    return [
      { name: 'app_select', command: 'select', using: 'true' },
      { name: 'app_insert', command: 'insert', check: write },
      { name: 'app_update', command: 'update', using: write, check: write },
      { name: 'app_delete', command: 'delete', using: write },
      owner,
    ];
  }
  const also = declaration.also ? ` and (${declaration.also})` : '';
  const column = declaration.column ?? 'place_code';
  const read = within(column, declaration.read) + also;
  const write = within(column, declaration.write) + also;
  return [
    { name: 'app_select', command: 'select', using: read },
    { name: 'app_insert', command: 'insert', check: write },
    { name: 'app_update', command: 'update', using: write, check: write },
    { name: 'app_delete', command: 'delete', using: write },
    owner,
  ];
}

/** The caller's ranges: one wide range for the index, then the exact prefixes. Each (select …) runs once per statement. */
function within(column: string, permissions: readonly string[]): string {
  const held = list(permissions);
  return (
    `${column} >= (select app.scope_low(${held})) and ${column} < (select app.scope_high(${held}))` +
    ` and app.scope_covers((select app.scope_prefixes(${held})), ${column})`
  );
}

const list = (permissions: readonly string[]) =>
  `array[${permissions.map((key) => `'${key.replaceAll("'", '')}'`).join(', ')}]`;
const quote = (name: string) => `"${name}"`;
