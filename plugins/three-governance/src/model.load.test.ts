import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sumOf } from './decimal.rule.ts';
import { loadModel, type KnownNames } from './model.load.ts';
import { modelInForce, type GovernanceModel } from './model.ts';

const text = readFileSync(new URL('../../../standards/three-governance/2026.yaml', import.meta.url), 'utf8');
const codes = 'A1 A2 A3 B1 B2 B3 B4 B5 C1 C2 C3 C4 C5 D1 D2 D3 D4 E1 E2 E3 F1 F2'.split(' ');
const items = new Map(codes.map((code) => [code, { zh: `${code}项`, en: `item ${code}` }]));
const known: KnownNames = {
  standards: new Map([
    [
      'huzhou-mzfz',
      new Map([
        ['2017', { from: '2018-01-01', until: null, rates: ['village'], items }],
        ['2009', { from: '2009-01-01', until: '2017-12-31', rates: ['village'], items }],
      ]),
    ],
  ]),
  facts: new Map([
    ['mediation.settledRate', 'ratio'],
    ['disclosure.channels', 'checklist'],
  ]),
};

const load = (changed = text) => loadModel(changed, 'three-governance/2026.yaml', known);
const swap = (from: string, to: string) => {
  expect(text).toContain(from);
  return load(text.replace(from, to));
};
/** The line of the file where these words stand. */
const line = (words: string) => text.slice(0, text.indexOf(words)).split('\n').length;
const fact = (fields: string) => swap('- { item: C4, weight: 0.10 }', `- { ${fields}, weight: 0.10 }`);
const goodFact =
  'fact: mediation.settledRate, name: { zh: 调解成功率, en: settled }, direction: higher, floor: 0.5, target: 0.95';

it('takes the edition 2026 with the names of its items and the weights as written', () => {
  const { model, problems } = load();

  expect(problems).toEqual([]);
  expect(model).toMatchObject({
    edition: '2026',
    isReconstructed: true,
    alpha: 'equal',
    leastCompleteness: '0.6',
    rates: ['village'],
  });
  expect(model?.pillars.map(({ code, indicators }) => [code, indicators.length])).toEqual([['selfGovernance', 7], ['ruleOfLaw', 6], ['ruleOfVirtue', 5]]); // prettier-ignore
  expect(model?.pillars[0]?.indicators[0]).toEqual({
    source: 'A1',
    name: { zh: 'A1项', en: 'item A1' },
    weight: '0.10',
    range: null,
  });
});

it('takes a fact of the catalogue with its range', () => {
  const { model, problems } = fact(goodFact);

  expect(problems).toEqual([]);
  expect(model?.pillars[1]?.indicators[2]).toEqual({ source: 'mediation.settledRate', name: { zh: '调解成功率', en: 'settled' }, weight: '0.10', range: { floor: '0.5', target: '0.95' } }); // prettier-ignore
});

