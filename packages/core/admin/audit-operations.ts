/** What the page of the audit log asks. */
import { graphql } from '@cunzhi/admin';

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly act: string;
  readonly outcome: 'DONE' | 'REFUSED' | 'FAILED';
  readonly code: string | null;
  readonly reason: string | null;
  readonly actor: { readonly id: string; readonly name: string } | null;
  readonly about: { readonly id: string; readonly name: string } | null;
  readonly place: { readonly code: string; readonly name: string } | null;
}

export interface AuditAnswer {
  readonly auditLog: {
    readonly nodes: readonly AuditEntry[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
  readonly auditSeal: {
    readonly sealed: number;
    readonly unsealed: number;
    readonly signedAt: string | null;
  } | null;
}

export interface AuditVariables {
  readonly first: number;
  readonly after: string | null;
  readonly actor: string | null;
  readonly act: string | null;
  readonly place: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export const auditQuery = graphql<AuditAnswer, AuditVariables>(/* GraphQL */ `
  query AuditLog(
    $first: Int!
    $after: String
    $actor: ID
    $act: String
    $place: PlaceCode
    $from: DateTime
    $to: DateTime
  ) {
    auditLog(first: $first, after: $after, actor: $actor, act: $act, place: $place, from: $from, to: $to) {
      nodes {
        id
        at
        act
        outcome
        code
        reason
        actor {
          id
          name
        }
        about {
          id
          name
        }
        place {
          code
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    auditSeal {
      sealed
      unsealed
      signedAt
    }
  }
`);
