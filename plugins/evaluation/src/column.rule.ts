/**
 * A column of score (一级的分数): classes, base, bonus, total and grade of one level, made from its indicators.
 *
 * A grade is only told when nothing is missing: half a sheet is not a failure.
 */
import { gradeByLines, LEVELS, totalOf, type Level, type ScoreStatus, type VetoEffect } from './engine/index.ts';
import type { KeptColumn, KeptColumns } from './evaluation.table.ts';
import { isForLevel, type Edition } from './standard.rule.ts';

export interface ColumnEntry {
  readonly status: ScoreStatus;
  readonly points: string | null;
  readonly veto: VetoEffect | null;
}

/** The kept totals of one level; an indicator without an entry counts as not answered. */
export function columnOf(edition: Edition, level: Level, entries: ReadonlyMap<string, ColumnEntry>): KeptColumn {
  const { standard } = edition;
  const { base, bonus, total, classes } = totalOf(standard, (code) => {
    const entry = entries.get(code);
    return entry?.status === 'dropped' ? 'dropped' : (entry?.points ?? null);
  });
  const isComplete = edition.indicators.every(
    ({ indicator }) => isDone(entries.get(indicator.code)) || !isForLevel(indicator, level),
  );
  const isPending = [...entries.values()].some(({ status }) => status === 'pending');
  const effects = [...entries.values()].flatMap(({ veto }) => veto ?? []);
  const { grading } = standard;
  const canGrade = isComplete && !isPending && total !== null && grading.kind === 'lines';
  return { base, bonus, total, grade: canGrade ? gradeByLines(grading, total, effects) : null, isComplete, classes };
}

const isDone = (entry: ColumnEntry | undefined): boolean => entry !== undefined && entry.status !== 'unanswered';

/** The highest level whose column is complete; the village's as long as there is none. */
export function standingLevel(columns: KeptColumns): Level | undefined {
  const complete = LEVELS.filter((level) => columns[level]?.isComplete).at(-1);
  return complete ?? LEVELS.find((level) => columns[level]);
}
