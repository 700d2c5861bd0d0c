/**
 * Every worked example of the bundled file holds, one by one, in both forms of file.
 */
import { expect, it } from 'vitest';
import { readExamples, runExample } from './examples.ts';
import { PATHS, textOf } from './fixtures/read.ts';

const { examples, problems } = readExamples(textOf(PATHS.examples));

it('reads all 27 patterns and the comparisons', () => {
  expect(problems).toEqual([]);
  expect(new Set(examples.map(({ id }) => id.slice(0, 3))).size).toBe(28);
  expect(examples).toHaveLength(110);
});

it.each(examples)('$id holds: $why', (example) => {
  expect(runExample(example).differences).toEqual([]);
});

const FLAT = `
kind: rule-vectors
vectors:
  - id: V1
    indicator: { points: 1, answer: { kind: number, unit: 次 }, score: { kind: shortfall, target: 3, each: 0.1 } }
    answer: { value: 2 }
    expect: { points: 0.90, status: scored }
  - id: V2
    indicator: { points: 1, answer: { kind: yesNo }, score: { kind: allOrNothing, when: { is: true } } }
    answer: { value: 1 }
    expect: { error: ANSWER_KIND_MISMATCH }
`;

it('reads the flat form, where each example stands alone', () => {
  const flat = readExamples(FLAT);

  expect(flat.examples.map(runExample).map(({ id, differences }) => ({ id, differences }))).toEqual([
    { id: 'V1', differences: [] },
    { id: 'V2', differences: [] },
  ]);
});

it('tells what was expected and what came, for each example that differs', () => {
  const wrong = readExamples(
    FLAT.replace('points: 0.90', 'points: 0.8').replace('ANSWER_KIND_MISMATCH', 'NOT_A_NUMBER'),
  );

  expect(wrong.examples.map(runExample).map(({ differences }) => differences)).toEqual([
    ['points: expected "0.8", actual "0.9"'],
    ['error: expected "NOT_A_NUMBER", actual ["ANSWER_KIND_MISMATCH"]'],
  ]);
});

it('never throws: an unknown subject or a broken rule is a difference, too', () => {
  const odd = readExamples(
    'vectors: [{ id: O1, subject: nothing, expect: { points: 1 } }, { id: O2, indicator: { points: 1 }, answer: {}, expect: { points: 1 } }, { id: O3, expect: {} }]',
  );

  const results = odd.examples.map(runExample);

  expect(results.map(({ differences }) => differences.length)).toEqual([1, 1, 1]);
  expect(results[0]?.differences).toEqual(['there is no subject "nothing"']);
});
