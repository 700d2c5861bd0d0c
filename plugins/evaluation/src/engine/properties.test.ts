/**
 * Laws that hold for every rule and any answer: bounds, order, monotony, and a trace that ends in the score.
 *
 * Chance finds the answers; a failure prints the seed and the smallest answer that breaks the law.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from './exact.ts';
import { CONTEXT, rule } from './fixtures/context.ts';
import { answerOf, chanceFrom } from './fixtures/answers.ts';
import { isRefusal, scoreIndicator } from './index.ts';
import type { AnswerForm, IndicatorRule, IndicatorScore, ScoreRule } from './index.ts';

const RUNS = { numRuns: 1000 };
const ELEMENTS = { a: '甲', b: '乙', c: '丙', d: '丁' };
const ratio: AnswerForm = { kind: 'ratio', numerator: '达标', denominator: '总数' };
const number: AnswerForm = { kind: 'number', unit: '次' };
const comparison: AnswerForm = { kind: 'comparison', unit: '起' };
const checklist: AnswerForm = { kind: 'checklist', elements: ELEMENTS };
const bands = [
  { atLeast: '80', points: '2.5' },
  { over: '20', points: '1.25' },
];

const RULES: [name: string, form: AnswerForm, score: ScoreRule][] = [
  ['allOrNothing', number, { kind: 'allOrNothing', when: { atLeast: '3', under: '12' }, otherwise: '1' }],
  ['perElement', checklist, { kind: 'perElement', each: '0.7' }],
  ['perElement by element', checklist, { kind: 'perElement', elements: { a: '1', b: '0.5', c: '0.5', d: '0.5' } }],
  ['missingElement', checklist, { kind: 'missingElement', each: '0.9' }],
  ['shortfall', ratio, { kind: 'shortfall', target: '80', each: '0.07' }],
  ['shortfall started', ratio, { kind: 'shortfall', target: '90', each: '0.3', per: '7', steps: 'started' }],
  [
    'shortfall whole',
    number,
    { kind: 'shortfall', target: '9', each: '0.5', per: '2', steps: 'whole', better: 'lower' },
  ],
  [
    'shortfall of periods',
    { kind: 'periods', every: 'month', unit: '次', least: '2' },
    { kind: 'shortfall', target: 'all', each: '0.3' },
  ],
  ['proportion', ratio, { kind: 'proportion', target: '90', from: '13' }],
  ['bands', ratio, { kind: 'bands', bands, otherwise: '0.5' }],
  [
    'options',
    { kind: 'choice', options: { good: '好', bad: '差' } },
    { kind: 'options', options: { good: '2.5', bad: '1' } },
  ],
  [
    'perEvent deduct',
    { kind: 'events', kinds: { x: '甲', y: '乙' } },
    { kind: 'perEvent', sign: 'deduct', kinds: { x: { each: '0.4', most: '0.6' }, y: { from: '0.5', to: '2' } } },
  ],
  [
    'perEvent add',
    { kind: 'events', kinds: { x: '甲', y: '乙' } },
    { kind: 'perEvent', sign: 'add', kinds: { x: { each: '1.1' }, y: { each: '2' } } },
  ],
  ['late', { kind: 'deliveries', what: '周报' }, { kind: 'late', first: '0.3', perDay: '0.01', grace: '2' }],
  [
    'yearOnYear',
    comparison,
    {
      kind: 'yearOnYear',
      better: 'lower',
      tolerancePercent: '10',
      points: { improved: '2.5', same: '1', worse: '0' },
      noPrevious: 'drop',
    },
  ],
  ['sampleFailures', { kind: 'sample', units: '户' }, { kind: 'sampleFailures', each: '0.8' }],
  ['discretion', { kind: 'assessor' }, { kind: 'discretion', from: '0', to: '2.5', guide: '看成效' }],
  [
    'groupAverage',
    number,
    {
      kind: 'groupAverage',
      group: 'all',
      statistic: 'mean',
      bands: [{ atLeast: '100', points: '2.5' }],
      otherwise: '1',
      small: 'drop',
    },
  ],
  [
    'groupRank',
    number,
    {
      kind: 'groupRank',
      group: 'all',
      better: 'higher',
      bands: [{ top: '40', points: '2.5' }],
      otherwise: '1',
      small: 'zero',
    },
  ],
  [
    'combine',
    {
      kind: 'form',
      fields: {
        list: { kind: 'checklist', elements: ELEMENTS },
        share: { kind: 'ratio', numerator: '甲', denominator: '乙' },
      },
    },
    {
      kind: 'combine',
      how: 'least',
      parts: [
        { field: 'list', points: '1', score: { kind: 'missingElement', each: '0.3' } },
        { field: 'share', points: '1.5', score: { kind: 'proportion', target: '90' } },
      ],
    },
  ],
];

const GROUP = { v1: '3', v2: '7', v3: '70/9', v4: '15', v5: '0' };

function score(indicator: IndicatorRule, answer: unknown): IndicatorScore {
  const standard = { ...CONTEXT.standard, groups: { all: { kind: 'everyone' as const } } };
  const outcome = scoreIndicator(indicator, answer, { ...CONTEXT, standard, group: GROUP });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}

function pointsOf(indicator: IndicatorRule, answer: unknown): number {
  return Number(exact(score(indicator, answer).points ?? '0').mul(100).n);
}

describe.each(RULES)('%s', (_name, answer, rules) => {
  const indicator = rule({ points: '2.5', answer, score: rules });

  it('stays between floor and cap, ends its trace in the score, and gives the same again', () => {
    const limits = fc.record({ floor: fc.integer({ min: 0, max: 100 }), cap: fc.integer({ min: 100, max: 250 }) });
    fc.assert(
      fc.property(fc.integer(), limits, (seed, { floor, cap }) => {
        const held = { ...indicator, floor: hundredths(floor), cap: hundredths(cap) };
        const given = answerOf(held, chanceFrom(seed));

        const result = score(held, given);

        const again = score(JSON.parse(JSON.stringify(held)), JSON.parse(JSON.stringify(given)));
        expect(again).toEqual(result);
        if (result.points === null) return;
        expect(exact(result.points).compare(exact(held.floor))).toBeGreaterThanOrEqual(0);
        expect(exact(result.points).compare(exact(held.cap))).toBeLessThanOrEqual(0);
        expect(result.trace.findLast(({ points }) => points !== undefined)?.points).toBe(result.points);
        expect(result.trace.every(({ text, en }) => text.endsWith('。') && en.endsWith('.'))).toBe(true);
      }),
      RUNS,
    );
  });
});

/** Pairs of answers, of which the second is better or equal. */
const BETTER: Record<string, fc.Arbitrary<[unknown, unknown]>> = {
  ratio: fc.tuple(fc.nat(60), fc.nat(60), fc.integer({ min: 60, max: 90 })).map(([a, b, denominator]) => [
    { numerator: Math.min(a, b), denominator },
    { numerator: Math.max(a, b), denominator },
  ]),
  checklist: fc
    .tuple(fc.subarray(Object.keys(ELEMENTS)), fc.subarray(Object.keys(ELEMENTS)))
    .map(([a, b]) => [{ met: a }, { met: [...new Set([...a, ...b])] }]),
  periods: fc
    .tuple(fc.array(fc.nat(4), { minLength: 12, maxLength: 12 }), fc.nat(11))
    .map(([counts, at]) => [{ counts }, { counts: counts.map((count, index) => (index === at ? count + 1 : count)) }]),
  lower: fc.tuple(fc.nat(20), fc.nat(20)).map(([a, b]) => [{ value: Math.max(a, b) }, { value: Math.min(a, b) }]),
  higher: fc.tuple(fc.nat(20), fc.nat(20)).map(([a, b]) => [{ value: Math.min(a, b) }, { value: Math.max(a, b) }]),
  comparison: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map(([a, b, previous]) => [
    { current: Math.max(a, b), previous },
    { current: Math.min(a, b), previous },
  ]),
  sample: fc
    .tuple(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), fc.nat(7))
    .map(([passed, at]) => [
      { drawn: passed.map((isPassed, index) => ({ unit: `h${index}`, passed: isPassed })) },
      { drawn: passed.map((isPassed, index) => ({ unit: `h${index}`, passed: isPassed || index === at })) },
    ]),
};

