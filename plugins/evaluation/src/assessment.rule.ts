/**
 * The states of an assessment (village × round) and what may happen in each.
 *
 * What does not stand in the table does not happen; later steps (return, check, notice) add rows, nothing else.
 */
import type { Transition } from './round.rule.ts';

export const ASSESSMENT_STATES = [
  'notRated',
  'drafting',
  'submitted',
  'scoring',
  'returned',
  'signed',
  'checked',
  'noticed',
  'determined',
  'corrected',
  'withdrawn',
] as const;
export type AssessmentState = (typeof ASSESSMENT_STATES)[number];

export const ASSESSMENT_ACTIONS = [
  'saveAnswer',
  'submitAssessment',
  'startReview',
  'scoreIndicator',
  'signReview',
] as const;
export type AssessmentAction = (typeof ASSESSMENT_ACTIONS)[number];

export const ASSESSMENT_TABLE: readonly Transition<AssessmentState, AssessmentAction>[] = [
  { action: 'saveAnswer', from: ['drafting'], to: 'drafting', permission: 'evaluation.answer.write' },
  { action: 'submitAssessment', from: ['drafting'], to: 'submitted', permission: 'evaluation.answer.sign' },
  { action: 'startReview', from: ['submitted'], to: 'scoring', permission: 'evaluation.score.write' },
  { action: 'scoreIndicator', from: ['scoring'], to: 'scoring', permission: 'evaluation.score.write' },
  { action: 'signReview', from: ['scoring'], to: 'signed', permission: 'evaluation.review.sign' },
];
