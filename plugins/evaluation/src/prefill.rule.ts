/**
 * Prefilled answers: what other plugins' records already say, offered and never written by themselves.
 *
 * An answer that says the same as the records stands on them: they count as its evidence.
 */
import type { FactValue } from '@cunzhi/plugin';
import type { Indicator } from './engine/index.ts';
import { withTextNumbers } from './answer.rule.ts';
import type { StoredAnswer } from './answer.shape.ts';
import { dayInChina } from './round.rule.ts';
import { factsOf } from './standard.rule.ts';

/** The figures at hand, by id of the fact. */
export type Facts = ReadonlyMap<string, FactValue>;

export interface Filling {
  readonly facts: readonly string[];
  readonly answer: StoredAnswer;
  readonly recordCount: number;
  readonly asOf: Date;
  /** False when a figure is partial or a field has none: it must be looked at. */
  readonly isComplete: boolean;
}

/** The answer that facts make; null when none is there. */
export function fillingOf(indicator: Indicator, facts: Facts): Filling | null {
  const found = foundFacts(indicator, facts);
  const [first] = found;
  if (!first) return null;
  const isForm = indicator.answer.kind === 'form';
  const answer = isForm ? { fields: Object.fromEntries(found.map(({ field, value }) => [field, value])) } : first.value;
  const isWhole = indicator.answer.kind !== 'form' || found.length === Object.keys(indicator.answer.fields).length;
  return {
    facts: found.map(({ fact }) => fact),
    answer,
    recordCount: sum(found),
    asOf: oldest(found),
    isComplete: isWhole && found.every(({ isComplete }) => isComplete),
  };
}

export interface Origin {
  readonly id: string;
  readonly records: number;
  readonly asOf: string;
}

/** Which facts an answer took over unchanged; null when none. */
export function originOf(indicator: Indicator, answer: StoredAnswer, facts: Facts): Origin | null {
  const given = indicator.answer.kind === 'form' ? answer['fields'] : { '': answer };
  const taken = foundFacts(indicator, facts).filter(({ field, value }) => isSame(valueAt(given, field), value));
  if (taken.length === 0) return null;
  return { id: taken.map(({ fact }) => fact).join(', '), records: sum(taken), asOf: dayInChina(oldest(taken)) };
}

interface Found extends Omit<FactValue, 'value'> {
  readonly field: string;
  readonly fact: string;
  readonly value: StoredAnswer;
}

function foundFacts(indicator: Indicator, facts: Facts): Found[] {
  return [...factsOf(indicator)].flatMap(([field, fact]) => {
    const figure = facts.get(fact);
    return figure ? [{ ...figure, field, fact, value: withTextNumbers(figure.value) }] : [];
  });
}

const sum = (found: readonly Found[]) => found.reduce((total, { recordCount }) => total + recordCount, 0);
const oldest = (found: readonly Found[]) => new Date(Math.min(...found.map(({ asOf }) => asOf.getTime())));

const valueAt = (given: unknown, field: string): unknown =>
  typeof given === 'object' && given !== null && Object.hasOwn(given, field)
    ? (given as Record<string, unknown>)[field]
    : undefined;

/** The same content in any order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  );
}
