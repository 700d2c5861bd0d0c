/**
 * Columns of score (多级分数): village, township, county, city side by side.
 *
 * The highest level that has scored stands; whoever differs from the column below says why.
 */
import type { AnswerNumber, AnswerProblem } from './answer.ts';
import { decimalOf, exact, exactText } from './exact.ts';
import type { Decimal } from './exact.ts';
import { textOf } from './filled.ts';
import type { Level } from './standard.ts';
import { reporter } from './validate.input.ts';

export const LEVELS: readonly Level[] = ['village', 'township', 'county', 'city'];

export interface ColumnScore {
  level: Level;
  /** Null: this level has not scored. */
  points: AnswerNumber | null;
  reason?: string | null;
}

export interface StandingScore {
  points: Decimal | null;
  by: Level | null;
  problems: AnswerProblem[];
}

/** Which column stands, and every difference that lacks its reason or leaves floor…cap. */
export function standingColumn(
  indicator: { code: string; floor?: Decimal; cap?: Decimal },
  scores: readonly ColumnScore[],
): StandingScore {
  const problems: AnswerProblem[] = [];
  const report = reporter(indicator.code, problems);
  let below: string | null = null;
  let by: Level | null = null;
  for (const level of LEVELS) {
    const score = scores.find((candidate) => candidate.level === level);
    if (!score || score.points === null || score.points === undefined) continue;
    const text = decimalOf(score.points);
    if (text === null) {
      report('NOT_A_NUMBER', level, score.points, '应是 3 或 0.25 这样的数', 'a number such as 3 or 0.25 is expected');
      continue;
    }
    const isBelow = indicator.floor !== undefined && exact(text).compare(exact(indicator.floor)) < 0;
    const isAbove = indicator.cap !== undefined && exact(text).compare(exact(indicator.cap)) > 0;
    if (isBelow || isAbove) {
      report('POINTS_OUT_OF_BOUNDS', level, score.points, '超出保底和封顶之间', 'it must lie between floor and cap');
    }
    const differs = below !== null && !exact(text).equals(exact(below));
    if (differs && (score.reason ?? '').trim() === '') {
      const zh = `与下一级的 ${below} 分不同，必须写明理由`;
      report('REASON_MISSING', level, textOf(score.points), zh, `it differs from ${below} below and needs a reason`);
    }
    below = text;
    by = level;
  }
  return { points: below === null ? null : exactText(exact(below)), by, problems };
}
