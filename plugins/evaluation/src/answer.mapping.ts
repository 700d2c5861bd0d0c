/**
 * Answers (填报) on their way in and out: GraphQL's one-of input ↔ the shape of the engine ↔ GraphQL's union.
 *
 * Content passes as it was typed, numbers as text; only an answer of another kind than its form asks is turned away.
 */
import type { FieldProblem } from '@cunzhi/plugin';
import type { AnswerForm, FieldForm } from './engine/index.ts';
import type { AnswerInput, AnswerKind, ShownAnswer, StoredAnswer } from './answer.shape.ts';

/** Input key → kind of form. */
const FORM_KINDS = {
  yesNo: 'yesNo',
  number: 'number',
  ratio: 'ratio',
  checklist: 'checklist',
  choice: 'choice',
  events: 'events',
  deliveries: 'deliveries',
  periods: 'periods',
  comparison: 'comparison',
  sample: 'sample',
  assessor: 'assessor',
  composite: 'form',
  findings: 'findings',
} as const satisfies Record<AnswerKind, AnswerForm['kind']>;

export interface ReadAnswer {
  readonly answer: StoredAnswer | null;
  readonly problems: readonly FieldProblem[];
}

/** The answer as the engine takes it; problems when its kind, or a field's, is not that of the form. */
export function readAnswer(form: AnswerForm, input: AnswerInput, path = 'answer'): ReadAnswer {
  const problems: FieldProblem[] = [];
  if (input.notApplicable) return { answer: { notApplicable: { reason: input.notApplicable.reason } }, problems };
  if (input.composite && form.kind === 'form') {
    const fields: Record<string, StoredAnswer> = {};
    for (const { key, answer } of input.composite.fields) {
      const field = Object.hasOwn(form.fields, key) ? form.fields[key] : undefined;
      const at = `${path}.${key}`;
      const read = field
        ? readField(field, answer, at)
        : { answer: null, problems: [unknownField(at, key, Object.keys(form.fields))] };
      problems.push(...read.problems);
      if (Object.hasOwn(fields, key)) problems.push(doubled(at, key));
      if (read.answer) fields[key] = read.answer;
    }
    return { answer: problems.length > 0 ? null : { fields }, problems };
  }
  return readField(form, input, path);
}

function readField(form: AnswerForm, input: AnswerInput, path: string): ReadAnswer {
  const given = (Object.keys(FORM_KINDS) as AnswerKind[]).find((kind) => input[kind] != null);
  if (!given || FORM_KINDS[given] !== form.kind || given === 'composite')
    return { answer: null, problems: [mismatch(path, given, form)] };
  return { answer: stored(input), problems: [] };
}

function stored(input: AnswerInput): StoredAnswer {
  if (input.yesNo) return { value: input.yesNo.value };
  if (input.number) return { value: input.number.number };
  if (input.ratio) return { numerator: input.ratio.numerator, denominator: input.ratio.denominator };
  if (input.checklist) return { met: [...input.checklist.met] };
  if (input.choice) return { option: input.choice.option };
  if (input.events) return { events: input.events.events.map(withoutEmpty) };
  if (input.deliveries)
    return { deliveries: input.deliveries.deliveries.map(({ due, done }) => ({ due, done: done ?? null })) };
  if (input.periods) return { counts: [...input.periods.counts] };
  if (input.comparison) return { current: input.comparison.current, previous: input.comparison.previous ?? null };
  if (input.sample) return { drawn: input.sample.drawn.map(({ unit, passed }) => ({ unit, passed })) };
  if (input.assessor) return { points: input.assessor.points, reason: input.assessor.reason };
  return { findings: (input.findings?.findings ?? []).map(withoutEmpty) };
}

/** The engine knows absent keys, GraphQL knows null. */
function withoutEmpty(entry: object): StoredAnswer {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value != null));
}

