/**
 * The steps of an assessment: handing in, starting the review, scoring one indicator, signing.
 *
 * Each answers the changed thing or a named refusal; the pages read the verdict, not the status line.
 */
import { graphql } from '@cunzhi/admin';
import type { AnswerInput } from './answers/answer.model.ts';
import type {
  ActionNotAllowed,
  AssessmentHead,
  AssessmentIncomplete,
  CheckMethod,
  InputRefused,
  ResponseDetail,
  VersionConflict,
} from './evaluation.model.ts';
import { assessmentHead, responseDetail } from './fragments.ts';

type StepResult = AssessmentHead | VersionConflict | ActionNotAllowed | AssessmentIncomplete;

export const submitAssessment = graphql<
  { submitAssessment: StepResult },
  { input: { id: string; baseVersion: number; promise: string; clientWriteId: string } }
>(
  `
    mutation SubmitAssessment($input: SubmitAssessmentInput!) {
      submitAssessment(input: $input) {
        __typename
        ...AssessmentHead
        ... on UserError {
          code
          message
        }
        ... on AssessmentIncompleteError {
          gaps {
            indicator
            code
            message
          }
        }
      }
    }
  `,
  [assessmentHead],
);

type StepVariables = { input: { id: string; baseVersion: number; clientWriteId: string } };

export const startReview = graphql<{ startReview: StepResult }, StepVariables>(
  `
    mutation StartReview($input: StartReviewInput!) {
      startReview(input: $input) {
        __typename
        ...AssessmentHead
        ... on UserError {
          code
          message
        }
        ... on AssessmentIncompleteError {
          gaps {
            indicator
            code
            message
          }
        }
      }
    }
  `,
  [assessmentHead],
);

export const signReview = graphql<{ signReview: StepResult }, StepVariables>(
  `
    mutation SignReview($input: SignReviewInput!) {
      signReview(input: $input) {
        __typename
        ...AssessmentHead
        ... on UserError {
          code
          message
        }
        ... on AssessmentIncompleteError {
          gaps {
            indicator
            code
            message
          }
        }
      }
    }
  `,
  [assessmentHead],
);

export interface ScoreInput {
  assessment: string;
  indicator: string;
  baseVersion: number;
  methods: CheckMethod[];
  agree?: boolean;
  answer?: AnswerInput;
  points?: string;
  reason?: string;
  clientWriteId: string;
}
export const scoreIndicator = graphql<
  { scoreIndicator: ResponseDetail | VersionConflict | ActionNotAllowed | InputRefused },
  { input: ScoreInput }
>(
  `
    mutation ScoreIndicator($input: ScoreIndicatorInput!) {
      scoreIndicator(input: $input) {
        __typename
        ...ResponseDetail
        ... on UserError {
          code
          message
        }
        ... on VersionConflictError {
          currentVersion
        }
        ... on ScoreRefusedError {
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
