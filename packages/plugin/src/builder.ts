/**
 * The schema builder that a plugin's `graphql` function gets: Pothos with the platform's rules.
 *
 * Default deny: every root field names its permission, `signedIn` or `public`, or the schema does not build.
 *
 * @module
 */
import type SchemaBuilder from '@pothos/core';
import type {
  FieldMap, FieldNullability, InputFieldMap, InterfaceRef, ObjectRef, InputShapeFromFields, MaybePromise, MutationFieldsShape, ObjectFieldsShape, OutputRef,
  ParentShape, SchemaTypes, SubscriptionFieldsShape, TypeParam,
} from '@pothos/core'; // prettier-ignore
import type {} from '@pothos/plugin-errors';
import type {} from '@pothos/plugin-relay';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Permission, RequestContext } from './context.ts';
import type { Entity, EntityOptions, EntityVerbs, InterfaceOptions, RootVerbs, WithVerbs } from './entity.ts';
import type { Revealed, SensitiveView } from './sensitive.ts';

export interface CunzhiSchema<P extends Permission = Permission> {
  Context: RequestContext;
  /** The permissions that a field of this plugin may name. */
  Permission: P;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Connection: { totalCount: () => Promise<number> };
  Objects: {
    /** A sensitive value as people see it; of a mapped entity with `t.sensitive(column)`. */
    Sensitive: SensitiveView;
    /** What a revealing mutation answers; no query leads to it. */
    Revealed: Revealed;
  };
  Scalars: {
    ID: { Input: string; Output: string };
    /** A day, `2026-11-24`. */
    Date: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    /** Exact decimal text, `0.75`; never a binary float. */
    Decimal: { Input: string; Output: string };
    /** 2, 4, 6, 9 or 12 digits. */
    PlaceCode: { Input: string; Output: string };
    EventCursor: { Input: string; Output: string };
  };
}

type Builder<P extends Permission> = InstanceType<typeof SchemaBuilder<CunzhiSchema<P>>>;
export type Types<P extends Permission> = PothosSchemaTypes.ExtendDefaultTypes<CunzhiSchema<P>>;

/** An object type of any plugin. */
export interface ObjectTypeRef<Row = unknown> extends OutputRef<Row> {
  readonly kind: 'Object';
}

type EntityFieldBuilder<P extends Permission, Table extends PgTable> = WithVerbs<
  PothosSchemaTypes.ObjectFieldBuilder<Types<P>, Table['$inferSelect']>,
  EntityVerbs<P, Table>
>;
type QueryBuilder<P extends Permission> = WithVerbs<
  PothosSchemaTypes.QueryFieldBuilder<Types<P>, Types<P>['Root']>,
  RootVerbs<P>
>;

/** The Pothos builder with `fields`, `queries`, `mutations` and `subscriptions` as the four verbs of a plugin. */
export interface PluginBuilder<P extends Permission = Permission> extends Omit<
  Builder<P>,
  | 'queryType'
  | 'mutationType'
  | 'subscriptionType'
  | 'queryFields'
  | 'mutationFields'
  | 'subscriptionFields'
  | 'objectFields'
  | 'toSchema'
> {
  /** Declares a type that stands on a table; its fields follow with `fields`. */
  entity<Table extends PgTable>(
    name: string,
    table: Table,
    options: EntityOptions<Table>,
  ): Entity<Table> & ObjectRef<Types<P>, Table['$inferSelect']>;
  /** Declares the interface of several types that share a table. */
  entityInterface<Table extends PgTable>(
    name: string,
    table: Table,
    options: InterfaceOptions<Table>,
  ): Entity<Table> & InterfaceRef<Types<P>, Table['$inferSelect']>;
  /** Adds fields to an object type, own or another plugin's; on another's they must be nullable. */
  fields<Table extends PgTable>(ref: Entity<Table>, fields: (t: EntityFieldBuilder<P, Table>) => FieldMap): void;
  fields<Ref extends ObjectTypeRef>(ref: Ref, fields: ObjectFieldsShape<Types<P>, ParentShape<Types<P>, Ref>>): void;
  queries(fields: (t: QueryBuilder<P>) => FieldMap): void;
  mutations(fields: MutationFieldsShape<Types<P>>): void;
  subscriptions(fields: SubscriptionFieldsShape<Types<P>>): void;
}

/** Who may ask for a field. Exactly one of the three on every root field. */
export interface FieldRule<P extends Permission = Permission> {
  /** Held at `place`, or anywhere when no place is given (row security does the rest). */
  permission?: P | readonly P[];
  /** Reference data for whoever is signed in. */
  signedIn?: true;
  /** For everybody, also without a session: say why. */
  public?: string;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  export namespace PothosSchemaTypes {
    export interface UserSchemaTypes {
      Permission: Permission;
    }
    export interface ExtendDefaultTypes<PartialTypes extends Partial<UserSchemaTypes>> {
      Permission: PartialTypes['Permission'] & Permission;
    }
    export interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > extends FieldRule<Types['Permission']> {
      /** The place that the permission is asked at. */
      place?: (
        parent: ParentShape,
        args: InputShapeFromFields<Args>,
        context: Types['Context'],
      ) => MaybePromise<string | null | undefined>;
      /** Mutations only: finds the result of an earlier call with the same write id, read under today's rights. */
      replay?: (id: string, context: Types['Context']) => MaybePromise<object | null>;
      /** Opening this value is an act of this name: the audit log has its row before the value leaves. */
      audited?: string;
    }
    export interface ObjectTypeOptions<Types extends SchemaTypes = SchemaTypes, Shape = unknown> {
      /** The permission that a row of this type stands under; fields of other types that lead here state theirs. */
      permission?: Types['Permission'];
    }
  }
}
