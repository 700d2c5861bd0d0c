/**
 * Reading mapped entities in the resolver lane: loaders that ask once for all parents of a tick.
 *
 * As many statements for twenty parents as for two; row security leaves out what the reader may not see.
 */
import { and, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import {
  defineLoader, page, planPage, sqlTypeOf, type Aliased, type Condition, type Loader, type Page, type PageArgs,
  type RequestContext,
} from '@cunzhi/plugin'; // prettier-ignore
import { aliased, columnOf, keyOf, type Link, type Mapped } from './entity.mapping.ts';

export type Row = Record<string, unknown>;
type Reader = Pick<RequestContext, 'load' | 'db' | 'service'>;

/** How a list is ordered and chosen, as the plugin wrote it. */
export interface ListRule {
  readonly orderBy: Readonly<Record<string, 'asc' | 'desc' | undefined>> | undefined;
  readonly where: ((row: Aliased<PgTable>, args: never) => Condition) | undefined;
}

/** One row by its key, where the type holds only some rows of its table. */
export function rowOfType(target: Mapped, key: string): Loader<string, Row | null> {
  return defineLoader<string, Row | null>({
    missing: null,
    batch: async ({ db }, keys) => {
      const row = aliased(target.table);
      const rows: Row[] = await db
        .select()
        .from(row)
        .where(and(isAny(columnOf(row, key), keys), ownRows(target, row)));
      return new Map(rows.map((one) => [String(one[key]), one]));
    },
  });
}

/** The value of an expression for each row, by its key. */
export function expressionOf(source: Mapped, expression: (row: Aliased<PgTable>) => SQL): Loader<string, unknown> {
  const key = keyOf(source.table);
  return defineLoader<string, unknown>({
    missing: null,
    batch: async ({ db }, keys) => {
      const row = aliased(source.table);
      const column = columnOf(row, key);
      const rows = await db
        .select({ key: sql<string>`${column}::text`, value: expression(columnsOf(row)) })
        .from(row)
        .where(isAny(column, keys));
      return new Map(rows.map((one) => [one.key, one.value]));
    },
  });
}

/** A page of the whole table, within reach. */
export function listAll(ctx: Reader, target: Mapped, rule: ListRule, args: PageArgs & Row): Promise<Page<Row>> {
  const row = aliased(target.table);
  const where = and(ownRows(target, row), conditionOf(rule, row, args));
  return page(ctx.db, { table: row, where, order: orderOf(target, rule, row) }, args);
}

/** Pages of the rows that point to each parent: one statement for all parents with equal arguments. */
export function relatedTo(target: Mapped, link: Link, rule: ListRule) {
  const pages = defineLoader<string, Page<Row> | null>({
    missing: null,
    batch: async (ctx, keys) => {
      const found = new Map<string, Page<Row>>();
      for (const [argsText, parents] of groupByArgs(keys)) {
        const args = revived(argsText);
        const row = aliased(target.table);
        const plan = planPage({ table: row, order: orderOf(target, rule, row) }, args);
        const inner = ctx.db
          .select({ ...getTableColumns(row), pageKeys: plan.keys.as('page_keys') })
          .from(row)
          .where(and(pointsToParent(row, link), ownRows(target, row), conditionOf(rule, row, args), plan.beyond))
          .orderBy(...plan.orderBy)
          .limit(plan.limit)
          .as('page');
        const rows = await ctx.db
          .select({ parent: sql<string>`parent.key::text`, row: inner._.selectedFields })
          .from(parentsOf(row, link, parents))
          .crossJoinLateral(inner)
          .orderBy(sql`parent.ordinal`);
        for (const parent of parents) {
          const own = rows.filter((one) => one.parent === parent).map((one) => one.row as Row & { pageKeys: string[] });
          const total = () => ctx.load(totals, keyWith(parent, argsText));
          found.set(keyWith(parent, argsText), plan.toPage(own, total));
        }
      }
      return found;
    },
  });
  const totals = defineLoader<string, number>({
    missing: 0,
    batch: async (ctx, keys) => {
      const found = new Map<string, number>();
      for (const [argsText, parents] of groupByArgs(keys)) {
        const row = aliased(target.table);
        const column = columnOf(row, link.from);
        const counted = await ctx.db
          .select({ parent: sql<string>`${column}::text`, count: sql<number>`count(*)::int` })
          .from(row)
          .where(and(isAny(column, parents), ownRows(target, row), conditionOf(rule, row, revived(argsText))))
          .groupBy(column);
        for (const { parent, count } of counted) found.set(keyWith(parent, argsText), count);
      }
      return found;
    },
  });
  return async (ctx: Reader, parent: unknown, args: PageArgs & Row): Promise<Page<Row>> => {
    const read = await ctx.load(pages, keyWith(String(parent), JSON.stringify(args, marked)));
    if (!read) throw new Error(`The list of ${target.name} was not read.`);
    return read;
  };
}

const isAny = (column: PgColumn, keys: readonly string[]): SQL =>
  sql`${column} = any(${sql.param([...keys])}::${sql.raw(sqlTypeOf(column))}[])`;

const ownRows = ({ where }: Mapped, row: PgTable): SQL | undefined => where?.(columnsOf(row));

function conditionOf({ where }: ListRule, row: PgTable, args: Row): SQL | undefined {
  return where?.(columnsOf(row), args as never) || undefined;
}

/** Ends with the key, so that the order is total. */
function orderOf({ table }: Mapped, { orderBy = {} }: ListRule, row: PgTable) {
  const key = keyOf(table);
  const wanted = Object.entries(orderBy).filter(([name]) => name !== key);
  return [...wanted, [key, orderBy[key] ?? 'asc'] as const].map(([name, direction]) => ({
    column: columnOf(row, name),
    direction: direction ?? ('asc' as const),
  }));
}

const pointsToParent = (row: PgTable, { from }: Link): SQL => eq(columnOf(row, from), sql`parent.key`);

const parentsOf = (row: PgTable, { from }: Link, parents: readonly string[]): SQL =>
  sql`unnest(${sql.param([...parents])}::${sql.raw(sqlTypeOf(columnOf(row, from)))}[]) with ordinality as parent(key, ordinal)`;

const columnsOf = (row: PgTable) => getTableColumns(row) as Aliased<PgTable>;

const keyWith = (parent: string, argsText: string) => `${parent}\n${argsText}`;

function groupByArgs(keys: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const cut = key.indexOf('\n');
    const args = key.slice(cut + 1);
    groups.set(args, [...(groups.get(args) ?? []), key.slice(0, cut)]);
  }
  return groups;
}

/** Arguments as text and back; an instant stays one. */
function marked(this: Row, name: string, value: unknown): unknown {
  const raw = this[name];
  return raw instanceof Date ? { instant: raw.toISOString() } : value;
}

function revived(text: string): PageArgs & Row {
  return JSON.parse(text, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'instant' in value ? new Date(String(value.instant)) : value,
  ) as PageArgs & Row;
}
