/**
 * What the checks behind the schema look at: the standard, its indicators with their places, and a way to report.
 *
 * A part that the schema has refused is stepped around, so one fault is told once and all the others still show.
 */
import type { FactCatalogue, FileProblem } from './facts.ts';
import type { ShapeProblem } from './schema.ts';
import type { Indicator, Standard, StandardClass, StandardItem } from './standard.ts';
import { isRecord, pathText } from './text.ts';
import type { PathPart } from './text.ts';

export interface Placed<T> {
  value: T;
  parts: PathPart[];
}

export interface LoadView {
  standard: Standard;
  catalogue: FactCatalogue;
  classes: Placed<StandardClass>[];
  items: Placed<StandardItem>[];
  /** Every indicator, also those that the schema refused. */
  named: Placed<Indicator>[];
  /** Only those whose shape is right. */
  indicators: Placed<Indicator>[];
  isSound: (parts: PathPart[]) => boolean;
  report: (parts: PathPart[], message: string, cure: string, indicator?: string) => void;
}

export function viewOf(
  value: Record<string, unknown>,
  catalogue: FactCatalogue,
  shape: readonly ShapeProblem[],
  problems: FileProblem[],
): LoadView {
  const isSound = (parts: PathPart[]) =>
    shape.every((problem) => !isPrefix(parts, problem.parts) && !isPrefix(problem.parts, parts));
  // The parts that the schema refused are never read: every check asks isSound first.
  const standard = value as Partial<Standard> as Standard;
  const classes = listed<StandardClass>(value.classes, ['classes']);
  const items = classes.flatMap((one) => listed<StandardItem>(one.value.items, [...one.parts, 'items']));
  const named = items.flatMap((item) => listed<Indicator>(item.value.indicators, [...item.parts, 'indicators']));
  return {
    standard,
    catalogue,
    classes,
    items,
    named,
    indicators: named.filter(({ parts }) => isSound(parts)),
    isSound,
    report: (parts, message, cure, indicator) => {
      problems.push({ path: pathText(parts), ...(indicator && { indicator }), message, cure });
    },
  };
}

function listed<T extends object>(list: unknown, parts: PathPart[]): Placed<T>[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, at) =>
    isRecord(value) ? [{ value: value as Partial<T> as T, parts: [...parts, at] }] : [],
  );
}

function isPrefix(short: readonly PathPart[], long: readonly PathPart[]): boolean {
  return short.length <= long.length && short.every((part, at) => part === long[at]);
}
