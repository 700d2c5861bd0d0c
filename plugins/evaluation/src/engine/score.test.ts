/**
 * One indicator: the order of steps, the trace that explains, and the corners that the worked examples leave open.
 */
import { describe, expect, it } from 'vitest';
import { CONTEXT, rule } from './fixtures/context.ts';
import { isRefusal, scoreIndicator } from './index.ts';
import type { IndicatorRule, IndicatorScore, ScoreContext } from './index.ts';

function score(indicator: IndicatorRule, answer: unknown, around: Partial<ScoreContext> = {}): IndicatorScore {
  const outcome = scoreIndicator(indicator, answer, { ...CONTEXT, ...around });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}

const meetings = rule({
  points: '1',
  answer: { kind: 'periods', every: 'quarter', unit: '次' },
  score: { kind: 'shortfall', target: 'all', each: '0.25' },
});

describe('the trace', () => {
  it('tells answer, fact, measure and deduction, with the running value', () => {
    const answer = { counts: [3, 1, 0, 1], fact: { id: 'decisions.representativeMeetings', records: 4 } };

    expect(score(meetings, answer).trace).toEqual([
      { step: 'fact', text: expect.stringContaining('来自 4 份记录'), en: expect.stringContaining('from 4 records') },
      { step: 'answer', text: '4 个季度依次为 3、1、0、1 次。', en: 'The 4 quarters have 3, 1, 0, 1.' },
      { step: 'measure', text: '达到 1 次的有 3 个季度，共 4 个季度。', en: '3 of 4 quarters reached 1.' },
      {
        step: 'deduct',
        text: '要求 4，少 1 个季度，按 1 × 0.25 扣 0.25 分。',
        en: '4 wanted, 1 short: 1 × 0.25 points off.',
        points: '0.75',
      },
    ]);
  });

  it('writes a running value that never ends as a fraction, until it is rounded', () => {
    const ratio = rule({
      points: '10',
      answer: { kind: 'ratio', numerator: '达标', denominator: '总数' },
      score: { kind: 'shortfall', target: '80', each: '1' },
    });

    const { points, trace } = score(ratio, { numerator: 7, denominator: 9 });

    expect(points).toBe('7.78');
    expect(trace.map(({ step, points: value }) => [step, value])).toEqual([
      ['answer', undefined],
      ['measure', undefined],
      ['deduct', '70/9'],
      ['round', '7.78'],
    ]);
  });

  it('tells floor and cap only when they change something', () => {
    const events = rule({
      points: '3',
      answer: { kind: 'events', kinds: { a: '甲' } },
      score: { kind: 'perEvent', sign: 'deduct', kinds: { a: { each: '2' } } },
    });
    const event = { kind: 'a', date: '2024-01-01' };

    expect(score(events, { events: [event, event] }).trace.at(-1)).toMatchObject({ step: 'floor', points: '0' });
    expect(score(events, { events: [event] }).trace.at(-1)).toMatchObject({ step: 'deduct', points: '1' });
    expect(score({ ...events, floor: '-1' }, { events: [event, event] })).toMatchObject({ points: '-1' });
  });

  it('says which value a parameter has here', () => {
    const indicator = rule({
      points: '1',
      answer: { kind: 'number', unit: '万元' },
      score: { kind: 'allOrNothing', when: { atLeast: { param: 'target' } } },
    });
    const parameters = {
      target: { unit: '万元', value: '20', cases: [{ attribute: 'people', under: '500', value: '10' }] },
    };
    const standard = { ...CONTEXT.standard, parameters };

    const { trace } = score(
      indicator,
      { value: 12 },
      { standard, village: { code: 'v', attributes: { people: 499 } } },
    );

    expect(trace.find(({ step }) => step === 'parameter')?.text).toBe('参数 target 按本村情形取 10 万元。');
    expect(trace.at(-1)).toMatchObject({ points: '1' });
  });
});

