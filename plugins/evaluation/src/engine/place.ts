/**
 * Questions about a village: does it have an attribute, belong to a group, hold a title; which value has a parameter here.
 *
 * What nobody has stated is a gap with a name. It is never taken for "no".
 */
import type { ScoreContext, Village } from './answer.ts';
import { decimalOf, exact } from './exact.ts';
import type { Decimal, Exact } from './exact.ts';
import type { Amount } from './rule.ts';
import type { Group, ParameterCase, PlaceTest } from './standard.ts';
import { own } from './text.ts';

export interface PlaceGap {
  gap: 'ATTRIBUTE_MISSING' | 'PARAMETER_UNKNOWN' | 'GROUP_UNKNOWN';
  name: string;
}

/** What questions about places may look at. */
export type PlaceContext = Pick<ScoreContext, 'village' | 'year'> & {
  standard: Pick<ScoreContext['standard'], 'groups' | 'parameters'>;
};

export function isGap(value: unknown): value is PlaceGap {
  return typeof value === 'object' && value !== null && 'gap' in value;
}

/** Whether a test about the village holds; `empty` and `declared` are about the answer and never hold here. */
export function placeHolds(test: PlaceTest, context: PlaceContext): boolean | PlaceGap {
  if ('group' in test) return isInGroup(test.group, context);
  if (!('attribute' in test)) return false;
  return attributeFits(test, context.village);
}

/** A number of a rule at this village and year. */
export function amountAt(amount: Amount, context: PlaceContext): Exact | PlaceGap {
  if (typeof amount === 'string') return exact(amount);
  const chosen = parameterAt(amount.param, context);
  return isGap(chosen) ? chosen : exact(chosen.value);
}

/** The value of a parameter and whether a case gave it: the first that fits, from the top. */
export function parameterAt(
  name: string,
  context: PlaceContext,
): { value: Decimal; unit: string; byCase: boolean } | PlaceGap {
  const parameter = own(context.standard.parameters, name);
  if (!parameter) return { gap: 'PARAMETER_UNKNOWN', name };
  for (const candidate of parameter.cases ?? []) {
    const fits = caseFits(candidate, context);
    if (isGap(fits)) return fits;
    if (fits) return { value: candidate.value, unit: parameter.unit, byCase: true };
  }
  return { value: parameter.value, unit: parameter.unit, byCase: false };
}

/** Which group of its kind the village belongs to: villages with the same key are compared; null is outside. */
export function groupKey(name: string, context: PlaceContext): string | null | PlaceGap {
  const group = own(context.standard.groups, name);
  if (!group) return { gap: 'GROUP_UNKNOWN', name };
  return keyIn(group, name, context.village);
}

function keyIn(group: Group, name: string, village: Village): string | null | PlaceGap {
  switch (group.kind) {
    case 'everyone':
      return name;
    case 'sameCounty':
      return village.county ?? null;
    case 'sameTownship':
      return village.township ?? null;
    case 'places':
      return group.places.some((place) => liesIn(village, place)) ? name : null;
    case 'sameAttribute': {
      const value = own(village.attributes, group.attribute);
      return value === undefined ? { gap: 'ATTRIBUTE_MISSING', name: group.attribute } : String(value);
    }
  }
}

function isInGroup(name: string, context: PlaceContext): boolean | PlaceGap {
  const key = groupKey(name, context);
  return isGap(key) ? key : key !== null;
}

function caseFits(candidate: ParameterCase, context: PlaceContext): boolean | PlaceGap {
  const { group, years, attribute, under, is } = candidate;
  if (years && !yearFits(years, context.year)) return false;
  if (group !== undefined) return isInGroup(group, context);
  if (attribute === undefined) return true;
  if (under !== undefined) return attributeFits({ attribute, under }, context.village);
  return is === undefined ? false : attributeFits({ attribute, is }, context.village);
}

function yearFits(years: { from?: Decimal; until?: Decimal }, year: number): boolean {
  return (
    (years.from === undefined || year >= Number(years.from)) &&
    (years.until === undefined || year <= Number(years.until))
  );
}

function attributeFits(
  test: { attribute: string; is: boolean | string } | { attribute: string; under: Decimal },
  village: Village,
): boolean | PlaceGap {
  const stated = own(village.attributes, test.attribute);
  if (stated === undefined || stated === null) return { gap: 'ATTRIBUTE_MISSING', name: test.attribute };
  if ('is' in test) return wordFits(test, stated);
  const number = decimalOf(stated);
  if (number === null) return { gap: 'ATTRIBUTE_MISSING', name: test.attribute };
  return exact(number).compare(exact(test.under)) < 0;
}

// "false" in quotes is a word: taken for yes or no it would be a guess.
function wordFits(test: { attribute: string; is: boolean | string }, stated: unknown): boolean | PlaceGap {
  const bothWords = typeof test.is === 'string' && typeof stated !== 'boolean';
  if (bothWords) return String(stated) === test.is;
  return typeof stated === typeof test.is ? stated === test.is : { gap: 'ATTRIBUTE_MISSING', name: test.attribute };
}

// Codes of Chinese places are nested: a county's code begins every code inside it.
function liesIn(village: Village, place: string): boolean {
  return [village.code, village.township, village.county].some((code) => code?.startsWith(place) ?? false);
}
