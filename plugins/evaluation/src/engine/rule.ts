/**
 * The closed lists of answer forms and score rules that a standard may use.
 *
 * A standard only combines these kinds; a new kind is a change of the engine, with its property test.
 */
import type { Decimal } from './exact.ts';
import type { Level } from './standard.ts';

/** A number, or the name of a parameter that depends on place, year or attribute. */
export type Amount = Decimal | { param: string };

interface Labelled {
  label?: string;
  carry?: boolean;
  fact?: string;
}

export type YesNoForm = Labelled & { kind: 'yesNo' };
export type NumberForm = Labelled & {
  kind: 'number';
  unit: string;
  least?: Decimal;
  most?: Decimal;
  decimals?: Decimal;
};
export type RatioForm = Labelled & {
  kind: 'ratio';
  numerator: string;
  denominator: string;
  leastDenominator?: Decimal;
  empty?: 'zero';
  mayExceed?: boolean;
};
export type ChecklistForm = Labelled & { kind: 'checklist'; elements: Record<string, string> };
export type ChoiceForm = Labelled & { kind: 'choice'; options: Record<string, string> };
export type EventsForm = Labelled & { kind: 'events'; kinds: Record<string, string> };
export type DeliveriesForm = Labelled & { kind: 'deliveries'; what: string };
export type PeriodsForm = Labelled & {
  kind: 'periods';
  every: 'week' | 'month' | 'quarter' | 'half';
  unit: string;
  least?: Decimal;
};
export type ComparisonForm = Labelled & { kind: 'comparison'; unit: string };
export type SampleForm = Labelled & { kind: 'sample'; units: string; least?: Decimal };
export type AssessorForm = Labelled & { kind: 'assessor'; guide?: string };
export type FindingsForm = Labelled & { kind: 'findings'; kinds: Record<string, string> };

/** The kinds that may also stand as a field of a form. */
export type FieldForm =
  | YesNoForm
  | NumberForm
  | RatioForm
  | ChecklistForm
  | ChoiceForm
  | EventsForm
  | DeliveriesForm
  | PeriodsForm
  | ComparisonForm
  | SampleForm
  | AssessorForm;

export interface FormForm {
  kind: 'form';
  fields: Record<string, FieldForm>;
}

export type AnswerForm = FieldForm | FormForm | FindingsForm;

export interface Thresholds {
  atLeast?: Amount;
  over?: Amount;
  atMost?: Amount;
  under?: Amount;
}

export interface Condition extends Thresholds {
  is?: boolean;
  all?: true;
  none?: true;
  options?: string[];
}

export type Band = Thresholds & { points: Decimal };
export type Small = 'full' | 'zero' | 'drop';

export type AllOrNothing = { kind: 'allOrNothing'; when: Condition; otherwise?: Decimal };
export type PerElement = {
  kind: 'perElement' | 'missingElement';
  each?: Amount;
  elements?: Record<string, Decimal>;
};
export type Shortfall = {
  kind: 'shortfall';
  target: Amount | 'all';
  each: Amount;
  per?: Decimal;
  steps?: 'exact' | 'started' | 'whole';
  better?: 'higher' | 'lower';
};
export type Proportion = { kind: 'proportion'; target: Amount; from?: Amount };
export type Bands = { kind: 'bands'; bands: Band[]; otherwise?: Decimal };
export type Options = { kind: 'options'; options: Record<string, Decimal> };
export type EventPrice = { each: Amount; most?: Decimal } | EventRange;
export type EventRange = { from: Decimal; to: Decimal; step?: Decimal; most?: Decimal };
export type PerEvent = { kind: 'perEvent'; sign: 'deduct' | 'add'; kinds: Record<string, EventPrice> };
export type Late = { kind: 'late'; first: Amount; perDay: Amount; grace?: Decimal };
export type YearOnYear = {
  kind: 'yearOnYear';
  better: 'lower' | 'higher';
  tolerancePercent?: Decimal;
  points: { improved: Decimal; same: Decimal; worse: Decimal };
  noPrevious: Small;
};
export type SampleFailures = { kind: 'sampleFailures'; each: Amount };
export type Discretion = {
  kind: 'discretion';
  from: Decimal;
  to: Decimal;
  step?: Decimal;
  guide: string;
  by?: Level[];
};
export type GroupAverage = {
  kind: 'groupAverage';
  group: string;
  statistic: 'mean' | 'median';
  bands: Band[];
  otherwise?: Decimal;
  leastMembers?: Decimal;
  small: Small;
};
export type GroupRank = {
  kind: 'groupRank';
  group: string;
  better: 'higher' | 'lower';
  bands: { top: Decimal; points: Decimal }[];
  otherwise?: Decimal;
  leastMembers?: Decimal;
  small: Small;
};

/** Rules that need only the answer of one village and may stand inside `combine`. */
export type SimpleRule =
  | AllOrNothing
  | PerElement
  | Shortfall
  | Proportion
  | Bands
  | Options
  | PerEvent
  | Late
  | YearOnYear
  | SampleFailures
  | Discretion;

export type GroupRule = GroupAverage | GroupRank;

export type Combine = {
  kind: 'combine';
  how: 'sum' | 'least';
  parts: { field: string; points: Decimal; score: SimpleRule }[];
};

export type ScoreRule = SimpleRule | GroupRule | Combine;
