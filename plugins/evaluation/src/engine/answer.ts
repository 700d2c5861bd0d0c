/**
 * What goes into a score and what comes out: answers, the village and year around them, results and traces.
 *
 * Every result carries the steps that led to it; a refused answer carries every problem instead, never a guess.
 */
import type { Day, Period } from './days.ts';
import type { Decimal } from './exact.ts';
import type { Level, Names, Standard, VetoEffect } from './standard.ts';

/** A number in an answer: decimal text, or a JSON number that is taken by its text. */
export type AnswerNumber = Decimal | number;

export type YesNoAnswer = { value: boolean };
export type NumberAnswer = { value: AnswerNumber };
export type RatioAnswer = { numerator: AnswerNumber; denominator: AnswerNumber };
export type ChecklistAnswer = { met: string[] };
export type ChoiceAnswer = { option: string };
export type AnswerEvent = {
  kind: string;
  date: Day;
  points?: AnswerNumber;
  reason?: string;
  person?: string;
  record?: string;
};
export type EventsAnswer = { events: AnswerEvent[] };
export type DeliveriesAnswer = { deliveries: { due: Day; done: Day | null }[] };
export type PeriodsAnswer = { counts: AnswerNumber[] };
export type ComparisonAnswer = { current: AnswerNumber; previous: AnswerNumber | null };
export type SampleAnswer = { drawn: { unit: string; passed: boolean }[] };
export type AssessorAnswer = { points: AnswerNumber; reason: string };
export type Finding = { kind: string; date: Day; authority: string; person?: string; document?: string };
export type FindingsAnswer = { findings: Finding[] };

export type FieldAnswer =
  | YesNoAnswer
  | NumberAnswer
  | RatioAnswer
  | ChecklistAnswer
  | ChoiceAnswer
  | EventsAnswer
  | DeliveriesAnswer
  | PeriodsAnswer
  | ComparisonAnswer
  | SampleAnswer
  | AssessorAnswer;

export type FormAnswer = { fields: Record<string, FieldAnswer> };
export type DeclaredAnswer = { notApplicable: { reason: string } };
export type Answer = FieldAnswer | FormAnswer | FindingsAnswer | DeclaredAnswer;

/** Where a prefilled answer came from; it may stand beside the keys of any answer. */
export type FactOrigin = { id?: string; records?: AnswerNumber | string[]; asOf?: Day };

export interface Village {
  code: string;
  kind?: 'village' | 'community';
  county?: string;
  township?: string;
  attributes?: Record<string, boolean | string | number>;
  holds?: { code: string; from: Day; until: Day | null }[];
}

/** What a score may depend on besides the answer; there is nothing else. */
export interface ScoreContext {
  standard: Pick<Standard, 'parameters' | 'groups' | 'rounding'>;
  year: number;
  period: Period;
  level: Level;
  village: Village;
  awardedOn?: Day | null;
  termStartedOn?: Day | null;
  /** Second pass only: the measure of each member by village code, as exact text. */
  group?: Readonly<Record<string, AnswerNumber>>;
}

export type ScoreStatus = 'scored' | 'notApplicable' | 'exempt' | 'dropped' | 'pending' | 'unanswered';

export type TraceStepName =
  | 'parameter'
  | 'answer'
  | 'fact'
  | 'notApplicable'
  | 'exempt'
  | 'measure'
  | 'rule'
  | 'deduct'
  | 'add'
  | 'group'
  | 'floor'
  | 'cap'
  | 'round'
  | 'rescale'
  | 'bonus'
  | 'veto'
  | 'grade'
  | 'override';

/** `text` is a whole Chinese sentence, `en` the same in English, `points` the running value as exact text. */
export interface TraceStep {
  step: TraceStepName;
  text: string;
  en: string;
  points?: string;
}

export interface IndicatorScore {
  status: ScoreStatus;
  /** Null whenever there are no points (yet): never 0 for "not yet". */
  points: Decimal | null;
  trace: TraceStep[];
  /** Only on `pending`: the value that the second pass compares, as exact text. */
  measure?: string;
  /** Only on a veto: what follows, and how many findings counted. */
  veto?: { effect: VetoEffect | 'none'; counted: number };
}

export type AnswerProblemCode =
  | 'ANSWER_KIND_MISMATCH'
  | 'NOT_A_NUMBER'
  | 'TOO_MANY_DECIMALS'
  | 'NUMBER_OUT_OF_RANGE'
  | 'NUMERATOR_OVER_DENOMINATOR'
  | 'DENOMINATOR_ZERO'
  | 'DENOMINATOR_TOO_SMALL'
  | 'SAMPLE_TOO_SMALL'
  | 'UNKNOWN_ELEMENT'
  | 'DUPLICATE_ELEMENT'
  | 'UNKNOWN_OPTION'
  | 'UNKNOWN_EVENT_KIND'
  | 'PERIOD_COUNT_WRONG'
  | 'DATE_OUTSIDE_PERIOD'
  | 'POINTS_MISSING'
  | 'POINTS_OUT_OF_BOUNDS'
  | 'POINTS_OFF_STEP'
  | 'REASON_MISSING'
  | 'NOT_YOURS_TO_SCORE'
  | 'NOT_APPLICABLE_NOT_ALLOWED'
  | 'ATTRIBUTE_MISSING'
  | 'PARAMETER_UNKNOWN'
  | 'GROUP_UNKNOWN'
  | 'CHECK_METHOD_MISSING'
  | 'EVIDENCE_MISSING'
  | 'PHOTO_NOT_WANTED';

/** `message` quotes the value and says what would be right. */
export interface AnswerProblem {
  code: AnswerProblemCode;
  indicator: string;
  field: string;
  value: unknown;
  message: Names;
}

export interface Refusal {
  status: 'refused';
  problems: AnswerProblem[];
}

export type ScoreOutcome = IndicatorScore | Refusal;

export function isRefusal(outcome: ScoreOutcome): outcome is Refusal {
  return outcome.status === 'refused';
}
