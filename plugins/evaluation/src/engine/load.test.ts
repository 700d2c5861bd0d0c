/**
 * Loading: the bundled standard and the two samples are right, and each thing that can be wrong is told with its place.
 */
import { describe, expect, it } from 'vitest';
import { PATHS, catalogueOf, standardOf, textOf } from './fixtures/read.ts';
import { editionInForce, loadFacts, loadStandard } from './index.ts';
import { exact, exactText, sumOf } from './exact.ts';

const catalogue = catalogueOf();

describe('the bundled standard', () => {
  const loaded = loadStandard(textOf(PATHS.bundled), 'huzhou-mzfz/2017.yaml', catalogue);

  it('loads without a problem, with 6 classes, 22 items, 129 indicators and 100 points', () => {
    const classes = loaded.standard?.classes ?? [];
    const items = classes.flatMap((one) => one.items);
    const indicators = items.flatMap((item) => item.indicators);

    expect(loaded.problems).toEqual([]);
    expect([classes.length, items.length, indicators.length]).toEqual([6, 22, 129]);
    expect(exactText(sumOf(indicators.map(({ points }) => exact(points))))).toBe('100');
    expect(loaded.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says that it is reconstructed, with the sentence to show', () => {
    expect(loaded.standard?.reconstructed).toBe(true);
    expect(loaded.standard?.notice?.label).toBe('重建稿');
  });

  it('can be filled or carried for at least 60 % of its indicators', () => {
    const indicators = loaded.standard?.classes.flatMap((one) => one.items.flatMap((item) => item.indicators)) ?? [];
    const known = indicators.filter(({ answer }) => /"(fact|carry)":/.test(JSON.stringify(answer)));

    expect(known.length / indicators.length).toBeGreaterThanOrEqual(0.6);
  });
});

it.each(['national', 'provincial'] as const)('the %s sample loads with no change of code', (name) => {
  expect(loadStandard(textOf(PATHS[name]), name, catalogue).problems).toEqual([]);
});

it('keeps every number as the text it was written with', () => {
  const text = textOf(PATHS.provincial).replace('each: 2.5 }', 'each: 2.50 }');

  expect(JSON.stringify(loadStandard(text, 'p', catalogue).standard)).toContain('"each":"2.50"');
});

it('refuses unknown elements, options and fields, in the sample that has them', () => {
  const text = textOf(PATHS.national)
    .replace('score: { kind: perElement, each: 4 }', 'score: { kind: perElement, elements: { branch: 12, tower: 4 } }')
    .replace('options: { onTime: 8, late: 0 }', 'options: { onTime: 8, never: 0 }')
    .replace('target: 90, from: 50', 'target: 190, from: 50');

  const { problems } = loadStandard(text, 'n', catalogue);

  expect(problems.map(({ path, indicator, message }) => [path, indicator, message])).toEqual([
    ['classes[0].items[0].indicators[0].score.elements.tower', 'A1.01', 'The element "tower" is unknown.'],
    ['classes[0].items[0].indicators[1].score.options.never', 'A1.02', 'The option "never" is unknown.'],
    [
      'classes[2].items[0].indicators[0].points',
      'C1.01',
      'The full marks of 10 cannot be reached: the best answer gives 25/7.',
    ],
  ]);
});

it('tells a fault of shape and faults behind the schema at once', () => {
  const text = textOf(PATHS.provincial)
    .replace('kind: discretion', 'kind: mood')
    .replace('param: visitsTarget', 'param: visits')
    .replace('leastGrade: second', 'leastGrade: third');

  expect(
    loadStandard(text, 'p', catalogue)
      .problems.map(({ path }) => path)
      .toSorted(),
  ).toEqual([
    'classes[0].items[0].indicators[1].score',
    'classes[1].items[0].indicators[1].score',
    'titles[0].leastGrade',
  ]);
});

it('refuses a grade that lines do not know, and a disqualified grade outside them', () => {
  const text = textOf(PATHS.national).replace('disqualified: none', 'disqualified: out');

  expect(loadStandard(text, 'n', catalogue).problems).toMatchObject([
    { path: 'grading.disqualified', message: 'The grade "out" is unknown.' },
  ]);
});

it('checks both sides of a map when the edition before is at hand', () => {
  const before = { ...standardOf(PATHS.national), edition: '2025' };

  const { problems } = loadStandard(textOf(PATHS.provincial), 'p', catalogue, { before });

  expect(problems.map(({ message }) => message)).toContain(
    'The indicator "B1.01" of edition 2025 is missing under before.',
  );
});

it('refuses an edition that was edited after publishing', () => {
  const text = textOf(PATHS.national);
  const { hash } = loadStandard(text, 'n', catalogue);

  expect(loadStandard(text, 'n', catalogue, { publishedHash: hash }).problems).toEqual([]);
  expect(loadStandard(`${text}# one more line\n`, 'n', catalogue, { publishedHash: hash }).problems).toMatchObject([
    { message: 'This edition was published with another text.' },
  ]);
});

it.each([
  ['nothing', ''],
  ['a list', '- 1'],
  ['no YAML', 'a: [1'],
  ['a doubled key', 'a: 1\na: 2'],
  [
    'aliases without end',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]`,
  ],
])('refuses a file that holds %s, without throwing', (_what, text) => {
  const { standard, problems } = loadStandard(text, 'x', catalogue);

  expect(standard).toBeNull();
  expect(problems.length).toBeGreaterThan(0);
});

it('knows the edition in force on a day', () => {
  const edition = (from: string, until: string | null) => ({
    inForce: { from, until, provenance: 'sourced' as const },
  });
  const editions = [edition('2018-01-01', null), edition('2024-01-01', '2024-12-31')];

  expect(editionInForce(editions, '2024-12-31')).toBe(editions[1]);
  expect(editionInForce(editions, '2025-01-01')).toBe(editions[0]);
  expect(editionInForce(editions, '2017-12-31')).toBeNull();
});

it('refuses a fact catalogue with an unknown key or kind, and reads the bundled one', () => {
  expect(Object.keys(catalogue.facts).length).toBeGreaterThan(70);
  expect(loadFacts('kind: fact-catalogue\nformat: 1\nfacts: { a.b: { type: mood } }').problems.length).toBeGreaterThan(
    0,
  );
  expect(loadFacts(']').problems.length).toBeGreaterThan(0);
});