describe('thresholds', () => {
  it('atLeast and atMost include their number, over and under do not', () => {
    const at = (when: { atLeast?: string; over?: string; atMost?: string; under?: string }) =>
      score(rule({ points: '1', answer: { kind: 'number', unit: '次' }, score: { kind: 'allOrNothing', when } }), {
        value: 5,
      }).points;

    expect([at({ atLeast: '5' }), at({ atMost: '5' }), at({ over: '5' }), at({ under: '5' })]).toEqual([
      '1',
      '1',
      '0',
      '0',
    ]);
  });

  it('of the cases of a parameter the first that fits decides, from the top', () => {
    const indicator = rule({
      points: '1',
      answer: { kind: 'number', unit: '次' },
      score: { kind: 'proportion', target: { param: 'target' } },
    });
    const cases = [
      { years: { from: '2024', until: '2024' }, value: '10' },
      { years: { until: '2030' }, value: '5' },
    ];
    const standard = { ...CONTEXT.standard, parameters: { target: { unit: '次', value: '2', cases } } };
    const inYear = (year: number) => score(indicator, { value: 1 }, { standard, year }).points;

    expect([inYear(2024), inYear(2025), inYear(2031)]).toEqual(['0.1', '0.2', '0.5']);
  });

  it('a delivery on its last day is on time, an undone one is not', () => {
    const indicator = rule({
      points: '1',
      answer: { kind: 'deliveries', what: '周报' },
      score: { kind: 'allOrNothing', when: { all: true } },
    });
    const done = (day: string | null) => score(indicator, { deliveries: [{ due: '2024-03-08', done: day }] }).points;

    expect([done('2024-03-08'), done('2024-03-09'), done(null)]).toEqual(['1', '0', '0']);
  });
});

describe('the order of steps', () => {
  const indicator: IndicatorRule = {
    ...rule({ points: '2', answer: { kind: 'yesNo' }, score: { kind: 'allOrNothing', when: { is: true } } }),
    notApplicable: { when: { attribute: 'river', is: false }, mode: 'drop', reason: '无河道' },
    exempt: { holder: ['clean'], reason: '已获称号' },
  };
  const holds = [{ code: 'clean', from: '2020-01-01', until: '2024-12-31' }];

  it('not applicable comes before exempt, exempt before the missing answer, and that before the rule', () => {
    const at = (river: boolean, held: boolean) => ({
      village: { code: 'v', attributes: { river }, holds: held ? holds : [] },
    });

    expect(score(indicator, undefined, at(false, true))).toMatchObject({ status: 'dropped', points: null });
    expect(score(indicator, undefined, at(true, true))).toMatchObject({ status: 'exempt', points: '2' });
    expect(score(indicator, undefined, at(true, false))).toMatchObject({ status: 'unanswered', points: null });
    expect(score(indicator, { value: true }, at(true, false))).toMatchObject({ status: 'scored', points: '2' });
  });

  it('a declared reason stands in the trace', () => {
    const declared: IndicatorRule = {
      ...indicator,
      notApplicable: { when: { declared: true }, mode: 'full', reason: '不适用' },
    };

    const outcome = score(declared, { notApplicable: { reason: '本年没有工程' } });

    expect(outcome).toMatchObject({ status: 'notApplicable', points: '2' });
    expect(outcome.trace.at(-1)?.text).toContain('本年没有工程');
  });
});

