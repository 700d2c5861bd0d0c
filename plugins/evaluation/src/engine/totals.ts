/**
 * From indicators to the total: classes, base, bonus, and where dropped points are spread.
 *
 * What was left out counts neither way; what has no points yet counts as 0 of its full marks.
 */
import type { TraceStep } from './answer.ts';
import { ZERO, exact, exactText, roundTo, smaller, sumOf } from './exact.ts';
import type { Decimal, Exact, Rounding } from './exact.ts';
import { write } from './work.ts';

interface WeighedIndicator {
  code: string;
  points: Decimal;
  role?: 'base' | 'bonus';
}

interface WeighedItem {
  code: string;
  points: Decimal;
  indicators: readonly WeighedIndicator[];
}

/** What of a standard decides about totals. */
export interface Weights {
  points: Decimal;
  rounding: Rounding;
  rescale: { within: 'item' | 'class' | 'total' };
  bonus?: { cap: Decimal };
  totalCap?: Decimal;
  classes: readonly { code: string; points: Decimal; items: readonly WeighedItem[] }[];
}

/** Points as text, null while there are none, or left out. */
export type Earned = Decimal | null | 'dropped';

export interface Totals {
  /** Null: the whole class was left out and its weight went to the others. */
  classes: Record<string, Decimal | null>;
  /** Base and total are null when every class was left out: there is nothing to judge. */
  base: Decimal | null;
  bonus: Decimal;
  total: Decimal | null;
  trace: TraceStep[];
}

/** The totals of one village; `earnedBy` gives the points of an indicator by its code. */
export function totalOf(weights: Weights, earnedBy: (code: string) => Earned): Totals {
  const trace: TraceStep[] = [];
  const spread = weights.rescale.within;
  const classes = weights.classes.map((one) => ({ ...one, ...classOf(one, spread, weights.rounding, earnedBy) }));
  for (const one of classes) tellClass(one, spread, trace);
  const shown = Object.fromEntries(classes.map(({ code, value }) => [code, value && exactText(value)]));
  const bonus = bonusOf(weights, earnedBy);
  const base = baseOf(weights, classes);
  if (!base) {
    write(trace, 'rescale', '各类全部不计入，没有总分。', 'Every class was left out: there is no total.');
    return { classes: shown, base: null, bonus: exactText(bonus), total: null, trace };
  }
  write(trace, 'rescale', `基本分 ${exactText(base)} 分。`, `The base is ${exactText(base)} points.`, base);
  const sum = base.add(bonus);
  if (bonus.n !== 0n)
    write(trace, 'bonus', `加分 ${exactText(bonus)} 分。`, `${exactText(bonus)} points are added.`, sum);
  const total = weights.totalCap === undefined ? sum : smaller(sum, exact(weights.totalCap));
  if (total !== sum)
    write(trace, 'cap', `总分封顶 ${exactText(total)} 分。`, `The total stops at ${exactText(total)}.`, total);
  return { classes: shown, base: exactText(base), bonus: exactText(bonus), total: exactText(total), trace };
}

/** Earned and full points of what was not left out. */
interface Live {
  earned: Exact;
  full: Exact;
}

interface ClassTotal {
  value: Exact | null;
  /** Before stretching. */
  live: Live;
}

function classOf(
  one: Weights['classes'][number],
  spread: Weights['rescale']['within'],
  rounding: Rounding,
  earnedBy: (code: string) => Earned,
): ClassTotal {
  const items = one.items.map((item) => itemOf(item, spread, rounding, earnedBy));
  const live = { earned: sumOf(items.map((item) => item.earned)), full: sumOf(items.map((item) => item.full)) };
  if (live.full.n === 0n) return { value: null, live };
  const value = spread === 'total' ? live.earned : stretch(live, exact(one.points));
  return { value: roundTo(value, rounding), live };
}

function itemOf(
  item: WeighedItem,
  spread: Weights['rescale']['within'],
  rounding: Rounding,
  earnedBy: (code: string) => Earned,
): Live {
  const live = item.indicators
    .filter((indicator) => indicator.role !== 'bonus')
    .map((indicator) => ({ earned: earnedBy(indicator.code), full: exact(indicator.points) }))
    .filter(({ earned }) => earned !== 'dropped');
  const sums = {
    earned: sumOf(live.map(({ earned }) => (earned === null ? ZERO : exact(earned)))),
    full: sumOf(live.map(({ full }) => full)),
  };
  if (spread !== 'item' || sums.full.n === 0n) return sums;
  return { earned: roundTo(stretch(sums, exact(item.points)), rounding), full: exact(item.points) };
}

function baseOf(weights: Weights, classes: readonly (ClassTotal & { points: Decimal })[]): Exact | null {
  const alive = classes.filter(({ value }) => value !== null);
  const earned = sumOf(alive.map(({ value }) => value ?? ZERO));
  const full = sumOf(alive.map(({ live, points }) => (weights.rescale.within === 'total' ? live.full : exact(points))));
  return full.n === 0n ? null : roundTo(stretch({ earned, full }, exact(weights.points)), weights.rounding);
}

function bonusOf(weights: Weights, earnedBy: (code: string) => Earned): Exact {
  const indicators = weights.classes.flatMap((one) => one.items.flatMap((item) => item.indicators));
  const earned = indicators
    .filter((indicator) => indicator.role === 'bonus')
    .map((indicator) => earnedBy(indicator.code))
    .map((points) => (points === null || points === 'dropped' ? ZERO : exact(points)));
  const sum = sumOf(earned);
  return weights.bonus ? smaller(sum, exact(weights.bonus.cap)) : sum;
}

function stretch({ earned, full }: Live, points: Exact): Exact {
  return earned.mul(points).div(full);
}

function tellClass(
  one: ClassTotal & { code: string; points: Decimal },
  spread: Weights['rescale']['within'],
  trace: TraceStep[],
): void {
  const { code, points, value, live } = one;
  if (value === null) {
    write(trace, 'rescale', `${code} 类全部不计入。`, `Class ${code} was left out.`);
    return;
  }
  const sum = `${exactText(live.earned)}/${exactText(live.full)}`;
  const isStretched = spread !== 'total' && !live.full.equals(exact(points));
  const [zh, en] = isStretched ? [`，按 ${points} 分折算`, `, stretched to ${points}`] : ['', ''];
  const text = `${code} 类 ${sum}${zh}，得 ${exactText(value)} 分。`;
  write(trace, 'rescale', text, `Class ${code} has ${sum}${en}: ${exactText(value)} points.`);
}
