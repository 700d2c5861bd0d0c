/**
 * Which rule reads which answer: the one place where a kind of rule meets its function.
 *
 * Inside a form a part is worked with its own full marks and held in 0…P before it is added.
 */
import type { TraceStep } from './answer.ts';
import { ONE, ZERO, exact, exactText, smaller } from './exact.ts';
import type { Exact } from './exact.ts';
import { fill } from './filled.ts';
import type { Filled } from './filled.ts';
import { scoreInGroup } from './group.ts';
import type { GroupFigures } from './group.ts';
import { measureOf } from './measure.ts';
import type { Combine, FormForm, SimpleRule } from './rule.ts';
import * as step from './rules.step.ts';
import * as whole from './rules.whole.ts';
import type { Ruling } from './rules.whole.ts';
import type { IndicatorRule } from './standard.ts';
import { isRecord } from './text.ts';
import { answerWords, measureWords, told } from './words.ts';
import { write } from './work.ts';
import type { Work } from './work.ts';

/** The points of a validated answer before floor, cap and rounding. */
export function scoreByRule(
  indicator: IndicatorRule,
  answer: unknown,
  figures: GroupFigures | null,
  work: Work,
): Ruling | 'pending' {
  const { score, answer: form } = indicator;
  if (!score) throw new Error(`${indicator.code} has no score rule`);
  if (form.kind === 'findings') throw new Error(`${indicator.code}: findings belong to a veto`);
  if (form.kind === 'form') {
    if (score.kind !== 'combine') throw unreadable(score.kind, form.kind);
    return combine(score, form, answer, work);
  }
  const filled = fill(form, answer);
  const measure = tell(filled, work);
  if (score.kind === 'groupAverage' || score.kind === 'groupRank') {
    if (!measure) throw unreadable(score.kind, form.kind);
    return figures ? scoreInGroup(score, measure, figures, work) : 'pending';
  }
  if (score.kind === 'combine') throw unreadable(score.kind, form.kind);
  return simple(score, filled, measure, work);
}

function simple(rule: SimpleRule, filled: Filled, measure: Exact | null, work: Work): Ruling {
  switch (rule.kind) {
    case 'allOrNothing':
      return whole.allOrNothing(rule, filled, work);
    case 'shortfall':
      if (measure) return step.shortfall(rule, filled, measure, work);
      break;
    case 'proportion':
      if (measure) return whole.proportion(rule, measure, work);
      break;
    case 'bands':
      if (measure) return whole.bands(rule, measure, work);
      break;
    case 'perElement':
    case 'missingElement':
      if (filled.kind === 'checklist') return step.elements(rule, filled, work);
      break;
    case 'options':
      if (filled.kind === 'choice') {
        const { option } = filled.answer;
        return whole.options(rule, option, filled.form.options[option] ?? option, work);
      }
      break;
    case 'perEvent':
      if (filled.kind === 'events') return step.perEvent(rule, filled, work);
      break;
    case 'late':
      if (filled.kind === 'deliveries') return step.late(rule, filled, work);
      break;
    case 'yearOnYear':
      if (filled.kind === 'comparison') return whole.yearOnYear(rule, filled.answer, work);
      break;
    case 'sampleFailures':
      if (filled.kind === 'sample') return step.sampleFailures(rule, filled, work);
      break;
    case 'discretion':
      if (filled.kind === 'assessor') return whole.discretion(rule, filled.answer, work);
      break;
  }
  throw unreadable(rule.kind, filled.kind);
}

interface Part {
  points: Exact;
  earned: Exact;
}

function combine(rule: Combine, form: FormForm, answer: unknown, work: Work): Ruling {
  const fields = isRecord(answer) && isRecord(answer.fields) ? answer.fields : {};
  const live: Part[] = [];
  let running = ZERO;
  for (const { field, points, score } of rule.parts) {
    const definition = form.fields[field];
    if (!definition) throw new Error(`the form has no field ${field}`);
    const trace: TraceStep[] = [];
    const part: Work = { context: work.context, full: exact(points), trace };
    const filled = fill(definition, fields[field]);
    const ruling = simple(score, filled, tell(filled, part), part);
    // The running value belongs to the whole; a part's own steps only explain.
    for (const { step: name, text, en } of trace) work.trace.push({ step: name, text, en });
    if (ruling === 'drop') continue;
    const earned = whole.within(ruling, part.full);
    live.push({ points: part.full, earned });
    const label = definition.label ?? field;
    const text = `“${label}”一项得 ${told(earned).zh} 分，本项满分 ${points} 分。`;
    const en = `The part ${field} gives ${told(earned).en} of ${points} points.`;
    running = running.add(earned);
    write(work.trace, 'add', text, en, rule.how === 'sum' ? running : undefined);
  }
  return together(rule, live, work);
}

// A part that is left out gives its weight to the others, as a left-out indicator does in its class.
function together(rule: Combine, live: readonly Part[], work: Work): Ruling {
  if (live.length === 0) return 'drop';
  if (rule.how === 'least') {
    const least = live.map(({ points, earned }) => (points.n === 0n ? ONE : earned.div(points))).reduce(smaller);
    const result = work.full.mul(least);
    const text = `取最低一项的比例，得 ${told(result).zh} 分。`;
    write(work.trace, 'rule', text, `The lowest part decides: ${told(result).en} points.`, result);
    return result;
  }
  const earned = live.reduce((sum, part) => sum.add(part.earned), ZERO);
  if (live.length === rule.parts.length) return earned;
  const all = rule.parts.reduce((sum, part) => sum.add(exact(part.points)), ZERO);
  const left = live.reduce((sum, part) => sum.add(part.points), ZERO);
  if (left.n === 0n) return 'drop';
  const result = earned.mul(all).div(left);
  const zh = `有一项不计入，余下 ${exactText(left)} 分按 ${exactText(all)} 分折算，得 ${told(result).zh} 分。`;
  write(work.trace, 'rule', zh, `A part is left out; the rest is stretched to ${told(result).en} points.`, result);
  return result;
}

/** Tells the answer and its measure; gives the measure. */
function tell(filled: Filled, work: Work): Exact | null {
  const answer = answerWords(filled);
  write(work.trace, 'answer', answer.zh, answer.en);
  const measure = measureOf(filled);
  const words = measure && measureWords(filled, measure);
  if (words) write(work.trace, 'measure', words.zh, words.en);
  return measure;
}

function unreadable(rule: string, answer: string): Error {
  return new Error(
    `the rule ${rule} cannot read an answer of kind ${answer}; check the standard before scoring with it`,
  );
}
