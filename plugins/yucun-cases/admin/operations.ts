/**
 * What the pages of the Yucun archive ask and write.
 *
 * Found cases carry a snippet; the article itself is read one at a time.
 */
import { graphql } from '@cunzhi/admin';

export type YucunElement =
  | 'PARTY_LEADS'
  | 'ECONOMY_GROWS'
  | 'PEOPLE_DECIDE'
  | 'LAW_GOVERNS'
  | 'VIRTUE_NURTURES'
  | 'ECOLOGY_BEAUTIFIES'
  | 'PEACE_GUARDS'
  | 'INTEGRITY_KEEPS';
export type YucunState =
  'DRAFT' | 'SUBMITTED' | 'TOWNSHIP_REVIEWED' | 'COUNTY_REVIEWED' | 'PUBLISHED' | 'RETURNED' | 'WITHDRAWN';

export interface YucunCard {
  __typename: 'YucunCase';
  id: string;
  title: string;
  summary: string;
  elements: YucunElement[];
  periodFrom: string;
  periodTo: string;
  state: YucunState;
  publishedAt: string | null;
  snippet: string | null;
  isInvented: boolean;
  village: { code: string; name: string };
}
export interface YucunArticle extends YucunCard {
  version: number;
  background: string;
  practice: string;
  effects: string;
  lessons: string;
  comment: string | null;
  possibleActions: string[];
}
interface Connection {
  nodes: YucunCard[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export const yucunCard = graphql<YucunCard>(`
  fragment YucunCard on YucunCase {
    __typename
    id
    title
    summary
    elements
    periodFrom
    periodTo
    state
    publishedAt
    snippet
    isInvented
    village {
      code
      name
    }
  }
`);

export const yucunArticle = graphql<YucunArticle>(
  `
    fragment YucunArticle on YucunCase {
      ...YucunCard
      version
      background
      practice
      effects
      lessons
      comment
      possibleActions
    }
  `,
  [yucunCard],
);

export const yucunListQuery = graphql<
  { yucunCases: Connection },
  { search: string | null; elements: YucunElement[] | null; first: number }
>(
  `
    query YucunCases($search: String, $elements: [YucunElement!], $first: Int) {
      yucunCases(search: $search, elements: $elements, first: $first) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...YucunCard
        }
      }
    }
  `,
  [yucunCard],
);

export const yucunDraftsQuery = graphql<{ yucunDrafts: Connection }, { first: number }>(
  `
    query YucunDrafts($first: Int) {
      yucunDrafts(first: $first) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...YucunCard
        }
      }
    }
  `,
  [yucunCard],
);

export const yucunCaseQuery = graphql<{ yucunCase: YucunArticle | null }, { id: string }>(
  `
    query YucunCase($id: ID!) {
      yucunCase(id: $id) {
        ...YucunArticle
      }
    }
  `,
  [yucunArticle],
);

export const villageYucunQuery = graphql<
  { village: { code: string; yucunCases: Connection } | null },
  { village: string }
>(
  `
    query VillageYucun($village: PlaceCode!) {
      village(code: $village) {
        code
        yucunCases(first: 20) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            ...YucunCard
          }
        }
      }
    }
  `,
  [yucunCard],
);

export interface YucunRefusal {
  __typename: 'VersionConflictError' | 'YucunActionRefusedError' | 'InputRefusedError';
  code: string;
  message: string;
  fields?: { path: string; code: string; message: string }[];
}

const yucunResult = graphql(
  `
    fragment YucunResult on YucunCaseResult {
      __typename
      ...YucunArticle
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
  [yucunArticle],
);

export interface YucunTexts {
  village: string;
  title: string;
  summary: string;
  background: string;
  practice: string;
  effects: string;
  lessons: string;
  elements: YucunElement[];
  periodFrom: string;
  periodTo: string;
}
export const draftYucunCase = graphql<
  { draftYucunCase: YucunArticle | YucunRefusal },
  { input: YucunTexts & { id?: string; baseVersion?: number; clientWriteId: string } }
>(
  `
    mutation DraftYucunCase($input: DraftYucunCaseInput!) {
      draftYucunCase(input: $input) {
        ...YucunResult
      }
    }
  `,
  [yucunResult],
);

type ActVariables = { input: { id: string; baseVersion: number; comment: string | null; clientWriteId: string } };

export const submitYucunCase = graphql<{ submitYucunCase: YucunArticle | YucunRefusal }, ActVariables>(
  `
    mutation SubmitYucunCase($input: YucunActInput!) {
      submitYucunCase(input: $input) {
        ...YucunResult
      }
    }
  `,
  [yucunResult],
);
export const returnYucunCase = graphql<{ returnYucunCase: YucunArticle | YucunRefusal }, ActVariables>(
  `
    mutation ReturnYucunCase($input: YucunActInput!) {
      returnYucunCase(input: $input) {
        ...YucunResult
      }
    }
  `,
  [yucunResult],
);
export const approveYucunCase = graphql<{ approveYucunCase: YucunArticle | YucunRefusal }, ActVariables>(
  `
    mutation ApproveYucunCase($input: YucunActInput!) {
      approveYucunCase(input: $input) {
        ...YucunResult
      }
    }
  `,
  [yucunResult],
);
export const publishYucunCase = graphql<{ publishYucunCase: YucunArticle | YucunRefusal }, ActVariables>(
  `
    mutation PublishYucunCase($input: YucunActInput!) {
      publishYucunCase(input: $input) {
        ...YucunResult
      }
    }
  `,
  [yucunResult],
);
