/**
 * The parties of a case: adding one, putting one right, and showing one field of one in the clear.
 *
 * The clear value is kept nowhere but on the page that asked for it.
 */
import { graphql } from '@cunzhi/admin';
import { partyWhole, type MediationParty, type MediationPartyRole } from './operations.ts';

/** As it is typed; of a sealed field null leaves what is there, and an empty text removes it. */
export interface PartyEntered {
  role: MediationPartyRole;
  name: string;
  idNumber: string | null;
  phone: string | null;
  address: string | null;
}
export type SealedField = 'ID_NUMBER' | 'PHONE' | 'ADDRESS';

export interface PartyRefusal {
  __typename: 'VersionConflictError' | 'InputRefusedError' | 'RevealLimitError';
  code: string;
  message: string;
  fields?: { path: string; code: string; message: string }[];
}

const result = graphql(
  `
    fragment MediationPartyAnswer on MediationPartyResult {
      __typename
      ...MediationPartyWhole
      ... on UserError {
        code
        message
      }
      ... on InputRefusedError {
        fields {
          path
          code
          message
        }
      }
    }
  `,
  [partyWhole],
);

export const addParty = graphql<
  { addMediationParty: MediationParty | PartyRefusal },
  { input: PartyEntered & { caseId: string; clientWriteId: string } }
>(
  `
    mutation AddMediationParty($input: AddMediationPartyInput!) {
      addMediationParty(input: $input) {
        ...MediationPartyAnswer
      }
    }
  `,
  [result],
);

export const correctParty = graphql<
  { correctMediationParty: MediationParty | PartyRefusal },
  { input: PartyEntered & { id: string; baseVersion: number; clientWriteId: string } }
>(
  `
    mutation CorrectMediationParty($input: CorrectMediationPartyInput!) {
      correctMediationParty(input: $input) {
        ...MediationPartyAnswer
      }
    }
  `,
  [result],
);

export const revealField = graphql<
  {
    revealMediationPartyField: { __typename: 'Revealed'; id: string; value: string | null } | PartyRefusal;
  },
  { input: { id: string; field: SealedField; reason: string; clientWriteId: string } }
>(`
  mutation RevealMediationPartyField($input: RevealMediationPartyFieldInput!) {
    revealMediationPartyField(input: $input) {
      __typename
      ... on Revealed {
        id
        value
      }
      ... on UserError {
        code
        message
      }
      ... on InputRefusedError {
        fields {
          path
          code
          message
        }
      }
    }
  }
`);
