/**
 * A case in GraphQL.
 *
 * Whoever sees a case sees states, days and codes; `facts` and `agreement` are null unless they handle it.
 */
import type { Builder } from './builder.ts';
import { addActions } from './action.graphql.ts';
import { getTypeOf, listAllowedActions } from './case-list.service.ts';
import { isHandledByMe, textOfCase } from './case.loader.ts';
import { PROCEDURES } from './case.transitions.ts';
import { localDay } from './day.rule.ts';
import { addDisputeTypes, type CoreDoor } from './dispute-type.graphql.ts';
import { mediationCase } from './mediation.table.ts';
import { disputeTypeOn, normKey } from './norm.loader.ts';
import { partiesOfCase } from './party.loader.ts';
import { addPartyTypes } from './party.types.graphql.ts';

export type CaseTypes = ReturnType<typeof addCases>;

export function addCases(b: Builder, core: CoreDoor) {
  const { DisputeTypeRef, DisputeSubtypeRef } = addDisputeTypes(b, core);
  const ProcedureRef = b.enumType('MediationProcedure', {
    description: 'How far a case has come.',
    values: PROCEDURES,
  });
  const { GuardFailureRef, ActionRef } = addActions(b);

  const { PartyRef, PartyInput, PartyRoleRef } = addPartyTypes(b);
  const CaseRef = b.entity('MediationCase', mediationCase, {
    description: 'A dispute before a mediation committee (调解案件).',
  });
  b.fields(CaseRef, (t) => ({
    id: t.id({ description: 'Its id.' }),
    number: t.column('number', { description: 'Its number, from acceptance on.' }),
    place: t.one(core.Place, { by: 'placeCode', description: 'The village it belongs to.' }),
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
    procedure: t.column('procedure', { type: ProcedureRef, description: 'How far it has come.' }),
    version: t.column('version', { description: '1 at registration, one more with every act.' }),
    registeredAt: t.column('registeredAt', { description: 'When it was registered.' }),
    acceptedAt: t.column('acceptedAt', { description: 'When it was accepted.' }),
    endedAt: t.column('endedAt', {
      description: 'When it ended, with or without agreement.',
    }),
    facts: t.string({
      nullable: true,
      description: 'What it is about; null unless you handle the case.',
      audited: 'openMediationText',
      resolve: async ({ id }, _args, ctx) => (await ctx.load(textOfCase, id))?.facts ?? null,
    }),
    agreement: t.string({
      nullable: true,
      description: 'What was agreed; null unless you handle the case.',
      audited: 'openMediationText',
      resolve: async ({ id }, _args, ctx) => (await ctx.load(textOfCase, id))?.agreement ?? null,
    }),
    parties: t.field({
      type: [PartyRef],
      nullable: true,
      description: 'Who the dispute is between; null unless you handle the case.',
      audited: 'openMediationText',
      resolve: async ({ id, placeCode: code }, _args, ctx) => {
        const handlers = ctx.actor && (await ctx.load(isHandledByMe, id)) ? [ctx.actor.id] : [];
        // Whoever looks as a handler is none.
        return ctx.can('mediation.case.read', { code, handlers }) ? [...(await ctx.load(partiesOfCase, id))] : null;
      },
    }),
    reason: t.column('reason', {
      description: 'The code of the reason why it ended without agreement.',
    }),
    allowedActions: t.field({
      type: [ActionRef],
      description: 'What you may do with it now.',
      resolve: (row, _args, ctx) => listAllowedActions(ctx.service(), row),
    }),
  }));
  return { CaseRef, ProcedureRef, GuardFailureRef, PartyRef, PartyInput, PartyRoleRef };
}
