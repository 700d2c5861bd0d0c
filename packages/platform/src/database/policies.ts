/**
 * Row security from declarations: written for every declared table by `apply`, compared with the catalogue at every start.
 *
 * A table without a declaration does not pass, nor one whose rights or policies are not what was declared.
 */
import { createHash } from 'node:crypto';
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';
import type { LocalText, Plugin, TableDeclaration } from '@cunzhi/plugin';
import { fullName, policies, quotedName, rightsOf, schemaOf, statements, tableName } from './policy-sql.ts';

/** A difference between what the database has and what a plugin declares. */
export interface Difference {
  readonly table: string;
  /** True when writing the policies anew ends it, which is what `cunzhi apply` does. */
  readonly isPolicy: boolean;
  readonly text: LocalText;
}

/** Writes grants and policies of the tables where they differ; returns those tables. Running it again changes nothing. */
export async function applyPolicies(sql: Sql, plugins: readonly Plugin[]): Promise<string[]> {
  const written: string[] = [];
  for (const plugin of plugins) {
    const differing = await findDifferences(sql, plugin);
    for (const declaration of plugin.tables) {
      const name = fullName(declaration);
      if (!differing.some(({ table, isPolicy }) => isPolicy && table === name)) continue;
      for (const statement of statements(declaration)) await sql.unsafe(statement);
      if (policies(declaration).length > 0) await sign(sql, declaration);
      written.push(name);
    }
  }
  return written;
}

/** Every difference between the catalogue and the declarations, as sentences; empty when all is as declared. */
export async function checkPolicies(sql: Sql, plugins: readonly Plugin[]): Promise<string[]> {
  const all: string[] = [];
  for (const plugin of plugins) all.push(...(await findDifferences(sql, plugin)).map(({ text }) => text.en));
  return all;
}

interface TableRow {
  readonly table: string;
  readonly columns: string[];
  readonly secured: boolean;
  readonly forced: boolean;
  readonly rights: string;
  readonly policies: string[];
  /** Of the policies as they stand; and the note that `sign` left. */
  readonly print: string | null;
  readonly note: string | null;
}

/** What is not as the plugin declares it: tables, columns, rights, policies. */
export async function findDifferences(sql: Sql, plugin: Plugin): Promise<Difference[]> {
  const schema = schemaOf(plugin);
  const rows = await sql<TableRow[]>`
    select c.relname as table, c.relrowsecurity as secured, c.relrowsecurity and c.relforcerowsecurity as forced,
      array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
      array(select polname::text from pg_policy where polrelid = c.oid order by polname) as policies,
      concat_ws(', ', case when has_table_privilege('cunzhi_app', c.oid, 'select') then 'select' end,
        case when has_table_privilege('cunzhi_app', c.oid, 'insert') then 'insert' end,
        case when has_table_privilege('cunzhi_app', c.oid, 'update') then 'update' end,
        case when has_table_privilege('cunzhi_app', c.oid, 'delete') then 'delete' end) as rights,
      ${sql.unsafe(PRINT)} as print,
      (select obj_description(oid, 'pg_policy') from pg_policy where polrelid = c.oid and polname = 'owner_all') as note
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p') and not c.relispartition`;
  const declared = new Map(plugin.tables.map((declaration) => [tableName(declaration), declaration]));
  const found = rows.flatMap((row) => {
    const declaration = declared.get(row.table);
    declared.delete(row.table);
    return declaration ? ofTable(row, declaration) : undeclared(`${schema}.${row.table}`, plugin.id);
  });
  const missing = [...declared.keys()].map((name) =>
    difference(
      `${schema}.${name}`,
      `${schema}.${name} 已声明，数据库里没有：运行 \`cunzhi apply\`。`,
      `${schema}.${name} is declared but not there: run \`cunzhi apply\`.`,
    ),
  );
  return [...found, ...missing, ...(await openWays(sql, schema))];
}

/**
 * Ways past row security: a view runs as its owner, whom it lets see everything, unless it says otherwise; a materialised one
 * cannot; and the policies of a table do not hold on a partition of it that is read directly.
 */
