/**
 * The schema builder that a plugin's `graphql` function gets: Pothos with the platform's rules.
 *
 * Default deny: every root field names its permission, `signedIn` or `public`, or the schema does not build.
 */
import type SchemaBuilder from '@pothos/core';
import type {
  InputFieldMap,
  InputShapeFromFields,
  MaybePromise,
  SchemaTypes,
  TypeParam,
  FieldNullability,
} from '@pothos/core';
import type {} from '@pothos/plugin-errors';
import type {} from '@pothos/plugin-relay';
import type { Permission, RequestContext } from './context.ts';

export interface CunzhiSchema {
  Context: RequestContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Connection: { totalCount: () => Promise<number> };
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

type Builder = InstanceType<typeof SchemaBuilder<CunzhiSchema>>;

/** The Pothos builder with `fields`, `queries`, `mutations` and `subscriptions` as the four verbs of a plugin. */
export type PluginBuilder = Omit<
  Builder,
  | 'queryType'
  | 'mutationType'
  | 'subscriptionType'
  | 'queryFields'
  | 'mutationFields'
  | 'subscriptionFields'
  | 'objectFields'
  | 'toSchema'
> & {
  /** Adds fields to an object type, own or another plugin's. */
  readonly fields: Builder['objectFields'];
  readonly queries: Builder['queryFields'];
  readonly mutations: Builder['mutationFields'];
  readonly subscriptions: Builder['subscriptionFields'];
};

/** Who may ask for a field. Exactly one of the three on every root field. */
export interface FieldRule {
  /** Held at `place`, or anywhere when no place is given (row security does the rest). */
  permission?: Permission | readonly Permission[];
  /** Reference data for whoever is signed in. */
  signedIn?: true;
  /** For everybody, also without a session: say why. */
  public?: string;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  export namespace PothosSchemaTypes {
    export interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > extends FieldRule {
      /** The place that the permission is asked at. */
      place?: (
        parent: ParentShape,
        args: InputShapeFromFields<Args>,
        context: Types['Context'],
      ) => MaybePromise<string | null | undefined>;
      /** Mutations only: finds the result of an earlier call with the same write id, read under today's rights. */
      replay?: (id: string, context: Types['Context']) => MaybePromise<object | null>;
    }
    export interface ObjectTypeOptions<Types extends SchemaTypes = SchemaTypes, Shape = unknown> {
      /** The permission that a row of this type stands under; fields of other types that lead here state theirs. */
      permission?: Permission;
    }
  }
}