describe('corners of rules', () => {
  const form = (how: 'sum' | 'least') =>
    rule({
      points: '4',
      answer: {
        kind: 'form',
        fields: {
          year: { kind: 'comparison', unit: '起' },
          share: { kind: 'ratio', numerator: '甲', denominator: '乙' },
        },
      },
      score: {
        kind: 'combine',
        how,
        parts: [
          {
            field: 'year',
            points: '1',
            score: {
              kind: 'yearOnYear',
              better: 'lower',
              points: { improved: '1', same: '1', worse: '0' },
              noPrevious: 'drop',
            },
          },
          { field: 'share', points: '3', score: { kind: 'proportion', target: '100' } },
        ],
      },
    });

  it('combine least takes the lowest ratio of a part', () => {
    const fields = { year: { current: 1, previous: 1 }, share: { numerator: 3, denominator: 4 } };

    expect(score(form('least'), { fields }).points).toBe('3');
    expect(score(form('sum'), { fields }).points).toBe('3.25');
  });

  it('a part that is left out gives its weight to the others', () => {
    const fields = { year: { current: 1, previous: null }, share: { numerator: 3, denominator: 4 } };

    expect(score(form('sum'), { fields }).points).toBe('3');
    expect(score(form('sum'), { fields }).trace.at(-1)).toMatchObject({ step: 'rule', points: '3' });
  });

  it('proportion runs downwards when the target lies below from', () => {
    const down = rule({
      points: '10',
      answer: { kind: 'number', unit: '起' },
      score: { kind: 'proportion', target: '0', from: '20' },
    });

    expect(['5', '25', '0'].map((value) => score(down, { value }).points)).toEqual(['7.5', '0', '10']);
  });

  it('grace days come off before the first day late', () => {
    const late = rule({
      points: '10',
      answer: { kind: 'deliveries', what: '周报' },
      score: { kind: 'late', first: '3', perDay: '1', grace: '2' },
    });
    const done = (day: string) => score(late, { deliveries: [{ due: '2024-03-08', done: day }] }).points;

    expect(['2024-03-10', '2024-03-11', '2024-03-12'].map(done)).toEqual(['10', '7', '6']);
  });

  it('half-up sends the middle up, also below zero; down and up go to the next step', () => {
    const indicator = (mode: 'half-up' | 'down' | 'up') => ({
      ...rule({
        points: '1',
        answer: { kind: 'number', unit: '次', least: '-9' },
        score: { kind: 'proportion', target: '1' },
      }),
      round: { step: '0.1', mode },
    });

    expect(
      (['half-up', 'down', 'up'] as const).map((mode) => score(indicator(mode), { value: '0.25' }).points),
    ).toEqual(['0.3', '0.2', '0.3']);
  });

  it('a median of an even group lies between its middle two', () => {
    const grouped = rule({
      points: '2',
      answer: { kind: 'number', unit: '万元' },
      score: {
        kind: 'groupAverage',
        group: 'g',
        statistic: 'median',
        bands: [{ atLeast: '100', points: '2' }],
        otherwise: '0',
        small: 'zero',
      },
    });
    const group = { v1: 25, v2: 10, v3: 40, v4: 24 };

    expect(score(grouped, { value: 25 }, { group }).points).toBe('2');
    expect(score(grouped, { value: 24 }, { group }).points).toBe('0');
    expect(score(grouped, { value: 24 }, { group: { v1: 24 } }).points).toBe('0');
    expect(score(grouped, { value: 0 }, { group: { v1: 0, v2: 0 } }).trace.at(-1)?.text).toContain('中位数为 0');
  });

  it('a veto looks back from the last day of the period, 29 February included', () => {
    const veto = rule({
      points: '0',
      answer: { kind: 'findings', kinds: { fraud: '造假' } },
      veto: {
        effect: { capGrade: 'good' },
        lookBack: { kind: 'sinceAward', otherwiseYears: '2' },
        authority: ['city'],
        when: [{ kinds: ['fraud'], atLeast: '1' }],
      },
    });
    const at = (date: string, awardedOn: string | null) =>
      score(
        veto,
        { findings: [{ kind: 'fraud', date, authority: 'city' }] },
        { period: { from: '2023-03-01', to: '2024-02-29' }, awardedOn },
      ).veto;

    expect(at('2022-02-28', null)).toEqual({ effect: { capGrade: 'good' }, counted: 1 });
    expect(at('2022-02-27', null)).toEqual({ effect: 'none', counted: 0 });
    expect(at('2019-05-01', '2019-05-01')).toEqual({ effect: { capGrade: 'good' }, counted: 1 });
    expect(at('2024-03-01', null)).toEqual({ effect: 'none', counted: 0 });
  });
});
