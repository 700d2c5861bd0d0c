/**
 * How a plugin declares its tables: each says who may see and change its rows.
 *
 * A table with a place gets row security in the database from this declaration; start refuses a difference.
 *
 * @module
 */
import { customType, type PgTable } from 'drizzle-orm/pg-core';
import type { Permission } from './context.ts';

export interface PlacedTable<P extends Permission = Permission> {
  readonly kind: 'placed';
  readonly table: PgTable;
  /** Any one of these at the row's place lets it be seen. */
  readonly read: readonly P[];
  /** Any one of these at the row's place lets it be written, before and after the change. */
  readonly write: readonly P[];
  /** The column with the place, when it is not `place_code`. */
  readonly column?: string;
  /** A further SQL condition on the row for reading and writing (a closed circle of handlers). */
  readonly also?: string;
}

export interface GlobalTable<P extends Permission = Permission> {
  readonly kind: 'global';
  readonly table: PgTable;
  /** Why these rows belong to no place. */
  readonly why: string;
  /** Who may write rows in requests; without it only migrations and commands do. */
  readonly write?: readonly P[];
}

export type TableDeclaration<P extends Permission = Permission> = PlacedTable<P> | GlobalTable<P>;

/** A table with a column `place_code`: rows are seen and written within the caller's reach. */
export function placed<const P extends Permission>(
  table: PgTable,
  rule: Omit<PlacedTable<P>, 'kind' | 'table'>,
): PlacedTable<P> {
  return { kind: 'placed', table, ...rule };
}

/** Reference data: whoever is signed in reads it. Say why it has no place. */
export function global<const P extends Permission = never>(
  table: PgTable,
  why: string,
  rule: { readonly write?: readonly P[] } = {},
): GlobalTable<P> {
  return { kind: 'global', table, why, ...rule };
}

/** A column with a place code, or a prefix of one: text under "C", so that a prefix is a range of the index. */
export const placeCode = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' });
