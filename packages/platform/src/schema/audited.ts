/** A field whose value is opened under the eyes of the audit log (`audited` of the field): the row first, then the value. */
import type { GraphQLFieldResolver } from 'graphql';
import { operationOf } from './fence.ts';

/** Wraps a resolver; a null value was not opened. @throws when the row could not be written, so that the value stays. */
export function auditOpening<Context>(
  resolver: GraphQLFieldResolver<unknown, Context, object>,
  act: string,
): GraphQLFieldResolver<unknown, Context, object> {
  return async (parent, args, context, info) => {
    const value: unknown = await resolver(parent, args, context, info);
    if (value != null) await operationOf(context).noteOpened(act, info.parentType.name, parent);
    return value;
  };
}
