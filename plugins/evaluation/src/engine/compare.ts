/**
 * Comparing two years whose standards differ: the maps between editions are chained into connected groups.
 *
 * Only what both years really hold is compared, and how much of the later year that covers is said beside it.
 */
import { HUNDRED, exact, exactText, roundTo, sumOf } from './exact.ts';
import type { Decimal, Exact } from './exact.ts';
import type { MapEntry, Relation } from './standard.ts';
import type { Earned } from './totals.ts';

export type YearScores = Readonly<Record<string, { earned: Earned; points: Decimal }>>;

export interface ComparedGroup {
  before: Decimal;
  after: Decimal;
  /** False: 近似可比, because an indicator was changed, split or merged on the way. */
  firm: boolean;
}

export interface YearComparison {
  /** By the later codes, joined with `+`; percents with two decimals. */
  groups: Record<string, ComparedGroup>;
  /** The percent of the later year's full marks that the groups cover. */
  covered: Decimal;
  /** Under 60 % covered no total trend is drawn. */
  hasTrend: boolean;
}

/** `maps` lead from the earlier edition to the later one, in order; none means the same edition. */
export function compareYears(
  maps: readonly (readonly MapEntry[])[],
  before: YearScores,
  after: YearScores,
): YearComparison {
  const steps = maps.length === 0 ? [sameMap(before, after)] : maps;
  const groups: Record<string, ComparedGroup> = {};
  let covered = exact(0);
  for (const { earlier, later, relations } of connected(steps)) {
    const [first, last] = [sides(earlier, before), sides(later, after)];
    if (!first || !last) continue;
    const firm = relations.every((relation) => relation === 'same');
    groups[later.toSorted().join('+')] = { before: percent(first), after: percent(last), firm };
    covered = covered.add(last.full);
  }
  const all = sides(Object.keys(after), after);
  const share = all ? covered.mul(HUNDRED).div(all.full) : exact(0);
  return { groups, covered: twoDecimals(share), hasTrend: share.compare(exact(60)) >= 0 };
}

interface Connected {
  earlier: string[];
  later: string[];
  relations: Relation[];
}

/** Codes are joined step by step; each entry ties all that it names into one group. */
function connected(steps: readonly (readonly MapEntry[])[]): Connected[] {
  const parents = new Map<string, string>();
  const root = (node: string): string => {
    const parent = parents.get(node) ?? node;
    return parent === node ? node : root(parent);
  };
  const ties: { node: string; relation: Relation }[] = [];
  steps.forEach((entries, at) => {
    for (const { before, now, relation } of entries) {
      const nodes = [...before.map((code) => nodeOf(at, code)), ...now.map((code) => nodeOf(at + 1, code))];
      const [first] = nodes;
      if (first === undefined) continue;
      for (const node of nodes) {
        if (!parents.has(node)) parents.set(node, node);
        parents.set(root(node), root(first));
      }
      ties.push({ node: first, relation });
    }
  });
  const groups = new Map<string, Connected>();
  const groupOf = (node: string): Connected => {
    const key = root(node);
    const group = groups.get(key) ?? { earlier: [], later: [], relations: [] };
    groups.set(key, group);
    return group;
  };
  for (const node of parents.keys()) {
    const { at, code } = placeOf(node);
    if (at === 0) groupOf(node).earlier.push(code);
    if (at === steps.length) groupOf(node).later.push(code);
  }
  for (const { node, relation } of ties) groupOf(node).relations.push(relation);
  return [...groups.values()];
}

function nodeOf(at: number, code: string): string {
  return `${at}:${code}`;
}

function placeOf(node: string): { at: number; code: string } {
  const colon = node.indexOf(':');
  return { at: Number(node.slice(0, colon)), code: node.slice(colon + 1) };
}

/** Earned and full marks of what was not left out; null when no full marks are left. */
function sides(codes: readonly string[], scores: YearScores): { earned: Exact; full: Exact } | null {
  const live = codes.flatMap((code) => scores[code] ?? []).filter(({ earned }) => earned !== 'dropped');
  const full = sumOf(live.map(({ points }) => exact(points)));
  if (full.n === 0n) return null;
  const earned = sumOf(live.map((score) => exact(score.earned === null ? 0 : score.earned)));
  return { earned, full };
}

function percent({ earned, full }: { earned: Exact; full: Exact }): Decimal {
  return twoDecimals(earned.mul(HUNDRED).div(full));
}

function twoDecimals(value: Exact): Decimal {
  return exactText(roundTo(value, { step: '0.01', mode: 'half-up' }));
}

function sameMap(before: YearScores, after: YearScores): MapEntry[] {
  const both = Object.keys(after).filter((code) => Object.hasOwn(before, code));
  return both.map((code) => ({ now: [code], before: [code], relation: 'same' }));
}
