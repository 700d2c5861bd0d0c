import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  integrate,
  readFact,
  readItem,
  scoreOf,
  show,
  weakestOf,
  withheldReason,
  type Readings,
} from './governance.rule.ts';
import { loadModel, type KnownNames } from './model.load.ts';
import type { GovernanceModel } from './model.ts';

const text = readFileSync(new URL('../../../standards/three-governance/2026.yaml', import.meta.url), 'utf8');
const file = parse(text) as {
  pillars: { indicators: { item: string }[] }[];
  examples: { u: number[]; coupling: number; development: number; coordination: number; band: string }[];
};
const items = file.pillars.flatMap(({ indicators }) => indicators.map(({ item }) => item));
const known: KnownNames = {
  standards: new Map([
    [
      'huzhou-mzfz',
      new Map([
        [
          '2017',
          {
            from: '2018-01-01',
            until: null,
            rates: ['village'],
            items: new Map(items.map((item) => [item, { zh: item, en: item }])),
          },
        ],
      ]),
    ],
  ]),
  facts: new Map(),
};
const model = loadModel(text, '2026.yaml', known).model as GovernanceModel;

const third = [1 / 3, 1 / 3, 1 / 3];
const level = fc.integer({ min: 0, max: 10_000_000 }).map((parts) => parts / 10_000_000);
const levels = fc.tuple(level, level, level);

/** Marks of every item, then of some others; null takes an item away. */
type Marks = readonly [earned: string, full: string];
function village(all: Marks, others: Record<string, Marks | null> = {}): Readings {
  const marks = items.map((item): [string, Marks | null] => [item, others[item] === undefined ? all : others[item]]);
  return new Map(
    marks.map(([item, one]) => [item, one ? readItem({ earned: one[0], full: one[1], isComplete: true }) : 'missing']),
  );
}

const zero = (names: string[], marks: Marks | null) => Object.fromEntries(names.map((name) => [name, marks]));
const inTurn = Object.fromEntries(items.map((item, at): [string, Marks] => [item, [String(at + 1), '20']]));

/** Worked outside this program with fifty decimals: U of the three pillars, C, T, D, band, weakest pillar. */
const BY_HAND: [string, Readings, string[], [string, string, string, string] | null, string | null][] = [
  ['every item in full', village(['4', '4']), ['1.0000', '1.0000', '1.0000'], ['1.0000', '1.0000', '1.0000', '优质协调'], null],
  ['half of everything', village(['2', '4']), ['0.5000', '0.5000', '0.5000'], ['1.0000', '0.5000', '0.7071', '中级协调'], null],
  ['no virtue work', village(['3', '4'], { D3: ['0', '4'] }), ['0.7500', '0.7500', '0.4125'], ['0.9639', '0.6375', '0.7839', '中级协调'], 'ruleOfVirtue'],
  ['a pillar at zero', village(['3', '4'], zero(['C2', 'D3', 'D4', 'E3', 'F1'], ['0', '5'])), ['0.7500', '0.7500', '0.0000'], ['0.0000', '0.5000', '0.0000', '极度失调'], 'ruleOfVirtue'],
  ['weak law', village(['4.5', '5'], { C1: ['2', '5'], C5: ['2', '5'], D1: ['1', '5'] }), ['0.9000', '0.5600', '0.9000'], ['0.9767', '0.7867', '0.8766', '良好协调'], 'ruleOfLaw'],
  ['weak self-governance', village(['1', '1'], { A1: ['1', '4'], B3: ['2.5', '4'], B5: ['0.5', '4'] }), ['0.6750', '1.0000', '1.0000'], ['0.9838', '0.8917', '0.9366', '优质协调'], 'selfGovernance'],
  ['two items unknown', village(['9', '10'], zero(['A1', 'B1'], null)), ['0.9000', '0.9000', '0.9000'], ['1.0000', '0.9000', '0.9487', '优质协调'], null],
  ['just enough of the law', village(['9', '10'], zero(['C1', 'C3'], null)), ['0.9000', '0.9000', '0.9000'], ['1.0000', '0.9000', '0.9487', '优质协调'], null],
  ['half of the law known', village(['9', '10'], zero(['C1', 'C3', 'C4'], null)), ['0.9000', '', '0.9000'], null, null],
  ['each item its own', village(['1', '20'], inTurn), ['0.1975', '0.5150', '0.7875'], ['0.8621', '0.5000', '0.6566', '初级协调'], 'selfGovernance'],
]; // prettier-ignore

