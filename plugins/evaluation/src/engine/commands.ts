/**
 * The commands `cunzhi standards check | examples | score`: they read files, and give lines and an exit code.
 *
 * They print nothing and end nothing; whoever calls them does. What is wrong is said in one sentence a problem.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readAnswers } from './answers.file.ts';
import { readExamples, runExample } from './examples.ts';
import { loadFacts } from './facts.ts';
import type { FactCatalogue, FileProblem } from './facts.ts';
import { loadStandard } from './load.ts';
import type { Standard } from './standard.ts';
import { isRecord, readText } from './text.ts';
import { scoreVillages } from './villages.ts';

export interface CommandResult {
  exitCode: 0 | 1;
  lines: string[];
  /** Only of `scoreCommand`, when all went well: the JSON text. */
  output?: string;
}

/** Checks a standard: one line when it is right, else every problem. */
export function checkCommand(path: string, cataloguePath: string): CommandResult {
  const loaded = openStandard(path, cataloguePath);
  if ('lines' in loaded) return loaded;
  const { standard } = loaded;
  const items = standard.classes.flatMap((one) => one.items);
  const count = items.reduce((sum, item) => sum + item.indicators.length, 0);
  const shape = `${standard.classes.length} classes, ${items.length} items, ${count} indicators, ${standard.points} points`;
  const mark = standard.reconstructed ? ' It is reconstructed.' : '';
  return done([`${standard.code} ${standard.edition}: ${shape}; no problem found.${mark}`]);
}

/** Runs a file of worked examples; each that differs is told, the last line counts. */
export function examplesCommand(path: string): CommandResult {
  const text = openFile(path);
  if (typeof text !== 'string') return text;
  const { examples, problems } = readExamples(text);
  if (problems.length > 0) return failed(problems.map((problem) => lineOf(path, problem)));
  const results = examples.map(runExample);
  const wrong = results.filter(({ differences }) => differences.length > 0);
  const lines = wrong.map(({ id, differences, why }) => `${id}: ${differences.join('; ')}${why && ` (${why})`}`);
  const count = `${results.length} examples, ${results.length - wrong.length} as expected, ${wrong.length} different.`;
  return { exitCode: wrong.length === 0 ? 0 : 1, lines: [...lines, count] };
}

/** Scores an answers file; `output` is JSON with every number as decimal text. */
export function scoreCommand(standardPath: string, answersPath: string, cataloguePath: string): CommandResult {
  const loaded = openStandard(standardPath, cataloguePath);
  if ('lines' in loaded) return loaded;
  const text = openFile(answersPath);
  if (typeof text !== 'string') return text;
  const { file, problems } = readAnswers(text, loaded.standard);
  if (!file) return failed(problems.map((problem) => lineOf(answersPath, problem)));
  return { ...done([]), output: JSON.stringify(scoreVillages(loaded.standard, file), null, 2) };
}

function openStandard(path: string, cataloguePath: string): { standard: Standard } | CommandResult {
  const catalogue = openCatalogue(cataloguePath);
  if ('lines' in catalogue) return catalogue;
  const text = openFile(path);
  if (typeof text !== 'string') return text;
  const before = editionBefore(text, path, catalogue);
  const { standard, problems } = loadStandard(text, path, catalogue, { before });
  if (standard) return { standard };
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} found.`;
  return failed([...problems.map((problem) => lineOf(path, problem)), count]);
}

function openCatalogue(path: string): FactCatalogue | CommandResult {
  const text = openFile(path);
  if (typeof text !== 'string') return text;
  const { catalogue, problems } = loadFacts(text);
  return problems.length === 0 ? catalogue : failed(problems.map((problem) => lineOf(path, problem)));
}

/** The edition before lies beside its successor; without it only this side of the map can be checked. */
function editionBefore(text: string, path: string, catalogue: FactCatalogue): Standard | null {
  const { value } = readText(text);
  const previous = isRecord(value) ? value.previous : null;
  if (!isRecord(previous) || typeof previous.edition !== 'string') return null;
  const beside = join(dirname(path), `${previous.edition.replaceAll(/[^0-9.]/g, '')}.yaml`);
  const earlier = beside === path ? null : openFile(beside);
  return typeof earlier === 'string' ? loadStandard(earlier, beside, catalogue).standard : null;
}

function openFile(path: string): string | CommandResult {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${String(code)})`;
    return failed([`${path}: ${why}. Give the path of a YAML file.`]);
  }
}

function lineOf(path: string, { path: place, indicator, message, cure }: FileProblem): string {
  return `${path}: ${place}${indicator ? ` (${indicator})` : ''}: ${message} ${cure}`;
}

function done(lines: string[]): CommandResult {
  return { exitCode: 0, lines };
}

function failed(lines: string[]): CommandResult {
  return { exitCode: 1, lines };
}