describe('refuses, with file, line, path and cure,', () => {
  const at = 'three-governance/2026.yaml';
  it.each<[string, () => ReturnType<typeof load>, string]>([
    ['an unknown fact', () => fact(goodFact.replace('settledRate', 'settledRat')),
      `${at}:${line('item: C4,')} pillars[1].indicators[2].fact: No plugin publishes a fact "mediation.settledRat". Take one from facts.yaml.`],
    ['a fact that is no number', () => fact(goodFact.replace('mediation.settledRate', 'disclosure.channels')),
      `${at}:${line('item: C4,')} pillars[1].indicators[2].fact: The fact disclosure.channels is of type checklist; only number, ratio, yesNo can be weighed. Take another.`],
    ['weights that do not add up to 1', () => swap('{ item: D2, weight: 0.10 }', '{ item: D2, weight: 0.11 }'),
      `${at}:${line('item: C1,')} pillars[1].indicators: The weights of ruleOfLaw add up to 1.01, not to 1. Correct them.`],
    ['a target that equals the floor', () => fact(goodFact.replace('0.95', '0.50')),
      `${at}:${line('item: C4,')} pillars[1].indicators[2].target: Target and floor are both 0.5, so every value would be both worst and best. Set them apart.`],
    ['a direction that contradicts the range', () => fact(goodFact.replace('higher', 'lower')),
      `${at}:${line('item: C4,')} pillars[1].indicators[2].direction: lower is better, but the target 0.95 lies on the other side of the floor 0.5. Floor is the worst value, target the best.`],
    ['an unknown item', () => swap('item: E1,', 'item: E9,'),
      `${at}:${line('item: E1,')} pillars[0].indicators[6].item: Edition 2017 of huzhou-mzfz has no item "E9". Name one of: ${codes.join(', ')}.`],
    ['an unknown standard', () => swap('code: huzhou-mzfz', 'code: hangzhou'),
      `${at}:${line('standard:')} standard.code: There is no standard "hangzhou". Name one of: huzhou-mzfz.`],
    ['an edition that is not there', () => swap('editions: ["2017"]', 'editions: ["2018"]'),
      `${at}:${line('standard:')} standard.editions[0]: The standard huzhou-mzfz has no edition "2018". Name one of: 2017, 2009.`],
    ['an edition that is not in force', () => swap('editions: ["2017"]', 'editions: ["2009"]'),
      `${at}:${line('standard:')} standard.editions[0]: Edition 2009 of huzhou-mzfz is in force from 2009-01-01 to 2017-12-31, never while this model is. Name the edition in force then.`],
    ['an end before the beginning', () => swap('until: null', 'until: "2025-12-31"'),
      `${at}:${line('inForce')} inForce.until: The edition ends (2025-12-31) before it begins (2026-01-01). Put the later day here.`],
    ['weights of pillars that do not add up to 1', () => load(text.replace('alpha: equal', 'alpha: [0.5, 0.3, 0.3]').replace(/examples:[^]*$/, '')),
      `${at}:${line('alpha')} alpha: The weights of the pillars add up to 1.1, not to 1. Correct them.`],
    ['an example that does not hold', () => swap('coordination: 0.7958', 'coordination: 0.7985'),
      `${at}:${line('0.81')} examples[0].coordination: The formulas give 0.7958, not 0.7985. Correct the example or the model.`],
    ['bands out of order', () => swap('{ from: 0.3,', '{ from: 0.15,'),
      `${at}:${line('from: 0.3,')} bands[3].from: 0.15 does not lie above 0.2. Order the bands from low to high.`],
    ['an indicator that stands twice', () => swap('item: B2,', 'item: B1,'),
      `${at}:${line('item: B2,')} pillars[0].indicators[2]: B1 stands twice in selfGovernance. Add the two weights and keep one.`],
    ['an item and a fact at once', () => fact(`item: C4, ${goodFact}`),
      `${at}:${line('item: C4,')} pillars[1].indicators[2]: An indicator names an item or a fact, exactly one of the two.`],
  ])('%s', (_name, work, problem) => {
    const { model, problems } = work();

    expect(model).toBeNull();
    expect(problems).toEqual([problem]);
  }); // prettier-ignore

  it('every problem at once', () => {
    const { problems } = load(
      text.replace('item: E1,', 'item: E9,').replace('{ item: D2, weight: 0.10 }', '{ item: D2, weight: 0.2 }'),
    );

    expect(problems).toHaveLength(2);
  });

  it('a number with an exponent, a word that is not known, a file that is not YAML', () => {
    expect(swap('weight: 0.45', 'weight: 4.5e-1').problems[0]).toMatch(
      /:43 pillars\[2\]\.indicators\[1\]\.weight: This is not a plain decimal/,
    );
    expect(swap('leastCompleteness', 'leastcompleteness').problems).toHaveLength(2);
    expect(load('pillars: [').problems[0]).toMatch(/^three-governance\/2026\.yaml:1 /);
  });
});

it('adds decimals exactly', () => {
  expect(sumOf(Array<string>(10).fill('0.1'))).toBe('1');
  expect([sumOf(['0.125', '0.875']), sumOf(['0.5', '-0.75']), sumOf([]), sumOf(['10', '20'])]).toEqual([
    '1',
    '-0.25',
    '0',
    '30',
  ]);
});

it('takes the latest edition that has begun and not ended', () => {
  const edition = (from: string, until: string | null) =>
    ({ inForce: { from, until }, edition: from }) as GovernanceModel;
  const all = [edition('2024-01-01', '2025-12-31'), edition('2026-01-01', null), edition('2027-01-01', null)];

  expect(['2023-12-31', '2025-12-31', '2026-12-31', '2028-01-01'].map((day) => modelInForce(all, day)?.edition)).toEqual([undefined, '2024-01-01', '2026-01-01', '2027-01-01']); // prettier-ignore
});
