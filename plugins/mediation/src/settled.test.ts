import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import type { FactValue } from '@cunzhi/plugin';
import { localYear } from './day.rule.ts';
import { grantOnly, NEIGHBOUR, YUCUN } from './case.fixture.ts';

const FACT = 'mediation.settledRate';
const VILLAGES = [YUCUN, NEIGHBOUR, '330523108201', '330502001005'];

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

/** The fact as a demonstration account sees it, with the grants of this moment. */
async function factFor(
  username: string,
  villages: readonly string[],
  year: number,
): Promise<ReadonlyMap<string, FactValue>> {
  const [person] = await host.sql(
    (sql) => sql<{ account_id: string }[]>`select account_id from core.person where username = ${username}`,
  );
  const operation = host.host.operation(await host.host.loadActor({ accountId: person!.account_id, factors: 1 }), 'zh');
  await operation.open();
  try {
    return (await operation.facts({ ids: [FACT], villages, year })).get(FACT) ?? new Map<string, FactValue>();
  } finally {
    await operation.close();
  }
}
const ratios = (values: ReadonlyMap<string, FactValue>) =>
  Object.fromEntries(
    [...values].map(([village, { value }]) => [village, `${value['numerator']}/${value['denominator']}`]),
  );

it('equals a recount from the raw records, at the edges of the local year too', async () => {
  const ends = [
    '2025-12-31T15:59:59Z',
    '2025-12-31T16:00:00Z',
    '2026-07-01T00:00:00Z',
    '2026-12-31T15:59:59.999Z',
    '2026-12-31T16:00:00Z',
  ];
  await host.sql(
    (sql) => sql`
    insert into plugin_mediation."case" (id, place_code, number, type, procedure, registered_at, accepted_at, ended_at, reason)
    select gen_random_uuid(), v, case when p <> 'REGISTERED' then gen_random_uuid()::text end, 'D02', p, '2025-01-02',
      case when p <> 'REGISTERED' then '2025-01-03'::timestamptz end, case when p in ('AGREED', 'TERMINATED') then e end, case when p = 'TERMINATED' then 'EVENT' end
    from unnest(${VILLAGES.slice(0, 2)}::text[]) v, unnest(${ends}::timestamptz[]) e,
      unnest('{REGISTERED,ACCEPTED,IN_MEDIATION,AGREED,TERMINATED}'::text[]) p, generate_series(1, 4) where random() < 0.6`,
  );

  const raw = await host.sql(
    (sql) => sql<{ place_code: string; procedure: string; ended_at: Date }[]>`
    select place_code, procedure, ended_at from plugin_mediation."case" where ended_at is not null`,
  );
  for (const year of [2024, 2025, 2026, 2027]) {
    const recount = VILLAGES.map((village) => {
      const ended = raw.filter((row) => row.place_code === village && localYear(row.ended_at) === year);
      return [village, `${ended.filter(({ procedure }) => procedure === 'AGREED').length}/${ended.length}`] as const;
    });
    expect(
      ratios(
        await host.asSystem(async (ctx) => (await ctx.facts({ ids: [FACT], villages: VILLAGES, year })).get(FACT)!),
      ),
    ).toEqual(Object.fromEntries(recount));
  }
});

it('is given to the clerk who fills in the assessment, though no case is', async () => {
  await grantOnly(host, 'developer', [{ role: 'clerk', at: YUCUN }]);

  const values = await factFor('developer', VILLAGES, 2026);

  expect([...values.keys()]).toEqual([YUCUN]);
  expect(values.get(YUCUN)).toMatchObject({
    isComplete: true,
    recordCount: Number(values.get(YUCUN)?.value['denominator']),
  });
});

it('has no value where the reader has no reach', async () => {
  expect(await factFor('wuxing', [YUCUN, NEIGHBOUR], 2026)).toEqual(new Map());
});

it('is 0 of 0 where nothing ended', async () => {
  expect(ratios(await factFor('wuxing', ['330502001005'], 2026))).toEqual({ '330502001005': '0/0' });
});

it('costs one statement for a thousand villages', async () => {
  const codes = await host.sql(
    (sql) => sql<{ code: string }[]>`select code from core.place where level = 'village' limit 1000`,
  );
  let found = 0;

  const statements = await host.countStatements(() =>
    host.asSystem(
      async (ctx) =>
        (found = (await ctx.facts({ ids: [FACT], villages: codes.map(({ code }) => code), year: 2026 })).get(
          FACT,
        )!.size),
    ),
  );

  expect(found).toBe(1000);
  // The other one is the row of the audit log.
  expect(statements).toBe(2);
});
