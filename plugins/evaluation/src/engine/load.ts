/**
 * Loading a standard: read it, check it, and say everything that is wrong with it at once.
 *
 * A standard with any problem is not loaded; the others still are. An edition never changes once published.
 */
import { createHash } from 'node:crypto';
import { asFileProblem } from './facts.ts';
import type { FactCatalogue, FileProblem } from './facts.ts';
import { checkFacts } from './load.facts.ts';
import { checkMap } from './load.map.ts';
import { checkMarks } from './load.marks.ts';
import { checkNames } from './load.names.ts';
import { checkRules } from './load.rules.ts';
import { checkCodes, checkSums } from './load.sums.ts';
import { viewOf } from './load.view.ts';
import type { LoadView } from './load.view.ts';
import { checkShape } from './schema.ts';
import type { Standard } from './standard.ts';
import { isRecord, readText } from './text.ts';

export interface LoadedStandard {
  /** Null when there is any problem. */
  standard: Standard | null;
  /** sha256 of the text, in hex. */
  hash: string;
  problems: StandardProblem[];
}

export interface StandardProblem extends FileProblem {
  file: string;
}

export interface LoadOptions {
  /** The edition that this one follows; with it the map is checked on both sides. */
  before?: Standard | null;
  /** The hash under which this edition was published: another text is refused. */
  publishedHash?: string | null;
}

/** Reads a standard from its text; `path` is only named in problems. Never throws. */
export function loadStandard(
  text: string,
  path: string,
  catalogue: FactCatalogue,
  options: LoadOptions = {},
): LoadedStandard {
  const hash = createHash('sha256').update(text).digest('hex');
  const problems: FileProblem[] = [];
  const reading = readText(text);
  problems.push(...reading.problems.map(asFileProblem));
  const { value } = reading;
  if (options.publishedHash && options.publishedHash !== hash) problems.push(EDITED);
  if (!isRecord(value)) {
    if (reading.problems.length === 0) problems.push(NO_STANDARD);
    return { standard: null, hash, problems: problems.map((problem) => ({ file: path, ...problem })) };
  }
  const shape = checkShape(reading.plain);
  const view = viewOf(value, catalogue, shape, problems);
  for (const { path: where, message, cure, parts } of shape) {
    const code = view.named.find((placed) => placed.parts.every((part, at) => part === parts[at]))?.value.code;
    problems.push({ path: where, ...(typeof code === 'string' && { indicator: code }), message, cure });
  }
  // Odd numbers such as 1e3 are text that cannot be computed with: no further check may read them.
  if (reading.problems.length === 0) checkAll(view, options.before ?? null);
  return {
    standard: problems.length === 0 ? view.standard : null,
    hash,
    problems: problems.map((problem) => ({ file: path, ...problem })),
  };
}

/** The edition in force on a day: the latest that has begun and not ended. */
export function editionInForce<T extends Pick<Standard, 'inForce'>>(editions: readonly T[], day: string): T | null {
  const live = editions.filter(({ inForce: { from, until } }) => from <= day && (until === null || day <= until));
  return live.reduce<T | null>(
    (latest, one) => (latest && latest.inForce.from >= one.inForce.from ? latest : one),
    null,
  );
}

function checkAll(view: LoadView, before: Standard | null): void {
  checkSums(view);
  checkCodes(view);
  checkNames(view);
  checkRules(view);
  checkFacts(view);
  checkMarks(view);
  checkMap(view, before);
}

const NO_STANDARD: FileProblem = {
  path: 'the whole file',
  message: 'The file holds no standard.',
  cure: 'Begin it with kind: assessment-standard.',
};

const EDITED: FileProblem = {
  path: 'the whole file',
  message: 'This edition was published with another text.',
  cure: 'Restore the published text, and publish the correction as a new edition, such as 2017.1.',
};
