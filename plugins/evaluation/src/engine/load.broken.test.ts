/**
 * One broken standard for each thing that can be wrong: refused, with the place, the sentence and the cure.
 *
 * Each is made from the provincial sample by changing one piece of its text.
 */
import { expect, it } from 'vitest';
import { PATHS, catalogueOf, textOf } from './fixtures/read.ts';
import { loadStandard } from './index.ts';

const catalogue = catalogueOf();

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
