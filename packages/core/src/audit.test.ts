import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '../../../test/harness/index.ts';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost();
  await host.sql((sql) => sql`
    insert into platform.audit (actor_id, act, place_code, outcome, operation_id, occurred_at, detail)
    select case when n % 2 = 0 then (select id from core.person where username = 'yucun') end, 'planted' || n % 3,
      case when n <= 6 then '330523108204' when n <= 9 then '330502001001' end, 'done', gen_random_uuid(),
      timestamptz '2026-01-01 00:00Z' + n * interval '1 day', '{}'
    from generate_series(1, 12) n`); // prettier-ignore
});
afterAll(() => host.close());

const LOG = `query ($first: Int, $after: String, $last: Int, $actor: ID, $act: String, $place: PlaceCode, $from: DateTime, $to: DateTime) {
  auditLog(first: $first, after: $after, last: $last, actor: $actor, act: $act, place: $place, from: $from, to: $to) {
    totalCount pageInfo { hasNextPage endCursor } nodes { at act outcome code actor { id name } place { name } } } }`;
const before = { to: '2026-02-01T00:00:00Z' };
const daysOf = async (variables: object): Promise<number[]> => {
  const { auditLog } = await (await host.as('auditor')).data(LOG, { first: 100, ...before, ...variables });
  return auditLog.nodes.map(({ at }: { at: string }) => Number(at.slice(8, 10)) - 1);
};

it('shows auditors who did what where, the newest first, page by page', async () => {
  const auditor = await host.as('auditor');
  const first = (await auditor.data(LOG, { first: 7, ...before })).auditLog;
  const second = (await auditor.data(LOG, { first: 7, after: first.pageInfo.endCursor, ...before })).auditLog;

  expect(first).toMatchObject({ totalCount: 12, pageInfo: { hasNextPage: true } });
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect([...first.nodes, ...second.nodes].map(({ at }) => Number(at.slice(8, 10)) - 1)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]); // prettier-ignore
  expect(second.nodes[0]).toEqual({
    at: '2026-01-06T00:00:00.000Z', act: 'planted2', outcome: 'DONE', code: null, actor: null, place: { name: expect.any(String) },
  }); // prettier-ignore
});

it('looks for a person, an act, a place, a time', async () => {
  const [yucun] = await host.sql((sql) => sql`select id from core.person where username = 'yucun'`);

  expect(await daysOf({ actor: yucun?.['id'] })).toEqual([12, 10, 8, 6, 4, 2]);
  expect(await daysOf({ actor: 'nobody' })).toEqual([]);
  expect(await daysOf({ act: 'planted0' })).toEqual([12, 9, 6, 3]);
  expect(await daysOf({ place: '330502' })).toEqual([9, 8, 7]);
  expect(await daysOf({ from: '2026-01-05T00:00:00Z', to: '2026-01-08T00:00:00Z' })).toEqual([6, 5, 4]);
});

it('shows an auditor of a county what lies there, and what people of there did elsewhere than at a place', async () => {
  await host.sql(async (sql) => {
    await sql`update core."grant" set place_prefix = '330523' where role = 'auditor'`;
  });
  // 10 and 12 have no place and were done by somebody of Yucun; 11 belongs to nobody and nowhere.
  expect(await daysOf({})).toEqual([12, 10, 6, 5, 4, 3, 2, 1]);
  await host.sql((sql) => sql`update core."grant" set place_prefix = '3305' where role = 'auditor'`);
});

it('shows nobody else anything, and goes forwards only', async () => {
  for (const username of ['yucun', 'huzhou', 'sysadmin', 'developer']) {
    const { errors } = await (await host.as(username)).query(LOG, { first: 10 });
    expect(errors?.[0]?.extensions.code, username).toBe('NOT_FOUND');
    const seal = await (await host.as(username)).query('{ auditSeal { sealed } }');
    expect(seal.errors?.[0]?.extensions.code, username).toBe('NOT_FOUND');
  }
  const auditor = await host.as('auditor');
  expect((await auditor.query(LOG, { last: 10 })).errors?.[0]?.extensions.code).toBe('BAD_PAGE');
  expect((await auditor.query(LOG, { after: 'x' })).errors?.[0]?.extensions.code).toBe('BAD_CURSOR');
});

it('seals what happens within seconds, and says how far', async () => {
  const auditor = await host.as('auditor');
  const seal = async () => (await auditor.data('{ auditSeal { sealed unsealed proved signedAt } }')).auditSeal;

  await expect.poll(seal).toMatchObject({ unsealed: 0 });
  expect((await seal()).sealed).toBeGreaterThan(12);
});

it('has plain words for every act of the schema', async () => {
  const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
  const sources = [
    'packages/core',
    'plugins/mediation',
    'plugins/three-governance',
    'plugins/yucun-cases',
    'plugins/evaluation',
  ];
  const worded = sources.flatMap((folder) => {
    const file = folder === 'plugins/evaluation' ? 'messages.zh.ts' : 'messages.ts';
    const text = readFileSync(new URL(`../../../${folder}/admin/${file}`, import.meta.url), 'utf8');
    return [...(/ {2}auditActs: \{([\s\S]*?)\n {2}\}/.exec(text)?.[1] ?? '').matchAll(/^ {4}(\w+):/gm)].map(
      ([, act]) => act,
    );
  });

  expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((act) => !worded.includes(act))).toEqual([]);
});
