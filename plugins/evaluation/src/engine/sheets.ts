/**
 * Sheets: the scores of one village while a file is worked on, in two passes.
 *
 * The first pass looks at each village alone; the second needs all of them, because it compares.
 */
import type { AnswerProblem, IndicatorScore, ScoreContext, Village } from './answer.ts';
import type { Day, Period } from './days.ts';
import { exact } from './exact.ts';
import { figuresOfValues } from './group.ts';
import { groupedBy } from './grouping.ts';
import { groupKey, isGap } from './place.ts';
import type { GroupRule } from './rule.ts';
import { decideScope } from './scope.ts';
import { scoreIndicator, scoreValid } from './score.ts';
import type { Indicator, Level, Standard, VetoEffect } from './standard.ts';
import { own } from './text.ts';
import { write } from './work.ts';

export interface VillageAnswers extends Village {
  awardedOn?: Day | null;
  termStartedOn?: Day | null;
  answers: Readonly<Record<string, unknown>>;
}

export interface AnswerFile {
  year: number;
  period: Period;
  /** Who scores; the township when not stated. */
  level?: Level;
  villages: readonly VillageAnswers[];
}

export interface VillageIndicator extends IndicatorScore {
  /** Why an answer was refused; the status is then `unanswered`. */
  problems?: AnswerProblem[];
}

export interface Sheet {
  village: VillageAnswers;
  context: ScoreContext;
  scores: Map<string, VillageIndicator>;
  effects: VetoEffect[];
  notRated: string | null;
}

export function sheetsOf(standard: Standard, file: AnswerFile): Sheet[] {
  return file.villages.map((village) => sheetOf(standard, file, village));
}

function sheetOf(standard: Standard, file: AnswerFile, village: VillageAnswers): Sheet {
  const context: ScoreContext = {
    standard,
    year: file.year,
    period: file.period,
    level: file.level ?? 'township',
    village,
    awardedOn: village.awardedOn ?? null,
    termStartedOn: village.termStartedOn ?? null,
  };
  const scope = decideScope(standard.scope, context);
  return { village, context, scores: new Map(), effects: [], notRated: scope.rated ? null : scope.reason };
}

/** Scores every indicator of every village that is rated; group rules stay pending. */
export function firstPass(sheets: readonly Sheet[], indicators: readonly Indicator[]): void {
  for (const sheet of sheets) if (sheet.notRated === null) scoreSheet(sheet, indicators);
}

/** Scores what is pending, against the figures of each group. */
export function secondPass(sheets: readonly Sheet[], indicators: readonly Indicator[]): void {
  for (const indicator of indicators) {
    const rule = indicator.score;
    if (rule?.kind === 'groupAverage' || rule?.kind === 'groupRank') compareInGroups(indicator, rule, sheets);
  }
}

function scoreSheet(sheet: Sheet, indicators: readonly Indicator[]): void {
  for (const indicator of indicators) {
    const outcome = scoreIndicator(indicator, own(sheet.village.answers, indicator.code), sheet.context);
    if (outcome.status === 'refused') {
      const score: VillageIndicator = { status: 'unanswered', points: null, trace: [], problems: outcome.problems };
      write(score.trace, 'answer', '填报有误，未采用。', 'The answer was refused.');
      sheet.scores.set(indicator.code, score);
    } else {
      sheet.scores.set(indicator.code, outcome);
      if (outcome.veto && outcome.veto.effect !== 'none') sheet.effects.push(outcome.veto.effect);
    }
  }
}

/** Compares all that are pending with the figures of their group, which are made once a group. */
function compareInGroups(indicator: Indicator, rule: GroupRule, sheets: readonly Sheet[]): void {
  const members = sheets.flatMap((sheet) => {
    const measure = sheet.scores.get(indicator.code)?.measure;
    const key = groupKey(rule.group, sheet.context);
    return measure === undefined || isGap(key) ? [] : [{ sheet, key, value: exact(measure) }];
  });
  const groups = groupedBy(members, ({ key }) => key);
  for (const [key, group] of groups) {
    const figures = figuresOfValues(key === null ? [] : group.map(({ value }) => value));
    for (const { sheet } of group) {
      const answer = own(sheet.village.answers, indicator.code);
      const outcome = scoreValid(indicator, answer, sheet.context, figures);
      if (outcome.status !== 'refused') sheet.scores.set(indicator.code, outcome);
    }
  }
}
