/**
 * What the database says of a mapped table: its key, what points where, and which scalar shows a column.
 */
import { getTableColumns, getTableName, type SQL } from 'drizzle-orm';
import { alias, getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import type { Aliased, TableDeclaration } from '@cunzhi/plugin';

/** A table behind a type. */
export interface Mapped {
  readonly name: string;
  /** The plugin that declared the type. */
  readonly owner: string | undefined;
  readonly table: PgTable;
  readonly declaration: TableDeclaration | undefined;
  /** Which rows of the table are of this type. */
  readonly where: ((row: Aliased<PgTable>) => SQL) | undefined;
  /** The property of the row that holds its place. */
  readonly placeKey: string | undefined;
}

export function mapTable(given: Omit<Mapped, 'placeKey'>): Mapped {
  const { table, declaration } = given;
  const place = declaration?.kind === 'placed' ? (declaration.column ?? 'place_code') : undefined;
  return { ...given, placeKey: Object.entries(getTableColumns(table)).find(([, { name }]) => name === place)?.[0] };
}

/** One use of a table in a statement. */
export const aliased = (table: PgTable, name = 'row'): PgTable => alias(table, name) as unknown as PgTable;

export const columnOf = (table: PgTable, key: string): PgColumn => {
  const column = getTableColumns(table)[key];
  if (!column) throw new Error(`The table ${getTableName(table)} has no column "${key}".`);
  return column as PgColumn;
};

/** The property of the primary key. @throws Error for a key of several columns: such a table is no entity. */
export function keyOf(table: PgTable): string {
  const keys = Object.entries(getTableColumns(table)).filter(([, column]) => column.primary);
  const [only] = keys;
  if (only && keys.length === 1) return only[0];
  throw new Error(`The table ${getTableName(table)} needs a primary key of one column to be shown as a type.`);
}

export interface Link {
  /** The property in the table that points. */
  readonly from: string;
  /** The property in the other table that it points to. */
  readonly to: string;
}

/** How `table` points to `other`. @throws Error that says to name the column with `by`. */
export function linkBetween(table: PgTable, other: PgTable, by: string | undefined): Link {
  const name = (owner: PgTable, column: PgColumn) =>
    Object.entries(getTableColumns(owner)).find(([, one]) => one.name === column.name)?.[0] ?? '';
  const links = getTableConfig(table)
    .foreignKeys.map((key) => key.reference())
    .filter(({ foreignTable, columns }) => getTableName(foreignTable) === getTableName(other) && columns.length === 1)
    .map(({ columns, foreignColumns }) => ({
      from: name(table, columns[0] as PgColumn),
      to: name(other, foreignColumns[0] as PgColumn),
    }));
  const named = by === undefined ? links : links.filter(({ from }) => from === by);
  const [link] = named;
  if (link && named.length === 1) return link;
  if (by !== undefined && named.length === 0) return { from: by, to: keyOf(other) };
  throw new Error(
    `${getTableName(table)} points to ${getTableName(other)} by ${links.length === 0 ? 'no column that says so' : 'several columns'}: name it with \`by\`, or declare it with \`references\`.`,
  );
}

/** The scalar that shows a column; undefined when the plugin must say. */
export function scalarOf(column: PgColumn): string | [string] | undefined {
  if (column.columnType === 'PgArray') {
    const { baseColumn } = column as PgColumn & { baseColumn: PgColumn };
    const item = scalarOf(baseColumn);
    return typeof item === 'string' ? [item] : undefined;
  }
  if (/collate "C"/.test(column.getSQLType())) return 'PlaceCode';
  if (column.columnType === 'PgUUID') return 'ID';
  return SCALARS[column.columnType];
}

const SCALARS: Readonly<Record<string, string>> = {
  PgText: 'String',
  PgVarchar: 'String',
  PgInteger: 'Int',
  PgSmallInt: 'Int',
  PgDoublePrecision: 'Float',
  PgReal: 'Float',
  PgNumeric: 'Decimal',
  PgBoolean: 'Boolean',
  PgTimestamp: 'DateTime',
  PgDateString: 'Date',
};
