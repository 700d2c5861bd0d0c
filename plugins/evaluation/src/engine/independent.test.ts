/**
 * An independent implementation agrees: 20 indicators × 50 villages, second pass and rescale included.
 *
 * Random standards pass through the loader's rules of sums, then through both implementations.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chanceFrom } from './fixtures/answers.ts';
import type { Chance } from './fixtures/answers.ts';
import * as model from './fixtures/independent.ts';
import type { Model, Pair } from './fixtures/independent.ts';
import { PATHS, standardOf } from './fixtures/read.ts';
import { scoreVillages } from './index.ts';
import type { AnswerForm, Indicator, ScoreRule, Standard, VillageAnswers } from './index.ts';

const SAMPLE = standardOf(PATHS.national);
const WITHIN = ['item', 'class', 'total'] as const;
const KINDS = [
  'shortfall',
  'proportion',
  'perElement',
  'missingElement',
  'bands',
  'perEvent',
  'average',
  'rank',
] as const;
const ELEMENTS = { a: '甲', b: '乙', c: '丙', d: '丁', e: '戊' };

it('agrees with the engine, village by village', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = chanceFrom(seed);
      const models = Array.from({ length: 20 }, (_, at) => modelAt(at, chance));
      const within = WITHIN[chance(3)] ?? 'class';
      const standard = standardFrom(models, within);
      const villages = Array.from({ length: 50 }, (_, at) => villageAt(at, models, chance));

      const { villages: scores } = scoreVillages(standard, {
        year: 2024,
        period: { from: '2024-01-01', to: '2024-12-31' },
        villages: villages.map(({ village }) => village),
      });

      const expected = expectedScores(models, villages, within, BigInt(standard.points));
      expect(
        scores.map(({ code, total, classes, indicators }) => ({ code, total, classes, points: pointsOf(indicators) })),
      ).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

interface Entry {
  village: VillageAnswers;
  measures: Map<string, Pair | 'dropped'>;
}

function modelAt(at: number, chance: Chance): Model {
  const kind = KINDS[chance(KINDS.length)] ?? 'bands';
  return {
    code: `${at < 10 ? 'A' : 'B'}${Math.floor((at % 10) / 5) + 1}.${String((at % 5) + 1).padStart(2, '0')}`,
    points: String(1 + chance(9)),
    kind,
    a: String(50 + chance(50)),
    b: kind === 'proportion' ? String(chance(40)) : `0.${1 + chance(9)}${chance(10)}`,
    steps: (['exact', 'started', 'whole'] as const)[chance(3)] ?? 'exact',
  };
}

function ruleOf({ kind, a, b, steps, points }: Model): { answer: AnswerForm; score: ScoreRule } {
  const ratio: AnswerForm = { kind: 'ratio', numerator: '甲', denominator: '乙' };
  const checklist: AnswerForm = { kind: 'checklist', elements: ELEMENTS };
  const number: AnswerForm = { kind: 'number', unit: '次' };
  const half = String(Number(a) / 2);
  const group = { group: 'county', leastMembers: '3', small: 'drop' as const, otherwise: '0' };
  switch (kind) {
    case 'shortfall':
      return { answer: ratio, score: { kind, target: a, each: b, per: '3', steps } };
    case 'proportion':
      return { answer: ratio, score: { kind, target: a, from: b } };
    case 'bands':
      return {
        answer: ratio,
        score: {
          kind,
          bands: [
            { atLeast: a, points },
            { atLeast: half, points: b },
          ],
        },
      };
    case 'perElement':
    case 'missingElement':
      return { answer: checklist, score: { kind, each: b } };
    case 'perEvent':
      return {
        answer: { kind: 'events', kinds: { x: '甲' } },
        score: { kind, sign: 'deduct', kinds: { x: { each: b } } },
      };
    case 'average':
      return {
        answer: number,
        score: { kind: 'groupAverage', statistic: 'mean', bands: [{ atLeast: '90', points }], ...group },
      };
    case 'rank':
      return {
        answer: number,
        score: { kind: 'groupRank', better: 'higher', bands: [{ top: '40', points }], ...group },
      };
  }
}

function standardFrom(models: readonly Model[], within: 'item' | 'class' | 'total'): Standard {
  const shell = SAMPLE.classes[0]?.items[0]?.indicators[0];
  if (!shell) throw new Error('the sample has an indicator');
  const total = (list: readonly { points: string }[]) =>
    String(list.reduce((sum, { points }) => sum + Number(points), 0));
  const item = (code: string) => {
    const indicators = models
      .filter((one) => one.code.startsWith(code))
      .map((one): Indicator => {
        const notApplicable = { when: { declared: true as const }, mode: 'drop' as const, reason: '不适用' };
        return { ...shell, code: one.code, points: one.points, ...ruleOf(one), notApplicable };
      });
    return { code, name: SAMPLE.name, points: total(indicators), provenance: 'reconstructed' as const, indicators };
  };
  const classes = ['A', 'B'].map((code) => {
    const items = [item(`${code}1`), item(`${code}2`)];
    return { code, name: SAMPLE.name, points: total(items), provenance: 'reconstructed' as const, items };
  });
  const rounding = { step: '0.01', mode: 'half-up' as const };
  const groups = { county: { kind: 'sameCounty' as const } };
  return { ...SAMPLE, points: total(classes), rounding, rescale: { within }, groups, attributes: {}, classes };
}

function villageAt(at: number, models: readonly Model[], chance: Chance): Entry {
  const measures = new Map<string, Pair | 'dropped'>();
  const answers: Record<string, unknown> = {};
  for (const one of models) {
    if (chance(10) === 0) {
      measures.set(one.code, 'dropped');
      answers[one.code] = { notApplicable: { reason: '没有' } };
      continue;
    }
    const [answer, measure] = answerTo(one, chance);
    measures.set(one.code, measure);
    answers[one.code] = answer;
  }
  // The last two counties are too small for a comparison of three.
  const county = at < 47 ? `c${at % 4}` : `s${at}`;
  return { village: { code: `v${at}`, county, answers }, measures };
}

function answerTo({ kind }: Model, chance: Chance): [answer: unknown, measure: Pair] {
  switch (kind) {
    case 'perElement':
    case 'missingElement': {
      const met = Object.keys(ELEMENTS).filter(() => chance(2) === 1);
      return [{ met }, [BigInt(met.length), 1n]];
    }
    case 'perEvent': {
      const events = Array.from({ length: chance(12) }, () => ({ kind: 'x', date: '2024-05-01' }));
      return [{ events }, [BigInt(events.length), 1n]];
    }
    case 'average':
    case 'rank': {
      const value = `${chance(30)}.${chance(10)}`;
      return [{ value }, model.pair(value)];
    }
    default: {
      const denominator = 1 + chance(90);
      const numerator = chance(denominator + 1);
      return [{ numerator, denominator }, [BigInt(numerator) * 100n, BigInt(denominator)]];
    }
  }
}

function expectedScores(models: readonly Model[], entries: readonly Entry[], within: string, full: bigint): unknown[] {
  return entries.map(({ village, measures }) => {
    const points = new Map<string, bigint | null>();
    for (const one of models) {
      const measure = measures.get(one.code) ?? 'dropped';
      if (measure === 'dropped') points.set(one.code, null);
      else
        points.set(
          one.code,
          model.firstPoints(one, measure) ?? model.groupPoints(one, measure, groupOf(one, village, entries)),
        );
    }
    const classes = ['A', 'B'].map((code) => classOf(code, models, points, within));
    const live = classes.filter(({ value }) => value !== null);
    const earned = model.sum(live.map(({ value }) => model.fromHundredths(value ?? 0n)));
    const weight = live.reduce((sum, one) => sum + (within === 'total' ? one.live : one.points), 0n);
    const total = weight === 0n ? null : model.hundredths([earned[0] * full, earned[1] * weight]);
    return {
      code: village.code,
      total: text(total),
      classes: Object.fromEntries(classes.map(({ code, value }) => [code, text(value)])),
      points: Object.fromEntries([...points].map(([code, value]) => [code, text(value)])),
    };
  });
}

function groupOf(one: Model, village: VillageAnswers, entries: readonly Entry[]): Pair[] {
  return entries
    .filter((other) => other.village.county === village.county)
    .map((other) => other.measures.get(one.code) ?? 'dropped')
    .filter((measure) => measure !== 'dropped');
}

function classOf(code: string, models: readonly Model[], points: ReadonlyMap<string, bigint | null>, within: string) {
  const items = [`${code}1`, `${code}2`].map((item) => {
    const members = models.filter((one) => one.code.startsWith(item));
    const live = members.filter((one) => points.get(one.code) !== null);
    const full = live.reduce((sum, one) => sum + BigInt(one.points), 0n);
    const weight = members.reduce((sum, one) => sum + BigInt(one.points), 0n);
    const earned = live.reduce((sum, one) => sum + (points.get(one.code) ?? 0n), 0n);
    if (within !== 'item' || full === 0n) return { earned, full, weight };
    return { earned: model.hundredths([earned * weight, 100n * full]), full: weight, weight };
  });
  const [earned, full, weight] = (['earned', 'full', 'weight'] as const).map((key) =>
    items.reduce((sum, item) => sum + item[key], 0n),
  ) as [bigint, bigint, bigint];
  if (full === 0n) return { code, value: null, live: 0n, points: weight };
  const value = within === 'total' ? earned : model.hundredths([earned * weight, 100n * full]);
  return { code, value, live: full, points: weight };
}

function text(value: bigint | null): string | null {
  if (value === null) return null;
  const digits = value.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, '') || '0';
}

function pointsOf(indicators: Record<string, { points: string | null }>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(indicators).map(([code, { points }]) => [code, points]));
}