/** A stored answer as GraphQL shows it; null when it does not have the shape of its form (a stray fact, for example). */
export function showAnswer(form: AnswerForm, answer: StoredAnswer | null): ShownAnswer | null {
  if (!answer) return null;
  const { notApplicable } = answer;
  if (isRecord(notApplicable)) return { kind: 'notApplicable', reason: textOf(notApplicable['reason']) };
  if (form.kind !== 'form') return showField(form, answer);
  const values = isRecord(answer['fields']) ? answer['fields'] : {};
  const fields = Object.entries(form.fields).flatMap(([key, field]) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    const shown = isRecord(value) ? showField(field, value) : null;
    return shown ? [{ key, answer: shown }] : [];
  });
  return { kind: 'composite', fields };
}

function showField(
  form: FieldForm | Extract<AnswerForm, { kind: 'findings' }>,
  answer: StoredAnswer,
): ShownAnswer | null {
  switch (form.kind) {
    case 'yesNo':
      return typeof answer['value'] === 'boolean' ? { kind: form.kind, value: answer['value'] } : null;
    case 'number':
      return { kind: form.kind, number: textOf(answer['value']) };
    case 'ratio':
      return { kind: form.kind, numerator: textOf(answer['numerator']), denominator: textOf(answer['denominator']) };
    case 'checklist':
      return { kind: form.kind, met: listOf(answer['met']).map(textOf) };
    case 'choice':
      return { kind: form.kind, option: textOf(answer['option']) };
    case 'events':
      return { kind: form.kind, events: listOf(answer['events']).filter(isRecord).map(eventOf) };
    case 'deliveries': {
      const deliveries = listOf(answer['deliveries']).filter(isRecord);
      return {
        kind: form.kind,
        deliveries: deliveries.map(({ due, done }) => ({ due: textOf(due), done: optional(done) })),
      };
    }
    case 'periods':
      return { kind: form.kind, counts: listOf(answer['counts']).map(textOf) };
    case 'comparison':
      return { kind: form.kind, current: textOf(answer['current']), previous: optional(answer['previous']) };
    case 'sample': {
      const drawn = listOf(answer['drawn']).filter(isRecord);
      return {
        kind: form.kind,
        drawn: drawn.map(({ unit, passed }) => ({ unit: textOf(unit), passed: passed === true })),
      };
    }
    case 'assessor':
      return { kind: form.kind, points: textOf(answer['points']), reason: textOf(answer['reason']) };
    case 'findings':
      return { kind: form.kind, findings: listOf(answer['findings']).filter(isRecord).map(findingOf) };
  }
}

function eventOf(entry: StoredAnswer) {
  const { kind, date, points, reason, person, record } = entry;
  const more = {
    points: optional(points),
    reason: optional(reason),
    person: optional(person),
    record: optional(record),
  };
  return { kind: textOf(kind), date: textOf(date), ...more };
}

function findingOf({ kind, date, authority, person, document }: StoredAnswer) {
  const who = { authority: textOf(authority), person: optional(person), document: optional(document) };
  return { kind: textOf(kind), date: textOf(date), ...who };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const optional = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));

function mismatch(path: string, given: AnswerKind | undefined, form: AnswerForm): FieldProblem {
  const wanted = Object.entries(FORM_KINDS).find(([, kind]) => kind === form.kind)?.[0] ?? form.kind;
  const shown = given ?? 'notApplicable';
  return {
    path,
    code: 'ANSWER_KIND_MISMATCH',
    text: { zh: `收到的是 ${shown}，这里应填 ${wanted}。`, en: `Got ${shown}; ${wanted} is asked here.` },
  };
}

function unknownField(path: string, key: string, keys: readonly string[]): FieldProblem {
  const shown = key.slice(0, 40);
  return {
    path,
    code: 'ANSWER_KIND_MISMATCH',
    text: {
      zh: `没有“${shown}”这一项，应是 ${keys.join('、')}。`,
      en: `There is no field "${shown}"; the fields are ${keys.join(', ')}.`,
    },
  };
}

function doubled(path: string, key: string): FieldProblem {
  return {
    path,
    code: 'DUPLICATE_ELEMENT',
    text: { zh: `“${key}”填了两次，请留一个。`, en: `"${key}" was filled in twice; keep one.` },
  };
}
