/**
 * Assessments as the pages see them: exactly what the documents beside this file ask for.
 *
 * Points are decimal text; `null` means “not yet”, never zero.
 */
import type { Answer, AnswerForm } from './answers/answer.model.ts';

export interface LocalText {
  zh: string;
  en: string;
}

export type ScoreLevel = 'VILLAGE' | 'TOWNSHIP' | 'COUNTY' | 'CITY';
export type ScoreStatus = 'SCORED' | 'NOT_APPLICABLE' | 'EXEMPT' | 'DROPPED' | 'PENDING' | 'UNANSWERED';
export type CheckMethod = 'PAPERS' | 'SITE' | 'VISIT' | 'INTERVIEW' | 'QUESTIONNAIRE' | 'SYSTEM' | 'AUTHORITY';
export type PhotoRule = 'NEVER' | 'ALLOWED' | 'REQUIRED';
export type RoundState = 'DRAFT' | 'OPEN' | 'SCORING' | 'CHECKING' | 'NOTICED' | 'DETERMINED' | 'CLOSED' | 'CANCELLED';
export type AssessmentState =
  | 'NOT_RATED'
  | 'DRAFTING'
  | 'SUBMITTED'
  | 'SCORING'
  | 'RETURNED'
  | 'SIGNED'
  | 'CHECKED'
  | 'NOTICED'
  | 'DETERMINED'
  | 'CORRECTED'
  | 'WITHDRAWN';
export type AssessmentAction = 'SAVE_ANSWER' | 'SUBMIT_ASSESSMENT' | 'START_REVIEW' | 'SCORE_INDICATOR' | 'SIGN_REVIEW';

export interface StandardNotice {
  label: string;
  zh: string;
  en: string;
}
export interface StandardHead {
  code: string;
  edition: string;
  name: LocalText;
  isReconstructed: boolean;
  notice: StandardNotice | null;
}
export interface ClassHead {
  code: string;
  name: LocalText;
  points: string;
}

export interface TraceStep {
  step: string;
  text: LocalText;
  points: string | null;
}
export interface IndicatorScore {
  level: ScoreLevel;
  version: number;
  status: ScoreStatus;
  points: string | null;
  answer: Answer | null;
  reason: string | null;
  methods: CheckMethod[];
  by: string | null;
  at: string;
  trace: TraceStep[];
}
export interface Evidence {
  id: string;
  kind: 'FILE' | 'RECORD' | 'PAPER';
  title: string;
  contentType: string | null;
  size: number | null;
  url: string | null;
  createdAt: string;
  by: string | null;
}
export interface AnswerHint {
  code: string;
  field: string | null;
  message: LocalText;
}
export interface Prefill {
  fact: string;
  answer: Answer;
  recordCount: number;
  source: string;
  asOf: string;
  isComplete: boolean;
}
export interface SourceReference {
  key: string;
  title: string;
  at: string | null;
  grade: string;
  url: string | null;
  inForceFrom: string | null;
}
export interface IndicatorText {
  code: string;
  name: string;
  how: string;
  points: string;
  isVeto: boolean;
  isBonus: boolean;
  notApplicable: string | null;
  carriesOver: boolean;
  provenance: string;
  numbers: string;
  class: ClassHead;
  item: ClassHead;
  rule: { kind: string; sentence: LocalText };
  check: { methods: CheckMethod[]; all: boolean };
  evidence: { what: string[]; min: number; photo: PhotoRule; why: string | null };
  sources: SourceReference[];
  answerForm: AnswerForm;
}

interface BriefScore {
  status: ScoreStatus;
  points: string | null;
}
/** One of the 129 in a list. */
export interface ResponseLine {
  __typename: 'Response';
  id: string;
  version: number;
  indicator: { code: string; name: string; points: string; isVeto: boolean; class: { code: string } };
  isAnswered: boolean;
  evidenceMissing: number;
  village: BriefScore | null;
  township: BriefScore | null;
}
/** One of the 129 in full. */
export interface ResponseDetail {
  __typename: 'Response';
  id: string;
  version: number;
  indicator: IndicatorText;
  answer: Answer | null;
  hints: AnswerHint[];
  evidence: Evidence[];
  evidenceMissing: number;
  village: IndicatorScore | null;
  township: IndicatorScore | null;
  county: IndicatorScore | null;
  city: IndicatorScore | null;
  updatedAt: string | null;
  updatedBy: string | null;
  prefill: Prefill | null;
}

export interface ScoreColumn {
  level: ScoreLevel;
  base: string | null;
  bonus: string | null;
  total: string | null;
  grade: string | null;
  gradeName: string | null;
  isComplete: boolean;
  classes: { class: { code: string }; points: string | null; full: string }[];
}
export interface AssessmentProgress {
  total: number;
  answered: number;
  scored: number;
  evidenceMissing: number;
}
export interface RoundHead {
  id: string;
  year: number;
  state: RoundState;
  version: number;
  selfAssessmentUntil: string;
  scoringUntil: string;
  standard: StandardHead & { classes: ClassHead[] };
}
export interface AssessmentHead {
  __typename: 'Assessment';
  id: string;
  state: AssessmentState;
  version: number;
  possibleActions: AssessmentAction[];
  promisedBy: string | null;
  signedBy: string | null;
  progress: AssessmentProgress;
  round: RoundHead;
  cursor: string;
}

export interface VersionConflict {
  __typename: 'VersionConflictError';
  code: string;
  message: string;
  currentVersion: number;
}
export interface ActionNotAllowed {
  __typename: 'ActionNotAllowedError';
  code: string;
  message: string;
}
export interface FieldProblem {
  path: string;
  code: string;
  message: string;
}
export interface InputRefused {
  __typename: 'InputRefusedError' | 'ScoreRefusedError';
  code: string;
  message: string;
  fields: FieldProblem[];
}
export interface AssessmentGap {
  indicator: string | null;
  code: string;
  message: string;
}
export interface AssessmentIncomplete {
  __typename: 'AssessmentIncompleteError';
  code: string;
  message: string;
  gaps: AssessmentGap[];
}
