import { describe, expect, it } from 'vitest';
import type { Answer, AnswerForm, AnswerInput } from './answer.model.ts';
import { outgoing, sameAnswer } from './answer-input.ts';
import { answerOfInput } from './answer-of-input.ts';
import { draftOf, emptyFields, type AnswerDraft, type FieldDraft } from './field-draft.ts';

const draft = (fields: FieldDraft): AnswerDraft => ({ fields, notApplicable: null });
const yesNo: AnswerForm = { __typename: 'YesNoForm' };
const number: AnswerForm = { __typename: 'NumberForm', unit: '人', least: '0', most: null, decimals: null };
const event = { key: 'late', label: '不及时', from: '0.5', to: '1', step: null };

/** One form of each kind, an answer to it, and what is sent for that answer. */
const kinds: [string, AnswerForm, Answer, AnswerInput][] = [
  ['yesNo', yesNo, { __typename: 'YesNoAnswer', value: false }, { yesNo: { value: false } }],
  ['number', number, { __typename: 'NumberAnswer', number: '1.50' }, { number: { number: '1.50' } }],
  [
    'ratio',
    {
      __typename: 'RatioForm',
      numerator: '已训',
      denominator: '成员',
      leastDenominator: null,
      mayBeEmpty: true,
      mayExceed: false,
    },
    { __typename: 'RatioAnswer', numerator: '0', denominator: '0' },
    { ratio: { numerator: '0', denominator: '0' } },
  ],
  [
    'checklist',
    { __typename: 'ChecklistForm', elements: [{ key: 'plan', label: '计划' }] },
    { __typename: 'ChecklistAnswer', met: [] },
    { checklist: { met: [] } },
  ],
  [
    'choice',
    { __typename: 'ChoiceForm', options: [{ key: 'onTime', label: '按期' }] },
    { __typename: 'ChoiceAnswer', option: 'onTime' },
    { choice: { option: 'onTime' } },
  ],
  [
    'events',
    { __typename: 'EventsForm', kinds: [event] },
    {
      __typename: 'EventsAnswer',
      events: [{ kind: 'late', date: '2026-03-01', points: '0.5', reason: '迟两天', person: null, record: 'r1' }],
    },
    {
      events: {
        events: [{ kind: 'late', date: '2026-03-01', points: '0.5', reason: '迟两天', person: null, record: 'r1' }],
      },
    },
  ],
  [
    'deliveries',
    { __typename: 'DeliveriesForm', what: '备案' },
    { __typename: 'DeliveriesAnswer', deliveries: [{ due: '2026-02-01', done: null }] },
    { deliveries: { deliveries: [{ due: '2026-02-01', done: null }] } },
  ],
  [
    'periods',
    { __typename: 'PeriodsForm', every: 'QUARTER', unit: '次', least: '1', count: 4 },
    { __typename: 'PeriodsAnswer', counts: ['3', '1', '', '1'] },
    { periods: { counts: ['3', '1', '', '1'] } },
  ],
  [
    'comparison',
    { __typename: 'ComparisonForm', unit: '起' },
    { __typename: 'ComparisonAnswer', current: '6', previous: null },
    { comparison: { current: '6', previous: null } },
  ],
  [
    'sample',
    { __typename: 'SampleForm', units: '农户', sampleLeast: 20 },
    { __typename: 'SampleAnswer', drawn: [{ unit: '1', passed: true }] },
    { sample: { drawn: [{ unit: '1', passed: true }] } },
  ],
  [
    'assessor',
    { __typename: 'AssessorForm', guide: null, from: '0', to: '5', step: '0.5' },
    { __typename: 'AssessorAnswer', points: '3.5', reason: '较好' },
    { assessor: { points: '3.5', reason: '较好' } },
  ],
  [
    'composite',
    {
      __typename: 'CompositeForm',
      fields: [
        { key: 'members', label: '人数', form: number },
        { key: 'woman', label: '有妇女', form: yesNo },
      ],
    },
    {
      __typename: 'CompositeAnswer',
      fields: [{ key: 'members', answer: { __typename: 'NumberAnswer', number: '5' } }],
    },
    { composite: { fields: [{ key: 'members', answer: { number: { number: '5' } } }] } },
  ],
  [
    'findings',
    { __typename: 'FindingsForm', kinds: [{ key: 'head', label: '主要负责人' }] },
    {
      __typename: 'FindingsAnswer',
      findings: [{ kind: 'head', date: '2026-01-05', authority: 'court', person: null, document: null }],
    },
    {
      findings: { findings: [{ kind: 'head', date: '2026-01-05', authority: 'court', person: null, document: null }] },
    },
  ],
];

describe('each of the thirteen kinds', () => {
  it.each(kinds)('%s goes into the fields and out again unchanged', (_kind, form, answer, input) => {
    expect(outgoing(draftOf(form, answer))).toEqual({ ready: true, answer: input });
  });

  it.each(kinds)('%s can be read back from what is sent', (_kind, _form, answer, input) => {
    expect(answerOfInput(input)).toEqual(answer);
  });

  it.each(kinds)('%s sends nothing while its fields are empty', (_kind, form) => {
    expect(outgoing(draft(emptyFields(form)))).toEqual({ ready: true, answer: null });
  });
});

describe('what is half typed', () => {
  it('is sent when the server can keep it', () => {
    expect(outgoing(draft({ kind: 'ratio', numerator: ' 三 ', denominator: '' }))).toEqual({
      ready: true,
      answer: { ratio: { numerator: '三', denominator: '' } },
    });
  });

  it('waits while a row has no day', () => {
    const row = { kind: 'late', date: '2026-3', points: '', reason: '', person: '', record: null };
    expect(outgoing(draft({ kind: 'events', has: true, rows: [row] }))).toEqual({ ready: false, waiting: 'date' });
  });

  it('waits inside a composite too', () => {
    const fields: FieldDraft = { kind: 'composite', fields: { a: { kind: 'deliveries', has: true, rows: [] } } };
    expect(outgoing(draft(fields))).toEqual({ ready: false, waiting: 'rows' });
  });
});

it('says “none” for events, deliveries and findings with an empty list', () => {
  expect(outgoing(draft({ kind: 'events', has: false, rows: [] }))).toEqual({
    ready: true,
    answer: { events: { events: [] } },
  });
});

it('sends “not applicable” with its reason, and waits for the reason', () => {
  const fields = emptyFields(yesNo);
  expect(outgoing({ fields, notApplicable: '当年无换届' })).toEqual({
    ready: true,
    answer: { notApplicable: { reason: '当年无换届' } },
  });
  expect(outgoing({ fields, notApplicable: ' ' })).toEqual({ ready: false, waiting: 'rows' });
});

it('leaves the fields empty when the stored answer is of another kind', () => {
  expect(draftOf(yesNo, { __typename: 'NumberAnswer', number: '1' }).fields).toEqual({ kind: 'yesNo', value: null });
});

it('knows two answers that say the same', () => {
  expect(
    sameAnswer(number, { __typename: 'NumberAnswer', number: ' 2' }, { __typename: 'NumberAnswer', number: '2' }),
  ).toBe(true);
  expect(sameAnswer(number, null, { __typename: 'NumberAnswer', number: '2' })).toBe(false);
});
