/**
 * Rules that give points as a whole: all or nothing, proportion, bands, options, year on year, discretion.
 *
 * Each writes exactly one step with the points that it gives.
 */
import type { ComparisonAnswer } from './answer.ts';
import { bandOf, holds } from './condition.ts';
import { HUNDRED, ZERO, exact, exactText, larger, smaller } from './exact.ts';
import type { Exact } from './exact.ts';
import { numberOf, textOf } from './filled.ts';
import type { Filled } from './filled.ts';
import type { AllOrNothing, Bands, Discretion, Options, Proportion, Small, YearOnYear } from './rule.ts';
import { conditionWords } from './sentence.condition.ts';
import { told } from './words.ts';
import { amount, write } from './work.ts';
import type { Work } from './work.ts';

/** Points, or that the indicator is left out. */
export type Ruling = Exact | 'drop';

export function allOrNothing(rule: AllOrNothing, filled: Filled, work: Work): Exact {
  const isMet = holds(rule.when, filled, work);
  const points = isMet ? work.full : exact(rule.otherwise ?? '0');
  const { zh, en } = conditionWords(rule.when, filled.form);
  const text = `要求${zh}，${isMet ? '符合' : '不符合'}，得 ${exactText(points)} 分。`;
  const outcome = isMet ? 'holds' : 'does not hold';
  write(work.trace, 'rule', text, `Wanted: ${en}. It ${outcome}: ${exactText(points)} points.`, points);
  return points;
}

export function proportion(rule: Proportion, measure: Exact, work: Work): Exact {
  const target = amount(work, rule.target);
  const from = amount(work, rule.from ?? '0');
  const way = target.sub(from);
  // Without any way between the two only reaching the target counts.
  const raw =
    way.n === 0n ? (measure.compare(target) >= 0 ? work.full : ZERO) : work.full.mul(measure.sub(from)).div(way);
  const points = within(raw, work.full);
  const [value, given] = [told(measure), told(points)];
  const [full, base, goal] = [exactText(work.full), exactText(from), exactText(target)];
  const text = `在 ${base} 到 ${goal} 之间取 ${value.zh}，按比例得满分 ${full} 分中的 ${given.zh} 分。`;
  const en = `${value.en} between ${base} and ${goal} gives ${given.en} of ${full} points.`;
  write(work.trace, 'rule', text, en, points);
  return points;
}

export function bands(rule: Bands, measure: Exact, work: Work): Exact {
  const band = bandOf(rule.bands, measure, work);
  const points = exact(band?.points ?? rule.otherwise ?? '0');
  const value = exactText(points);
  const found = told(measure);
  if (!band) {
    const text = `${found.zh} 不在任何一档，得 ${value} 分。`;
    write(work.trace, 'rule', text, `${found.en} lies in no band: ${value} points.`, points);
    return points;
  }
  const { zh, en } = conditionWords(band, null);
  const text = `${found.zh} 落在“${zh}”一档，得 ${value} 分。`;
  write(work.trace, 'rule', text, `${found.en} lies in the band "${en}": ${value} points.`, points);
  return points;
}

export function options(rule: Options, option: string, label: string, work: Work): Exact {
  const points = exact(rule.options[option] ?? '0');
  const value = exactText(points);
  write(work.trace, 'rule', `“${label}”一档得 ${value} 分。`, `The option ${option} gives ${value} points.`, points);
  return points;
}

export function yearOnYear(rule: YearOnYear, answer: ComparisonAnswer, work: Work): Ruling {
  if (answer.previous === null) return bySmall(rule.noPrevious, work, ['没有上期数', 'There is no earlier figure']);
  const change = numberOf(answer.current).sub(numberOf(answer.previous));
  const tolerance = rule.tolerancePercent ?? '0';
  const allowed = numberOf(answer.previous).mul(exact(tolerance)).div(HUNDRED);
  const outcome = outcomeOf(change, allowed, rule.better);
  const points = exact(rule.points[outcome]);
  const zh = { improved: '好转', same: '持平', worse: '变差' }[outcome];
  const value = exactText(points);
  const text = `比上期相差 ${exactText(change)}，容差 ${tolerance}%，算${zh}，得 ${value} 分。`;
  const en = `The change is ${exactText(change)}, ${tolerance} % are tolerated: ${outcome}, ${value} points.`;
  write(work.trace, 'rule', text, en, points);
  return points;
}

export function discretion(rule: Discretion, answer: { points: string | number }, work: Work): Exact {
  const points = numberOf(answer.points);
  const text = `在 ${rule.from} 至 ${rule.to} 分内裁量，得 ${textOf(answer.points)} 分。`;
  write(work.trace, 'rule', text, `Picked within ${rule.from} to ${rule.to}: ${textOf(answer.points)} points.`, points);
  return points;
}

/** What a rule gives when there is nothing to compare with. */
export function bySmall(small: Small, work: Work, [zh, en]: readonly [string, string]): Ruling {
  if (small === 'drop') {
    write(work.trace, 'rule', `${zh}，本条不计入，按比例折算。`, `${en}: the indicator is left out.`);
    return 'drop';
  }
  const points = small === 'full' ? work.full : ZERO;
  const value = exactText(points);
  write(work.trace, 'rule', `${zh}，按约定得 ${value} 分。`, `${en}: ${value} points by agreement.`, points);
  return points;
}

export function within(points: Exact, full: Exact): Exact {
  return smaller(larger(points, ZERO), full);
}

function outcomeOf(change: Exact, allowed: Exact, better: 'lower' | 'higher'): 'improved' | 'same' | 'worse' {
  if (change.abs().compare(allowed) <= 0) return 'same';
  return change.s < 0n === (better === 'lower') ? 'improved' : 'worse';
}