it.each(BY_HAND)('scores the hand-computed village: %s', (_name, readings, indices, whole, weakest) => {
  const score = scoreOf(model, readings);

  expect(score.pillars.map(({ index }) => index ?? '')).toEqual(indices);
  expect(whole ? [score.coupling, score.development, score.coordination, score.band] : score.coordination).toEqual(
    whole,
  );
  expect(weakestOf(score.pillars)).toBe(weakest);
});

it.each(file.examples)(
  'agrees with the example $u of the model',
  ({ u, coupling, development, coordination, band }) => {
    const found = integrate(u, third);

    expect([show(found.coupling), show(found.development), show(found.coordination)]).toEqual(
      [coupling, development, coordination].map(show),
    );
    expect(scoreOf(model, village(['1', '1'])).band).toBe('优质协调');
    expect(model.bands.filter(({ from }) => Number(from) <= coordination).at(-1)?.zh).toBe(band);
  },
);

describe('for any levels', () => {
  it('agrees with an independent computation', () => {
    fc.assert(
      fc.property(
        levels,
        fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
        (u, parts) => {
          const alpha = parts.map((part) => part / (parts[0] + parts[1] + parts[2]));
          const found = integrate(u, alpha);
          // By logarithms instead of products: another way to the same numbers.
          const mean = u.some((one) => one === 0) ? 0 : Math.exp(u.reduce((sum, one) => sum + Math.log(one), 0) / 3);
          const coupling = mean === 0 ? 0 : mean / ((u[0] + u[1] + u[2]) / 3);
          const development = alpha[0]! * u[0] + alpha[1]! * u[1] + alpha[2]! * u[2];
          expect(found.coupling).toBeCloseTo(coupling, 6);
          expect(found.development).toBeCloseTo(development, 9);
          expect(found.coordination).toBeCloseTo(Math.sqrt(coupling * development), 6);
        },
      ),
    );
  });

  it('does not depend on the order of the pillars', () => {
    fc.assert(
      fc.property(levels, ([a, b, c]) => {
        const [one, other] = [integrate([a, b, c], third), integrate([c, a, b], third)];
        expect(other.coordination).toBeCloseTo(one.coordination, 9);
      }),
    );
  });

  it('never coordinates better than it is developed: D ≤ √T', () => {
    fc.assert(
      fc.property(levels, (u) => {
        const { coordination, development } = integrate(u, third);
        expect(coordination).toBeLessThanOrEqual(Math.sqrt(development));
      }),
    );
  });

  it('with equal weights, D is the sixth root of the product', () => {
    fc.assert(
      fc.property(levels, (u) => {
        expect(integrate(u, third).coordination).toBeCloseTo((u[0] * u[1] * u[2]) ** (1 / 6), 6);
      }),
    );
  });

  it('with equal weights, D rises with each level', () => {
    const positive = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, fc.nat(2), (a, b, c, at) => {
        const lifted = [a, b, c].map((one, place) => (place === at ? one + 0.01 : one));
        expect(integrate(lifted, third).coordination).toBeGreaterThan(integrate([a, b, c], third).coordination);
      }),
    );
  });

  it('has indices and completeness that agree with an independent computation', () => {
    const reading = fc.oneof(level, fc.constantFrom('missing' as const, 'leftOut' as const));
    fc.assert(
      fc.property(fc.array(reading, { minLength: items.length, maxLength: items.length }), (values) => {
        const readings: Readings = new Map(items.map((item, at) => [item, values[at] ?? 'missing']));
        const score = scoreOf(model, readings);
        model.pillars.forEach(({ indicators }, at) => {
          const asked = indicators.filter(({ source }) => readings.get(source) !== 'leftOut');
          const found = asked.filter(({ source }) => typeof readings.get(source) === 'number');
          const weigh = (some: typeof asked) =>
            some.reduce((sum, { weight }) => sum + Math.round(Number(weight) * 100), 0);
          const completeness = weigh(asked) === 0 ? 0 : weigh(found) / weigh(asked);
          const index =
            found.reduce((sum, { source, weight }) => sum + Number(weight) * 100 * Number(readings.get(source)), 0) /
            weigh(found);
          expect(score.pillars[at]?.completeness).toBe(show(completeness));
          if (completeness < 0.6) expect(score.pillars[at]?.index).toBeNull();
          else expect(Number(score.pillars[at]?.index)).toBeCloseTo(index, 3);
        });
        expect(score.coordination === null).toBe(score.pillars.some(({ index }) => index === null));
      }),
    );
  });
});

