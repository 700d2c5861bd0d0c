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

/** what is broken, the text that is replaced, its replacement, the place, the sentence */
type Broken = [what: string, from: string | RegExp, to: string, path: string, message: string];

const ITEM = 'classes[0].items[0]';

const BROKEN: Broken[] = [
  ['an unknown key', 'issuer: 测试', 'issuer: 测试\nowner: 我', 'owner', 'The key "owner" is not known here.'],
  ['a missing key', 'issuer: 测试\n', '', 'issuer', '"issuer" is missing.'],
  ['a reconstructed standard without notice', /notice: .*\n/, '', 'notice', 'though the standard is reconstructed'],
  ['a word where a number belongs', 'points: 100\n', 'points: viel\n', 'points', '"viel" is not a number.'],
  ['an edition without quotes', "edition: '2025.1'", 'edition: 2025.1', 'edition', '2025.1 is not text'],
  [
    'a kind of rule that does not exist',
    'kind: discretion',
    'kind: mood',
    'classes[1].items[0].indicators[1].score',
    '"mood" is not a kind',
  ],
  [
    'an amount that is no number',
    'each: 2.5 }',
    'each: many }',
    'classes[1].items[0].indicators[0].score.each',
    '"many" does not fit here.',
  ],
  [
    'a number with an exponent',
    'each: 2.5 }',
    'each: 25e-1 }',
    'classes[1].items[0].indicators[0].score.each',
    '"25e-1" is not a plain decimal',
  ],
  [
    'an indicator with neither score nor veto',
    /score: \{ kind: sampleFailures.*\n/,
    '\n',
    'classes[1].items[0].indicators[0]',
    'does not fit here',
  ],
  [
    'a class sum',
    'name: { zh: 发展, en: Chapter A }\n    points: 50',
    'name: { zh: 发展, en: Chapter A }\n    points: 51',
    'points',
    'The points of the classes in the standard add up to 101, not to 100.',
  ],
  [
    'an item sum',
    'name: { zh: 发展A1, en: Item A1 }\n        points: 50',
    'name: { zh: 发展A1, en: Item A1 }\n        points: 40',
    `${ITEM}.points`,
    'The points of the indicators in A1 add up to 50, not to 40.',
  ],
  [
    'an indicator sum',
    'how: 走访次数。\n            points: 20',
    'how: 走访次数。\n            points: 20.01',
    `${ITEM}.points`,
    'add up to 50.01, not to 50',
  ],
  ['a doubled code', 'code: A1.02', 'code: A1.01', `${ITEM}.indicators[1].code`, 'The code "A1.01" stands twice.'],
  [
    'a code of another item',
    'code: A1.03\n',
    'code: B1.33\n',
    `${ITEM}.indicators[2].code`,
    '"B1.33" stands inside A1',
  ],
  [
    'an unknown source',
    'provenance: reconstructed\n          - code: A1.02',
    'provenance: sourced\n            sources: [{ key: LAW }]\n          - code: A1.02',
    `${ITEM}.indicators[0].sources[0].key`,
    'The source "LAW" is unknown.',
  ],
  [
    'an unknown parameter',
    'param: visitsTarget',
    'param: visits',
    `${ITEM}.indicators[1].score`,
    'The parameter "visits" is unknown.',
  ],
  [
    'an unknown group in a rule',
    'group: terrain,',
    'group: hills,',
    'classes[1].items[0].indicators[2].score.group',
    'The group "hills" is unknown.',
  ],
  [
    'an unknown group in a case',
    'group: islands, value',
    'group: isles, value',
    'parameters.visitsTarget.cases[0].group',
    'The group "isles" is unknown.',
  ],
  [
    'an unknown group of the grading',
    'kind: shares\n  group: county',
    'kind: shares\n  group: city',
    'grading.group',
    'The group "city" is unknown.',
  ],
  [
    'an unknown attribute of a group',
    'attribute: terrain }',
    'attribute: height }',
    'groups.terrain.attribute',
    'The attribute "height" is unknown.',
  ],
  [
    'an unknown attribute of the scope',
    'attribute: hasCooperative, is',
    'attribute: hasCoop, is',
    'scope.excludes[0].when.attribute',
    'The attribute "hasCoop" is unknown.',
  ],
  [
    'an attribute tested as another type',
    'attribute: hasCooperative, is: false',
    'attribute: population, is: false',
    'scope.excludes[0].when',
    'is a number, but the test treats it as a yesNo',
  ],
  [
    'an unknown grade of a title',
    'leastGrade: second',
    'leastGrade: third',
    'titles[0].leastGrade',
    'The grade "third" is unknown.',
  ],
  [
    'an unknown grade of a veto',
    'effect: disqualify',
    'effect: { capGrade: great }',
    'classes[1].items[0].indicators[5].veto.effect.capGrade',
    'The grade "great" is unknown.',
  ],
  [
    'an unknown event kind',
    'kinds: { national: { each: 3 }',
    'kinds: { world: { each: 3 }',
    'classes[1].items[0].indicators[3].score.kinds.world',
    'The event kind "world" is unknown.',
  ],
  [
    'an unknown kind of finding',
    'kinds: [fraud]',
    'kinds: [lie]',
    'classes[1].items[0].indicators[5].veto.when[0].kinds.lie',
    'The event kind "lie" is unknown.',
  ],
  [
    'a rule that cannot read its answer',
    'score: { kind: sampleFailures, each: 2.5 }',
    'score: { kind: perElement, each: 5 }',
    'classes[1].items[0].indicators[0].score.kind',
    'The rule perElement cannot read an answer of kind sample.',
  ],
  [
    'an unknown fact',
    'unit: 次 }',
    'unit: 次, fact: legal.visits }',
    `${ITEM}.indicators[1].answer.fact`,
    'The fact "legal.visits" is unknown.',
  ],
  [
    'a fact of another kind',
    'unit: 次 }',
    'unit: 次, fact: decisions.handover }',
    `${ITEM}.indicators[1].answer.fact`,
    'has the kind deliveries, but the answer has number',
  ],
  [
    'a fact of another unit',
    'unit: 次 }',
    'unit: 次, fact: education.venues }',
    `${ITEM}.indicators[1].answer.fact`,
    'has the unit 处, but the answer has 次',
  ],
  [
    'a fact with other keys',
    'kind: events, kinds: { national: 国家级, provincial: 省级 }',
    'kind: events, kinds: { national: 国家级, provincial: 省级 }, fact: mediation.escalated',
    'classes[1].items[0].indicators[3].answer.fact',
    'has the set of keys escalated',
  ],
  [
    'full marks out of reach',
    'improved: 10',
    'improved: 9',
    `${ITEM}.indicators[2].points`,
    'The full marks of 10 cannot be reached: the best answer gives 9.',
  ],
  [
    'full marks off the rounding step',
    'rounding: { step: 0.01,',
    'rounding: { step: 3,',
    `${ITEM}.indicators[0].points`,
    'which rounding in steps of 3 can never give',
  ],
  [
    'a map that forgets an indicator',
    'now: [A1.01, A1.02]',
    'now: [A1.01, B1.99]',
    'previous.map',
    'The indicator "A1.02" of edition 2025.1 is missing under now.',
  ],
  [
    'a map with a relation that does not fit',
    'relation: changed',
    'relation: merged',
    'previous.map[1]',
    'does not fit here',
  ],
  [
    'a day that does not exist',
    "'2023-01-01'",
    "'2023-02-29'",
    'published',
    '"2023-02-29" is not a day of the calendar.',
  ],
];

it.each(BROKEN)('refuses %s', (_what, from, to, path, message) => {
  const text = textOf(PATHS.provincial);
  const broken = text.replace(from, to);
  expect(broken).not.toBe(text);

  const { standard, problems } = loadStandard(broken, 'standards/p.yaml', catalogue);

  expect(standard).toBeNull();
  const found = problems.find((problem) => problem.path === path && problem.message.includes(message));
  expect(found, JSON.stringify(problems, null, 1)).toMatchObject({ file: 'standards/p.yaml' });
  expect(found?.cure.length).toBeGreaterThan(5);
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
