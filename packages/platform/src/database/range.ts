/**
 * The second fence: the caller's range, added to every statement that the query builder makes on a placed table.
 *
 * It comes from the declaration of the table, as row security does, and needs no setting of the connection: with either of
 * the two alone nothing outside of the reach is seen. SQL written by hand has only the database's fence.
 */
import { and, gte, is, lt, or, sql, type SQL } from 'drizzle-orm';
import { getTableConfig, PgDialect, PgTable, type PgColumn } from 'drizzle-orm/pg-core';
import type { PlacedTable, Plugin } from '@cunzhi/plugin';
import { fullName } from './policy-sql.ts';

/** Permission → place prefixes; the empty prefix is everywhere. */
export type Reach = ReadonlyMap<string, readonly string[]>;

/** The placed tables of the plugins, by `schema.name`. */
export type PlacedTables = ReadonlyMap<string, PlacedTable>;

export function placedTables(plugins: readonly Plugin[]): PlacedTables {
  const tables = plugins.flatMap((plugin) => plugin.tables);
  return new Map(tables.flatMap((one) => (one.kind === 'placed' ? [[fullName(one), one] as const] : [])));
}

/** Whose rows a door shows. */
export interface Range {
  readonly tables: PlacedTables;
  reach(): Reach;
}

type Select = Parameters<PgDialect['buildSelectQuery']>[0];
type Update = Parameters<PgDialect['buildUpdateQuery']>[0];
type Delete = Parameters<PgDialect['buildDeleteQuery']>[0];
type Act = 'read' | 'write';

/** Builds statements as the library does, each with the range of the tables that it names. */
export class RangedDialect extends PgDialect {
  readonly #range: Range;

  constructor(range: Range) {
    super();
    this.#range = range;
  }

  override buildSelectQuery(config: Select): SQL {
    // PostgreSQL asks the same of a row that is locked as of one that is changed.
    const acts: Act[] = config.lockingClause ? ['read', 'write'] : ['read'];
    const outer = config.joins?.some(({ joinType }) => joinType === 'right' || joinType === 'full') ?? false;
    const within = [this.#rows(config.table, acts, outer)];
    const joins = config.joins?.map((join) => {
      if (join.joinType === 'left' && !outer) return { ...join, on: and(join.on, this.#rows(join.table, acts)) };
      within.push(this.#rows(join.table, acts, outer));
      return join;
    });
    return super.buildSelectQuery({ ...config, ...(joins && { joins }), where: and(config.where, ...within) });
  }

  override buildUpdateQuery(config: Update): SQL {
    const within = [
      this.#rows(config.table, ['read', 'write']),
      this.#rows(config.from, ['read']),
      ...config.joins.map(({ table }) => this.#rows(table, ['read'])),
    ];
    return super.buildUpdateQuery({ ...config, where: and(config.where, ...within) });
  }

  override buildDeleteQuery(config: Delete): SQL {
    return super.buildDeleteQuery({ ...config, where: and(config.where, this.#rows(config.table, ['read', 'write'])) });
  }

  /** The condition on one table of a statement; undefined for what has no place. `mayBeMissing`: an outer join may leave it empty. */
  #rows(table: unknown, acts: readonly Act[], mayBeMissing = false): SQL | undefined {
    if (!is(table, PgTable)) return undefined;
    const declaration = this.#range.tables.get(nameOf(table));
    if (!declaration) return undefined;
    const place = placeOf(table, declaration);
    const reach = this.#range.reach();
    const rows = and(...acts.map((act) => within(place, reach, declaration[act])), circle(table, declaration));
    return rows && mayBeMissing ? or(rows, sql`${place} is null`) : rows;
  }
}

/** The name in the database, also of a table under another name in the statement. */
const nameOf = (table: PgTable): string => `${getTableConfig(table).schema ?? 'public'}.${originalName(table)}`;
const originalName = (table: PgTable): string => (table as unknown as Record<symbol, string>)[ORIGINAL] ?? '';
/** Where the library keeps it; its types do not say so. */
const ORIGINAL = Symbol.for('drizzle:OriginalName');

function placeOf(table: PgTable, { column = 'place_code' }: PlacedTable): PgColumn {
  const place = getTableConfig(table).columns.find(({ name }) => name === column);
  if (place) return place;
  throw new Error(`The table ${nameOf(table)} is placed, and its drizzle table lacks the column ${column}.`);
}

function within(place: PgColumn, reach: Reach, permissions: readonly string[]): SQL | undefined {
  const prefixes = [...new Set(permissions.flatMap((key) => reach.get(key) ?? []))];
  if (prefixes.includes('')) return undefined;
  const ranges = prefixes.map((prefix) => and(gte(place, prefix), lt(place, `${prefix}~`)));
  return ranges.length === 0 ? sql`false` : or(...ranges);
}

/** The closed circle of a table is written for its own name, so it is asked in a statement of its own. */
function circle(table: PgTable, { also, table: declared }: PlacedTable): SQL | undefined {
  if (also === undefined) return undefined;
  const keys = getTableConfig(table).columns.filter(({ primary }) => primary);
  const own = getTableConfig(declared).columns.filter(({ primary }) => primary);
  if (keys.length === 0) throw new Error(`The table ${nameOf(table)} has a closed circle and needs a primary key.`);
  return sql`(${sql.join(keys, sql`, `)}) in (select ${sql.join(own, sql`, `)} from ${declared} where (${sql.raw(also)}))`;
}
