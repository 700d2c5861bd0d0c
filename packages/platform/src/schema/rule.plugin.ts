/**
 * The rule of every field, as a Pothos plugin: asked before the field's own code runs, within its fence: `place` is its code too.
 *
 * A refusal at the root is NOT_FOUND with one constant message; a refused field below it is null.
 */
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { getNamedType, isUnionType, type GraphQLFieldResolver, type GraphQLOutputType } from 'graphql';
import { NotFoundError, type FieldRule, type RequestContext } from '@cunzhi/plugin';
import { auditOpening } from './audited.ts';
import { contextOf, fence, fenceStream, operationOf } from './fence.ts';

const NAME = 'rule';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      rule: RulePlugin<Types>;
    }
  }
}

type Place = (
  parent: unknown,
  args: object,
  context: RequestContext,
) => Promise<string | null | undefined> | string | null | undefined;

interface RuleOptions extends FieldRule {
  place?: Place;
  replay?: (id: string, context: RequestContext) => unknown;
  audited?: string;
}

export class RulePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const rule = field.pothosOptions as RuleOptions;
    const guarded = hasRule(rule) && field.kind !== 'Subscription' ? guard(resolver, rule, field.kind) : resolver;
    const fenced = fence(guarded, ownerOf(field), field.kind);
    if (field.kind === 'Mutation') return asMutation(fenced, replayer(rule, ownerOf(field)), field.name);
    return rule.audited ? auditOpening(fenced, rule.audited) : fenced;
  }

  override wrapSubscribe(
    subscribe: GraphQLFieldResolver<unknown, Types['Context'], object> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> | undefined {
    const rule = field.pothosOptions as RuleOptions;
    if (!subscribe) return undefined;
    const owner = ownerOf(field);
    const guarded = hasRule(rule) ? guard(subscribe, rule, 'Subscription') : subscribe;
    return fence(owner ? fenceStream(guarded, owner) : guarded, owner, 'Subscription');
  }
}

function hasRule(rule: RuleOptions): boolean {
  return Boolean(rule.permission ?? rule.signedIn);
}

function guard<Context>(
  resolver: GraphQLFieldResolver<unknown, Context, object>,
  rule: RuleOptions,
  kind: string,
): GraphQLFieldResolver<unknown, Context, object> {
  const isRoot = kind !== 'Object' && kind !== 'Interface';
  const permissions = rule.permission === undefined ? [] : [rule.permission].flat();
  return async (parent, args, context, info) => {
    const own = contextOf(context);
    const place = rule.place && (await rule.place(parent, args, own));
    if (kind === 'Mutation') own.operation.attempt?.at(place);
    const allowed =
      own.actor !== null && (permissions.length === 0 || permissions.some((key) => own.can(key, place ?? undefined)));
    if (allowed) return resolver(parent, args, context, info);
    if (isRoot) throw new NotFoundError();
    return null;
  };
}

type Replay<Context> = (id: string) => GraphQLFieldResolver<unknown, Context, object>;

/** What answers a write that was sent again: its rule is asked anew, since whoever wrote may have lost the right meanwhile. */
function replayer<Context>(rule: RuleOptions, owner: string | undefined): Replay<Context> | undefined {
  const { replay } = rule;
  if (!replay) return undefined;
  return (id) => {
    const read: GraphQLFieldResolver<unknown, Context, object> = (_parent, _args, context) =>
      replay(id, contextOf(context));
    return fence(hasRule(rule) ? guard(read, rule, 'Mutation') : read, owner, 'Mutation');
  };
}

function asMutation<Context>(
  resolver: GraphQLFieldResolver<unknown, Context, object>,
  replay: Replay<Context> | undefined,
  field: string,
): GraphQLFieldResolver<unknown, Context, object> {
  return (parent, args, context, info) => {
    const operation = operationOf(context);
    return operation.mutate({
      field,
      subjectType: subjectOf(info.returnType),
      input: 'input' in args ? args.input : args,
      work: async () => resolver(parent, args, context, info) as unknown,
      replay: replay && ((id) => replay(id)(parent, args, context, info) as unknown),
    });
  };
}

/** The type of what a mutation brings about: of a union, the one that is no error. */
function subjectOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  const results = isUnionType(named) ? named.getTypes().filter(({ name }) => !name.endsWith('Error')) : [];
  return results.length === 1 && results[0] ? results[0].name : named.name;
}

/** Undefined for fields that the library made on the way (pages): they belong to the owner of their type. */
function ownerOf<Types extends SchemaTypes>({ extensions }: PothosOutputFieldConfig<Types>): string | undefined {
  const owner = extensions?.['plugin'];
  return typeof owner === 'string' ? owner : undefined;
}

/** Makes the plugin known to Pothos; called by the builder, so that importing this file does nothing. */
export function registerRulePlugin(): typeof NAME {
  // A schema is built anew whenever plugins come and go; the library wants to hear that this is meant.
  SchemaBuilder.allowPluginReRegistration = true;
  SchemaBuilder.registerPlugin(NAME, RulePlugin);
  return NAME;
}
