/**
 * An answers file: one year, one period, and what each village has answered.
 *
 * A file that cannot be trusted as a whole is refused with every place at once; a single wrong answer is not its matter.
 */
import { isDay } from './days.ts';
import { asFileProblem } from './facts.ts';
import type { FileProblem } from './facts.ts';
import { LEVELS } from './columns.ts';
import type { Standard } from './standard.ts';
import { isRecord, quote, readText } from './text.ts';
import type { AnswerFile, VillageAnswers } from './sheets.ts';

/** The file when it can be scored, else null with every problem. */
export function readAnswers(text: string, standard: Standard): { file: AnswerFile | null; problems: FileProblem[] } {
  const reading = readText(text);
  const { value } = reading;
  // A number that is no plain decimal is a matter of its answer, not of the file.
  if (!isRecord(value)) {
    const problems = reading.problems.map(asFileProblem);
    return { file: null, problems: problems.length > 0 ? problems : [NO_ANSWERS] };
  }
  const problems: FileProblem[] = [];
  checkFrame(value, problems);
  checkVillages(value.villages, standard, problems);
  if (problems.length > 0) return { file: null, problems };
  const { villages, period, level } = value as Omit<AnswerFile, 'year'> & Record<string, unknown>;
  return {
    file: { year: Number(value.year), period, ...(level && { level }), villages: villages.map(withAnswers) },
    problems,
  };
}

function withAnswers(village: VillageAnswers): VillageAnswers {
  return { ...village, answers: village.answers ?? {} };
}

function checkFrame(value: Record<string, unknown>, problems: FileProblem[]): void {
  const { year, period, level } = value;
  if (typeof year !== 'string' || !/^\d{4}$/.test(year)) {
    problems.push(problem('year', `year is ${quote(year)}, not a year.`, 'Write year: 2024.'));
  }
  if (!isRecord(period) || !isDay(period.from) || !isDay(period.to)) {
    const cure = 'Write period: { from: "2024-01-01", to: "2024-12-31" }.';
    problems.push(problem('period', `period is ${quote(period)}, not a from and a to.`, cure));
  } else if (period.from > period.to) {
    problems.push(
      problem('period', `The period ends on "${period.to}", before "${period.from}".`, 'Let it end after it begins.'),
    );
  }
  if (level !== undefined && !LEVELS.some((known) => known === level)) {
    problems.push(problem('level', `${quote(level)} is not a level.`, `Use one of ${LEVELS.join(', ')}.`));
  }
}

function checkVillages(villages: unknown, standard: Standard, problems: FileProblem[]): void {
  if (!Array.isArray(villages)) {
    problems.push(
      problem('villages', `villages is ${quote(villages)}, not a list.`, 'List the villages with their answers.'),
    );
    return;
  }
  const codes = standard.classes.flatMap(({ items }) =>
    items.flatMap(({ indicators }) => indicators.map(({ code }) => code)),
  );
  const known = new Set(codes);
  const seen = new Map<string, number>();
  villages.forEach((village: unknown, at) => {
    const path = `villages[${at}]`;
    if (!isRecord(village)) {
      problems.push(
        problem(path, `${quote(village)} is not a village.`, 'Write code, county, township, attributes and answers.'),
      );
      return;
    }
    checkVillage(village, path, problems);
    checkCode(village.code, path, at, seen, problems);
    checkAnswers(village.answers, path, known, standard, problems);
  });
}

const KEYS = [
  'code',
  'name',
  'note',
  'kind',
  'county',
  'township',
  'attributes',
  'holds',
  'awardedOn',
  'termStartedOn',
  'answers',
];

function checkVillage(village: Record<string, unknown>, path: string, problems: FileProblem[]): void {
  for (const key of Object.keys(village)) {
    if (KEYS.includes(key)) continue;
    problems.push(problem(`${path}.${key}`, `The key "${key}" is not known here.`, `Use only ${KEYS.join(', ')}.`));
  }
  for (const key of ['awardedOn', 'termStartedOn']) {
    const day = village[key];
    if (day === undefined || day === null || isDay(day)) continue;
    problems.push(
      problem(`${path}.${key}`, `${quote(day)} is not a day.`, 'Write a day such as "2023-05-01", or null.'),
    );
  }
  for (const key of ['county', 'township'] as const) {
    const code = village[key];
    if (code === undefined || code === null || typeof code === 'string') continue;
    problems.push(problem(`${path}.${key}`, `${quote(code)} is not a code.`, 'Write the code in quotes.'));
  }
  if (village.kind !== undefined && village.kind !== 'village' && village.kind !== 'community') {
    problems.push(
      problem(`${path}.kind`, `${quote(village.kind)} is not a kind of place.`, 'Write village or community.'),
    );
  }
  if (village.attributes !== undefined && village.attributes !== null && !isRecord(village.attributes)) {
    problems.push(
      problem(
        `${path}.attributes`,
        `${quote(village.attributes)} is not a list of attributes.`,
        'Write { name: value }.',
      ),
    );
  }
  if (village.holds !== undefined && village.holds !== null && !isTitles(village.holds)) {
    const cure = 'Write a list of { code: title, from: "2023-05-01", until: null }.';
    problems.push(problem(`${path}.holds`, `${quote(village.holds)} is not a list of titles.`, cure));
  }
}

function isTitles(holds: unknown): boolean {
  if (!Array.isArray(holds)) return false;
  return holds.every((title: unknown) => {
    if (!isRecord(title) || typeof title.code !== 'string' || !isDay(title.from)) return false;
    return title.until === null || title.until === undefined || isDay(title.until);
  });
}

function checkCode(code: unknown, path: string, at: number, seen: Map<string, number>, problems: FileProblem[]): void {
  if (typeof code !== 'string' || code === '') {
    problems.push(
      problem(`${path}.code`, `code is ${quote(code)}, not a code.`, 'Give the village its code, in quotes.'),
    );
    return;
  }
  const first = seen.get(code);
  if (first !== undefined) {
    const cure = 'Leave one of the two.';
    problems.push(problem(`${path}.code`, `The village "${code}" stands already at villages[${first}].`, cure));
  }
  seen.set(code, first ?? at);
}

function checkAnswers(
  answers: unknown,
  path: string,
  known: ReadonlySet<string>,
  standard: Standard,
  problems: FileProblem[],
): void {
  if (answers === undefined || answers === null) return;
  if (!isRecord(answers)) {
    problems.push(problem(`${path}.answers`, `${quote(answers)} holds no answers.`, 'Write { CODE: answer }.'));
    return;
  }
  for (const code of Object.keys(answers)) {
    if (known.has(code)) continue;
    const message = `The standard ${standard.code} ${standard.edition} has no indicator "${code}".`;
    problems.push({
      ...problem(`${path}.answers.${code}`, message, 'Correct the code, or remove the answer.'),
      indicator: code,
    });
  }
}

function problem(path: string, message: string, cure: string): FileProblem {
  return { path, message, cure };
}

const NO_ANSWERS = problem('the whole file', 'The file holds no answers.', 'Write year, period and villages.');
