import fc from 'fast-check';
import { expect, it } from 'vitest';
import { definePlugin, type HeldGrant } from '@cunzhi/plugin';
import { collectPermissions, decide, reachOf } from './decide.ts';

const wells = definePlugin({
  id: 'wells',
  compat: '^1.0.0',
  permissions: { 'reading.write': { zh: '记水位', en: 'Record levels', roles: ['clerk', 'county'] } },
});
const permissions = collectPermissions([wells]);

const grant = (role: string, placePrefix: string): HeldGrant => ({
  id: placePrefix,
  role,
  placePrefix,
  validFrom: new Date(0),
  validTo: null,
});
const actorWith = (...grants: HeldGrant[]) => ({ reach: reachOf(grants, permissions) });

it('allows within the granted prefix and nowhere else', () => {
  const clerk = actorWith(grant('clerk', '330523108204'));

  expect(decide(clerk, 'wells.reading.write', '330523108204')).toBe(true);
  expect(decide(clerk, 'wells.reading.write', '330523108205')).toBe(false);
  expect(decide(clerk, 'wells.reading.write', '330523108')).toBe(false);
});

it('denies what it does not know: permission, role, nobody', () => {
  expect(decide(actorWith(grant('clerk', '330523108204')), 'wells.reading.read', '330523108204')).toBe(false);
  expect(decide(actorWith(grant('inspector', '330523')), 'wells.reading.write', '330523')).toBe(false);
  expect(decide(null, 'wells.reading.write', '330523')).toBe(false);
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

      expect(
        decide(actorWith(...held.map(([role, prefix]) => grant(role, prefix))), 'wells.reading.write', place),
      ).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});
