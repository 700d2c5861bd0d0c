/**
 * The draw (抽样): which villages the county looks at, from a seed that everybody can see.
 *
 * Anybody can redo it: sha256 of `seed:code` in hex, ascending, ties by code.
 */
import { createHash } from 'node:crypto';
import { HUNDRED, exact } from './exact.ts';
import type { Decimal } from './exact.ts';

/** Draws `take` villages, or the first ⌈N × percent / 100⌉. */
export function drawSample(
  seed: string,
  codes: readonly string[],
  size: { take: number } | { percent: Decimal },
): string[] {
  const lots = [...new Set(codes)].map((code) => ({ code, lot: lotOf(seed, code) }));
  const take = 'take' in size ? size.take : Number(exact(lots.length).mul(exact(size.percent)).div(HUNDRED).ceil().n);
  return lots
    .toSorted((a, b) => order(a.lot, b.lot) || order(a.code, b.code))
    .slice(0, take)
    .map(({ code }) => code);
}

function lotOf(seed: string, code: string): string {
  return createHash('sha256').update(`${seed}:${code}`).digest('hex');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
