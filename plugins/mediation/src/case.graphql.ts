/**
 * A case in GraphQL.
 *
 * Whoever sees a case sees states, days and codes; `facts` and `agreement` are null unless they handle it.
 */
import { placeByCode } from '@cunzhi/core';
import { NotFoundError } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import { addActions } from './action.graphql.ts';
import { getTypeOf, listAllowedActions } from './case-list.service.ts';
import { textOfCase } from './case.loader.ts';
import { PROCEDURES } from './case.transitions.ts';
import { localDay } from './day.rule.ts';
import { addDisputeTypes, type CoreDoor } from './dispute-type.graphql.ts';
import type { MediationCase } from './mediation.table.ts';
import { disputeTypeOn, normKey } from './norm.loader.ts';
import { SEE } from './permissions.ts';

export type CaseTypes = ReturnType<typeof addCases>;

export function addCases(b: Builder, core: CoreDoor) {
  const { DisputeTypeRef, DisputeSubtypeRef } = addDisputeTypes(b, core);
  const ProcedureRef = b.enumType('MediationProcedure', {
    description: 'How far a case has come.',
    values: PROCEDURES,
  });
  const { GuardFailureRef, ActionRef } = addActions(b);

  const CaseRef = b.objectRef<MediationCase>('MediationCase').implement({
    description: 'A dispute before a mediation committee (调解案件).',
    permission: SEE,
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      number: t.exposeString('number', { nullable: true, description: 'Its number, from acceptance on.' }),
      place: t.field({
        type: core.Place,
        description: 'The village it belongs to.',
        resolve: async ({ placeCode }, _args, ctx) => {
          const place = await ctx.load(placeByCode, placeCode);
          if (!place) throw new NotFoundError();
          return place;
        },
      }),
      type: t.field({
        type: DisputeTypeRef,
        description: 'The type of dispute, as it was in force at registration.',
        resolve: async (row, _args, ctx) => ({ type: await getTypeOf(ctx, row), on: localDay(row.registeredAt) }),
      }),
      subtype: t.field({
        type: DisputeSubtypeRef,
        nullable: true,
        description: 'The kind within the type.',
        resolve: ({ subtype, registeredAt }, _args, ctx) =>
          subtype ? ctx.load(disputeTypeOn, normKey(subtype, localDay(registeredAt))) : null,
      }),
      procedure: t.expose('procedure', { type: ProcedureRef, description: 'How far it has come.' }),
      version: t.exposeInt('version', { description: '1 at registration, one more with every act.' }),
      registeredAt: t.expose('registeredAt', { type: 'DateTime', description: 'When it was registered.' }),
      acceptedAt: t.expose('acceptedAt', { type: 'DateTime', nullable: true, description: 'When it was accepted.' }),
      endedAt: t.expose('endedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it ended, with or without agreement.',
      }),
      facts: t.string({
        nullable: true,
        description: 'What it is about; null unless you handle the case.',
        resolve: async ({ id }, _args, ctx) => (await ctx.load(textOfCase, id))?.facts ?? null,
      }),
      agreement: t.string({
        nullable: true,
        description: 'What was agreed; null unless you handle the case.',
        resolve: async ({ id }, _args, ctx) => (await ctx.load(textOfCase, id))?.agreement ?? null,
      }),
      reason: t.exposeString('reason', {
        nullable: true,
        description: 'The code of the reason why it ended without agreement.',
      }),
      allowedActions: t.field({
        type: [ActionRef],
        description: 'What you may do with it now.',
        resolve: (row, _args, ctx) => listAllowedActions(ctx.service(), row),
      }),
    }),
  });
  return { CaseRef, ProcedureRef, GuardFailureRef };
}
