/**
 * Scoring many villages: first each by itself, then those that are compared with their group, then totals and grades.
 *
 * The order of villages never matters; a refused answer counts as not answered and says why.
 */
import { exact } from './exact.ts';
import type { Decimal } from './exact.ts';
import { gradeByLines, gradeByShares } from './grade.ts';
import { groupedBy } from './grouping.ts';
import { groupKey, isGap } from './place.ts';
import { firstPass, secondPass, sheetsOf } from './sheets.ts';
import type { AnswerFile, Sheet, VillageIndicator } from './sheets.ts';
import type { Standard, VetoEffect } from './standard.ts';
import { totalOf } from './totals.ts';
import type { Earned, Totals } from './totals.ts';
import { effectWords } from './veto.ts';
import { write } from './work.ts';

export interface VillageScore extends Omit<Totals, 'bonus'> {
  code: string;
  indicators: Record<string, VillageIndicator>;
  bonus: Decimal | null;
  grade: string | null;
  /** Why the village is not rated; then there are no points at all. */
  notRated?: string;
}

export interface VillagesScore {
  villages: VillageScore[];
}

/** First pass, second pass, totals and grades of all villages of a file. */
export function scoreVillages(standard: Standard, file: AnswerFile): VillagesScore {
  const indicators = standard.classes.flatMap((one) => one.items.flatMap((item) => item.indicators));
  const sheets = sheetsOf(standard, file);
  firstPass(sheets, indicators);
  secondPass(sheets, indicators);
  const scores = sheets.map((sheet) => resultOf(standard, sheet));
  grade(standard, sheets, scores);
  return { villages: scores };
}

function resultOf(standard: Standard, sheet: Sheet): VillageScore {
  const { code } = sheet.village;
  if (sheet.notRated !== null) {
    const nothing = { indicators: {}, classes: {}, base: null, bonus: null, total: null, grade: null, trace: [] };
    return { code, ...nothing, notRated: sheet.notRated };
  }
  const totals = totalOf(standard, (indicator) => earnedOf(sheet.scores.get(indicator)));
  return { code, indicators: Object.fromEntries(sheet.scores), ...totals, grade: null };
}

function earnedOf(score: VillageIndicator | undefined): Earned {
  return score?.status === 'dropped' ? 'dropped' : (score?.points ?? null);
}

function grade(standard: Standard, sheets: readonly Sheet[], scores: readonly VillageScore[]): void {
  const { grading } = standard;
  const rated = scores.flatMap((score, at) => {
    const sheet = sheets[at];
    return sheet && score.total !== null
      ? [{ score, sheet, code: score.code, total: score.total, effects: sheet.effects }]
      : [];
  });
  if (grading.kind === 'lines') {
    for (const { score, total, effects } of rated) tellGrade(score, gradeByLines(grading, total, effects), effects);
    return;
  }
  const groups = groupedBy(rated, ({ sheet }) => groupKey(grading.group, sheet.context));
  for (const [key, group] of groups) {
    // A village outside every group has no places to share; it stays without a grade.
    if (key === null || isGap(key)) continue;
    const grades = gradeByShares(grading, group);
    for (const { score, code, effects } of group) tellGrade(score, grades.get(code) ?? grading.disqualified, effects);
  }
}

function tellGrade(score: VillageScore, name: string, effects: readonly VetoEffect[]): void {
  score.grade = name;
  const points = score.total === null ? undefined : exact(score.total);
  for (const effect of effects) {
    const { zh, en } = effectWords(effect);
    write(score.trace, 'veto', `${zh}。`, `${en}.`, points);
  }
  write(score.trace, 'grade', `等次为 ${name}。`, `The grade is ${name}.`, points);
}
