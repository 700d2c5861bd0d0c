/**
 * How a level above the village scores an indicator: it agrees, gives its own answer, or its own points.
 *
 * Pure: what comes out is a score with its trace, or every problem at once.
 */
import type { FieldProblem } from '@cunzhi/plugin';
import { sizeProblems, textProblems, withTextNumbers } from './answer.rule.ts';
import { readAnswer } from './answer.mapping.ts';
import type { AnswerInput, StoredAnswer } from './answer.shape.ts';
import { isSameNumber, plain } from './decimal.rule.ts';
import {
  checkMethods, isRefusal, scoreIndicator, validateAnswer,
  type AnswerProblem, type CheckMethod, type Indicator, type IndicatorRule, type ScoreContext, type ScoreStatus, type TraceStep, type VetoEffect,
} from './engine/index.ts'; // prettier-ignore

/** The score of the column below, which a level agrees with or differs from. */
export interface ScoreBelow {
  readonly status: ScoreStatus;
  readonly points: string | null;
  readonly veto: VetoEffect | null;
  readonly answer: StoredAnswer | null;
  readonly trace: readonly TraceStep[];
}

/** Exactly one of agree, answer and points. */
export interface Verdict {
  readonly methods: readonly CheckMethod[];
  readonly agree?: boolean | null;
  /** As GraphQL takes it; `stored` is the same in the shape of the engine. */
  readonly answer?: AnswerInput | null;
  readonly stored?: StoredAnswer | null;
  readonly points?: string | null;
  readonly reason?: string | null;
}

export interface GivenScore extends ScoreBelow {
  readonly reason: string | null;
  readonly methods: readonly CheckMethod[];
}

export type Judged =
  | { readonly score: GivenScore; readonly problems?: never }
  | { readonly score?: never; readonly problems: readonly FieldProblem[] };

/** The score that a verdict gives, or why it cannot be taken. */
export function judge(
  indicator: Indicator,
  verdict: Verdict,
  { below: column, context }: { readonly below: ScoreBelow | undefined; readonly context: ScoreContext },
): Judged {
  // What the level below could not answer is nothing to agree with and nothing to differ from.
  const below = column?.status === 'unanswered' ? undefined : column;
  const reason = verdict.reason?.trim() || null;
  const methods = [...new Set(verdict.methods)];
  const problems = [...checkMethods(indicator, methods).map(methodProblem), ...textProblems(reason ?? '', 'reason')];
  const given = givenBy(indicator, verdict, { below, context, reason });
  problems.push(...given.problems);
  const { result } = given;
  if (result && below && differs(result, below) && reason === null) problems.push(reasonMissing(below));
  return problems.length > 0 || !result ? { problems: unique(problems) } : { score: { ...result, reason, methods } };
}

interface Around {
  readonly below: ScoreBelow | undefined;
  readonly context: ScoreContext;
  readonly reason: string | null;
}
type Given = { readonly result?: ScoreBelow; readonly problems: readonly FieldProblem[] };

function givenBy(indicator: Indicator, { agree, answer, stored, points }: Verdict, around: Around): Given {
  const given = [agree === true, answer != null || stored != null, points != null].filter(Boolean).length;
  if (given !== 1)
    return refused(
      'input',
      'EXACTLY_ONE',
      `同意、改答案、直接给分只能选一样，收到 ${given} 样。`,
      `Choose exactly one of agree, answer and points; got ${given}.`,
    );
  if (agree) {
    if (around.below) return { result: around.below, problems: [] };
    return refused(
      'agree',
      'NOTHING_TO_AGREE_WITH',
      '下一级没有给分，请直接评分。',
      'The level below has given no score; give your own.',
    );
  }
  if (points != null) return byPoints(indicator, points, around);
  if (stored) return byAnswer(indicator, stored, around);
  const read = answer ? readAnswer(indicator.answer, answer) : { answer: null, problems: [] };
  if (read.problems.length > 0 || !read.answer) return { problems: read.problems };
  return byAnswer(indicator, read.answer, around);
}

function byAnswer(indicator: Indicator, given: StoredAnswer, { context }: Around): Given {
  const problems = sizeProblems(given);
  if (problems.length > 0) return { problems };
  const answer = withTextNumbers(given);
  const outcome = scoreIndicator(indicator, answer, context);
  if (isRefusal(outcome)) return { problems: outcome.problems.map((problem) => answerProblem('answer', problem)) };
  const { status, points, veto, trace } = outcome;
  return {
    result: { status, points, veto: !veto || veto.effect === 'none' ? null : veto.effect, answer, trace },
    problems: [],
  };
}

/** Own points are checked like those of an assessor: inside floor and cap, on the step, with a reason where they differ. */
function byPoints(indicator: Indicator, given: string, { below, context, reason }: Around): Given {
  const points = plain(given);
  const [own] = indicator.score?.kind === 'discretion' ? [indicator.score] : [];
  const from = indicator.floor ?? '0';
  const to = indicator.cap ?? indicator.points;
  const step = (indicator.round ?? context.standard.rounding).step;
  const asAssessor: IndicatorRule = {
    code: indicator.code,
    points: indicator.points,
    answer: { kind: 'assessor' },
    score: own ?? { kind: 'discretion', from, to, step, guide: '' },
  };
  const needsReason = own !== undefined || !below;
  const problems = validateAnswer(
    asAssessor,
    { points, reason: needsReason ? (reason ?? '') : reason || '—' },
    context,
  );
  if (problems.length > 0) return { problems: problems.map((problem) => answerProblem('', problem)) };
  // The sentence brings its own full stop.
  const said = reason?.replace(/[。.]+$/, '');
  const words = { zh: said ? `，理由：${said}` : '', en: said ? `: ${said}` : '' };
  const override: TraceStep = {
    step: 'override',
    text: `考评给 ${points} 分${words.zh}。`,
    en: `The assessor gives ${points} points${words.en}.`,
    points,
  };
  return { result: { status: 'scored', points, veto: null, answer: null, trace: [override] }, problems: [] };
}

/** Another status or another number: it does not matter how the number is written. */
function differs(one: ScoreBelow, other: ScoreBelow): boolean {
  return (
    one.status !== other.status ||
    !isSameNumber(one.points, other.points) ||
    JSON.stringify(one.veto) !== JSON.stringify(other.veto)
  );
}

function reasonMissing({ points }: ScoreBelow): FieldProblem {
  const shown = points ?? '—';
  const zh = `和下一级的 ${shown} 分不同，请写明理由，村里会看到。`;
  return {
    path: 'reason',
    code: 'REASON_MISSING',
    text: { zh, en: `It differs from ${shown} of the column below: write the reason; the village will read it.` },
  };
}

const methodProblem = ({ code, message }: AnswerProblem): FieldProblem => ({ path: 'methods', code, text: message });

function answerProblem(prefix: string, { code, field, message }: AnswerProblem): FieldProblem {
  return { path: [prefix, field].filter(Boolean).join('.'), code, text: message };
}

const refused = (path: string, code: string, zh: string, en: string): Given => ({
  problems: [{ path, code, text: { zh, en } }],
});

function unique(problems: readonly FieldProblem[]): FieldProblem[] {
  const seen = new Map(problems.map((problem) => [`${problem.path} ${problem.code}`, problem]));
  return [...seen.values()];
}
