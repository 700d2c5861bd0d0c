/** Acts on somebody else's account in GraphQL: a lost second factor, and looking as somebody else. */
import { InputRefusedError } from '@cunzhi/plugin';
import { beginLook, endLook, getLook, removeSecondFactor } from './account.service.ts';
import type { Builder } from './builder.ts';
import type { Look } from './core.table.ts';
import type { addPeople } from './people.graphql.ts';
import { getPerson } from './people.service.ts';

export function addAccounts(b: Builder, { Person }: ReturnType<typeof addPeople>): void {
  const LookRef = b.objectRef<Look>('Look').implement({
    description: 'Somebody looks as somebody else: they see what that person sees, and change nothing.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Sent along as the header `x-cunzhi-look`.' }),
      person: t.field({
        type: Person,
        nullable: true,
        description: 'As whom.',
        resolve: ({ personId }, _args, ctx) => getPerson(ctx, personId),
      }),
      endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until when.' }),
    }),
  });
  const LookResult = b.errorUnion('LookResult', {
    description: 'The look, or why nothing was done.',
    types: [LookRef, InputRefusedError],
    resolveType: () => LookRef.name,
  });
  const FactorResult = b.errorUnion('RemoveSecondFactorResult', {
    description: 'The person, who has no second factor now, or why nothing was done.',
    types: [Person, InputRefusedError],
    resolveType: () => Person.name,
  });
  const inputs = addInputs(b);
  b.mutations((t) => ({
    removeSecondFactor: t.field({
      type: FactorResult,
      permission: 'core.account.unlock',
      description:
        'For somebody who lost the phone: ends the second factor and every session; the next sign-in sets up another one. Never for oneself.',
      args: { input: t.arg({ type: inputs.Remove, required: true, description: 'Whose.' }) },
      replay: (id, ctx) => getPerson(ctx, id),
      resolve: (_root, { input }, ctx) => removeSecondFactor(ctx.service(), input.person),
    }),
    beginLook: t.field({
      type: LookResult,
      permission: 'core.account.look',
      description:
        'Begins to look as somebody else within your reach, for 30 minutes, read-only, noted under both names.',
      args: { input: t.arg({ type: inputs.Begin, required: true, description: 'As whom, and why.' }) },
      replay: (id, ctx) => getLook(ctx.service(), id),
      resolve: (_root, { input }, ctx) => beginLook(ctx.service(), input),
    }),
    endLook: t.field({
      type: LookResult,
      permission: 'core.account.look',
      description: 'Ends a look of your own.',
      args: { input: t.arg({ type: inputs.End, required: true, description: 'Which.' }) },
      replay: (id, ctx) => getLook(ctx.service(), id),
      resolve: (_root, { input }, ctx) => endLook(ctx.service(), input.id),
    }),
  }));
}

function addInputs(b: Builder) {
  const clientWriteId = 'The same id writes once.';
  const Remove = b.inputType('RemoveSecondFactorInput', {
    description: 'Whose second factor was lost.',
    fields: (t) => ({
      person: t.id({ required: true, description: 'The person.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Begin = b.inputType('BeginLookInput', {
    description: 'As whom somebody looks, and why.',
    fields: (t) => ({
      person: t.id({ required: true, description: 'The person.' }),
      reason: t.string({ required: true, description: 'Why, at most 200 characters.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const End = b.inputType('EndLookInput', {
    description: 'Which look ends.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The look.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  return { Remove, Begin, End };
}
