/** The parties of a case in GraphQL: adding, correcting, and showing one field of one of them. */
import { InputRefusedError, NotFoundError, RevealLimitError, VersionConflictError } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import type { CaseTypes } from './case.graphql.ts';
import { isId } from './case-list.service.ts';
import { partyById } from './party.loader.ts';
import { addParty, correctParty, revealField } from './party.service.ts';
import { REVEAL, WRITE } from './permissions.ts';

export function addParties(b: Builder, { PartyRef, PartyRoleRef }: CaseTypes): void {
  const type = b.errorUnion('MediationPartyResult', {
    description: 'The party as it is now, or why nothing was written.',
    types: [PartyRef, VersionConflictError, InputRefusedError],
    resolveType: () => PartyRef,
  });
  const RevealedResult = b.errorUnion('MediationPartyFieldResult', {
    description: 'The value in the clear, or why it is not shown.',
    types: ['Revealed', InputRefusedError, RevealLimitError],
    resolveType: () => 'Revealed',
  });
  const inputs = addInputs(b, PartyRoleRef);
  b.mutations((t) => ({
    addMediationParty: t.field({
      type,
      permission: WRITE,
      description: 'Adds a party to a case that you handle.',
      args: { input: t.arg({ type: inputs.Add, required: true, description: 'The party.' }) },
      replay: async (id, ctx) => (isId(id) ? ctx.load(partyById, id) : null),
      resolve: (_root, { input }, ctx) => addParty(ctx.service(), input),
    }),
    correctMediationParty: t.field({
      type,
      permission: WRITE,
      description: 'Puts a party right; ID number, phone and address stay unless they are given.',
      args: { input: t.arg({ type: inputs.Correct, required: true, description: 'The party as it should be.' }) },
      replay: async (id, ctx) => (isId(id) ? ctx.load(partyById, id) : null),
      resolve: (_root, { input }, ctx) => correctParty(ctx.service(), input),
    }),
    revealMediationPartyField: t.field({
      type: RevealedResult,
      permission: REVEAL,
      description:
        'Shows one field of a party in the clear, for a reason: it is written into the audit log, at most 20 an hour.',
      args: { input: t.arg({ type: inputs.Reveal, required: true, description: 'Which field, and why.' }) },
      // What was shown once is not shown again for the same write.
      replay: async (id, ctx) => {
        const party = isId(id) ? await ctx.load(partyById, id) : null;
        if (!party) throw new NotFoundError();
        return { id, value: null };
      },
      resolve: (_root, { input }, ctx) => revealField(ctx.service(), input),
    }),
  }));
}

function addInputs(b: Builder, PartyRoleRef: CaseTypes['PartyRoleRef']) {
  const clientWriteId =
    'Made by the client, once for each attempt of a person; sent again it is answered as the first time.';
  const FieldRef = b.enumType('MediationPartyField', {
    description: 'A field of a party that is sealed.',
    values: {
      ID_NUMBER: { value: 'idNumber', description: 'The ID number.' },
      PHONE: { value: 'phone', description: 'The phone.' },
      ADDRESS: { value: 'address', description: 'The address.' },
    } as const,
  });
  const Add = b.inputType('AddMediationPartyInput', {
    description: 'A party to add to a case.',
    fields: (t) => ({
      caseId: t.id({ required: true, description: 'The case.' }),
      role: t.field({ type: PartyRoleRef, required: true, description: 'The side.' }),
      name: t.string({ required: true, description: 'The name.' }),
      idNumber: t.string({ description: 'The ID number, 18 signs.' }),
      phone: t.string({ description: 'A mobile number, or another one with its area code.' }),
      address: t.string({ description: 'The address.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Correct = b.inputType('CorrectMediationPartyInput', {
    description: 'A party as it should be.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The party.' }),
      baseVersion: t.int({ required: true, description: 'The version that you have seen.' }),
      role: t.field({ type: PartyRoleRef, required: true, description: 'The side.' }),
      name: t.string({ required: true, description: 'The name.' }),
      idNumber: t.string({ description: 'Another ID number; empty to remove it; left out, it stays.' }),
      phone: t.string({ description: 'Another phone; empty to remove it; left out, it stays.' }),
      address: t.string({ description: 'Another address; empty to remove it; left out, it stays.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  const Reveal = b.inputType('RevealMediationPartyFieldInput', {
    description: 'Which field of which party, and why.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The party.' }),
      field: t.field({ type: FieldRef, required: true, description: 'The field.' }),
      reason: t.string({ required: true, description: 'Why it is needed, in 2 to 200 characters, without numbers.' }),
      clientWriteId: t.id({ required: true, description: clientWriteId }),
    }),
  });
  return { Add, Correct, Reveal };
}
