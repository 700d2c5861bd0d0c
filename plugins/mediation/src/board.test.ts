import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { PROCEDURES } from './case.transitions.ts';
import { YUCUN } from './case.fixture.ts';

const BOARD = `{ mediationBoard(within: "${YUCUN}") { cursor columns { procedure totalCount cases {
  id number place { name } type { name { zh } subtypes { code } } subtype { name { zh } } facts agreement allowedActions { act blockedBy { code } } } } } }`;

let host: TestHost;
let wang: Client;
beforeAll(async () => {
  host = await createTestHost();
  wang = await host.as('yucun');
});
afterAll(() => host.close());

/** Puts cases of every type and state on record, all handled by the account yucun. */
const addCases = (many: number) =>
  host.sql(async (sql) => {
    await sql`
      with added as (
        insert into plugin_mediation."case" (id, place_code, number, type, subtype, procedure, registered_at, accepted_at, ended_at, reason)
        select gen_random_uuid(), ${YUCUN}, case when p <> 'REGISTERED' then gen_random_uuid()::text end,
          'D' || lpad((1 + n % 21)::text, 2, '0'), null, p, now() - n * interval '1 minute',
          case when p <> 'REGISTERED' then now() end, case when p in ('AGREED', 'TERMINATED') then now() end, case when p = 'TERMINATED' then 'EVENT' end
        from generate_series(1, ${many}::int) n, unnest(${[...PROCEDURES]}::text[]) p returning id, place_code),
      handled as (
        insert into plugin_mediation.case_handler (case_id, person_id, place_code, since)
        select a.id, p.id, a.place_code, now() from added a, core.person p where p.username = 'yucun')
      insert into plugin_mediation.case_text (case_id, place_code, facts) select id, place_code, '争执。' from added`;
  });

it('costs as many statements for three hundred cases as for five', async () => {
  await addCases(1);
  const few = await host.countStatements(() => wang.data(BOARD));
  await addCases(59);
  const many = await host.countStatements(() => wang.data(BOARD));

  expect(many).toBe(few);
  expect(many).toBeLessThanOrEqual(10);
});

it('shows the newest fifty of every column, and how many there are', async () => {
  const { mediationBoard } = await wang.data(BOARD);

  expect(mediationBoard.columns.map(({ procedure }: { procedure: string }) => procedure)).toEqual([...PROCEDURES]);
  for (const { totalCount, cases } of mediationBoard.columns) {
    expect(totalCount).toBe(60);
    expect(cases).toHaveLength(50);
  }
  const { mediationCases } = await wang.data(
    `{ mediationCases(within: "${YUCUN}", procedure: ACCEPTED, first: 50) { nodes { id } } }`,
  );
  expect(mediationBoard.columns[1].cases.map(({ id }: { id: string }) => id)).toEqual(
    mediationCases.nodes.map(({ id }: { id: string }) => id),
  );
});

it('pages through all cases, newest first, each once', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const {
      mediationCases,
    }: {
      mediationCases: {
        totalCount: number;
        nodes: { id: string }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    } = await wang.data(
      `query ($after: String) { mediationCases(within: "3305", first: 70, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } }`,
      { after },
    );
    expect(mediationCases.totalCount).toBe(300);
    seen.push(...mediationCases.nodes.map(({ id }) => id));
    after = mediationCases.pageInfo.hasNextPage ? mediationCases.pageInfo.endCursor : null;
  } while (after);

  expect(new Set(seen).size).toBe(300);
});
