import { describe, expect, it } from 'vitest';
import {
  nextState,
  officesOf,
  possibleActs,
  STATES,
  type Office,
  type YucunAct,
  type YucunState,
} from './step.rule.ts';

const VILLAGE = '330523108204';
const write = 'yucun-cases.case.write';
const submit = 'yucun-cases.case.submit';
const review = 'yucun-cases.case.review';
const publish = 'yucun-cases.case.publish';

/** What each role holds by default, at the place where it is held. */
const REACH: Record<string, [string, string][]> = {
  clerk: [[write, VILLAGE]],
  chair: [[write, VILLAGE], [submit, VILLAGE]],
  justice: [[review, '330523108']],
  county: [[review, '330523']],
  city: [[publish, '3305']],
  inspector: [],
  'chair of another village': [[write, '330523108205'], [submit, '330523108205']],
  'justice of another township': [[review, '330523100']],
  'county bureau of another county': [[review, '330502']],
  'the platform': [[write, ''], [submit, ''], [review, ''], [publish, '']],
}; // prettier-ignore
const officesAt = (role: string) =>
  officesOf(new Map((REACH[role] ?? []).map(([permission, prefix]) => [permission, [prefix]])), VILLAGE);

/** Every way there is: role, act, from, to. Whatever is not here is refused. */
const WAYS: [string, YucunAct, YucunState, YucunState][] = [
  ...['clerk', 'chair'].flatMap((role) =>
    (['draft', 'returned', 'published'] as const).map((from): [string, YucunAct, YucunState, YucunState] => [
      role,
      'edit',
      from,
      'draft',
    ]),
  ),
  ['chair', 'submit', 'draft', 'submitted'],
  ['chair', 'submit', 'returned', 'submitted'],
  ['justice', 'approve', 'submitted', 'townshipReviewed'],
  ['justice', 'return', 'submitted', 'returned'],
  ['county', 'approve', 'townshipReviewed', 'countyReviewed'],
  ['county', 'return', 'townshipReviewed', 'returned'],
  ['city', 'publish', 'countyReviewed', 'published'],
  ['city', 'return', 'countyReviewed', 'returned'],
];

const ACTS: readonly YucunAct[] = ['edit', 'submit', 'approve', 'return', 'publish'];

describe.each(Object.keys(REACH).filter((role) => role !== 'the platform'))('%s', (role) => {
  it.each(STATES)('does what is due and nothing else with a case that is %s', (from) => {
    const offices = officesAt(role);
    const allowed = WAYS.filter(([who, , at]) => who === role && at === from);

    for (const act of ACTS) {
      expect(nextState(act, from, offices)).toBe(allowed.find(([, what]) => what === act)?.[3]);
    }
    expect(possibleActs(from, offices).toSorted()).toEqual(allowed.map(([, act]) => act).toSorted());
  });
});

it('gives the platform every office, so that it can bring demonstration data the whole way', () => {
  expect(officesAt('the platform')).toEqual(['writer', 'chair', 'township', 'county', 'city'] satisfies Office[]);
});

it('lets nobody review for two levels: who holds both grants reviews for the county', () => {
  // The reach drops prefixes that another one covers.
  expect(officesOf(new Map([[review, ['330523']]]), VILLAGE)).toEqual(['county']);
});
