/**
 * Exact numbers: a decimal is the text it was written with, and is computed as a fraction.
 *
 * No number of a standard or an answer ever passes through a binary float: one tenth stays one tenth.
 */
import Fraction from 'fraction.js';

/** Plain decimal text: `-?digits(.digits)?`, without exponent, comma or fraction. */
export type Decimal = string;

/** An exact number while it is computed with. */
export type Exact = Fraction;

/** How a result is brought onto its step. */
export interface Rounding {
  step: Decimal;
  mode: 'half-up' | 'down' | 'up';
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
const LONGEST = 40;

export const ZERO: Exact = new Fraction(0n, 1n);
export const ONE: Exact = new Fraction(1n, 1n);
export const HUNDRED: Exact = new Fraction(100n, 1n);

export function isDecimal(text: unknown): text is Decimal {
  return typeof text === 'string' && text.length <= LONGEST && DECIMAL.test(text);
}

// The same few short numbers come again in every village: their fractions never change and are kept, up to a bound.
const kept = new Map<Decimal, Exact>();
const KEPT_MOST = 5000;
const KEPT_LONGEST = 6;

/** The exact number of a decimal, of `n/d` as a trace writes it, or of a whole number. */
export function exact(value: Decimal | number): Exact {
  const text = typeof value === 'number' ? String(value) : value;
  const known = kept.get(text);
  if (known) return known;
  const number = new Fraction(text);
  if (text.length <= KEPT_LONGEST && kept.size < KEPT_MOST) kept.set(text, number);
  return number;
}

/** The decimal text of a value that stands in an answer: JSON numbers by their shortest text; null if it is none. */
export function decimalOf(value: unknown): Decimal | null {
  const text = typeof value === 'number' ? String(value) : value;
  return isDecimal(text) ? text : null;
}

/** How many decimals a text really uses: 3.50 uses one. */
export function decimalsUsed(text: Decimal): number {
  return (text.split('.')[1] ?? '').replace(/0+$/, '').length;
}

/** Plain text without trailing zeros; a number that has no finite decimal is written `70/9`. */
export function exactText(value: Exact): string {
  const sign = value.s < 0n && value.n !== 0n ? '-' : '';
  if (value.d === 1n) return sign + String(value.n);
  const places = finitePlaces(value.d);
  if (places === null) return `${sign}${value.n}/${value.d}`;
  const digits = String((value.n * 10n ** BigInt(places)) / value.d).padStart(places + 1, '0');
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Whether a number has a decimal that ends. */
export function hasEnd(value: Exact): boolean {
  return value.d === 1n || finitePlaces(value.d) !== null;
}

/** For reading only, never for comparing: at most two decimals, with 约 or "about" left to the sentence. */
export function shortText(value: Exact): string {
  if (hasEnd(value)) return exactText(value);
  return exactText(roundTo(value, { step: '0.01', mode: 'half-up' }));
}

/** `half-up` sends the middle up; `down` and `up` go to the next step below and above. */
export function roundTo(value: Exact, rounding: Rounding): Exact {
  const step = exact(rounding.step);
  if (step.n === 1n && step.d % value.d === 0n) return value;
  const steps = value.div(step);
  if (steps.d === 1n) return value;
  const shifted = rounding.mode === 'half-up' ? steps.add(new Fraction(1n, 2n)) : steps;
  return (rounding.mode === 'up' ? shifted.ceil() : shifted.floor()).mul(step);
}

export function isOnStep(value: Exact, step: Exact): boolean {
  return value.div(step).d === 1n;
}

export function larger(a: Exact, b: Exact): Exact {
  return a.compare(b) < 0 ? b : a;
}

export function smaller(a: Exact, b: Exact): Exact {
  return a.compare(b) > 0 ? b : a;
}

export function sumOf(values: Iterable<Exact>): Exact {
  let sum = ZERO;
  for (const value of values) sum = sum.add(value);
  return sum;
}

/** How many decimals a divisor needs; null when they never end. */
function finitePlaces(divisor: bigint): number | null {
  // Whole numbers in the safe range are exact, and much quicker than bigint.
  if (divisor < 9007199254740992n) return placesOf(Number(divisor));
  let rest = divisor;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}

function placesOf(divisor: number): number | null {
  let rest = divisor;
  let twos = 0;
  let fives = 0;
  for (; rest % 2 === 0; rest /= 2) twos += 1;
  for (; rest % 5 === 0; rest /= 5) fives += 1;
  return rest === 1 ? Math.max(twos, fives) : null;
}
