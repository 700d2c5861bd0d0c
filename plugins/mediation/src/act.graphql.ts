/** The acts in GraphQL: one mutation for each row of the table, all with the same result. */
import { InputRefusedError, UserError, VersionConflictError, type RequestContext } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import { MediationGuardError, MediationTransitionRefusedError } from './case.errors.ts';
import type { CaseTypes } from './case.graphql.ts';
import { getCase } from './case-list.service.ts';
import { acceptCase, recordOralAgreement, registerCase, startMediation, terminateCase } from './case.service.ts';
import { WRITE } from './permissions.ts';

export function addActs(b: Builder, types: CaseTypes): void {
  const type = addResult(b, types);
  const inputs = addInputs(b, types.PartyInput);
  const replay = (id: string, ctx: RequestContext) => getCase(ctx, id);
  const common = { type, permission: WRITE, replay } as const;

  b.mutations((t) => ({
    registerMediationCase: t.field({
      ...common,
      description: 'Registers a dispute; you handle it from then on.',
      args: { input: t.arg({ type: inputs.Register, required: true, description: 'The dispute.' }) },
      place: (_root, { input }) => input.village,
      resolve: (_root, { input }, ctx) => registerCase(ctx.service(), input),
    }),
    acceptMediationCase: t.field({
      ...common,
      description: 'Takes a case on and gives it its number.',
      args: { input: t.arg({ type: inputs.Act, required: true, description: 'The case.' }) },
      resolve: (_root, { input }, ctx) => acceptCase(ctx.service(), input),
    }),
    startMediation: t.field({
      ...common,
      description: 'Begins the mediation; you are its mediator.',
      args: { input: t.arg({ type: inputs.Act, required: true, description: 'The case.' }) },
      resolve: (_root, { input }, ctx) => startMediation(ctx.service(), input),
    }),
    recordOralAgreement: t.field({
      ...common,
      description: 'Records an oral agreement; it is in force at once.',
      args: { input: t.arg({ type: inputs.OralAgreement, required: true, description: 'The agreement.' }) },
      resolve: (_root, { input }, ctx) => recordOralAgreement(ctx.service(), input),
    }),
    terminateMediation: t.field({
      ...common,
      description: 'Ends a mediation without agreement.',
      args: { input: t.arg({ type: inputs.Termination, required: true, description: 'The ending.' }) },
      resolve: (_root, { input }, ctx) => terminateCase(ctx.service(), input),
    }),
  }));
}

function addResult(b: Builder, { CaseRef, GuardFailureRef }: CaseTypes) {
  b.objectType(MediationTransitionRefusedError, {
    name: 'MediationTransitionRefusedError',
    description: 'The act does not fit where the case stands; nothing was written.',
    interfaces: [UserError],
    fields: (t) => ({
      act: t.exposeString('act', { description: 'The act that was asked for.' }),
      from: t.exposeString('from', { description: 'Where the case stands.' }),
      allowedActions: t.stringList({
        description: 'The acts that you can do from here.',
        resolve: (error) => [...error.allowedActions],
      }),
    }),
  });
  b.objectType(MediationGuardError, {
    name: 'MediationGuardError',
    description: 'Something must be put right first; nothing was written.',
    interfaces: [UserError],
    fields: (t) => ({
      failures: t.field({
        type: [GuardFailureRef],
        description: 'Everything that stands in the way.',
        resolve: (error) => [...error.failures],
      }),
    }),
  });
  return b.errorUnion('MediationCaseResult', {
    description: 'The case as it is now, or why nothing was written.',
    types: [CaseRef, VersionConflictError, MediationTransitionRefusedError, MediationGuardError, InputRefusedError],
    resolveType: () => CaseRef,
  });
}

function addInputs(b: Builder, Party: CaseTypes['PartyInput']) {
  const clientWriteId =
    'Made by the client, once for each attempt of a person; sent again it is answered as the first time.';
  const seen = 'The version that you have seen.';
  const Register = b.inputType('RegisterMediationCaseInput', {
    description: 'A dispute to register.',
    fields: (t) => ({
      village: t.field({ type: 'PlaceCode', required: true, description: 'The village it belongs to, twelve digits.' }),
      type: t.string({ required: true, description: 'The code of a dispute type.' }),
      subtype: t.string({ description: 'The code of a kind within the type.' }),
      facts: t.string({ required: true, description: 'What it is about, at most 20,000 characters.' }),
      parties: t.field({ type: [Party], description: 'Who the dispute is between; more can be added later.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Act = b.inputType('MediationActInput', {
    description: 'An act that needs nothing but the case.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The case.' }),
      baseVersion: t.int({ required: true, description: seen }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const OralAgreement = b.inputType('RecordOralAgreementInput', {
    description: 'An oral agreement to record.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The case.' }),
      baseVersion: t.int({ required: true, description: seen }),
      content: t.string({ required: true, description: 'What was agreed, at most 20,000 characters.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Termination = b.inputType('TerminateMediationInput', {
    description: 'An ending without agreement.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The case.' }),
      baseVersion: t.int({ required: true, description: seen }),
      reason: t.string({ required: true, description: 'The code of a termination reason.' }),
      note: t.string({ description: 'What the reason asks to be written down.' }),
      alternativesTold: t.boolean({
        required: true,
        description: 'The parties were told of the other ways open to them.',
      }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  return { Register, Act, OralAgreement, Termination };
}
