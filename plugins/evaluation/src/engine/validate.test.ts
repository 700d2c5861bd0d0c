/**
 * Refused answers: one for each code, with the field, the value and what would be right.
 */
import { describe, expect, it } from 'vitest';
import { CONTEXT, rule } from './fixtures/context.ts';
import { checkEvidence, checkMethods, isRefusal, scoreIndicator, standingColumn, validateAnswer } from './index.ts';
import type { AnswerProblemCode, IndicatorRule, ScoreContext } from './index.ts';

const yesNo = rule({ points: '1', answer: { kind: 'yesNo' }, score: { kind: 'allOrNothing', when: { is: true } } });
const number = rule({
  points: '1',
  answer: { kind: 'number', unit: '次', most: '30', decimals: '1' },
  score: { kind: 'shortfall', target: '4', each: '0.25' },
});
const ratio = rule({
  points: '1',
  answer: { kind: 'ratio', numerator: '达标', denominator: '总数', leastDenominator: '20' },
  score: { kind: 'proportion', target: '100' },
});
const checklist = rule({
  points: '1',
  answer: { kind: 'checklist', elements: { a: '甲', b: '乙' } },
  score: { kind: 'perElement', each: '0.5' },
});
const choice = rule({
  points: '1',
  answer: { kind: 'choice', options: { good: '好', bad: '差' } },
  score: { kind: 'options', options: { good: '1', bad: '0' } },
});
const events = rule({
  points: '10',
  answer: { kind: 'events', kinds: { fire: '火灾' } },
  score: { kind: 'perEvent', sign: 'deduct', kinds: { fire: { from: '5', to: '10', step: '0.5' } } },
});
const deliveries = rule({
  points: '10',
  answer: { kind: 'deliveries', what: '周报' },
  score: { kind: 'late', first: '3', perDay: '1' },
});
const periods = rule({
  points: '1',
  answer: { kind: 'periods', every: 'quarter', unit: '次' },
  score: { kind: 'shortfall', target: 'all', each: '0.25' },
});
const sample = rule({
  points: '4',
  answer: { kind: 'sample', units: '农户', least: '2' },
  score: { kind: 'sampleFailures', each: '1' },
});
const assessor = rule({
  points: '5',
  answer: { kind: 'assessor' },
  score: { kind: 'discretion', from: '0', to: '5', step: '0.5', guide: '看成效', by: ['township'] },
});
const byPlace: IndicatorRule = {
  ...yesNo,
  notApplicable: { when: { attribute: 'river', is: false }, mode: 'full', reason: '无河道' },
};
const withParameter: IndicatorRule = {
  ...number,
  score: { kind: 'allOrNothing', when: { atLeast: { param: 'target' } } },
};
const inGroup: IndicatorRule = {
  ...number,
  score: { kind: 'groupRank', group: 'hills', better: 'higher', bands: [{ top: '50', points: '1' }], small: 'full' },
};
const veto = rule({
  points: '0',
  answer: { kind: 'findings', kinds: { fraud: '造假' } },
  veto: {
    effect: 'disqualify',
    lookBack: { kind: 'term' },
    authority: ['city'],
    when: [{ kinds: ['fraud'], atLeast: '1' }],
  },
});

type Refused = [
  code: AnswerProblemCode,
  indicator: IndicatorRule,
  answer: unknown,
  field: string,
  context?: Partial<ScoreContext>,
];

const fire = { kind: 'fire', date: '2024-02-09', points: '5', reason: '轻微' };

