/**
 * The bench on which one rule is worked: context, full marks, and the steps written so far.
 *
 * Whatever changes the running value writes a step, in Chinese and English, with the value after it.
 */
import type { ScoreContext, TraceStep, TraceStepName } from './answer.ts';
import { exact, exactText } from './exact.ts';
import type { Exact } from './exact.ts';
import { isGap, parameterAt } from './place.ts';
import type { Amount } from './rule.ts';

export interface Work {
  context: ScoreContext;
  full: Exact;
  trace: TraceStep[];
}

export function write(trace: TraceStep[], step: TraceStepName, text: string, en: string, points?: Exact): void {
  trace.push(points === undefined ? { step, text, en } : { step, text, en, points: exactText(points) });
}

/** A number of the rule; a parameter writes which value it has here. */
export function amount(work: Work, value: Amount): Exact {
  if (typeof value === 'string') return exact(value);
  const chosen = parameterAt(value.param, work.context);
  // Validation has found every name; without it there is no right number to go on with.
  if (isGap(chosen)) throw new Error(`${chosen.gap} ${chosen.name}: validate the answer before scoring it`);
  const [zh, en] = chosen.byCase
    ? ['按本村情形', 'by a case that fits this village']
    : ['按一般值', 'by its general value'];
  const step = `参数 ${value.param} ${zh}取 ${chosen.value} ${chosen.unit}。`;
  write(work.trace, 'parameter', step, `Parameter ${value.param} is ${chosen.value} ${chosen.unit}, ${en}.`);
  return exact(chosen.value);
}
