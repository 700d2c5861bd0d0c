/**
 * The acts on a mediation case: each names the version that the person has seen.
 *
 * A refused act changes nothing; its guards come back together, each with its cure.
 */
import { graphql } from '@cunzhi/admin';
import { caseWhole, type GuardFailure, type MediationCaseWhole } from './operations.ts';
import type { PartyEntered } from './party.operations.ts';

export interface MediationRefusal {
  __typename: 'VersionConflictError' | 'MediationTransitionRefusedError' | 'MediationGuardError' | 'InputRefusedError';
  code: string;
  message: string;
  failures?: GuardFailure[];
  fields?: { path: string; code: string; message: string }[];
}
type ActInput = { id: string; baseVersion: number; clientWriteId: string };

const result = graphql(
  `
    fragment MediationResult on MediationCaseResult {
      __typename
      ...MediationCaseWhole
      ... on UserError {
        code
        message
      }
      ... on MediationGuardError {
        failures {
          code
          message
          cure
          field
        }
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
  [caseWhole],
);

export const registerCase = graphql<
  { registerMediationCase: MediationCaseWhole | MediationRefusal },
  {
    input: {
      village: string;
      type: string;
      subtype: string | null;
      facts: string;
      parties: PartyEntered[];
      clientWriteId: string;
    };
  }
>(
  `
    mutation RegisterMediationCase($input: RegisterMediationCaseInput!) {
      registerMediationCase(input: $input) {
        ...MediationResult
      }
    }
  `,
  [result],
);

export const acceptCase = graphql<{ acceptMediationCase: MediationCaseWhole | MediationRefusal }, { input: ActInput }>(
  `
    mutation AcceptMediationCase($input: MediationActInput!) {
      acceptMediationCase(input: $input) {
        ...MediationResult
      }
    }
  `,
  [result],
);

export const startMediation = graphql<{ startMediation: MediationCaseWhole | MediationRefusal }, { input: ActInput }>(
  `
    mutation StartMediation($input: MediationActInput!) {
      startMediation(input: $input) {
        ...MediationResult
      }
    }
  `,
  [result],
);

export const recordOralAgreement = graphql<
  { recordOralAgreement: MediationCaseWhole | MediationRefusal },
  { input: ActInput & { content: string } }
>(
  `
    mutation RecordOralAgreement($input: RecordOralAgreementInput!) {
      recordOralAgreement(input: $input) {
        ...MediationResult
      }
    }
  `,
  [result],
);

export const terminateMediation = graphql<
  { terminateMediation: MediationCaseWhole | MediationRefusal },
  { input: ActInput & { reason: string; note: string | null; alternativesTold: boolean } }
>(
  `
    mutation TerminateMediation($input: TerminateMediationInput!) {
      terminateMediation(input: $input) {
        ...MediationResult
      }
    }
  `,
  [result],
);
