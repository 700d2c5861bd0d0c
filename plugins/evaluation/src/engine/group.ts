/**
 * The second pass: one village beside the others of its group (组), against their average or by rank.
 *
 * The figures depend on the values alone, so the order of villages never matters and a result can be replayed.
 */
import { bandOf } from './condition.ts';
import { HUNDRED, ONE, exact, exactText, sumOf } from './exact.ts';
import type { Exact } from './exact.ts';
import { textOf } from './filled.ts';
import type { AnswerNumber } from './answer.ts';
import type { GroupAverage, GroupRank, GroupRule } from './rule.ts';
import { bySmall } from './rules.whole.ts';
import type { Ruling } from './rules.whole.ts';
import { told } from './words.ts';
import { write } from './work.ts';
import type { Work } from './work.ts';

/** The values of a group, made once and shared by all its members. */
export interface GroupFigures {
  sorted: readonly Exact[];
  mean: Exact | null;
  median: Exact | null;
}

export function figuresOf(members: Readonly<Record<string, AnswerNumber>>): GroupFigures {
  return figuresOfValues(Object.values(members).map((value) => exact(textOf(value))));
}

export function figuresOfValues(values: readonly Exact[]): GroupFigures {
  const sorted = values.toSorted((a, b) => a.compare(b));
  if (sorted.length === 0) return { sorted, mean: null, median: null };
  const mean = sumOf(sorted).div(exact(sorted.length));
  return { sorted, mean, median: medianOf(sorted) };
}

/** How many members are strictly better. */
export function betterThan(value: Exact, figures: GroupFigures, better: 'higher' | 'lower'): number {
  const { sorted } = figures;
  if (better === 'lower') return firstIndex(sorted, (other) => other.compare(value) >= 0);
  return sorted.length - firstIndex(sorted, (other) => other.compare(value) > 0);
}

/** Whether a rank lies in the first `top` percent of a group: places are only cut, never rounded up. */
export function isInTop(rank: number, size: number, top: string): boolean {
  const places = exact(size).mul(exact(top)).div(HUNDRED).floor();
  return exact(rank).compare(places) <= 0;
}

export function scoreInGroup(rule: GroupRule, measure: Exact, figures: GroupFigures, work: Work): Ruling {
  const size = figures.sorted.length;
  const least = Number(rule.leastMembers ?? '2');
  if (size < least) {
    return bySmall(rule.small, work, [
      `组内只有 ${size} 村，不足 ${least} 村`,
      `The group has ${size} of ${least} members`,
    ]);
  }
  return rule.kind === 'groupAverage' ? average(rule, measure, figures, work) : rank(rule, measure, figures, work);
}

function average(rule: GroupAverage, measure: Exact, figures: GroupFigures, work: Work): Ruling {
  const statistic = figures[rule.statistic];
  const zh = rule.statistic === 'mean' ? '平均数' : '中位数';
  if (!statistic || statistic.n === 0n)
    return bySmall(rule.small, work, [`组内${zh}为 0`, `The ${rule.statistic} is 0`]);
  const share = measure.mul(HUNDRED).div(statistic);
  const band = bandOf(rule.bands, share, work);
  const points = exact(band?.points ?? rule.otherwise ?? '0');
  const size = figures.sorted.length;
  const value = exactText(points);
  const [middle, own, percent] = [told(statistic), told(measure), told(share)];
  const text = `组内 ${size} 村${zh} ${middle.zh}，本村 ${own.zh}，为其 ${percent.zh}%，得 ${value} 分。`;
  const place = `${size} members, ${rule.statistic} ${middle.en}`;
  const en = `${place}: ${own.en} is ${percent.en} % of it, ${value} points.`;
  write(work.trace, 'group', text, en, points);
  return points;
}

function rank(rule: GroupRank, measure: Exact, figures: GroupFigures, work: Work): Ruling {
  const size = figures.sorted.length;
  const place = betterThan(measure, figures, rule.better) + 1;
  const band = rule.bands.find((candidate) => isInTop(place, size, candidate.top));
  const points = exact(band?.points ?? rule.otherwise ?? '0');
  const value = exactText(points);
  const own = told(measure);
  const zh = band ? `在前 ${band.top}% 之内` : '不在任何一档';
  const en = band ? `within the first ${band.top} %` : 'in no band';
  const text = `组内 ${size} 村，本村 ${own.zh} 列第 ${place}，${zh}，得 ${value} 分。`;
  write(work.trace, 'group', text, `Rank ${place} of ${size} with ${own.en}, ${en}: ${value} points.`, points);
  return points;
}

function medianOf(sorted: readonly Exact[]): Exact | null {
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.length === 0 ? null : sumOf(middle).div(ONE.mul(middle.length));
}

// Binary search: a county's group is asked once for each of its members.
function firstIndex(sorted: readonly Exact[], isPast: (value: Exact) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle];
    if (value !== undefined && isPast(value)) high = middle;
    else low = middle + 1;
  }
  return low;
}
