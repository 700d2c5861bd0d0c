/**
 * Conditions and bands: several thresholds must all hold; of bands the first that fits, from the top, decides.
 *
 * `atLeast` and `atMost` include their number, `over` and `under` do not.
 */
import { ONE } from './exact.ts';
import type { Exact } from './exact.ts';
import type { Filled } from './filled.ts';
import { measureOf, wholeOf } from './measure.ts';
import type { Band, Condition, Thresholds } from './rule.ts';
import { amount } from './work.ts';
import type { Work } from './work.ts';

type Sides = { atLeast?: Exact; over?: Exact; atMost?: Exact; under?: Exact };

/** The thresholds as numbers of this village; each parameter writes its step once. */
function sidesOf(thresholds: Thresholds, work: Work): Sides {
  const sides: Sides = {};
  for (const name of ['atLeast', 'over', 'atMost', 'under'] as const) {
    const value = thresholds[name];
    if (value !== undefined) sides[name] = amount(work, value);
  }
  return sides;
}

export function isBetween(measure: Exact, { atLeast, over, atMost, under }: Sides): boolean {
  return (
    (!atLeast || measure.compare(atLeast) >= 0) &&
    (!over || measure.compare(over) > 0) &&
    (!atMost || measure.compare(atMost) <= 0) &&
    (!under || measure.compare(under) < 0)
  );
}

export function holds(condition: Condition, filled: Filled, work: Work): boolean {
  const measure = measureOf(filled);
  if (measure && !isBetween(measure, sidesOf(condition, work))) return false;
  if (condition.is !== undefined && (measure?.equals(ONE) ?? false) !== condition.is) return false;
  if (condition.all && !isAll(filled, measure)) return false;
  if (condition.none && measure?.n !== 0n) return false;
  return !condition.options || (filled.kind === 'choice' && condition.options.includes(filled.answer.option));
}

/** The first band that fits, or null. */
export function bandOf(bands: readonly Band[], measure: Exact, work: Work): Band | null {
  return bands.find((band) => isBetween(measure, sidesOf(band, work))) ?? null;
}

function isAll(filled: Filled, measure: Exact | null): boolean {
  const whole = wholeOf(filled);
  return whole !== null && measure !== null && measure.compare(whole) >= 0;
}