const REFUSED: Refused[] = [
  ['ANSWER_KIND_MISMATCH', yesNo, { value: 'yes' }, 'value'],
  ['ANSWER_KIND_MISMATCH', yesNo, { met: [] }, 'met'],
  ['ANSWER_KIND_MISMATCH', yesNo, 'yes', ''],
  ['ANSWER_KIND_MISMATCH', yesNo, { kind: 'number', value: true }, 'kind'],
  ['ANSWER_KIND_MISMATCH', checklist, { met: 'a' }, 'met'],
  ['ANSWER_KIND_MISMATCH', events, { events: [{ ...fire, date: '2024-02-30' }] }, 'events[0].date'],
  ['NOT_A_NUMBER', number, { value: '1/2' }, 'value'],
  ['NOT_A_NUMBER', number, { value: '1e3' }, 'value'],
  ['NOT_A_NUMBER', number, { value: '1,000' }, 'value'],
  ['NOT_A_NUMBER', number, { value: null }, 'value'],
  ['NOT_A_NUMBER', number, { value: Number.NaN }, 'value'],
  ['TOO_MANY_DECIMALS', number, { value: '3.25' }, 'value'],
  ['NUMBER_OUT_OF_RANGE', number, { value: 31 }, 'value'],
  ['NUMBER_OUT_OF_RANGE', number, { value: '-0.5' }, 'value'],
  ['NUMERATOR_OVER_DENOMINATOR', ratio, { numerator: 21, denominator: 20 }, 'numerator'],
  ['DENOMINATOR_ZERO', ratio, { numerator: 0, denominator: 0 }, 'denominator'],
  ['DENOMINATOR_TOO_SMALL', ratio, { numerator: 19, denominator: 19 }, 'denominator'],
  ['SAMPLE_TOO_SMALL', sample, { drawn: [{ unit: 'h1', passed: true }] }, 'drawn'],
  ['SAMPLE_TOO_SMALL', sample, { drawn: [] }, 'drawn'],
  ['UNKNOWN_ELEMENT', checklist, { met: ['a', 'constructor'] }, 'met'],
  ['DUPLICATE_ELEMENT', checklist, { met: ['a', 'a'] }, 'met'],
  [
    'DUPLICATE_ELEMENT',
    sample,
    {
      drawn: [
        { unit: 'h1', passed: true },
        { unit: 'h1', passed: true },
      ],
    },
    'drawn[1].unit',
  ],
  ['UNKNOWN_OPTION', choice, { option: 'toString' }, 'option'],
  ['UNKNOWN_EVENT_KIND', events, { events: [{ ...fire, kind: 'flood' }] }, 'events[0].kind'],
  ['PERIOD_COUNT_WRONG', periods, { counts: [1, 1, 1] }, 'counts'],
  ['DATE_OUTSIDE_PERIOD', events, { events: [{ ...fire, date: '2025-01-01' }] }, 'events[0].date'],
  ['DATE_OUTSIDE_PERIOD', deliveries, { deliveries: [{ due: '2023-12-31', done: null }] }, 'deliveries[0].due'],
  ['POINTS_MISSING', events, { events: [{ kind: 'fire', date: '2024-02-09', reason: '轻微' }] }, 'events[0].points'],
  ['POINTS_MISSING', assessor, { reason: '好' }, 'points'],
  ['POINTS_OUT_OF_BOUNDS', events, { events: [{ ...fire, points: 4.5 }] }, 'events[0].points'],
  ['POINTS_OFF_STEP', assessor, { points: '3.3', reason: '好' }, 'points'],
  ['REASON_MISSING', assessor, { points: '3', reason: '  ' }, 'reason'],
  ['NOT_YOURS_TO_SCORE', assessor, { points: '3', reason: '好' }, 'points', { level: 'village' }],
  ['NOT_APPLICABLE_NOT_ALLOWED', yesNo, { notApplicable: { reason: '没有' } }, 'notApplicable'],
  ['ATTRIBUTE_MISSING', byPlace, { value: true }, 'river'],
  ['ATTRIBUTE_MISSING', byPlace, undefined, 'river'],
  [
    'ATTRIBUTE_MISSING',
    veto,
    { findings: [{ kind: 'fraud', date: '2024-01-01', authority: 'city' }] },
    'termStartedOn',
  ],
  ['PARAMETER_UNKNOWN', withParameter, { value: 3 }, 'target'],
  ['GROUP_UNKNOWN', inGroup, { value: 3 }, 'hills'],
];

it.each(REFUSED)('%s: %#', (code, indicator, answer, field, around) => {
  const context = { ...CONTEXT, ...around };

  const problems = validateAnswer(indicator, answer, context);

  const problem = problems.find((candidate) => candidate.code === code && candidate.field === field);
  expect(problem, JSON.stringify(problems)).toMatchObject({ indicator: 'A1.01' });
  expect(problem?.message.zh).toMatch(/。$/);
  expect(problem?.message.en).toMatch(/\.$/);
  const outcome = scoreIndicator(indicator, answer, context);
  expect(isRefusal(outcome) && outcome.problems).toEqual(problems);
});

