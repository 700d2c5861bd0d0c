/**
 * Many villages: two passes, scope, bonus, vetoes and grades, on the two sample standards.
 */
import { describe, expect, it } from 'vitest';
import { answerOf, chanceFrom, villagesOf } from './fixtures/answers.ts';
import { PATHS, standardOf } from './fixtures/read.ts';
import { compareYears, drawSample, gradeByShares, scoreVillages, totalOf } from './index.ts';
import type { VillageAnswers, VillageScore } from './index.ts';

const national = standardOf(PATHS.national);
const provincial = standardOf(PATHS.provincial);
const YEAR = { year: 2024, period: { from: '2024-01-01', to: '2024-12-31' } };

const BEST_NATIONAL = {
  'A1.01': { met: ['branch', 'committee', 'supervisors'] },
  'A1.02': { option: 'onTime' },
  'B1.01': { counts: [1, 1, 1, 2] },
  'C1.01': { numerator: 90, denominator: 100 },
  'C2.01': { value: true },
  'C2.02': { events: [] },
  'D1.01': { deliveries: [] },
  'E1.01': { numerator: 95, denominator: 100 },
  'E1.02': { findings: [] },
};

function nationalVillage(code: string, answers: object, minority = true): VillageAnswers {
  return { code, attributes: { minority }, answers: { ...BEST_NATIONAL, ...answers } };
}

function provincialVillage(
  code: string,
  income: number,
  answers: object = {},
  more: Partial<VillageAnswers> = {},
): VillageAnswers {
  return {
    code,
    county: '330502',
    attributes: { hasCooperative: true, population: 800, terrain: 'plain' },
    ...more,
    answers: {
      'A1.01': { value: income },
      'A1.02': { value: 12 },
      'A1.03': { current: 3, previous: 4 },
      'B1.01': { drawn: ['h1', 'h2', 'h3'].map((unit) => ({ unit, passed: true })) },
      'B1.02': { points: '10', reason: '成效好' },
      'B1.03': { numerator: income, denominator: 100 },
      'B1.04': { events: [] },
      'B1.05': { value: false },
      'B1.06': { findings: [] },
      ...answers,
    },
  };
}

function summary({ code, base, bonus, total, grade, notRated }: VillageScore) {
  return { code, base, bonus, total, grade, ...(notRated && { notRated }) };
}

describe('the national sample: lines, rescale within the item', () => {
  it('stretches an item by itself, caps the grade by a veto, and calls refused answers unanswered', () => {
    const crime = { findings: [{ kind: 'crime', date: '2024-03-01', authority: 'court' }] };
    const villages = [
      nationalVillage('v1', {}),
      nationalVillage('v2', { 'C2.02': { events: [{ kind: 'petition', date: '2024-01-01' }] } }, false),
      nationalVillage('v3', { 'E1.02': crime }),
      nationalVillage('v4', { 'A1.02': { option: 'never' }, 'B1.01': null }),
    ];

    const { villages: scores } = scoreVillages(national, { ...YEAR, villages });

    expect(scores.map(summary)).toEqual([
      { code: 'v1', base: '100', bonus: '0', total: '100', grade: 'model' },
      // C2: 4 of 6 points are stretched to 10, rounded to 6.7 by the item's step of 0.1.
      { code: 'v2', base: '96.7', bonus: '0', total: '96.7', grade: 'model' },
      { code: 'v3', base: '100', bonus: '0', total: '100', grade: 'plain' },
      { code: 'v4', base: '72', bonus: '0', total: '72', grade: 'plain' },
    ]);
    expect(scores[1]?.classes).toEqual({ A: '20', B: '20', C: '16.7', D: '20', E: '20' });
    expect(scores[3]?.indicators['A1.02']).toMatchObject({
      status: 'unanswered',
      points: null,
      problems: [{ code: 'UNKNOWN_OPTION' }],
    });
    expect(scores[3]?.indicators['B1.01']).toMatchObject({ status: 'unanswered', points: null });
    expect(scores[2]?.trace.map(({ step }) => step).slice(-2)).toEqual(['veto', 'grade']);
  });
});

