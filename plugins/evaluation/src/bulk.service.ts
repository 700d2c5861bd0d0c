/**
 * Writing many rows by one statement: the rows travel as JSON, the columns are those of the table.
 *
 * Every row of a call names the same columns; at most 2,000 rows go into one statement.
 */
import { getTableColumns, getTableName, sql, type SQL } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { ServiceContext } from '@cunzhi/plugin';

const CHUNK = 2_000;

type Change<T extends PgTable> = { readonly id: string } & Partial<T['$inferSelect']>;

/** Sets the named columns of rows by id, and raises the version of each. */
export async function updateMany<T extends PgTable>(
  ctx: ServiceContext,
  table: T,
  rows: readonly Change<T>[],
): Promise<void> {
  const columns = columnsOf(table, Object.keys(rows[0] ?? {})).filter(({ name }) => name !== 'id');
  const set = columns.map(({ name }) => `${name} = v.${name}`).join(', ');
  for (const chunk of chunksOf(rows)) {
    await ctx.db.execute(sql`
      update ${table} set ${sql.raw(`${set}, version = ${getTableName(table)}.version + 1`)}
      from ${recordset(table, chunk)} where ${table}.id = v.id`);
  }
}

/** Inserts rows. */
export async function insertMany<T extends PgTable>(
  ctx: ServiceContext,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  const names = columnsOf(table, Object.keys(rows[0] ?? {})).map(({ name }) => name);
  for (const chunk of chunksOf(rows)) {
    await ctx.db.execute(sql`
      insert into ${table} (${sql.raw(names.join(', '))})
      select ${sql.raw(names.map((name) => `v.${name}`).join(', '))} from ${recordset(table, chunk)}`);
  }
}

function recordset(table: PgTable, rows: readonly object[]): SQL {
  const keys = Object.keys(rows[0] ?? {});
  const columns = columnsOf(table, keys);
  const json = rows.map((row) =>
    Object.fromEntries(columns.map(({ key, name }) => [name, (row as Record<string, unknown>)[key] ?? null])),
  );
  const types = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  return sql`jsonb_to_recordset(${JSON.stringify(json)}::jsonb) v (${sql.raw(types)})`;
}

function columnsOf(table: PgTable, keys: readonly string[]) {
  const columns = getTableColumns(table);
  return keys.map((key) => {
    const column = columns[key];
    if (!column) throw new Error(`${getTableConfig(table).name} has no column for ${key}.`);
    return { key, name: column.name, type: column.getSQLType() };
  });
}

function* chunksOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}
