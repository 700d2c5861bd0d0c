/**
 * Mapped entities: a table shown as a GraphQL type, field by field, without a resolver.
 *
 * The mapping is the one source: loaders batch by it, row security holds under it, and it can be compiled into one statement.
 * Entities are declared before their fields, or those that name each other would become `any`.
 *
 * @module
 */
import type { GenericFieldRef, InputFieldMap, InputShapeFromFields, OutputRef, TypeParam } from '@pothos/core';
import type { SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { FieldRule, Types } from './builder.ts';
import type { Permission } from './context.ts';

/** A type that stands on a table, or the interface of several that share it; its resolvers get a whole typed row. */
export interface Entity<Table extends PgTable = PgTable> extends OutputRef<Table['$inferSelect']> {
  readonly kind: 'Object' | 'Interface';
  readonly table: Table;
}

type Columns<Table extends PgTable> = Table['_']['columns'];
type Key<Table extends PgTable> = keyof Table['$inferSelect'] & string;
/** Only these can make a cursor: a null has no place in an order. */
type NotNullKey<Table extends PgTable> = {
  [K in keyof Columns<Table> & string]: Columns<Table>[K]['_']['notNull'] extends true ? K : never;
}[keyof Columns<Table> & string];

/** The columns of one use of the table: a bare column is wrong as soon as a table occurs twice in a statement. */
export type Aliased<Table extends PgTable> = { readonly [K in Key<Table>]: PgColumn };

export type OrderBy<Table extends PgTable> = { readonly [K in NotNullKey<Table>]?: 'asc' | 'desc' };

/** A condition; anything that counts as false means none. */
export type Condition = SQL | undefined | null | false | 0 | '';

/** Of each mapped field: what it is for, and its rule where it differs from that of the row. */
export interface MappedOptions<P extends Permission> extends FieldRule<P> {
  readonly description: string;
  readonly deprecationReason?: string;
}

export interface EntityOptions<Table extends PgTable> {
  readonly description: string;
  readonly interfaces?: readonly OutputRef[];
  /** Where one table holds several types: which rows are of this one. */
  readonly where?: (row: Aliased<Table>) => SQL;
}

/** An interface of several types that share a table. */
export interface InterfaceOptions<Table extends PgTable> {
  readonly description: string;
  /** The name of the type that a row is of; those types name the interface in `interfaces`. */
  readonly typeOf: (row: Table['$inferSelect']) => string;
}

export interface ColumnOptions<P extends Permission, Type> extends MappedOptions<P> {
  /** When the column's own type does not say it: `Decimal`, an enum. */
  readonly type?: Type;
}

export interface OneOptions<P extends Permission, Table extends PgTable> extends MappedOptions<P> {
  /** The column that holds the key of the other row, when there are several foreign keys or none is declared. */
  readonly by?: Key<Table>;
}

export interface ListOptions<
  P extends Permission,
  Table extends PgTable,
  Args extends InputFieldMap,
> extends MappedOptions<P> {
  readonly orderBy?: OrderBy<Table>;
  /** The largest page, at most 100. */
  readonly max?: number;
  readonly args?: Args;
  readonly where?: (row: Aliased<Table>, args: InputShapeFromFields<Args>) => Condition;
}

export interface RelatedOptions<
  P extends Permission,
  Table extends PgTable,
  Args extends InputFieldMap,
> extends ListOptions<P, Table, Args> {
  /** The column of the other table that points here, when there are several foreign keys or none is declared. */
  readonly by?: Key<Table>;
}

/** The scalars that an expression may have, with what its SQL must give. */
export interface ExpressionTypes {
  Int: number;
  Float: number;
  String: string;
  ID: string;
  Boolean: boolean;
  Date: string;
  DateTime: Date;
  Decimal: string;
  PlaceCode: string;
}

/** The verbs of a mapped entity, beside those of every object type. */
export interface EntityVerbs<P extends Permission, Table extends PgTable> {
  /** The primary key, as an ID. */
  id(options?: Partial<MappedOptions<P>>): GenericFieldRef;
  column<Type extends TypeParam<Types<P>>>(name: Key<Table>, options: ColumnOptions<P, Type>): GenericFieldRef;
  /** A sensitive column, masked: the type `Sensitive`. Null is only for those who may not see it. */
  sensitive(name: Key<Table>, options: MappedOptions<P>): GenericFieldRef;
  /** The row that a column of this one points to. Nullable unless the other table is global: row security may hide it. */
  one<Other extends PgTable>(target: Entity<Other>, options: OneOptions<P, Table>): GenericFieldRef;
  /** The rows that point to this one, in pages. */
  connection<Other extends PgTable, Args extends InputFieldMap = Record<never, never>>(
    target: Entity<Other>,
    options: RelatedOptions<P, Other, Args>,
  ): GenericFieldRef;
  /** Computed by the database from the columns of the row. */
  expression<Type extends keyof ExpressionTypes>(
    type: Type,
    expression: (row: Aliased<Table>) => SQL<ExpressionTypes[Type] | null>,
    options: MappedOptions<P> & { readonly nullable?: boolean },
  ): GenericFieldRef;
}

/** The verbs of the root: a row by its key, or a list. Without a rule they stand under the table's own. */
export interface RootVerbs<P extends Permission> {
  one<Table extends PgTable>(target: Entity<Table>, options: MappedOptions<P>): GenericFieldRef;
  connection<Table extends PgTable, Args extends InputFieldMap = Record<never, never>>(
    target: Entity<Table>,
    options: ListOptions<P, Table, Args>,
  ): GenericFieldRef;
}

/** The builder's own verbs win; the library's stay beside them. */
export type WithVerbs<Builder, Verbs> = Omit<Builder, keyof Verbs> & {
  readonly [K in keyof Verbs]: K extends keyof Builder ? Verbs[K] & Builder[K] : Verbs[K];
};