describe('the provincial sample: second pass, bonus, shares, rescale of the total', () => {
  it('compares within the group, stretches the total, and gives grades by places', () => {
    const villages = [
      provincialVillage('v1', 40, {
        'B1.04': { events: [{ kind: 'national', date: '2024-05-01' }] },
        'B1.05': { value: true },
      }),
      provincialVillage('v2', 30),
      provincialVillage('v3', 10),
      provincialVillage('v4', 30, {
        'B1.06': { findings: [{ kind: 'fraud', date: '2024-12-31', authority: 'city' }] },
      }),
      provincialVillage('v5', 30, {}, { attributes: { hasCooperative: false } }),
      provincialVillage('v6', 90, { 'A1.03': { current: 1, previous: null } }, { county: '330503' }),
    ];

    const { villages: scores } = scoreVillages(provincial, { ...YEAR, villages });

    expect(scores.map(summary)).toEqual([
      { code: 'v1', base: '100', bonus: '5', total: '102', grade: 'second' },
      // A1.01 is the median; B1.03 is third of five on the plain, behind 90 and 40: rank 3 of 5, top 50 gives 2 places.
      { code: 'v2', base: '90', bonus: '0', total: '90', grade: 'second' },
      { code: 'v3', base: '74', bonus: '0', total: '74', grade: 'none' },
      { code: 'v4', base: '90', bonus: '0', total: '90', grade: 'none' },
      { code: 'v5', base: null, bonus: null, total: null, grade: null, notRated: '无股份经济合作社的不参评' },
      // Alone in its county: A1.01 is left out, as is A1.03; 70 of 70 are stretched to 100, but ⌊1 × 75 %⌋ is no place.
      { code: 'v6', base: '100', bonus: '0', total: '100', grade: 'none' },
    ]);
    expect(scores[5]?.indicators['A1.01']).toMatchObject({ status: 'dropped', points: null });
    expect(scores[2]?.indicators['A1.01']?.points).toBe('4');
    expect(scores[4]?.indicators).toEqual({});
  });

  it('lets an exempt village stand aside of its group', () => {
    const holds = [{ code: 'clean-village', from: '2020-01-01', until: null }];
    const villages = [
      provincialVillage('v1', 90, {}, { holds }),
      provincialVillage('v2', 20),
      provincialVillage('v3', 10),
    ];

    const { villages: scores } = scoreVillages(provincial, { ...YEAR, villages });

    expect(scores.map(({ indicators }) => [indicators['B1.03']?.status, indicators['B1.03']?.points])).toEqual([
      ['exempt', '20'],
      ['scored', '20'],
      ['scored', '10'],
    ]);
  });

  it('leaves a village that belongs to no group without comparison and without grade', () => {
    const villages = ['v1', 'v2', 'v3'].map((code, at) => provincialVillage(code, 10 + at, {}, { county: undefined }));

    const { villages: scores } = scoreVillages(provincial, { ...YEAR, villages });

    expect(scores.map(({ indicators, grade }) => [indicators['A1.01']?.status, grade])).toEqual([
      ['dropped', null],
      ['dropped', null],
      ['dropped', null],
    ]);
  });

  it('refuses to guess an attribute of the scope', () => {
    const villages = [provincialVillage('v1', 40, {}, { attributes: {} })];

    expect(scoreVillages(provincial, { ...YEAR, villages }).villages[0]?.notRated).toContain('hasCooperative');
  });

  it('gives the township the word on discretion when no level is stated, and refuses the village', () => {
    const villages = [provincialVillage('v1', 40)];
    const status = (level?: 'village') =>
      scoreVillages(provincial, { ...YEAR, ...(level && { level }), villages }).villages[0]?.indicators['B1.02']
        ?.status;

    expect([status(), status('village')]).toEqual(['scored', 'unanswered']);
  });
});

it('the order of villages does not matter, and the same file gives the same result', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const villages = villagesOf(provincial, 25, seed);
    const byCode = (scores: readonly VillageScore[]) => scores.toSorted((a, b) => (a.code < b.code ? -1 : 1));

    const straight = scoreVillages(provincial, { ...YEAR, villages }).villages;
    const turned = scoreVillages(provincial, { ...YEAR, villages: villages.toReversed() }).villages;

    expect(byCode(turned)).toEqual(byCode(straight));
    expect(scoreVillages(provincial, { ...YEAR, villages }).villages).toEqual(straight);
  }
});

