/**
 * The fence around each field: its plugin's own context, budget and pause; what it throws stays within its own field.
 *
 * An error that a client handles passes as it is; anything else becomes PLUGIN_FAILED, noted once for the plugin page.
 */
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { UserError } from '@cunzhi/plugin';
import { messageOf } from '../database/index.ts';
import { SlowReaderError } from '../events/index.ts';
import { BudgetError, PluginFieldError, type BudgetKind } from './budget.ts';
import { Operation } from './operation.ts';
import { PluginContext } from './plugin-context.ts';

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
      if (isExplained(error)) throw error;
      // Said already, when it was broken; the query builder wraps what is thrown at its door.
      if (!(error instanceof BudgetError) && !(error instanceof Error && error.cause instanceof BudgetError))
        noteField(operation, plugin, `${info.parentType.name}.${info.fieldName}`, error);
      throw new PluginFieldError('PLUGIN_FAILED', plugin, { cause: error, isWrite });
    };
    try {
      const result = resolver(parent, args, own as Context, info);
      if (!isPromise(result)) return result;
      const timed = own.tally.within(result).catch(failed);
      // A stream lives as long as its reader: the clock is for its opening and for each event, never for the stream.
      return kind === 'Subscription' ? timed.finally(() => own.tally.end()) : timed;
    } catch (error) {
      return failed(error);
    }
  };
}

/** Wraps what a subscription listens to: a stream that breaks off ends with the name of its plugin. */
export function fenceStream<Context>(subscribe: Resolver<Context>, owner: string): Resolver<Context> {
  return async (parent, args, context, info) => {
    const stream: unknown = await subscribe(parent, args, context, info);
    if (!isAsyncIterable(stream)) return stream;
    const { operation } = contextOf(context);
    const iterator = stream[Symbol.asyncIterator]();
    const failed = (error: unknown): never => {
      if (isExplained(error)) throw error;
      noteField(operation, owner, `${info.parentType.name}.${info.fieldName}`, error);
      throw new PluginFieldError('PLUGIN_FAILED', owner, { cause: error });
    };
    const fenced: AsyncIterableIterator<unknown> = {
      [Symbol.asyncIterator]: () => fenced,
      next: () => iterator.next().catch(failed),
      return: async (value) => (await iterator.return?.(value)) ?? { done: true, value },
    };
    return fenced;
  };
}

/** True for what a client can make sense of as it is. */
export const isExplained = (error: unknown): boolean =>
  [UserError, PluginFieldError, SlowReaderError].some((kind) => error instanceof kind);

export function operationOf(context: unknown): Operation {
  if (context instanceof Operation) return context;
  throw new Error('A field ran without an operation.');
}

/** The context of the plugin whose fence this runs in. */
export function contextOf(context: unknown): PluginContext {
  if (context instanceof PluginContext) return context;
  throw new Error('A field ran outside of its fence.');
}

export function noteField(operation: Operation, plugin: string, where: string, error: unknown): void {
  // What was ended from outside is nobody's fault.
  if (operation.isAborted) return;
  operation.tools.noteFault({ plugin, kind: 'field', where, message: messageOf(error).slice(0, 500) });
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

const ownerOf = ({ parentType }: GraphQLResolveInfo) => String(parentType.extensions['plugin']);

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
