/**
 * The SQL of row security, made from the declaration of a table: its rights, its policies, their conditions.
 *
 * A garbled scope raises an error, never a row.
 */
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { Plugin, TableDeclaration } from '@cunzhi/plugin';

interface Policy {
  readonly name: string;
  readonly command: 'select' | 'insert' | 'update' | 'delete';
  readonly using?: string;
  readonly check?: string;
}

/** PostgreSQL schema of a plugin: `core` for the core, else `plugin_<id>`. */
export function schemaOf(plugin: Plugin): string {
  return plugin.id === 'core' ? 'core' : `plugin_${plugin.id.replaceAll('-', '_')}`;
}

export const tableName = (declaration: TableDeclaration) => getTableConfig(declaration.table).name;
const schemaName = (declaration: TableDeclaration) => getTableConfig(declaration.table).schema ?? 'public';
export const fullName = (declaration: TableDeclaration) => `${schemaName(declaration)}.${tableName(declaration)}`;
export const quotedName = (declaration: TableDeclaration) => `"${schemaName(declaration)}"."${tableName(declaration)}"`;
export const rightsOf = (declaration: TableDeclaration) =>
  declaration.kind === 'placed' || declaration.write ? 'select, insert, update, delete' : 'select';

/** The statements that give a table its rights and policies. */
export function statements(declaration: TableDeclaration): string[] {
  const table = quotedName(declaration);
  const wanted = policies(declaration);
  const secured = wanted.length > 0;
  return [
    `revoke all on ${table} from cunzhi_app`,
    `grant ${rightsOf(declaration)} on ${table} to cunzhi_app`,
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

/** The policies that a declaration asks for; none for reference data that requests only read. */
export function policies(declaration: TableDeclaration): Policy[] {
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

/**
 * The caller's ranges: one wide range for the index, then, unless one prefix covers all the others, the exact prefixes.
 *
 * Each (select …) runs once per statement. What is asked of every row is no function: a call costs more than the row itself.
 */
function within(column: string, permissions: readonly string[]): string {
  const held = list(permissions);
  return (
    `${column} >= (select app.scope_low(${held})) and ${column} < (select app.scope_high(${held}))` +
    ` and ((select app.scope_is_one(${held})) or exists (select from unnest((select app.scope_prefixes(${held}))) scope_prefix` +
    ` where ${column} >= scope_prefix collate "C" and ${column} < (scope_prefix || '~') collate "C"))`
  );
}

const list = (permissions: readonly string[]) =>
  `array[${permissions.map((key) => `'${key.replaceAll("'", '')}'`).join(', ')}]`;
