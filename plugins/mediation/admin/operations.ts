/**
 * What the mediation pages ask and write, with the exact shape of each answer.
 *
 * `facts` and `agreement` are null for whoever does not handle the case; the pages never ask twice for them.
 */
import { graphql } from '@cunzhi/admin';

export interface LocalText {
  zh: string;
  en: string;
}
export type MediationProcedure = 'REGISTERED' | 'ACCEPTED' | 'IN_MEDIATION' | 'AGREED' | 'TERMINATED';

export interface GuardFailure {
  code: string;
  message: string;
  cure: string;
  field: string | null;
}
export interface MediationAction {
  act: string;
  mutation: string;
  blockedBy: GuardFailure[];
}
export interface MediationCaseCard {
  __typename: 'MediationCase';
  id: string;
  number: string | null;
  procedure: MediationProcedure;
  version: number;
  registeredAt: string;
  endedAt: string | null;
  place: { code: string; name: string };
  type: { code: string; name: LocalText };
  subtype: { code: string; name: LocalText } | null;
}
export type MediationPartyRole = 'APPLICANT' | 'RESPONDENT' | 'THIRD';
/** A number or an address as everybody may see it. */
export interface Sensitive {
  masked: string | null;
  isThere: boolean;
}
export interface MediationParty {
  __typename: 'MediationParty';
  id: string;
  role: MediationPartyRole;
  name: string;
  version: number;
  idNumber: Sensitive;
  phone: Sensitive;
  address: Sensitive;
}
export interface MediationCaseWhole extends MediationCaseCard {
  place: { code: string; name: string; fullName: string };
  acceptedAt: string | null;
  facts: string | null;
  agreement: string | null;
  parties: MediationParty[] | null;
  reason: string | null;
  allowedActions: MediationAction[];
}
export interface MediationColumn {
  procedure: MediationProcedure;
  totalCount: number;
  cases: MediationCaseCard[];
}

export const caseCard = graphql<MediationCaseCard>(`
  fragment MediationCaseCard on MediationCase {
    __typename
    id
    number
    procedure
    version
    registeredAt
    endedAt
    place {
      code
      name
    }
    type {
      code
      name {
        zh
        en
      }
    }
    subtype {
      code
      name {
        zh
        en
      }
    }
  }
`);

export const partyWhole = graphql<MediationParty>(`
  fragment MediationPartyWhole on MediationParty {
    __typename
    id
    role
    name
    version
    idNumber {
      masked
      isThere
    }
    phone {
      masked
      isThere
    }
    address {
      masked
      isThere
    }
  }
`);

export const caseWhole = graphql<MediationCaseWhole>(
  `
    fragment MediationCaseWhole on MediationCase {
      ...MediationCaseCard
      place {
        fullName
      }
      acceptedAt
      facts
      agreement
      parties {
        ...MediationPartyWhole
      }
      reason
      allowedActions {
        act
        mutation
        blockedBy {
          code
          message
          cure
          field
        }
      }
    }
  `,
  [caseCard, partyWhole],
);

export const boardQuery = graphql<
  { mediationBoard: { columns: MediationColumn[]; cursor: string } },
  { within: string }
>(
  `
    query MediationBoard($within: PlaceCode!) {
      mediationBoard(within: $within) {
        cursor
        columns {
          procedure
          totalCount
          cases {
            ...MediationCaseCard
          }
        }
      }
    }
  `,
  [caseCard],
);

export interface CaseList {
  nodes: MediationCaseCard[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
export const casesQuery = graphql<
  { mediationCases: CaseList },
  { within: string; procedure: MediationProcedure | null; first: number; after: string | null }
>(
  `
    query MediationCases($within: PlaceCode!, $procedure: MediationProcedure, $first: Int, $after: String) {
      mediationCases(within: $within, procedure: $procedure, first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...MediationCaseCard
        }
      }
    }
  `,
  [caseCard],
);

export const caseQuery = graphql<{ mediationCase: MediationCaseWhole | null }, { id: string }>(
  `
    query MediationCase($id: ID!) {
      mediationCase(id: $id) {
        ...MediationCaseWhole
      }
    }
  `,
  [caseWhole],
);

export interface DisputeType {
  code: string;
  name: LocalText;
  subtypes: { code: string; name: LocalText }[];
}
/** What registering needs: the types of dispute and the villages of one's own area. */
export const newCaseQuery = graphql<
  { disputeTypes: DisputeType[]; villages: { nodes: { code: string; name: string }[] } },
  { within: string }
>(`
  query NewMediationCase($within: PlaceCode!) {
    disputeTypes {
      code
      name {
        zh
        en
      }
      subtypes {
        code
        name {
          zh
          en
        }
      }
    }
    villages(within: $within, first: 100) {
      nodes {
        code
        name
      }
    }
  }
`);

/** The position in the log, to listen from while one case is open. */
export const boardCursorQuery = graphql<{ mediationBoard: { cursor: string } }, { within: string }>(`
  query MediationPosition($within: PlaceCode!) {
    mediationBoard(within: $within) {
      cursor
    }
  }
`);

export type MediationSignal =
  | {
      __typename: 'MediationEvent';
      eventId: string;
      cursor: string;
      type: string;
      at: string;
      caseId: string;
      placeCode: string;
      procedure: MediationProcedure;
      version: number;
    }
  | { __typename: 'MediationHeartbeat'; cursor: string };

export const mediationEvents = graphql<{ mediationEvents: MediationSignal }, { within: string; after?: string | null }>(
  `
    subscription MediationEvents($within: PlaceCode!, $after: EventCursor) {
      mediationEvents(within: $within, after: $after) {
        __typename
        ... on MediationEvent {
          eventId
          cursor
          type
          at
          caseId
          placeCode
          procedure
          version
        }
        ... on MediationHeartbeat {
          cursor
        }
      }
    }
  `,
);