describe('completeness', () => {
  it('withholds the whole score below the least completeness, says why and names what is missing', () => {
    const score = scoreOf(model, village(['9', '10'], zero(['C1', 'C3', 'C4'], null)));

    expect(score).toMatchObject({
      coupling: null,
      development: null,
      coordination: null,
      band: null,
      missing: ['C1', 'C3', 'C4'],
    });
    expect(score.pillars[1]).toEqual({ code: 'ruleOfLaw', index: null, completeness: '0.5000' });
    expect(withheldReason(model, score)).toEqual({
      zh: '法治的资料有 50%，不到 60%，先不出分。已有的资料都在；补上下面缺的，再算一次。',
      en: 'rule of law has 50% of its figures; below 60% no score is given. What is there is kept; add what is missing below and compute again.',
    });
    expect(withheldReason(model, scoreOf(model, village(['9', '10'])))).toBeNull();
  });

  it('never takes what is missing for zero', () => {
    const score = scoreOf(model, village(['9', '10'], zero(['A1', 'B1'], null)));

    expect(score.pillars[0]).toEqual({ code: 'selfGovernance', index: '0.9000', completeness: '0.7500' });
    expect(score.contributions[0]).toEqual({
      pillar: 'selfGovernance',
      source: 'A1',
      value: null,
      weight: '0.10',
      share: null,
    });
  });

  it('asks nothing about an item whose indicators all fell away', () => {
    expect(readItem({ earned: '0', full: '0', isComplete: true })).toBe('leftOut');
    expect(readItem({ earned: '0', full: '0', isComplete: false })).toBe('missing');
    expect(readItem(undefined)).toBe('missing');
  });

  it('shows shares that add up to the index of their pillar', () => {
    const { contributions, pillars } = scoreOf(model, village(['1', '20'], inTurn));
    const sum = contributions
      .filter(({ pillar }) => pillar === 'ruleOfLaw')
      .reduce((total, { share }) => total + Number(share), 0);

    expect(sum).toBeCloseTo(Number(pillars[1]?.index), 3);
  });
});

it.each([
  ['higher is better', 30, { floor: '20', target: '40' }, 0.5],
  ['lower is better', 1, { floor: '4', target: '0' }, 0.75],
  ['below the floor', 5, { floor: '20', target: '40' }, 0],
  ['beyond the target', -2, { floor: '4', target: '0' }, 1],
])('brings a fact to 0…1: %s', (_name, value, range, expected) => {
  expect(readFact(value, range)).toBe(expected);
});

it('knows a fact without a value as missing', () => {
  expect(readFact(undefined, { floor: '0', target: '1' })).toBe('missing');
});

it('rounds half up to four decimals, not half to the float below', () => {
  expect([1.00005, 0.00005, 0.64665, 2 / 3, 0.12344999].map(show)).toEqual([
    '1.0001',
    '0.0001',
    '0.6467',
    '0.6667',
    '0.1234',
  ]);
});

it('places a degree that equals the lower end of a band in that band, whatever the noise of the float', () => {
  // Three pillars at 0.64: D is √0.64, exactly 0.8.
  expect(scoreOf(model, village(['16', '25'])).band).toBe('良好协调');
});
