import { expect, it } from 'vitest';
import { readAnswer, showAnswer } from './answer.mapping.ts';
import type { AnswerInput, ShownAnswer, StoredAnswer } from './answer.shape.ts';
import type { AnswerForm } from './engine/index.ts';

interface Case {
  readonly form: AnswerForm;
  readonly input: AnswerInput;
  readonly stored: StoredAnswer;
  readonly shown: ShownAnswer;
}

const number: AnswerForm = { kind: 'number', unit: '次' };
const NONE = { points: null, reason: null, person: null, record: null };

/** One for each kind: what is sent, what the engine gets, what is shown. */
const cases: Case[] = [
  { form: { kind: 'yesNo' }, input: { yesNo: { value: false } }, stored: { value: false }, shown: { kind: 'yesNo', value: false } },
  { form: number, input: { number: { number: '三' } }, stored: { value: '三' }, shown: { kind: 'number', number: '三' } },
  {
    form: { kind: 'ratio', numerator: '已答', denominator: '应答' },
    input: { ratio: { numerator: '2', denominator: '3' } },
    stored: { numerator: '2', denominator: '3' },
    shown: { kind: 'ratio', numerator: '2', denominator: '3' },
  },
  {
    form: { kind: 'checklist', elements: { a: '甲', b: '乙' } },
    input: { checklist: { met: ['b', 'x'] } },
    stored: { met: ['b', 'x'] },
    shown: { kind: 'checklist', met: ['b', 'x'] },
  },
  { form: { kind: 'choice', options: { good: '好' } }, input: { choice: { option: 'good' } }, stored: { option: 'good' }, shown: { kind: 'choice', option: 'good' } },
  {
    form: { kind: 'events', kinds: { late: '迟' } },
    input: { events: { events: [{ kind: 'late', date: '2026-03-08', points: '2', reason: '无故', person: null }] } },
    stored: { events: [{ kind: 'late', date: '2026-03-08', points: '2', reason: '无故' }] },
    shown: { kind: 'events', events: [{ ...NONE, kind: 'late', date: '2026-03-08', points: '2', reason: '无故' }] },
  },
  {
    form: { kind: 'deliveries', what: '移交' },
    input: { deliveries: { deliveries: [{ due: '2026-05-01', done: '2026-05-03' }, { due: '2026-06-01' }] } },
    stored: { deliveries: [{ due: '2026-05-01', done: '2026-05-03' }, { due: '2026-06-01', done: null }] },
    shown: { kind: 'deliveries', deliveries: [{ due: '2026-05-01', done: '2026-05-03' }, { due: '2026-06-01', done: null }] },
  },
  {
    form: { kind: 'periods', every: 'quarter', unit: '次' },
    input: { periods: { counts: ['3', '1', '0', '1'] } },
    stored: { counts: ['3', '1', '0', '1'] },
    shown: { kind: 'periods', counts: ['3', '1', '0', '1'] },
  },
  {
    form: { kind: 'comparison', unit: '起' },
    input: { comparison: { current: '7' } },
    stored: { current: '7', previous: null },
    shown: { kind: 'comparison', current: '7', previous: null },
  },
  {
    form: { kind: 'sample', units: '户' },
    input: { sample: { drawn: [{ unit: '第1户', passed: true }] } },
    stored: { drawn: [{ unit: '第1户', passed: true }] },
    shown: { kind: 'sample', drawn: [{ unit: '第1户', passed: true }] },
  },
  {
    form: { kind: 'assessor' },
    input: { assessor: { points: '3.5', reason: '做得好' } },
    stored: { points: '3.5', reason: '做得好' },
    shown: { kind: 'assessor', points: '3.5', reason: '做得好' },
  },
  {
    form: { kind: 'form', fields: { members: { kind: 'number', unit: '人' }, woman: { kind: 'yesNo' } } },
    input: { composite: { fields: [{ key: 'woman', answer: { yesNo: { value: true } } }, { key: 'members', answer: { number: { number: '5' } } }] } },
    stored: { fields: { woman: { value: true }, members: { value: '5' } } },
    shown: { kind: 'composite', fields: [{ key: 'members', answer: { kind: 'number', number: '5' } }, { key: 'woman', answer: { kind: 'yesNo', value: true } }] },
  },
  {
    form: { kind: 'findings', kinds: { fraud: '造假' } },
    input: { findings: { findings: [{ kind: 'fraud', date: '2026-01-02', authority: 'county', person: '甲' }] } },
    stored: { findings: [{ kind: 'fraud', date: '2026-01-02', authority: 'county', person: '甲' }] },
    shown: { kind: 'findings', findings: [{ kind: 'fraud', date: '2026-01-02', authority: 'county', person: '甲', document: null }] },
  },
]; // prettier-ignore

