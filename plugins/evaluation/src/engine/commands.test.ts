/**
 * The commands, as the command line calls them: exit codes, lines, and the JSON of scores.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PATHS, textOf } from './fixtures/read.ts';
import { checkCommand, examplesCommand, scoreCommand } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunzhi-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('check', () => {
  it('says in one line what the standard holds', () => {
    expect(checkCommand(PATHS.bundled, PATHS.facts)).toEqual({
      exitCode: 0,
      lines: [
        'huzhou-mzfz 2017: 6 classes, 22 items, 129 indicators, 100 points; no problem found. It is reconstructed.',
      ],
    });
  });

  it('tells every problem with file, place, indicator and cure', () => {
    const path = file(
      'broken.yaml',
      textOf(PATHS.national).replace('points: 8', 'points: 9').replace('onTime: 8,', 'never: 8,'),
    );

    const { exitCode, lines } = checkCommand(path, PATHS.facts);

    expect(exitCode).toBe(1);
    expect(lines).toContain(
      `${path}: classes[0].items[0].points: The points of the indicators in A1 add up to 21, not to 20. Change points to 21, or correct the indicators.`,
    );
    expect(lines).toContain(
      `${path}: classes[0].items[0].indicators[1].score.options.never (A1.02): The option "never" is unknown. Use one of onTime, late, or add it to the answer.`,
    );
    expect(lines.at(-1)).toBe('3 problems found.');
  });

  it('checks the map against the edition before, if it lies beside', () => {
    file('2024.yaml', textOf(PATHS.national));
    const mapped = textOf(PATHS.national)
      .replace("edition: '2024'", "edition: '2025'")
      .replace(
        'previous: null',
        "previous: { edition: '2024', map: [{ now: [A1.01], before: [A1.01], relation: same }] }",
      );

    const { lines } = checkCommand(file('2025.yaml', mapped), PATHS.facts);

    expect(lines.filter((line) => line.includes('is missing under now'))).toHaveLength(8);
    expect(lines.filter((line) => line.includes('of edition 2024 is missing under before'))).toHaveLength(8);
  });

  it.each([
    ['is not there', () => join(folder, 'nowhere.yaml'), /nowhere\.yaml: there is no such file/],
    ['is a folder', () => folder, /cannot be read/],
    ['is no YAML', () => file('bad.yaml', 'a: [1'), /bad\.yaml: line 1: /],
    ['holds no standard', () => file('list.yaml', '- 1'), /The file holds no standard/],
  ])('says in a sentence when the file %s', (_what, path, sentence) => {
    const { exitCode, lines } = checkCommand(path(), PATHS.facts);

    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(sentence);
  });
});

describe('examples', () => {
  it('counts the examples that hold', () => {
    expect(examplesCommand(PATHS.examples)).toEqual({
      exitCode: 0,
      lines: ['110 examples, 110 as expected, 0 different.'],
    });
  });

  it('tells each that differs, with what was expected and what came', () => {
    const path = file(
      'wrong.yaml',
      textOf(PATHS.examples).replace('expect: { points: 6.5 }', 'expect: { points: 6.51 }'),
    );

    const { exitCode, lines } = examplesCommand(path);

    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(/^P05-1: points: expected "6\.51", actual "6\.5" \(/);
    expect(lines[1]).toBe('110 examples, 109 as expected, 1 different.');
  });

  it.each(['- 1', 'vectors: []', ']'])('refuses a file without examples: %s', (text) => {
    expect(examplesCommand(file('none.yaml', text)).exitCode).toBe(1);
  });
});

describe('score', () => {
  const ANSWERS = `
year: 2024
period: { from: 2024-01-01, to: 2024-12-31 }
villages:
  - code: v1
    attributes: { minority: false }
    answers:
      A1.01: { met: [branch, committee] }
      C1.01: { numerator: 153, denominator: 200 }
`;

  it('prints every number as decimal text', () => {
    const { exitCode, output } = scoreCommand(PATHS.national, file('answers.yaml', ANSWERS), PATHS.facts);

    expect(exitCode).toBe(0);
    expect(JSON.parse(output ?? '')).toMatchObject({
      villages: [
        {
          code: 'v1',
          indicators: {
            'A1.01': { status: 'scored', points: '8' },
            'A1.02': { status: 'unanswered', points: null },
            'C1.01': { status: 'scored', points: '6.6' },
            'C2.01': { status: 'dropped', points: null },
          },
          classes: { A: '8', B: '0', C: '6.6', D: '0', E: '0' },
          base: '14.6',
          bonus: '0',
          total: '14.6',
          grade: 'none',
        },
      ],
    });
  });

  it('takes JSON, too, and numbers by their text', () => {
    const answers = {
      year: 2024,
      period: { from: '2024-01-01', to: '2024-12-31' },
      villages: [
        { code: 'v1', attributes: { minority: true }, answers: { 'C1.01': { numerator: '153', denominator: 200.0 } } },
      ],
    };

    const { output } = scoreCommand(PATHS.national, file('answers.json', JSON.stringify(answers)), PATHS.facts);

    expect(JSON.parse(output ?? '').villages[0].indicators['C1.01'].points).toBe('6.6');
  });

  it('tells everything that is wrong with a file at once, with its place', () => {
    const path = file(
      'wrong-answers.yaml',
      `
level: province
villages:
  - { code: v1, answers: { Z9.99: { value: 1 } } }
  - { code: v1, atributes: {} }
  - { answers: [] }
  - 5
`,
    );

    const { exitCode, lines, output } = scoreCommand(PATHS.national, path, PATHS.facts);

    expect([exitCode, output]).toEqual([1, undefined]);
    const places = [
      'year',
      'period',
      'level',
      'villages[0].answers.Z9.99 (Z9.99)',
      'villages[1].atributes',
      'villages[1].code',
      'villages[2].code',
      'villages[2].answers',
      'villages[3]',
    ];
    expect(lines.map((line) => line.slice(path.length + 2).split(': ')[0])).toEqual(places);
  });

  it.each(['', '[]', 'a: [', 'year: 2024'])('refuses a file that holds no answers: "%s"', (text) => {
    const { exitCode, lines } = scoreCommand(PATHS.national, file('empty.yaml', text), PATHS.facts);

    expect(exitCode).toBe(1);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('scores nothing with a standard that has a problem', () => {
    const broken = file('broken-standard.yaml', textOf(PATHS.national).replace('points: 8', 'points: 9'));

    expect(scoreCommand(broken, file('a.yaml', ANSWERS), PATHS.facts)).toMatchObject({ exitCode: 1 });
  });
});
