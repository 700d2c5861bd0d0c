/**
 * The fence around each field: its plugin's own context, budget and pause; what it throws stays within its own field.
 *
 * An error that a client handles passes as it is; anything else becomes PLUGIN_FAILED, noted once for the plugin page.
 */
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { UserError } from '@cunzhi/plugin';
import { BudgetError, PluginFieldError, type BudgetKind } from './budget.ts';
import { Operation } from './operation.ts';

type Resolver<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** Wraps a resolver of this plugin; `isRoot` for fields of Query and Mutation. */
export function fence<Context>(
  resolver: Resolver<Context>,
  owner: string | undefined,
  kind: string,
): Resolver<Context> {
  const isWrite = kind === 'Mutation';
  const isRoot = isWrite || kind === 'Query';
  return (parent, args, context, info) => {
    const operation = operationOf(context);
    const plugin = owner ?? ownerOf(info);
    const isGuest = !isRoot && ownerOf(info) !== plugin;
    if (operation.tools.isPaused(plugin) && (isGuest || isRoot)) throw new PluginFieldError('PLUGIN_PAUSED', plugin);
    if (isGuest && operation.tools.breaker.isResting(plugin)) throw new PluginFieldError('PLUGIN_FAILED', plugin);
    const budget: BudgetKind = isWrite ? 'write' : isGuest ? 'guest' : 'own';
    const own = operation.as(plugin, budget);
    const failed = (error: unknown): never => {
      if (error instanceof UserError || error instanceof PluginFieldError) throw error;
      if (!(error instanceof BudgetError)) note(operation, plugin, info, error);
      throw new PluginFieldError('PLUGIN_FAILED', plugin, { cause: error });
    };
    try {
      const result = resolver(parent, args, own as Context, info);
      return isPromise(result) ? own.tally.within(result).catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  };
}

export function operationOf(context: unknown): Operation {
  if (context instanceof Operation) return context;
  throw new Error('A field ran without an operation.');
}

function note(operation: Operation, plugin: string, info: GraphQLResolveInfo, error: unknown): void {
  const message = error instanceof Error ? (error.message.split('\nparams:')[0] ?? '') : String(error);
  operation.tools.noteFault({
    plugin,
    kind: 'field',
    where: `${info.parentType.name}.${info.fieldName}`,
    message: message.slice(0, 500),
  });
}

const ownerOf = ({ parentType }: GraphQLResolveInfo) => String(parentType.extensions['plugin']);

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