it('has a case for every kind of form', () => {
  expect(new Set(cases.map(({ form }) => form.kind)).size).toBe(13);
});

it.each(cases)('carries $form.kind in and out as it was typed', ({ form, input, stored, shown }) => {
  expect(readAnswer(form, input)).toEqual({ answer: stored, problems: [] });
  expect(showAnswer(form, stored)).toEqual(shown);
});

it.each(cases)('turns away every other kind where $form.kind is asked', ({ form, input }) => {
  const others = cases.filter((other) => other.form.kind !== form.kind).map((other) => readAnswer(form, other.input));

  expect(others.map(({ answer }) => answer)).toEqual(others.map(() => null));
  expect(new Set(others.flatMap(({ problems }) => problems.map(({ code }) => code)))).toEqual(
    new Set(['ANSWER_KIND_MISMATCH']),
  );
  expect(readAnswer(form, input).problems).toEqual([]);
});

it('takes a declaration that an indicator does not apply, whatever its form', () => {
  for (const { form } of cases) {
    const { answer } = readAnswer(form, { notApplicable: { reason: '无此情形' } });

    expect(answer).toEqual({ notApplicable: { reason: '无此情形' } });
    expect(showAnswer(form, answer)).toEqual({ kind: 'notApplicable', reason: '无此情形' });
  }
});

it('turns away fields that a composite form does not have, twice, or of another kind', () => {
  const form: AnswerForm = { kind: 'form', fields: { members: { kind: 'number', unit: '人' } } };
  const field = (key: string, answer: AnswerInput) => ({ key, answer });
  const read = (...fields: { key: string; answer: AnswerInput }[]) =>
    readAnswer(form, { composite: { fields } }).problems.map(({ code, path }) => `${code} ${path}`);
  const five: AnswerInput = { number: { number: '5' } };

  expect(read(field('cats', five))).toEqual(['ANSWER_KIND_MISMATCH answer.cats']);
  expect(read(field('__proto__', five))).toEqual(['ANSWER_KIND_MISMATCH answer.__proto__']);
  expect(read(field('members', five), field('members', five))).toEqual(['DUPLICATE_ELEMENT answer.members']);
  expect(read(field('members', { yesNo: { value: true } }))).toEqual(['ANSWER_KIND_MISMATCH answer.members']);
  expect(read(field('members', { composite: { fields: [] } }))).toEqual(['ANSWER_KIND_MISMATCH answer.members']);
  expect(read(field('members', { notApplicable: { reason: 'x' } }))).toEqual(['ANSWER_KIND_MISMATCH answer.members']);
});

it('keeps half a composite answer, for the draft to be finished later', () => {
  const form: AnswerForm = {
    kind: 'form',
    fields: { members: { kind: 'number', unit: '人' }, woman: { kind: 'yesNo' } },
  };
  const half = readAnswer(form, { composite: { fields: [{ key: 'members', answer: { number: { number: '5' } } }] } });

  expect(half).toEqual({ answer: { fields: { members: { value: '5' } } }, problems: [] });
  expect(showAnswer(form, half.answer)).toEqual({
    kind: 'composite',
    fields: [{ key: 'members', answer: { kind: 'number', number: '5' } }],
  });
});

it('shows no answer where there is none', () => {
  expect(showAnswer(number, null)).toBeNull();
  expect(showAnswer({ kind: 'yesNo' }, { value: 'stray' })).toBeNull();
});
