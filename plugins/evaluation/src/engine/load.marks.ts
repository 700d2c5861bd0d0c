/**
 * Full marks that nobody can reach: the best possible answer must give the points that the indicator promises.
 *
 * Each parameter is tried with each of its values, since a target may be out of reach only in one county.
 */
import { HUNDRED, exact, exactText, larger, smaller, sumOf } from './exact.ts';
import type { Exact } from './exact.ts';
import { best } from './load.reach.ts';
import type { Values } from './load.reach.ts';
import type { LoadView } from './load.view.ts';
import { amountsOf } from './rule.parts.ts';
import type { AnswerForm, ScoreRule } from './rule.ts';
import type { Indicator, Parameter } from './standard.ts';
import { own } from './text.ts';

export function checkMarks(view: LoadView): void {
  if (!view.isSound(['parameters'])) return;
  for (const { value, parts } of view.indicators) {
    if (!value.score) continue;
    const full = exact(value.points);
    for (const values of trials(value.score, view.standard.parameters)) {
      const reached = reachedBy(value, value.answer, value.score, full, values);
      if (reached === null || reached.compare(full) >= 0) continue;
      const message = `The full marks of ${value.points} cannot be reached: the best answer gives ${exactText(reached)}.`;
      view.report([...parts, 'points'], message, 'Lower points, or correct the rule.', value.code);
      break;
    }
  }
}

function reachedBy(
  indicator: Indicator,
  form: AnswerForm,
  score: ScoreRule,
  full: Exact,
  values: Values,
): Exact | null {
  const raw = bestOf(form, score, full, values);
  const cap = exact(indicator.cap ?? indicator.points);
  const held = raw === null ? cap : smaller(raw, cap);
  return larger(held, exact(indicator.floor ?? '0'));
}

/** The most that a rule can give; null when it has no end. */
function bestOf(form: AnswerForm, score: ScoreRule, full: Exact, values: Values): Exact | null {
  if (score.kind !== 'combine') return best(form, score, full, values);
  const parts = score.parts.flatMap((part) => {
    const field = form.kind === 'form' ? own(form.fields, part.field) : undefined;
    if (!field) return [];
    const points = exact(part.points);
    const raw = best(field, part.score, points, values);
    return [{ points, reached: raw === null ? points : smaller(raw, points) }];
  });
  if (score.how === 'sum') return sumOf(parts.map(({ reached }) => reached));
  const shares = parts.map(({ points, reached }) => (points.n === 0n ? HUNDRED : reached.div(points)));
  return shares.length === 0 ? null : full.mul(shares.reduce(smaller));
}

function trials(score: ScoreRule, parameters: Readonly<Record<string, Parameter>>): Values[] {
  const names = [...new Set(amountsOf(score).flatMap((amount) => (typeof amount === 'string' ? [] : [amount.param])))];
  const known = names.flatMap((name) => {
    const parameter = own(parameters, name);
    return parameter ? [{ name, parameter }] : [];
  });
  // A parameter that is unknown has been told; its rule cannot be tried.
  if (known.length < names.length) return [];
  const general = new Map(known.map(({ name, parameter }) => [name, parameter.value]));
  const special = known.flatMap(({ name, parameter }) =>
    (parameter.cases ?? []).map(({ value }) => new Map([...general, [name, value] as const])),
  );
  return [general, ...special];
}