async function openWays(sql: Sql, schema: string): Promise<Difference[]> {
  const ways = await sql<{ name: string; kind: string }[]>`
    select n.nspname || '.' || c.relname as name, c.relkind::text as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and (c.relkind = 'm'
      or c.relkind = 'v' and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']
      or c.relispartition and has_table_privilege('cunzhi_app', c.oid, 'select, insert, update, delete'))
    order by name`;
  return ways.map(({ name, kind }) => {
    const [zh, en] = WAYS[kind] ?? WAYS['partition'] ?? ['', ''];
    return difference(name, `${name} ${zh}`, `${name} ${en}`);
  });
}

const WAYS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  m: [
    '是物化视图，行级规则管不到它：改用表。',
    'is a materialised view, which row security does not reach: use a table.',
  ],
  v: [
    '是对所有人显示全部行的视图：建成 with (security_invoker = true)。',
    'is a view that shows all rows to everybody: create it with (security_invoker = true).',
  ],
  partition: [
    '是分区，行级规则管不到直接读它的人：收回 cunzhi_app 对它的权限。',
    'is a partition, and row security does not reach whoever reads it directly: revoke the rights of cunzhi_app on it.',
  ],
};

function ofTable(row: TableRow, declaration: TableDeclaration): Difference[] {
  const name = fullName(declaration);
  const missing = getTableConfig(declaration.table).columns.filter((column) => !row.columns.includes(column.name));
  const wanted = policies(declaration)
    .map((policy) => policy.name)
    .sort();
  const found = missing.map((column) =>
    difference(
      name,
      `${name} 缺少列 ${column.name}：运行 \`cunzhi apply\`。`,
      `${name} lacks the column ${column.name}: run \`cunzhi apply\`.`,
    ),
  );
  if (wanted.join() !== row.policies.join() || (wanted.length > 0 && !row.forced)) {
    const [has, shall] = [row.policies.join(), wanted.join()];
    found.push(
      difference(
        name,
        `${name} 的行级规则是 [${has}]，声明的是 [${shall}]：运行 \`cunzhi apply\`。`,
        `${name} has the policies [${has}], declared are [${shall}]: run \`cunzhi apply\`.`,
        true,
      ),
    );
  } else if (row.rights !== rightsOf(declaration) || row.secured !== wanted.length > 0 || !isSigned(row, declaration)) {
    found.push(
      difference(
        name,
        `${name} 的权限或行级规则与声明不同：运行 \`cunzhi apply\`。`,
        `The rights or policies of ${name} differ from what is declared: run \`cunzhi apply\`.`,
        true,
      ),
    );
  }
  return found;
}

const difference = (table: string, zh: string, en: string, isPolicy = false): Difference => ({
  table,
  isPolicy,
  text: { zh, en },
});

const undeclared = (name: string, id: string): Difference =>
  difference(
    name,
    `${name} 没有写进插件 ${id} 的 tables：加上 placed(…) 或 global(…)。`,
    `${name} is not declared in the tables of plugin ${id}: add placed(…) or global(…).`,
  );

/** One fingerprint of all policies of the table `c`, as PostgreSQL prints them. */
const PRINT = `(select md5(string_agg(concat_ws('|', polname, polcmd, polroles::regrole[]::text,
  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)), ';' order by polname)) from pg_policy where polrelid = c.oid)`;

/**
 * Notes at the table's policy what was declared and how PostgreSQL prints it: whichever changes later, it shows.
 *
 * (The text of a policy cannot be compared with what was sent: PostgreSQL writes it in its own way.)
 */
async function sign(sql: Sql, declaration: TableDeclaration): Promise<void> {
  const table = quotedName(declaration);
  const [row] = await sql.unsafe<{ print: string }[]>(
    `select ${PRINT} as print from pg_class c where c.oid = '${table}'::regclass`,
  );
  await sql.unsafe(`comment on policy owner_all on ${table} is '${noteOf(declaration, row?.print ?? '')}'`);
}

const isSigned = ({ print, note }: TableRow, declaration: TableDeclaration): boolean =>
  policies(declaration).length === 0 || note === noteOf(declaration, print ?? '');

const noteOf = (declaration: TableDeclaration, print: string): string =>
  `cunzhi ${createHash('md5').update(statements(declaration).join(';')).digest('hex')} ${print}`;