it('quotes the value and says what would be right', () => {
  const [problem] = validateAnswer(number, { value: '一' }, CONTEXT);

  expect(problem?.message).toEqual({
    zh: '这里填的是 "一"：应是 3 或 0.25 这样的数。',
    en: 'value is "一": a number such as 3 or 0.25 is expected.',
  });
});

it('tells every problem at once', () => {
  const answer = {
    events: [
      { kind: 'flood', date: '2023-01-01' },
      { ...fire, points: '20', reason: '' },
    ],
  };

  expect(validateAnswer(events, answer, CONTEXT).map(({ code }) => code)).toEqual([
    'UNKNOWN_EVENT_KIND',
    'DATE_OUTSIDE_PERIOD',
    'POINTS_OUT_OF_BOUNDS',
    'REASON_MISSING',
  ]);
});

it('names the field inside a form', () => {
  const form = rule({
    points: '1',
    answer: { kind: 'form', fields: { members: { kind: 'number', unit: '人' }, woman: { kind: 'yesNo' } } },
    score: {
      kind: 'combine',
      how: 'sum',
      parts: [
        { field: 'members', points: '0.5', score: { kind: 'allOrNothing', when: { atLeast: '3' } } },
        { field: 'woman', points: '0.5', score: { kind: 'allOrNothing', when: { is: true } } },
      ],
    },
  });

  const problems = validateAnswer(form, { fields: { members: { value: 'x' } } }, CONTEXT);

  expect(problems.map(({ code, field }) => [code, field])).toEqual([
    ['ANSWER_KIND_MISMATCH', 'fields.woman'],
    ['NOT_A_NUMBER', 'fields.members.value'],
  ]);
});

describe('what is no problem', () => {
  const accepted: [string, IndicatorRule, unknown][] = [
    ['no answer yet', yesNo, undefined],
    ['a number as text, with zeros at its end', number, { value: '3.500' }],
    ['an answer that names its kind and its fact', number, { kind: 'number', value: 3, fact: { records: 4 } }],
    [
      '0 of 0 where zero is agreed',
      { ...ratio, answer: { kind: 'ratio', numerator: '达标', denominator: '总数', empty: 'zero' } },
      { numerator: 0, denominator: 0 },
    ],
    [
      'a part over the whole where that may be',
      { ...ratio, answer: { kind: 'ratio', numerator: '达标', denominator: '总数', mayExceed: true } },
      { numerator: 30, denominator: 20 },
    ],
    [
      'a declaration where it is allowed',
      { ...yesNo, notApplicable: { when: { declared: true }, mode: 'drop', reason: '不适用' } },
      { notApplicable: { reason: '没有这项工作' } },
    ],
    ['findings of other years', veto, { findings: [] }],
  ];

  it.each(accepted)('%s', (_name, indicator, answer) => {
    expect(validateAnswer(indicator, answer, CONTEXT)).toEqual([]);
  });
});

it('CHECK_METHOD_MISSING, EVIDENCE_MISSING and PHOTO_NOT_WANTED are told by the checks of a score', () => {
  const never = { code: 'A1.01', evidence: { min: '1', photo: 'never' as const } };
  const required = { code: 'A1.01', evidence: { min: '0', photo: 'required' as const } };

  expect(checkMethods({ code: 'A1.01', check: ['site'] }, ['papers']).map(({ code }) => code)).toEqual([
    'CHECK_METHOD_MISSING',
  ]);
  expect(checkMethods({ code: 'A1.01', check: { all: ['site', 'papers'] } }, ['papers', 'site'])).toEqual([]);
  expect(checkEvidence(never, { count: 0, photos: 0 }).map(({ code }) => code)).toEqual(['EVIDENCE_MISSING']);
  expect(checkEvidence(never, { count: 1, photos: 1 }).map(({ code }) => code)).toEqual(['PHOTO_NOT_WANTED']);
  expect(checkEvidence(required, { count: 1, photos: 0 }).map(({ code }) => code)).toEqual(['EVIDENCE_MISSING']);
  expect(checkEvidence(never, { count: 1, photos: 0 })).toEqual([]);
});

it('a column outside floor and cap is refused', () => {
  const { problems } = standingColumn({ code: 'A1.01', floor: '0', cap: '1' }, [{ level: 'county', points: '1.5' }]);

  expect(problems.map(({ code }) => code)).toEqual(['POINTS_OUT_OF_BOUNDS']);
});
