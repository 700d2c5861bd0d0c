/**
 * Forms and answers (答题) as GraphQL gives them: one shape for each of the thirteen kinds.
 *
 * Numbers are text all the way: nothing here rounds what somebody typed.
 */
export interface Choice {
  key: string;
  label: string;
}

export interface EventKind extends Choice {
  from: string | null;
  to: string | null;
  step: string | null;
}

export type PeriodLength = 'WEEK' | 'MONTH' | 'QUARTER' | 'HALF';

export interface YesNoForm {
  __typename: 'YesNoForm';
}
export interface NumberForm {
  __typename: 'NumberForm';
  unit: string;
  least: string;
  most: string | null;
  decimals: number | null;
}
export interface RatioForm {
  __typename: 'RatioForm';
  numerator: string;
  denominator: string;
  leastDenominator: string | null;
  mayBeEmpty: boolean;
  mayExceed: boolean;
}
export interface ChecklistForm {
  __typename: 'ChecklistForm';
  elements: Choice[];
}
export interface ChoiceForm {
  __typename: 'ChoiceForm';
  options: Choice[];
}
export interface EventsForm {
  __typename: 'EventsForm';
  kinds: EventKind[];
}
export interface DeliveriesForm {
  __typename: 'DeliveriesForm';
  what: string;
}
export interface PeriodsForm {
  __typename: 'PeriodsForm';
  every: PeriodLength;
  unit: string;
  least: string;
  count: number;
}
export interface ComparisonForm {
  __typename: 'ComparisonForm';
  unit: string;
}
export interface SampleForm {
  __typename: 'SampleForm';
  units: string;
  sampleLeast: number | null;
}
export interface AssessorForm {
  __typename: 'AssessorForm';
  guide: string | null;
  from: string;
  to: string;
  step: string;
}
export interface CompositeForm {
  __typename: 'CompositeForm';
  fields: FormField[];
}
export interface FormField {
  key: string;
  label: string;
  form: AnswerForm;
}
export interface FindingsForm {
  __typename: 'FindingsForm';
  kinds: Choice[];
}

export type AnswerForm =
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
  | AssessorForm
  | CompositeForm
  | FindingsForm;

export interface EventEntry {
  kind: string;
  date: string;
  points?: string | null;
  reason?: string | null;
  person?: string | null;
  record?: string | null;
}
export interface Delivery {
  due: string;
  done?: string | null;
}
export interface SampledUnit {
  unit: string;
  passed: boolean;
}
export interface FindingEntry {
  kind: string;
  date: string;
  authority: string;
  person?: string | null;
  document?: string | null;
}

export type Answer =
  | { __typename: 'YesNoAnswer'; value: boolean }
  | { __typename: 'NumberAnswer'; number: string }
  | { __typename: 'RatioAnswer'; numerator: string; denominator: string }
  | { __typename: 'ChecklistAnswer'; met: string[] }
  | { __typename: 'ChoiceAnswer'; option: string }
  | { __typename: 'EventsAnswer'; events: EventEntry[] }
  | { __typename: 'DeliveriesAnswer'; deliveries: Delivery[] }
  | { __typename: 'PeriodsAnswer'; counts: string[] }
  | { __typename: 'ComparisonAnswer'; current: string; previous: string | null }
  | { __typename: 'SampleAnswer'; drawn: SampledUnit[] }
  | { __typename: 'AssessorAnswer'; points: string; reason: string }
  | { __typename: 'CompositeAnswer'; fields: { key: string; answer: Answer }[] }
  | { __typename: 'FindingsAnswer'; findings: FindingEntry[] }
  | { __typename: 'NotApplicableAnswer'; reason: string };

/** What is sent: exactly one key (`@oneOf`). */
export type AnswerInput =
  | { yesNo: { value: boolean } }
  | { number: { number: string } }
  | { ratio: { numerator: string; denominator: string } }
  | { checklist: { met: string[] } }
  | { choice: { option: string } }
  | { events: { events: EventEntry[] } }
  | { deliveries: { deliveries: Delivery[] } }
  | { periods: { counts: string[] } }
  | { comparison: { current: string; previous: string | null } }
  | { sample: { drawn: SampledUnit[] } }
  | { assessor: { points: string; reason: string } }
  | { composite: { fields: { key: string; answer: AnswerInput }[] } }
  | { findings: { findings: FindingEntry[] } }
  | { notApplicable: { reason: string } };