it('the trace of the totals ends in the total', () => {
  for (const score of scoreVillages(provincial, { ...YEAR, villages: villagesOf(provincial, 40, 7) }).villages) {
    if (score.total === null) continue;
    expect(score.trace.findLast(({ points }) => points !== undefined)?.points).toBe(score.total);
  }
});

it('what is pending or not answered counts as nothing of its full marks until it is filled', () => {
  const weights = {
    points: '100',
    rounding: { step: '0.01', mode: 'half-up' as const },
    rescale: { within: 'class' as const },
    classes: [
      {
        code: 'A',
        points: '100',
        items: [
          {
            code: 'A1',
            points: '100',
            indicators: [
              { code: 'x', points: '30' },
              { code: 'y', points: '70' },
            ],
          },
        ],
      },
    ],
  };

  expect(totalOf(weights, (code) => (code === 'x' ? '30' : null)).total).toBe('30');
  expect(totalOf(weights, () => 'dropped')).toMatchObject({ classes: { A: null }, base: null, total: null });
});

it('the draw does not depend on the order of the villages', () => {
  const codes = Array.from({ length: 30 }, (_, at) => `v${at}`);

  expect(drawSample('seed', codes.toReversed(), { percent: '20' })).toEqual(
    drawSample('seed', codes, { percent: '20' }),
  );
  expect(drawSample('seed', codes, { percent: '20' })).toHaveLength(6);
  expect(drawSample('seed', [], { percent: '20' })).toEqual([]);
});

it('a share below the least points is disqualified, a capped one never lifted', () => {
  const { grading } = provincial;
  if (grading.kind !== 'shares') throw new Error('the sample grades by shares');
  const village = (code: string, total: string, effects: { capGrade: string }[] = []) => ({ code, total, effects });

  const grades = gradeByShares(grading, [
    village('a', '90', [{ capGrade: 'second' }]),
    village('b', '80'),
    village('c', '70'),
    village('d', '39.99'),
  ]);

  expect(Object.fromEntries(grades)).toEqual({ a: 'second', b: 'second', c: 'second', d: 'none' });
});

it('the least points themselves are enough', () => {
  const { grading } = provincial;
  if (grading.kind !== 'shares') throw new Error('the sample grades by shares');
  const villages = ['40', '39.99', '39', '38'].map((total, at) => ({ code: `v${at}`, total, effects: [] }));

  expect([...gradeByShares(grading, villages).values()]).toEqual(['first', 'none', 'none', 'none']);
});

it('compares two years of one edition without a map, and draws no trend under 60 %', () => {
  const before = { 'A1.01': { earned: '1', points: '2' }, 'A1.02': { earned: 'dropped' as const, points: '8' } };
  const after = { 'A1.01': { earned: '2', points: '2' }, 'A1.02': { earned: '4', points: '8' } };

  expect(compareYears([], before, after)).toEqual({
    groups: { 'A1.01': { before: '50', after: '100', firm: true } },
    covered: '20',
    hasTrend: false,
  });
});

it('compares a year of 129 indicators in at most 100 ms', () => {
  const { classes } = standardOf(PATHS.bundled);
  const indicators = classes.flatMap((one) => one.items.flatMap((item) => item.indicators));
  const scores = Object.fromEntries(indicators.map(({ code, points }) => [code, { earned: points, points }]));
  const map = indicators.map(({ code }) => ({ now: [code], before: [code], relation: 'same' as const }));
  const start = process.cpuUsage();

  expect(compareYears([map], scores, scores).covered).toBe('100');

  expect(process.cpuUsage(start).user / 1000).toBeLessThan(100);
});

it('the answers of chance are right answers', () => {
  const chance = chanceFrom(1);
  const [indicator] = national.classes.flatMap((one) => one.items.flatMap((item) => item.indicators));

  expect(indicator && answerOf(indicator, chance)).toHaveProperty('met');
});
