/**
 * What the lists of villages and of rounds ask and write.
 *
 * A list of villages carries kept totals only, so that 129 answers a village are never read for a table.
 */
import { graphql } from '@cunzhi/admin';
import type {
  ActionNotAllowed,
  AssessmentProgress,
  AssessmentState,
  InputRefused,
  RoundState,
  StandardHead,
  VersionConflict,
} from './evaluation.model.ts';
import { standardHead } from './fragments.ts';

export interface RoundProgress {
  total: number;
  drafting: number;
  submitted: number;
  scoring: number;
  signed: number;
  cursor: string;
}
export interface RoundCard {
  __typename: 'Round';
  id: string;
  year: number;
  state: RoundState;
  version: number;
  selfAssessmentUntil: string;
  scoringUntil: string;
  area: { code: string; name: string } | null;
  standard: StandardHead;
  progress: RoundProgress;
}
interface Connection<Node> {
  nodes: Node[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export const roundCard = graphql<RoundCard>(
  `
    fragment RoundCard on Round {
      __typename
      id
      year
      state
      version
      selfAssessmentUntil
      scoringUntil
      area {
        code
        name
      }
      standard {
        ...StandardHead
      }
      progress(within: $within) {
        total
        drafting
        submitted
        scoring
        signed
        cursor
      }
    }
  `,
  [standardHead],
);

export const roundsQuery = graphql<{ rounds: Connection<RoundCard> }, { within: string | null; first: number }>(
  `
    query Rounds($within: PlaceCode, $first: Int) {
      rounds(within: $within, first: $first) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...RoundCard
        }
      }
    }
  `,
  [roundCard],
);

export const roundQuery = graphql<{ round: RoundCard | null }, { id: string; within: string | null }>(
  `
    query Round($id: ID!, $within: PlaceCode) {
      round(id: $id) {
        ...RoundCard
      }
    }
  `,
  [roundCard],
);

export interface VillageRow {
  id: string;
  state: AssessmentState;
  version: number;
  progress: AssessmentProgress;
  village: { code: string; name: string; township: { code: string; name: string } };
}
export type VillageRowsVariables = {
  round: string;
  within: string | null;
  state: AssessmentState | null;
  first: number;
  after: string | null;
};
export const villageRowsQuery = graphql<{ assessments: Connection<VillageRow> }, VillageRowsVariables>(`
  query RoundVillages($round: ID, $within: PlaceCode, $state: AssessmentState, $first: Int, $after: String) {
    assessments(round: $round, within: $within, state: $state, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        state
        version
        progress {
          total
          answered
          scored
          evidenceMissing
        }
        village {
          code
          name
          township {
            code
            name
          }
        }
      }
    }
  }
`);

export const standardsQuery = graphql<{ standards: StandardHead[] }>(
  `
    query Standards {
      standards {
        ...StandardHead
      }
    }
  `,
  [standardHead],
);

export const draftRound = graphql<
  { draftRound: { __typename: 'Round'; id: string } | VersionConflict | ActionNotAllowed | InputRefused },
  {
    input: {
      standard: string;
      year: number;
      area: string;
      selfAssessmentUntil: string;
      scoringUntil: string;
      clientWriteId: string;
    };
  }
>(`
  mutation DraftRound($input: DraftRoundInput!) {
    draftRound(input: $input) {
      __typename
      ... on Round {
        id
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

export const openRound = graphql<
  {
    openRound:
      | { __typename: 'Round'; id: string; state: RoundState; version: number }
      | VersionConflict
      | ActionNotAllowed
      | InputRefused;
  },
  { input: { id: string; baseVersion: number; clientWriteId: string } }
>(`
  mutation OpenRound($input: OpenRoundInput!) {
    openRound(input: $input) {
      __typename
      ... on Round {
        id
        state
        version
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

export interface RoundSignal {
  cursor: string;
  name: string;
  at: string;
  assessment: string;
  place: string;
  state: AssessmentState;
}
export const roundProgress = graphql<{ roundProgress: RoundSignal }, { id: string; after?: string | null }>(`
  subscription RoundProgress($id: ID!, $after: EventCursor) {
    roundProgress(id: $id, after: $after) {
      cursor
      name
      at
      assessment
      place
      state
    }
  }
`);
