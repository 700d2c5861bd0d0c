/**
 * What the answering and scoring pages ask, and the writes of one answer, with the exact shape of each answer.
 *
 * Every write answers the changed thing or a named refusal; the pages read the verdict, not the status line.
 */
import { graphql } from '@cunzhi/admin';
import type { AnswerInput } from './answers/answer.model.ts';
import type {
  ActionNotAllowed,
  AssessmentHead,
  AssessmentState,
  InputRefused,
  ResponseDetail,
  ResponseLine,
  ScoreColumn,
  ScoreLevel,
  StandardHead,
  VersionConflict,
} from './evaluation.model.ts';
import { assessmentHead, responseDetail, responseLine, standardHead } from './fragments.ts';

/** Which assessment: the rated standard and year of one village. */
export type VillageVariables = { village: string; standard: string; year: number };

export type AnswersAssessment = AssessmentHead & { columns: ScoreColumn[]; responses: ResponseLine[] };
export interface AnswersData {
  village: { code: string; name: string; assessment: AnswersAssessment | null } | null;
}
export const answersQuery = graphql<AnswersData, VillageVariables>(
  `
    query Answers($village: PlaceCode!, $standard: String!, $year: Int!) {
      village(code: $village) {
        code
        name
        assessment(standard: $standard, year: $year) {
          ...AssessmentHead
          columns {
            level
            base
            bonus
            total
            grade
            gradeName
            isComplete
            classes {
              class {
                code
              }
              points
              full
            }
          }
          responses {
            ...ResponseLine
          }
        }
      }
    }
  `,
  [assessmentHead, responseLine],
);

export type OneAssessment = Pick<AssessmentHead, 'id' | 'state' | 'version' | 'possibleActions' | 'cursor'> & {
  round: {
    year: number;
    selfAssessmentUntil: string;
    standard: StandardHead & { classes: { items: { indicators: { code: string }[] }[] }[] };
  };
  response: ResponseDetail | null;
};
export interface AnswerOneData {
  village: { code: string; name: string; assessment: OneAssessment | null } | null;
}
export const answerOneQuery = graphql<AnswerOneData, VillageVariables & { indicator: string }>(
  `
    query AnswerOne($village: PlaceCode!, $standard: String!, $year: Int!, $indicator: String!) {
      village(code: $village) {
        code
        name
        assessment(standard: $standard, year: $year) {
          id
          state
          version
          possibleActions
          cursor
          round {
            year
            selfAssessmentUntil
            standard {
              ...StandardHead
              classes {
                items {
                  indicators {
                    code
                  }
                }
              }
            }
          }
          response(indicator: $indicator) {
            ...ResponseDetail
          }
        }
      }
    }
  `,
  [standardHead, responseDetail],
);

/** One indicator of a known assessment, for the desk and for “how was this computed”. */
export interface ResponseData {
  assessment: { id: string; response: ResponseDetail | null } | null;
}
export const responseQuery = graphql<ResponseData, { id: string; indicator: string }>(
  `
    query AssessmentResponse($id: ID!, $indicator: String!) {
      assessment(id: $id) {
        id
        response(indicator: $indicator) {
          ...ResponseDetail
        }
      }
    }
  `,
  [responseDetail],
);

type Refusals = VersionConflict | ActionNotAllowed | InputRefused;

export const saveAnswer = graphql<
  { saveAnswer: ResponseDetail | Refusals },
  {
    input: {
      assessment: string;
      indicator: string;
      baseVersion: number;
      answer: AnswerInput | null;
      clientWriteId: string;
    };
  }
>(
  `
    mutation SaveAnswer($input: SaveAnswerInput!) {
      saveAnswer(input: $input) {
        __typename
        ...ResponseDetail
        ... on UserError {
          code
          message
        }
        ... on VersionConflictError {
          currentVersion
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
  `,
  [responseDetail],
);

export const attachEvidence = graphql<
  { attachEvidence: ResponseDetail | ActionNotAllowed | InputRefused },
  { input: { assessment: string; indicator: string; file?: string; paper?: string; clientWriteId: string } }
>(
  `
    mutation AttachEvidence($input: AttachEvidenceInput!) {
      attachEvidence(input: $input) {
        __typename
        ...ResponseDetail
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
  `,
  [responseDetail],
);

export const detachEvidence = graphql<
  { detachEvidence: ResponseDetail | ActionNotAllowed | InputRefused },
  { input: { assessment: string; indicator: string; evidence: string; clientWriteId: string } }
>(
  `
    mutation DetachEvidence($input: DetachEvidenceInput!) {
      detachEvidence(input: $input) {
        __typename
        ...ResponseDetail
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
  `,
  [responseDetail],
);

export interface AssessmentSignal {
  cursor: string;
  name: string;
  at: string;
  version: number;
  state: AssessmentState;
  indicator: string | null;
  level: ScoreLevel | null;
}
export const assessmentChanged = graphql<
  { assessmentChanged: AssessmentSignal },
  { id: string; after?: string | null }
>(`
  subscription AssessmentChanged($id: ID!, $after: EventCursor) {
    assessmentChanged(id: $id, after: $after) {
      cursor
      name
      at
      version
      state
      indicator
      level
    }
  }
`);
