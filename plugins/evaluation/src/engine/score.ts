/**
 * From an answer to points: one pure function, always in the same order, every step told.
 *
 * Points are computed exactly and rounded once, at the end; the last running value of the trace is the score.
 */
import type { IndicatorScore, ScoreContext, ScoreOutcome, ScoreStatus, TraceStep } from './answer.ts';
import { exact, exactText, larger, roundTo, smaller } from './exact.ts';
import type { Exact } from './exact.ts';
import { fill } from './filled.ts';
import { figuresOf } from './group.ts';
import type { GroupFigures } from './group.ts';
import { isEmptyAnswer, measureOf } from './measure.ts';
import { placeHolds } from './place.ts';
import { scoreByRule } from './score.rule.ts';
import type { IndicatorRule } from './standard.ts';
import { isRecord } from './text.ts';
import { isDeclared, hasAnswer, validateAnswer } from './validate.ts';
import { scoreVeto } from './veto.ts';
import { write } from './work.ts';
import type { Work } from './work.ts';

/** The score with its trace, or every problem of the answer. Costs a few microseconds. */
export function scoreIndicator(indicator: IndicatorRule, answer: unknown, context: ScoreContext): ScoreOutcome {
  const problems = validateAnswer(indicator, answer, context);
  if (problems.length > 0) return { status: 'refused', problems };
  return scoreValid(indicator, answer, context, context.group ? figuresOf(context.group) : null);
}

/** As `scoreIndicator`, for an answer that is known to be right and figures that are shared by a group. */
export function scoreValid(
  indicator: IndicatorRule,
  answer: unknown,
  context: ScoreContext,
  figures: GroupFigures | null,
): ScoreOutcome {
  const work: Work = { context, full: exact(indicator.points), trace: [] };
  const aside = asideOf(indicator, answer, work);
  if (aside) return aside;
  if (!hasAnswer(answer)) {
    write(work.trace, 'answer', '尚未填报。', 'There is no answer yet.');
    return { status: 'unanswered', points: null, trace: work.trace };
  }
  if (indicator.veto) return scoreVeto(indicator.veto, indicator, answer, work);
  tellFact(answer, work.trace);
  const ruling = scoreByRule(indicator, answer, figures, work);
  if (ruling === 'drop') return { status: 'dropped', points: null, trace: work.trace };
  if (ruling === 'pending') return pending(indicator, answer, work);
  return result('scored', hold(ruling, indicator, work), work.trace);
}

/** Not applicable, then exempt; null when the answer is to be scored. */
function asideOf(indicator: IndicatorRule, answer: unknown, work: Work): IndicatorScore | null {
  const { notApplicable, exempt } = indicator;
  if (notApplicable && isNotApplicable(indicator, answer, work.context)) {
    const said = isRecord(answer) && isRecord(answer.notApplicable) ? String(answer.notApplicable.reason) : null;
    const reason = said ?? notApplicable.reason;
    if (notApplicable.mode === 'drop') {
      const text = `本条不适用：${reason}；不计入，按比例折算。`;
      write(work.trace, 'notApplicable', text, `Not applicable (${reason}): left out, the rest is stretched.`);
      return { status: 'dropped', points: null, trace: work.trace };
    }
    const full = exactText(work.full);
    const text = `本条不适用：${reason}；得满分 ${full} 分。`;
    write(work.trace, 'notApplicable', text, `Not applicable (${reason}): full ${full} points.`, work.full);
    return result('notApplicable', work.full, work.trace);
  }
  const title = exempt ? titleHeld(exempt.holder, work.context) : null;
  if (!exempt || title === null) return null;
  const full = exactText(work.full);
  const text = `期末持有称号 ${title}（${exempt.reason}），免评，得满分 ${full} 分。`;
  write(work.trace, 'exempt', text, `The title ${title} is held: exempt, full ${full} points.`, work.full);
  return result('exempt', work.full, work.trace);
}

function isNotApplicable(indicator: IndicatorRule, answer: unknown, context: ScoreContext): boolean {
  const when = indicator.notApplicable?.when;
  if (!when) return false;
  if ('empty' in when) return isEmptyAnswer(indicator.answer, answer);
  if ('declared' in when) return isDeclared(answer);
  return placeHolds(when, context) === true;
}

/** A listed title that is held on the last day of the period. */
function titleHeld(holder: readonly string[], context: ScoreContext): string | null {
  const { to } = context.period;
  const held = (context.village.holds ?? []).find(
    ({ code, from, until }) =>
      holder.includes(code) && from <= to && (until === null || until === undefined || until >= to),
  );
  return held?.code ?? null;
}

function tellFact(answer: unknown, trace: TraceStep[]): void {
  if (!isRecord(answer) || !isRecord(answer.fact)) return;
  const { records, id } = answer.fact;
  const count = Array.isArray(records) ? records.length : records;
  const name = typeof id === 'string' ? ` ${id}` : '';
  const text = count === undefined ? `数据取自平台${name}。` : `数据取自平台${name}，来自 ${String(count)} 份记录。`;
  write(
    trace,
    'fact',
    text,
    `Taken from the platform${name}${count === undefined ? '' : `, from ${String(count)} records`}.`,
  );
}

function pending(indicator: IndicatorRule, answer: unknown, work: Work): IndicatorScore {
  write(work.trace, 'group', '等本组评完后再与全组比较。', 'Waits until the group has been scored.');
  const filled =
    indicator.answer.kind === 'form' || indicator.answer.kind === 'findings' ? null : fill(indicator.answer, answer);
  const measure = filled && measureOf(filled);
  return { status: 'pending', points: null, trace: work.trace, ...(measure && { measure: exactText(measure) }) };
}

/** Floor, then cap, then rounding; each tells only what it changes. */
function hold(ruling: Exact, indicator: IndicatorRule, work: Work): Exact {
  const floor = exact(indicator.floor ?? '0');
  const cap = exact(indicator.cap ?? indicator.points);
  const raised = larger(ruling, floor);
  if (raised !== ruling)
    write(work.trace, 'floor', `扣完为止，保底 ${exactText(floor)} 分。`, `Not below ${exactText(floor)}.`, floor);
  const capped = smaller(raised, cap);
  if (capped !== raised) write(work.trace, 'cap', `封顶 ${exactText(cap)} 分。`, `Not above ${exactText(cap)}.`, cap);
  const rounding = indicator.round ?? work.context.standard.rounding;
  const rounded = roundTo(capped, rounding);
  if (!rounded.equals(capped)) {
    const value = exactText(rounded);
    const text = `按 ${rounding.step} 分一级取整，得 ${value} 分。`;
    write(work.trace, 'round', text, `Rounded to steps of ${rounding.step}: ${value} points.`, rounded);
  }
  return rounded;
}

function result(status: ScoreStatus, points: Exact, trace: TraceStep[]): IndicatorScore {
  return { status, points: exactText(points), trace };
}
