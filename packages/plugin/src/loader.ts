/**
 * Loaders: reads by key that are batched within one operation.
 *
 * A loader answers for every key, in any order; a key without a row gets the `missing` value.
 *
 * @module
 */
import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { ServiceContext } from './context.ts';
import { sqlTypeOf } from './page.ts';

export interface Loader<K, V> {
  readonly missing: V;
  readonly batch: (ctx: ServiceContext, keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;
}

/** Declares a loader; read through `ctx.load(loader, key)`. Use `= any(keys)` inside, one statement for all. */
export function defineLoader<K, V>(loader: Loader<K, V>): Loader<K, V> {
  return loader;
}

const loaders = new WeakMap<PgTable, Map<string, Loader<string, unknown>>>();

/**
 * The loader of whole rows by a column without repetitions, usually the key: `rowBy(well, 'id')`.
 *
 * There is one for each table and column, so that everybody who asks in the same tick asks in the same statement.
 */
export function rowBy<T extends PgTable>(
  table: T,
  key: keyof T['$inferSelect'] & string,
): Loader<string, T['$inferSelect'] | null> {
  const known = loaders.get(table) ?? new Map<string, Loader<string, unknown>>();
  loaders.set(table, known);
  const loader = known.get(key) ?? rowLoader(table, key);
  known.set(key, loader);
  return loader as Loader<string, T['$inferSelect'] | null>;
}

function rowLoader(table: PgTable, key: string): Loader<string, Record<string, unknown> | null> {
  const column = getTableColumns(table)[key] as PgColumn | undefined;
  if (!column) throw new Error(`The table ${getTableName(table)} has no column "${key}".`);
  return defineLoader<string, Record<string, unknown> | null>({
    missing: null,
    batch: async ({ db }, keys) => {
      const rows: Record<string, unknown>[] = await db
        .select()
        .from(table)
        .where(sql`${column} = any(${sql.param([...keys])}::${sql.raw(sqlTypeOf(column))}[])`);
      return new Map(rows.map((row) => [String(row[key]), row]));
    },
  });
}
