/**
 * The eight elements of the Yucun experience (余村经验八要素), in the order in which the city names them.
 */
import type { YucunElement } from './operations.ts';

export const elements: readonly YucunElement[] = [
  'PARTY_LEADS',
  'ECONOMY_GROWS',
  'PEOPLE_DECIDE',
  'LAW_GOVERNS',
  'VIRTUE_NURTURES',
  'ECOLOGY_BEAUTIFIES',
  'PEACE_GUARDS',
  'INTEGRITY_KEEPS',
];

/** The elements that an address names; anything else in it is left out. */
export function elementsOf(value: unknown): YucunElement[] {
  const named = typeof value === 'string' ? value.split(',') : [];
  return elements.filter((element) => named.includes(element));
}
