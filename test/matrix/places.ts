/** The tree of the matrix: where rows stand, and which of them is whose own, child, sibling, cousin or ancestor. */
import type { Placement } from './specimen.ts';

export const VILLAGES = {
  yucun: '330523108204',
  sameTownship: '330523108200',
  otherTownship: '330523206203',
  otherCounty: '330502105201',
  otherCity: '330602001201',
} as const;

/** Rows that may stand at every level, by the level of the actor. */
const ANYWHERE: Readonly<Record<number, Partial<Record<Placement, string>>>> = {
  12: { own: VILLAGES.yucun, sibling: VILLAGES.sameTownship, cousin: VILLAGES.otherCounty, ancestor: '330523108' },
  9: { own: '330523108', child: VILLAGES.yucun, sibling: '330523206', cousin: '330502105', ancestor: '330523' },
  6: { own: '330523', child: VILLAGES.yucun, sibling: '330502', cousin: '330602', ancestor: '3305' },
  4: { own: '3305', child: VILLAGES.yucun, sibling: '3306', cousin: '330602001', ancestor: '33' },
};

/** Rows of villages: `own` is Yucun for everybody, and an ancestor has none of its own. */
const VILLAGE: Readonly<Record<number, Partial<Record<Placement, string>>>> = {
  12: { own: VILLAGES.yucun, sibling: VILLAGES.sameTownship, cousin: VILLAGES.otherCounty },
  9: {
    own: VILLAGES.yucun,
    child: VILLAGES.sameTownship,
    sibling: VILLAGES.otherTownship,
    cousin: VILLAGES.otherCounty,
  },
  6: { own: VILLAGES.yucun, child: VILLAGES.otherTownship, sibling: VILLAGES.otherCounty, cousin: VILLAGES.otherCity },
  4: { own: VILLAGES.yucun, child: VILLAGES.otherCounty, sibling: VILLAGES.otherCity },
};

/** Every code that has rows. */
export const CODES: readonly string[] = [
  ...new Set([...Object.values(ANYWHERE).flatMap((one) => Object.values(one)), ...Object.values(VILLAGES)]),
];

/** A place that does not exist, of the length of a village. */
export const NOWHERE = '330523999999';

/** The place of a placement; undefined where the tree has none (a village has no child). */
export function placeFor(stands: 'village' | 'anywhere', level: number, placement: Placement): string | undefined {
  if (placement === 'none') return NOWHERE;
  return (stands === 'village' ? VILLAGE : ANYWHERE)[level]?.[placement];
}
