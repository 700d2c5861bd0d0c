/**
 * What a worked example can be about: one function a subject, from the example to what the engine says.
 *
 * An example passes through the same functions as a village does; there is no second way to score.
 */
import type { Finding, ScoreContext, Village } from './answer.ts';
import { checkMethods } from './check.ts';
import { standingColumn } from './columns.ts';
import type { ColumnScore } from './columns.ts';
import { compareYears } from './compare.ts';
import type { YearScores } from './compare.ts';
import { isRecord } from './text.ts';
import { drawSample } from './draw.ts';
import { decimalOf, exact, exactText, sumOf } from './exact.ts';
import { gradeByLines, gradeByShares } from './grade.ts';
import type { Graded } from './grade.ts';
import { groupedBy } from './grouping.ts';
import { decideScope } from './scope.ts';
import { scoreIndicator } from './score.ts';
import type { Check, Grading, IndicatorRule, MapEntry, Scope, Standard, Veto, VetoEffect } from './standard.ts';
import { totalOf } from './totals.ts';
import type { Earned, Weights } from './totals.ts';
import { validateAnswer } from './validate.ts';
import { decideVeto } from './veto.ts';

/** One example with what its pattern states; the file is trusted, its shape is not checked again. */
export type Example = Record<string, unknown>;

/** What the engine says, in the words of `expect`. */
export type Actual = Record<string, unknown>;

const HUNDREDTHS = { step: '0.01', mode: 'half-up' } as const;

export const SUBJECTS: Record<string, (example: Example) => Actual> = {
  indicator,
  veto,
  scope,
  total,
  grade,
  columns,
  check,
  draw,
  comparison,
};

function indicator(example: Example): Actual {
  const rule: IndicatorRule = { ...(example.indicator as IndicatorRule), code: 'X1.01' };
  const context = contextOf(example);
  const outcome = scoreIndicator(rule, example.answer, context);
  if (outcome.status === 'refused') return { errors: outcome.problems.map(({ code }) => code) };
  return { status: outcome.status, points: outcome.points };
}

function veto(example: Example): Actual {
  const rule = example.veto as Veto;
  const findings = (example.findings ?? []) as Finding[];
  const kinds = Object.fromEntries(rule.when.flatMap((one) => one.kinds.map((kind) => [kind, kind])));
  const sheet: IndicatorRule = { code: 'X1.01', points: '0', answer: { kind: 'findings', kinds }, veto: rule };
  const context = contextOf(example);
  const problems = validateAnswer(sheet, { findings }, context);
  const decision = problems.length === 0 ? decideVeto(rule, findings, context) : null;
  if (!decision) return { errors: problems.map(({ code }) => code) };
  return { effect: decision.effect, counted: String(decision.counted) };
}

function scope(example: Example): Actual {
  const decision = decideScope(example.scope as Scope, contextOf(example));
  if (!decision.rated && decision.gap) return { errors: [decision.gap.gap] };
  return { ...decision };
}

type PlainIndicator = { code: string; points: string; role?: 'base' | 'bonus'; earned: Earned };
type PlainTotal = Omit<Weights, 'classes'> & {
  classes: { code: string; points: string; indicators: PlainIndicator[] }[];
};

function total(example: Example): Actual {
  const plain = example.total as PlainTotal;
  const indicators = plain.classes.flatMap((one) => one.indicators);
  const classes = plain.classes.map((one) => ({ ...one, items: itemsOf(one.indicators) }));
  const totals = totalOf({ ...plain, rounding: plain.rounding ?? HUNDREDTHS, classes }, (code) => {
    const earned = indicators.find((one) => one.code === code)?.earned ?? null;
    return earned === 'dropped' ? earned : decimalOf(earned);
  });
  return { ...totals };
}

// The examples name no items: A1.02 lies in A1, whose points are those of its indicators.
function itemsOf(indicators: readonly PlainIndicator[]): Weights['classes'][number]['items'] {
  const groups = groupedBy(indicators, ({ code }) => code.split('.')[0] ?? code);
  return [...groups].map(([code, members]) => {
    const base = members.filter(({ role }) => role !== 'bonus').map(({ points }) => points);
    return { code, points: exactText(sumOf(base.map((text) => exact(text)))), indicators: members };
  });
}

function grade(example: Example): Actual {
  const grading = example.grading as Grading;
  const effects = (example.effects ?? []) as VetoEffect[];
  if (isRecord(example.group)) {
    const out = Array.isArray(example.disqualified) ? example.disqualified : [];
    const villages = Object.entries(example.group).map(([code, points]): Graded => {
      return { code, total: String(points), effects: out.includes(code) ? ['disqualify'] : [] };
    });
    return grading.kind === 'shares'
      ? { grades: Object.fromEntries(gradeByShares(grading, villages)) }
      : { grades: {} };
  }
  return grading.kind === 'lines' ? { grade: gradeByLines(grading, String(example.points), effects) } : { grade: null };
}

function columns(example: Example): Actual {
  const { points, by, problems } = standingColumn({ code: 'X1.01' }, example.scores as ColumnScore[]);
  return problems.length > 0 ? { errors: problems.map(({ code }) => code) } : { points, by };
}

function check(example: Example): Actual {
  const problems = checkMethods({ code: 'X1.01', check: example.check as Check }, example.used as string[]);
  return problems.length > 0 ? { errors: problems.map(({ code }) => code) } : { accepted: true };
}

function draw(example: Example): Actual {
  const size = example.take === undefined ? { percent: String(example.percent) } : { take: Number(example.take) };
  return { drawn: drawSample(String(example.seed), (example.from as unknown[]).map(String), size) };
}

function comparison(example: Example): Actual {
  const maps = (example.maps ?? []) as MapEntry[][];
  return { ...compareYears(maps, example.before as YearScores, example.after as YearScores) };
}

/** An example that states no period lives in the year that it states, or in that of its first date, or in 2024. */
function contextOf(example: Example): ScoreContext {
  const context = isRecord(example.context) ? example.context : {};
  const fragment = isRecord(example.standard) ? example.standard : {};
  const stated = context.period as ScoreContext['period'] | undefined;
  const year = Number(context.year ?? stated?.to.slice(0, 4) ?? firstYear([example.answer, example.findings]));
  const village: Village = { code: 'v1', ...(context.village as Partial<Village> | undefined) };
  const standard: ScoreContext['standard'] = {
    parameters: {},
    groups: {},
    rounding: HUNDREDTHS,
    ...(fragment as Partial<Standard>),
  };
  return {
    standard,
    year,
    period: stated ?? { from: `${year}-01-01`, to: `${year}-12-31` },
    level: (context.level as ScoreContext['level'] | undefined) ?? 'township',
    village,
    awardedOn: (context.awardedOn as string | undefined) ?? null,
    termStartedOn: (context.termStartedOn as string | undefined) ?? null,
    ...(isRecord(example.group) && { group: example.group as ScoreContext['group'] }),
  };
}

function firstYear(values: unknown): string {
  return /"(\d{4})-\d{2}-\d{2}"/.exec(JSON.stringify(values))?.[1] ?? '2024';
}