const MONOTONE: [rule: string, answers: string][] = [
  ['perElement', 'checklist'],
  ['perElement by element', 'checklist'],
  ['missingElement', 'checklist'],
  ['shortfall', 'ratio'],
  ['shortfall started', 'ratio'],
  ['shortfall whole', 'lower'],
  ['shortfall of periods', 'periods'],
  ['proportion', 'ratio'],
  ['bands', 'ratio'],
  ['yearOnYear', 'comparison'],
  ['sampleFailures', 'sample'],
  ['groupAverage', 'higher'],
  ['groupRank', 'higher'],
];

it.each(MONOTONE)('%s: a better answer never scores less', (name, answers) => {
  const [, form, rules] = RULES.find(([candidate]) => candidate === name) ?? [];
  if (!form || !rules) throw new Error(name);
  const indicator = rule({ points: '2.5', answer: form, score: rules });

  fc.assert(
    fc.property(BETTER[answers] ?? fc.constant([null, null]), ([worse, better]) => {
      expect(pointsOf(indicator, better)).toBeGreaterThanOrEqual(pointsOf(indicator, worse));
    }),
    RUNS,
  );
});

it('the order of elements, events, deliveries and units does not matter, not even in the trace', () => {
  const lists = RULES.filter(([, form]) => ['checklist', 'events', 'deliveries', 'sample'].includes(form.kind));
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(...lists), (seed, [, form, rules]) => {
      const indicator = rule({ points: '2.5', answer: form, score: rules });
      const answer = answerOf(indicator, chanceFrom(seed)) as Record<string, unknown[]>;
      const turned = Object.fromEntries(Object.entries(answer).map(([key, list]) => [key, list.toReversed()]));

      expect(score(indicator, turned)).toEqual(score(indicator, answer));
    }),
    RUNS,
  );
});

it('hardly anything makes it throw: whatever is answered is scored or refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...RULES), fc.anything(), fc.string(), (chosen, value, key) => {
      const [, answer, rules] = chosen;
      const indicator = rule({ points: '2.5', answer, score: rules });
      const standard = { ...CONTEXT.standard, groups: { all: { kind: 'everyone' as const } } };

      for (const given of [value, { value }, { met: value }, { events: [value] }, { [key]: value }]) {
        expect(scoreIndicator(indicator, given, { ...CONTEXT, standard }).status).toBeTypeOf('string');
      }
    }),
    RUNS,
  );
});

function hundredths(value: number): string {
  return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
}
