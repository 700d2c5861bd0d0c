/**
 * Three opinions and a fourth: `decide`, `reachOf`, the rows that PostgreSQL shows, and a model that is written here on its own.
 *
 * They agree on random roles, places, dates and proofs of identity. The seed is fixed; TEST_SCALE multiplies the cases.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, scaled, type TestHost } from '@cunzhi/test';
import type { HeldGrant } from '@cunzhi/plugin';
import { withScope } from '../database/index.ts';
import { decide, reachOf, type Permissions } from './decide.ts';

const PLACES = [
  '33', '3305', '3306', '330523', '330502', '330602', '330523108', '330523109', '330523206', '330502105', '330523108200', '330523108204',
  '330523108205', '330523109001', '330523206203', '330502105201', '330502105202', '330602001201', '330523999999', '331',
]; // prettier-ignore
const ROLES = ['clerk', 'county', 'mediator', 'inspector', 'auditor'];
const PERMISSION = 'core.evidence.read';
const ACTORS = scaled(1_000);
const NOW = Date.parse('2026-06-01T00:00:00Z');
const DAY = 86_400_000;

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost();
  await host.sql(async (owner) => {
    for (const place of PLACES)
      await owner`insert into core.evidence (place_code, kind, title, created_by, created_by_name) values (${place}, 'paper', 'x', gen_random_uuid(), 'x')`;
  });
});
afterAll(() => host.close());

/** Numbers from a seed (mulberry32): the same cases in every run. */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % most;
  };
}

interface Case {
  readonly grants: readonly HeldGrant[];
  readonly factors: 1 | 2;
  readonly rule: { readonly roles: readonly string[]; readonly factors: 1 | 2 };
}

function randomCase(next: (most: number) => number): Case {
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const grants = Array.from({ length: next(5) }, (_, index): HeldGrant => {
    const from = NOW + (next(800) - 600) * DAY;
    return {
      id: String(index), role: pick(ROLES), placePrefix: pick(PLACES.filter(({ length }) => [4, 6, 9, 12].includes(length))),
      validFrom: new Date(from), validTo: next(2) ? new Date(from + next(500) * DAY) : null, reason: 'x', version: 1, factors: pick([1, 1, 2]),
    }; // prettier-ignore
  });
  return {
    grants,
    factors: pick([1, 2]),
    rule: { roles: ROLES.filter(() => next(2) === 1), factors: pick([1, 1, 1, 2]) },
  };
}

const isNow = ({ validFrom, validTo }: HeldGrant): boolean =>
  validFrom.getTime() <= NOW && (validTo === null || validTo.getTime() > NOW);

/** Section 2 and 3 of the design, once more and by other means: levels are compared piece by piece. */
function modelAllows({ grants, factors, rule }: Case, place: string): boolean {
  if (rule.factors > factors) return false;
  const pieces = (code: string) => [
    code.slice(0, 2),
    code.slice(2, 4),
    code.slice(4, 6),
    code.slice(6, 9),
    code.slice(9, 12),
  ];
  return grants.some((grant) => {
    if (grant.factors > factors || !rule.roles.includes(grant.role)) return false;
    if (grant.validFrom.getTime() > NOW || (grant.validTo !== null && grant.validTo.getTime() <= NOW)) return false;
    return pieces(grant.placePrefix).every((piece, index) => piece === '' || piece === pieces(place)[index]);
  });
}

it('agree on every random case', async () => {
  const next = chance(20_261_124);
  const disagreeing: unknown[] = [];
  let allowed = 0;

  for (let index = 0; index < ACTORS; index += 1) {
    const one = randomCase(next);
    const permissions: Permissions = new Map([
      [PERMISSION, { roles: new Set(one.rule.roles), placed: true, factors: one.rule.factors, handlersOnly: false }],
    ]);
    const reach = reachOf(one.grants.filter(isNow), permissions, one.factors);
    const rows = await withScope(host.host.connections.app, { actorId: null, reach }, (tx) =>
      tx.execute<{ place_code: string }>(sql`select place_code from core.evidence`),
    );
    const visible = new Set(rows.map((row) => row.place_code));
    for (const place of PLACES) {
      const opinions = [
        decide(permissions, { id: 'me', reach }, PERMISSION, place).allow,
        (reach.get(PERMISSION) ?? []).some((prefix) => place >= prefix && place < `${prefix}~`),
        visible.has(place),
        modelAllows(one, place),
      ];
      if (opinions[3]) allowed += 1;
      if (new Set(opinions).size > 1) disagreeing.push({ one, place, opinions });
    }
  }

  console.log(
    `three opinions: ${ACTORS * PLACES.length} cases, ${allowed} allowed, ${disagreeing.length} disagreements`,
  );
  expect(allowed).toBeGreaterThan(ACTORS / 2);
  expect(disagreeing).toEqual([]);
}, 600_000);
