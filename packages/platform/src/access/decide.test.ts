import fc from 'fast-check';
import { expect, it } from 'vitest';
import { definePlugin, type HeldGrant } from '@cunzhi/plugin';
import { collectPermissions, decide, reachOf } from './decide.ts';

const wells = definePlugin({
  id: 'wells',
  compat: '^1.0.0',
  permissions: {
    'reading.write': { zh: '记水位', en: 'Record levels', roles: ['clerk', 'county'] },
    'owner.read': { zh: '看井主', en: 'See owners', roles: ['clerk'], handlersOnly: true },
    'owner.reveal': { zh: '看井主电话', en: 'Uncover the number', roles: ['clerk'], factors: 2 },
    'norm.publish': { zh: '发布标准', en: 'Publish norms', roles: ['county'], placed: false },
  },
});
const permissions = collectPermissions([wells]);

const grant = (role: string, placePrefix: string, factors: 1 | 2 = 1): HeldGrant => ({
  id: placePrefix,
  role,
  placePrefix,
  validFrom: new Date(0),
  validTo: null,
  reason: 'test',
  version: 1,
  factors,
});
const actorWith = (...grants: HeldGrant[]) => ({ id: 'me', reach: reachOf(grants, permissions, 1) });
const may = (actor: ReturnType<typeof actorWith> | null, ...asked: [string, Parameters<typeof decide>[3]?]) =>
  decide(permissions, actor, ...asked).allow;

it('allows within the granted prefix and nowhere else', () => {
  const clerk = actorWith(grant('clerk', '330523108204'));

  expect(may(clerk, 'wells.reading.write', '330523108204')).toBe(true);
  expect(may(clerk, 'wells.reading.write', '330523108205')).toBe(false);
  expect(may(clerk, 'wells.reading.write', '330523108')).toBe(false);
});

it('denies what it does not know: permission, role, nobody', () => {
  expect(may(actorWith(grant('clerk', '330523108204')), 'wells.reading.read', '330523108204')).toBe(false);
  expect(may(actorWith(grant('inspector', '330523')), 'wells.reading.write', '330523')).toBe(false);
  expect(may(null, 'wells.reading.write', '330523')).toBe(false);
});

it('says by which grant it allows, and why it does not', () => {
  const clerk = actorWith(grant('clerk', '330523108204'));

  expect(decide(permissions, clerk, 'wells.reading.write', '330523108204')).toEqual({
    allow: true,
    by: '330523108204',
  });
  expect(decide(permissions, clerk, 'wells.reading.write', '330502')).toEqual({ allow: false, why: 'out of reach' });
  expect(decide(permissions, clerk, 'wells.lid.open')).toEqual({ allow: false, why: 'no such permission' });
});

it('lets only those who handle a record into a closed circle, whatever their reach', () => {
  const clerk = actorWith(grant('clerk', '330523108204'));
  const at = (...handlers: string[]) => ({ code: '330523108204', handlers });

  expect(may(clerk, 'wells.owner.read', at('me', 'another'))).toBe(true);
  expect(may(clerk, 'wells.owner.read', at('another'))).toBe(false);
  expect(may(clerk, 'wells.owner.read', '330523108204')).toBe(false);
  expect(may(clerk, 'wells.owner.read', { code: '330502001001', handlers: ['me'] })).toBe(false);
});

it('counts a grant or a permission that asks for two factors only in a session that has shown two', () => {
  const held = [grant('clerk', '330523108204'), grant('county', '330523', 2)];
  const one = reachOf(held, permissions, 1);
  const two = reachOf(held, permissions, 2);

  expect(one.get('wells.reading.write')).toEqual(['330523108204']);
  expect(one.has('wells.owner.reveal')).toBe(false);
  expect(two.get('wells.reading.write')).toEqual(['330523']);
  expect(two.get('wells.owner.reveal')).toEqual(['330523108204']);
});

it('asks no place of a permission that has none', () => {
  expect(may(actorWith(grant('county', '330523')), 'wells.norm.publish', '330502')).toBe(true);
});

it('drops prefixes that another one covers', () => {
  expect(actorWith(grant('clerk', '330523108204'), grant('county', '330523')).reach.get('wells.reading.write')).toEqual(
    ['330523'],
  );
});

it('refuses a permission that is declared twice', () => {
  expect(() => collectPermissions([wells, wells])).toThrow('The permission wells.reading.write is declared twice');
});

it('agrees with an independent model on random grants and places', () => {
  const code = fc.constantFrom(
    '33',
    '3305',
    '330523',
    '330502',
    '330523108',
    '330523109',
    '330523108204',
    '330502001005',
  );
  const grants = fc.array(fc.tuple(fc.constantFrom('clerk', 'county', 'inspector'), code), { maxLength: 4 });

  fc.assert(
    fc.property(grants, code, (held, place) => {
      const expected = held.some(([role, prefix]) => role !== 'inspector' && place.slice(0, prefix.length) === prefix);
      const actor = actorWith(...held.map(([role, prefix]) => grant(role, prefix)));

      expect(may(actor, 'wells.reading.write', place)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});
