/**
 * What stands in the fields of an indicator while somebody types, for each of the thirteen kinds.
 *
 * Reading an answer into the fields and out again gives the same answer.
 */
import type { Answer, AnswerForm } from './answer.model.ts';

export interface EventRow {
  kind: string;
  date: string;
  points: string;
  reason: string;
  person: string;
  record: string | null;
}
export interface DeliveryRow {
  due: string;
  done: string;
}
export interface SampleRow {
  unit: string;
  passed: boolean | null;
}
export interface FindingRow {
  kind: string;
  date: string;
  authority: string;
  person: string;
  document: string;
}

export type YesNoDraft = { kind: 'yesNo'; value: boolean | null };
export type NumberDraft = { kind: 'number'; number: string };
export type RatioDraft = { kind: 'ratio'; numerator: string; denominator: string };
export type ChecklistDraft = { kind: 'checklist'; met: string[]; none: boolean };
export type ChoiceDraft = { kind: 'choice'; option: string | null };
export type EventsDraft = { kind: 'events'; has: boolean | null; rows: EventRow[] };
export type DeliveriesDraft = { kind: 'deliveries'; has: boolean | null; rows: DeliveryRow[] };
export type PeriodsDraft = { kind: 'periods'; counts: string[] };
export type ComparisonDraft = { kind: 'comparison'; current: string; previous: string };
export type SampleDraft = { kind: 'sample'; rows: SampleRow[] };
export type AssessorDraft = { kind: 'assessor'; points: string; reason: string };
export type CompositeDraft = { kind: 'composite'; fields: Record<string, FieldDraft> };
export type FindingsDraft = { kind: 'findings'; has: boolean | null; rows: FindingRow[] };

export type FieldDraft =
  | YesNoDraft
  | NumberDraft
  | RatioDraft
  | ChecklistDraft
  | ChoiceDraft
  | EventsDraft
  | DeliveriesDraft
  | PeriodsDraft
  | ComparisonDraft
  | SampleDraft
  | AssessorDraft
  | CompositeDraft
  | FindingsDraft;

/** The fields of one indicator; `notApplicable` holds the reason while the village declares it not applicable. */
export interface AnswerDraft {
  fields: FieldDraft;
  notApplicable: string | null;
}

/** Empty fields for a form. */
export function emptyFields(form: AnswerForm): FieldDraft {
  switch (form.__typename) {
    case 'YesNoForm':
      return { kind: 'yesNo', value: null };
    case 'NumberForm':
      return { kind: 'number', number: '' };
    case 'RatioForm':
      return { kind: 'ratio', numerator: '', denominator: '' };
    case 'ChecklistForm':
      return { kind: 'checklist', met: [], none: false };
    case 'ChoiceForm':
      return { kind: 'choice', option: null };
    case 'EventsForm':
      return { kind: 'events', has: null, rows: [] };
    case 'DeliveriesForm':
      return { kind: 'deliveries', has: null, rows: [] };
    case 'PeriodsForm':
      return { kind: 'periods', counts: Array.from({ length: form.count }, () => '') };
    case 'ComparisonForm':
      return { kind: 'comparison', current: '', previous: '' };
    case 'SampleForm':
      return { kind: 'sample', rows: [] };
    case 'AssessorForm':
      return { kind: 'assessor', points: '', reason: '' };
    case 'CompositeForm':
      return {
        kind: 'composite',
        fields: Object.fromEntries(form.fields.map((field) => [field.key, emptyFields(field.form)])),
      };
    case 'FindingsForm':
      return { kind: 'findings', has: null, rows: [] };
  }
}

/** A stored answer as fields; an answer of another kind than the form's leaves the fields empty. */
export function fieldsOf(form: AnswerForm, answer: Answer | null): FieldDraft {
  const empty = emptyFields(form);
  if (!answer) return empty;
  return read(form, answer, empty);
}

/** A stored answer as a draft, the declaration “not applicable” included. */
export function draftOf(form: AnswerForm, answer: Answer | null): AnswerDraft {
  if (answer?.__typename === 'NotApplicableAnswer') return { fields: emptyFields(form), notApplicable: answer.reason };
  return { fields: fieldsOf(form, answer), notApplicable: null };
}

function read(form: AnswerForm, answer: Answer, empty: FieldDraft): FieldDraft {
  if (answer.__typename === 'YesNoAnswer' && empty.kind === 'yesNo') return { ...empty, value: answer.value };
  if (answer.__typename === 'NumberAnswer' && empty.kind === 'number') return { ...empty, number: answer.number };
  if (answer.__typename === 'RatioAnswer' && empty.kind === 'ratio')
    return { ...empty, numerator: answer.numerator, denominator: answer.denominator };
  if (answer.__typename === 'ChecklistAnswer' && empty.kind === 'checklist')
    return { ...empty, met: [...answer.met], none: answer.met.length === 0 };
  if (answer.__typename === 'ChoiceAnswer' && empty.kind === 'choice') return { ...empty, option: answer.option };
  if (answer.__typename === 'PeriodsAnswer' && empty.kind === 'periods')
    return { ...empty, counts: empty.counts.map((_, index) => answer.counts[index] ?? '') };
  if (answer.__typename === 'ComparisonAnswer' && empty.kind === 'comparison')
    return { ...empty, current: answer.current, previous: answer.previous ?? '' };
  if (answer.__typename === 'AssessorAnswer' && empty.kind === 'assessor')
    return { ...empty, points: answer.points, reason: answer.reason };
  if (answer.__typename === 'CompositeAnswer' && form.__typename === 'CompositeForm') {
    const given = new Map(answer.fields.map((field) => [field.key, field.answer]));
    const pairs = form.fields.map((field) => [field.key, fieldsOf(field.form, given.get(field.key) ?? null)]);
    return { kind: 'composite', fields: Object.fromEntries(pairs) };
  }
  return readRows(answer, empty);
}

function readRows(answer: Answer, empty: FieldDraft): FieldDraft {
  if (answer.__typename === 'EventsAnswer' && empty.kind === 'events') {
    const rows = answer.events.map((event) => ({
      kind: event.kind,
      date: event.date,
      points: event.points ?? '',
      reason: event.reason ?? '',
      person: event.person ?? '',
      record: event.record ?? null,
    }));
    return { ...empty, has: rows.length > 0, rows };
  }
  if (answer.__typename === 'DeliveriesAnswer' && empty.kind === 'deliveries') {
    const rows = answer.deliveries.map((delivery) => ({ due: delivery.due, done: delivery.done ?? '' }));
    return { ...empty, has: rows.length > 0, rows };
  }
  if (answer.__typename === 'SampleAnswer' && empty.kind === 'sample')
    return { ...empty, rows: answer.drawn.map((drawn) => ({ ...drawn })) };
  if (answer.__typename === 'FindingsAnswer' && empty.kind === 'findings') {
    const rows = answer.findings.map((finding) => ({
      kind: finding.kind,
      date: finding.date,
      authority: finding.authority,
      person: finding.person ?? '',
      document: finding.document ?? '',
    }));
    return { ...empty, has: rows.length > 0, rows };
  }
  return empty;
}
