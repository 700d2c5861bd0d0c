/**
 * Place codes: hierarchical by prefix, one length for each level.
 *
 * 2 digits a province, 4 a city, 6 a county, 9 a township, 12 a village or community.
 */
import type { Place } from './core.table.ts';

export type PlaceLevel = Place['level'];

const LEVEL_BY_LENGTH: Readonly<Record<number, PlaceLevel>> = {
  2: 'province',
  4: 'city',
  6: 'county',
  9: 'township',
  12: 'village',
};

/** The level that a code of this length has; undefined for a length that no place has. */
export const levelOf = (code: string): PlaceLevel | undefined =>
  /^\d+$/.test(code) ? LEVEL_BY_LENGTH[code.length] : undefined;

/** The code one level up; undefined for a province. */
export function parentCodeOf(code: string): string | undefined {
  const lengths = Object.keys(LEVEL_BY_LENGTH).map(Number);
  const above = lengths[lengths.indexOf(code.length) - 1];
  return above === undefined ? undefined : code.slice(0, above);
}

/** In the statistical codes the last three digits from 200 to 399 are a village, all others a community. */
export function villageKindOf(code: string): 'village' | 'community' {
  const last = Number(code.slice(-3));
  return last >= 200 && last <= 399 ? 'village' : 'community';
}

/** `余村村委会` is the office; the place is 余村. Communities keep their word (社区). */
export function placeNameOf(office: string): string {
  const name = office.replace(/(居民委员会|村民委员会|居委会|村委会|委会)$/, '');
  return name.length > 1 ? name : office;
}
