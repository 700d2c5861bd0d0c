/** A party of a case in GraphQL: its name, and its numbers masked. */
import type { Builder } from './builder.ts';
import { caseParty } from './mediation.table.ts';
import { PARTY_ROLES } from './party.rule.ts';

export function addPartyTypes(b: Builder) {
  const PartyRoleRef = b.enumType('MediationPartyRole', {
    description: 'On which side somebody stands.',
    values: {
      APPLICANT: { value: PARTY_ROLES[0], description: 'Who asked for the mediation.' },
      RESPONDENT: { value: PARTY_ROLES[1], description: 'The other side.' },
      THIRD: { value: PARTY_ROLES[2], description: 'Somebody else whom it touches.' },
    } as const,
  });
  const PartyRef = b.entity('MediationParty', caseParty, {
    description: 'Somebody whom a dispute is between (当事人).',
  });
  b.fields(PartyRef, (t) => ({
    id: t.id({ description: 'Its id.' }),
    role: t.column('role', { type: PartyRoleRef, description: 'The side.' }),
    name: t.column('name', { description: 'The name.' }),
    idNumber: t.sensitive('idNumber', { description: 'The ID number, masked.' }),
    phone: t.sensitive('phone', { description: 'The phone, masked.' }),
    address: t.sensitive('address', { description: 'The address, masked.' }),
    version: t.column('version', { description: '1 at first, one more with every correction.' }),
  }));
  const PartyInput = b.inputType('MediationPartyInput', {
    description: 'A party to add. Numbers and address may be left out.',
    fields: (t) => ({
      role: t.field({ type: PartyRoleRef, required: true, description: 'The side.' }),
      name: t.string({ required: true, description: 'The name.' }),
      idNumber: t.string({ description: 'The ID number, 18 signs.' }),
      phone: t.string({ description: 'A mobile number, or another one with its area code.' }),
      address: t.string({ description: 'The address.' }),
    }),
  });
  return { PartyRef, PartyInput, PartyRoleRef };
}
