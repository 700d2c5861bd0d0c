/**
 * Pages of a list: keyset pagination over not-null columns, with the cursor made by PostgreSQL.
 *
 * A cursor names its list; a cursor of another list is refused, never guessed.
 *
 * @module
 */
import { and, asc, desc, eq, gt, lt, or, sql, type SQL } from 'drizzle-orm';
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './context.ts';
import { BorderError } from './errors.ts';

export interface PageArgs {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

export interface Page<Row> {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Counted only when asked for, in one statement. */
  readonly totalCount: () => Promise<number>;
}

export interface PageQuery<T extends PgTable> {
  readonly table: T;
  readonly where?: SQL | undefined;
  /** Not-null columns; the last one must make the order unique (usually the key). */
  readonly order: readonly { readonly column: PgColumn; readonly direction?: 'asc' | 'desc' }[];
}

export const PAGE_DEFAULT = 50;
export const PAGE_MOST = 100;

/** How one page is read: its condition, order and size, and how rows with their keys become a page. */
export interface PagePlan<Row> {
  /** One more than the page has, to know whether there are others. */
  readonly limit: number;
  readonly beyond: SQL | undefined;
  readonly orderBy: readonly SQL[];
  /** The cursor of a row as PostgreSQL writes it; select it as `pageKeys`. */
  readonly keys: SQL<string[]>;
  toPage(found: readonly (Row & { readonly pageKeys: string[] })[], totalCount: () => Promise<number>): Page<Row>;
}

/** Plans a page of a list. @throws BorderError BAD_PAGE, BAD_CURSOR. @internal */
export function planPage<T extends PgTable>(
  { table, order: wanted }: Pick<PageQuery<T>, 'table' | 'order'>,
  args: PageArgs,
): PagePlan<T['$inferSelect']> {
  const backwards = args.last != null;
  const size = pageSize(args);
  const list = getTableName(table);
  const order = wanted.map(({ column, direction = 'asc' }) => ({ column, up: (direction === 'asc') !== backwards }));
  const from = backwards ? args.before : args.after;
  return {
    limit: size + 1,
    beyond: from == null ? undefined : after(order, readCursor(from, list, order.length)),
    orderBy: order.map(({ column, up }) => (up ? asc(column) : desc(column))),
    keys: sql<string[]>`array[${sql.join(
      order.map(({ column }) => sql`${column}::text`),
      sql`, `,
    )}]`,
    toPage(found, totalCount) {
      const rows = found.slice(0, size);
      if (backwards) rows.reverse();
      const edges = rows.map(({ pageKeys, ...node }) => ({ cursor: writeCursor(list, pageKeys), node }));
      const more = found.length > size;
      return {
        edges,
        pageInfo: {
          hasNextPage: backwards ? from != null : more,
          hasPreviousPage: backwards ? more : from != null,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        totalCount,
      };
    },
  };
}

/** Reads one page: one statement, a second one only when the total is asked for. @throws BorderError BAD_PAGE, BAD_CURSOR. */
export async function page<T extends PgTable>(
  db: Db,
  query: PageQuery<T>,
  args: PageArgs,
): Promise<Page<T['$inferSelect']>> {
  const { limit, beyond, orderBy, keys, toPage } = planPage(query, args);
  const found = await db
    .select({ ...getTableColumns(query.table), pageKeys: keys })
    .from(query.table as PgTable)
    .where(and(query.where, beyond))
    .orderBy(...orderBy)
    .limit(limit);
  return toPage(found as (T['$inferSelect'] & { pageKeys: string[] })[], async () => {
    const count = sql<number>`count(*)::int`;
    const [all] = await db
      .select({ count })
      .from(query.table as PgTable)
      .where(query.where);
    return all?.count ?? 0;
  });
}

/** How many rows a page has: `first` or `last`, 1 to 100, 50 when neither is given. @throws BorderError BAD_PAGE. */
export function pageSize({ first, last, after, before }: PageArgs): number {
  const size = first ?? last ?? PAGE_DEFAULT;
  const mixed = (first != null && (last != null || before != null)) || (last != null && after != null);
  if (Number.isInteger(size) && size >= 1 && size <= PAGE_MOST && !mixed) return size;
  throw new BorderError(
    'BAD_PAGE',
    {
      zh: `一页要在 1 到 ${PAGE_MOST} 条之间，向后翻用 first 和 after，向前翻用 last 和 before；收到的是 ${size}。`,
      en: `A page has 1 to ${PAGE_MOST} rows, with first and after, or last and before; got ${size}.`,
    },
    first != null ? 'first' : 'last',
  );
}

const writeCursor = (list: string, keys: readonly string[]) =>
  Buffer.from(JSON.stringify([list, ...keys])).toString('base64url');

function readCursor(cursor: string, list: string, length: number): string[] {
  try {
    const [name, ...keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (name === list && keys.length === length && keys.every((key) => typeof key === 'string')) return keys;
  } catch {
    // Not one of our cursors: said below.
  }
  throw new BorderError(
    'BAD_CURSOR',
    {
      zh: '这个翻页位置不属于这个列表，请从第一页看起。',
      en: 'This cursor does not belong to this list; start from the first page.',
    },
    'after',
  );
}

/** (a, b) > (x, y) for mixed directions: a > x or (a = x and b > y). */
function after(order: readonly { column: PgColumn; up: boolean }[], keys: readonly string[]): SQL | undefined {
  const [head, ...rest] = order;
  const [key, ...others] = keys;
  if (!head || key === undefined) return undefined;
  const value = sql`${key}::${sql.raw(sqlTypeOf(head.column))}`;
  const further = head.up ? gt(head.column, value) : lt(head.column, value);
  return rest.length === 0 ? further : or(further, and(eq(head.column, value), after(rest, others)));
}

/** The type of a column for a cast: without its collation, which is no part of it. @internal */
export const sqlTypeOf = (column: PgColumn): string => column.getSQLType().replace(/ collate .*$/i, '');
