/**
 * Worked examples (算例): results worked out by hand, held against the engine.
 *
 * What `expect` names must be so, number for number; what it does not name is free.
 */
import { asFileProblem } from './facts.ts';
import type { FileProblem } from './facts.ts';
import { exact, isDecimal } from './exact.ts';
import { SUBJECTS } from './examples.subjects.ts';
import type { Actual, Example } from './examples.subjects.ts';
import { isRecord, quote, readText } from './text.ts';

export interface WorkedExample {
  id: string;
  why: string;
  expect: Record<string, unknown>;
  example: Example;
}

export interface ExampleResult {
  id: string;
  why: string;
  /** What differs, each as "points: expected 1, actual 0.75"; empty when all is as expected. */
  differences: string[];
}

/** The examples of a file in either form: `patterns` with `more`, or `kind: rule-vectors` with `vectors`. */
export function readExamples(text: string): { examples: WorkedExample[]; problems: FileProblem[] } {
  const reading = readText(text);
  if (!isRecord(reading.value)) {
    const problems = reading.problems.map(asFileProblem);
    return { examples: [], problems: problems.length > 0 ? problems : [NO_EXAMPLES] };
  }
  const { patterns, more, vectors } = reading.value;
  const groups = [patterns, more].flatMap((list) => (Array.isArray(list) ? list : [])).filter(isRecord);
  const inherited = groups.flatMap((group) => {
    const list: unknown = group.examples ?? group.vectors;
    return Array.isArray(list) ? list.filter(isRecord).map((example) => ({ ...statedBy(group), ...example })) : [];
  });
  const flat = Array.isArray(vectors) ? vectors.filter(isRecord) : [];
  const examples = [...inherited, ...flat].map(workedExample);
  return { examples, problems: examples.length > 0 ? [] : [NO_EXAMPLES] };
}

/** Runs one example. Never throws: what the engine cannot do is a difference, too. */
export function runExample({ id, why, expect, example }: WorkedExample): ExampleResult {
  try {
    const subject = String(example.subject ?? 'indicator');
    const run = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
    if (!run) return { id, why, differences: [`there is no subject "${subject}"`] };
    return { id, why, differences: differencesOf(expect, run(example)) };
  } catch (error) {
    return { id, why, differences: [`stopped: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

function statedBy(group: Record<string, unknown>): Record<string, unknown> {
  const { pattern: _pattern, name: _name, examples: _examples, vectors: _vectors, ...stated } = group;
  return stated;
}

function workedExample(example: Example, at: number): WorkedExample {
  const { id, why, expect } = example;
  return {
    id: typeof id === 'string' ? id : `example ${at + 1}`,
    why: typeof why === 'string' ? why : '',
    expect: isRecord(expect) ? expect : {},
    example,
  };
}

function differencesOf(expect: Record<string, unknown>, actual: Actual): string[] {
  const { error, ...rest } = expect;
  const errors = Array.isArray(actual.errors) ? actual.errors : [];
  if (error !== undefined) {
    return errors.includes(error)
      ? []
      : [`error: expected ${quote(error)}, actual ${quote(errors.length > 0 ? errors : actual)}`];
  }
  if (errors.length > 0) return [`refused with ${errors.join(', ')}, expected ${quote(rest)}`];
  if (Object.keys(rest).length === 0) return ['nothing is expected'];
  return compare(rest, actual, '');
}

function compare(expected: unknown, actual: unknown, path: string): string[] {
  if (isRecord(expected) && isRecord(actual)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      compare(value, actual[key], path ? `${path}.${key}` : key),
    );
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((value, at) => compare(value, actual[at], `${path}[${at}]`));
  }
  const isSame = isDecimal(expected) && isDecimal(actual) ? exact(expected).equals(exact(actual)) : expected === actual;
  return isSame ? [] : [`${path}: expected ${quote(expected)}, actual ${quote(actual)}`];
}

const NO_EXAMPLES: FileProblem = {
  path: 'the whole file',
  message: 'The file holds no examples.',
  cure: 'List them under patterns and more, or under vectors.',
};
