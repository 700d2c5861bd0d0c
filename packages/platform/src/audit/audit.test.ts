import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, createTestHost, PASSWORD, type TestHost } from '@cunzhi/test';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const REGISTER = `mutation ($input: RegisterMediationCaseInput!) { registerMediationCase(input: $input) {
  __typename ... on MediationCase { id version } ... on UserError { code } } }`;
const ACCEPT = `mutation ($input: MediationActInput!) { acceptMediationCase(input: $input) {
  __typename ... on MediationCase { id version } ... on UserError { code } } }`;
const YUCUN = '330523108204';
const dispute = (given: object = {}) => ({
  input: { village: YUCUN, type: 'D02', subtype: 'D0201', facts: '为排水沟起了争执。', clientWriteId: Client.writeId(), ...given },
}); // prettier-ignore

interface Row {
  act: string;
  outcome: string;
  who: string | null;
  place_code: string | null;
  subject_type: string | null;
  subject_id: string | null;
  detail: Record<string, string>;
}
/** The rows since `work` began, oldest first. */
async function rowsOf(work: () => Promise<unknown>): Promise<Row[]> {
  const [before] = await host.sql(
    (sql) => sql<{ id: string }[]>`select coalesce(max(id), 0)::text as id from platform.audit`,
  );
  await work();
  return host.sql(
    (sql) => sql<Row[]>`
    select a.act, a.outcome, p.username as who, a.place_code, a.subject_type, a.subject_id, a.detail
    from platform.audit a left join core.person p on p.id = a.actor_id where a.id > ${before?.id ?? '0'} order by a.id`,
  );
}
const register = async (client: Client, given: object = {}) =>
  (await client.query(REGISTER, dispute(given))).data.registerMediationCase;

it('has a row for each change, written in its transaction', async () => {
  const yucun = await host.as('yucun');
  const variables = dispute();
  let id = '';
  const rows = await rowsOf(async () => (id = (await yucun.data(REGISTER, variables)).registerMediationCase.id));

  expect(rows).toEqual([
    { act: 'registerMediationCase', outcome: 'done', who: 'yucun', place_code: YUCUN, subject_type: 'MediationCase', subject_id: id,
      detail: { writeId: variables.input.clientWriteId } },
  ]); // prettier-ignore
  const [same] = await host.sql(
    (sql) =>
      sql`select count(*)::int as events from platform.audit a join platform.event e using (xid, operation_id) where a.subject_id = ${id}`,
  );
  expect(same).toEqual({ events: 1 });
});

it('has no second row for a write that is sent again', async () => {
  const yucun = await host.as('yucun');
  const variables = dispute();
  await yucun.data(REGISTER, variables);

  expect(await rowsOf(() => yucun.data(REGISTER, variables))).toEqual([]);
});

it('has a row for a refusal, although the refusal left nothing else', async () => {
  const yucun = await host.as('yucun');
  const { id, version } = await register(yucun);
  const refused = await rowsOf(() => register(yucun, { type: 'D99' }));
  const stale = await rowsOf(() => yucun.data(ACCEPT, { input: { id, baseVersion: version + 1, clientWriteId: Client.writeId() } })); // prettier-ignore

  expect(refused).toMatchObject([
    { act: 'registerMediationCase', outcome: 'refused', who: 'yucun', place_code: YUCUN, subject_id: null, detail: { code: 'INPUT_REFUSED' } },
  ]); // prettier-ignore
  expect(stale).toMatchObject([
    { act: 'acceptMediationCase', outcome: 'refused', place_code: YUCUN, subject_id: id, detail: { code: 'VERSION_CONFLICT' } },
  ]); // prettier-ignore
});

it('has a row for what somebody was not allowed, with the place that was asked for', async () => {
  const wuxing = await host.as('wuxing');
  const rows = await rowsOf(() => wuxing.query(REGISTER, dispute()));

  expect(rows).toMatchObject([{ who: 'wuxing', outcome: 'refused', place_code: YUCUN, detail: { code: 'NOT_FOUND' } }]);
});

it('keeps nothing that somebody entered', async () => {
  const yucun = await host.as('yucun');
  await register(yucun, { facts: '独一无二的话' });
  const [found] = await host.sql(
    (sql) => sql`select count(*)::int as rows from platform.audit a where a::text like '%独一无二%'`,
  );

  expect(found).toEqual({ rows: 0 });
});

it('tells of a sign-in, and lets nobody in when it cannot', async () => {
  const rows = await rowsOf(() => Client.signIn(host.url, 'anji', PASSWORD));
  expect(rows).toMatchObject([{ act: 'signIn', outcome: 'done', who: 'anji', subject_type: 'Account' }]);

  await host.sql((sql) => sql`revoke insert on platform.audit from cunzhi_audit`);
  await expect(Client.signIn(host.url, 'anji', PASSWORD)).rejects.toThrow('503');
  await host.sql((sql) => sql`grant insert on platform.audit to cunzhi_audit`);
});

it('tells of a case text before it is shown, once an operation; what cannot be noted is not shown', async () => {
  const yucun = await host.as('yucun');
  const { id } = await register(yucun);
  const open = () =>
    yucun.query(
      'query ($id: ID!) { a: mediationCase(id: $id) { facts agreement } b: mediationCase(id: $id) { facts } }',
      { id },
    );
  const rows = await rowsOf(open);
  const without = await rowsOf(() => yucun.data('query ($id: ID!) { mediationCase(id: $id) { number } }', { id }));
  await host.sql((sql) => sql`revoke insert on platform.audit from cunzhi_audit`);
  const dark = await open();
  await host.sql((sql) => sql`grant insert on platform.audit to cunzhi_audit`);

  expect(rows).toMatchObject([
    { act: 'openMediationText', outcome: 'done', who: 'yucun', place_code: YUCUN, subject_id: id },
  ]);
  expect(without).toEqual([]);
  expect(dark.data).toEqual({ a: { facts: null, agreement: null }, b: { facts: null } });
  expect(dark.errors).toHaveLength(2);
});

it('lets requests add rows in their own name only, and nobody change one', async () => {
  const asApp = (statement: string) =>
    host.sql((sql) => sql.begin(async (tx) => {
      await tx`set local role cunzhi_app`;
      await tx.unsafe(statement);
    })).then(() => 'done', (error: Error) => error.message); // prettier-ignore
  const asSuperuser = (statement: string) => host.sql((sql) => sql.unsafe(statement)).then(() => 'done', (error: Error) => error.message); // prettier-ignore
  const forged = `insert into platform.audit (actor_id, act, outcome, operation_id) values (gen_random_uuid(), 'x', 'done', gen_random_uuid())`;

  expect(await asApp(forged)).toMatch('row-level security');
  for (const statement of ['select * from platform.audit', 'delete from platform.audit', `update platform.audit set act = 'x'`, 'truncate platform.audit', 'select * from platform.audit_seal'])
    expect(await asApp(statement), statement).toMatch('permission denied'); // prettier-ignore
  for (const table of ['audit', 'audit_seal', 'audit_root'])
    for (const statement of [`delete from platform.${table} where false`, `update platform.${table} set ${table === 'audit' ? 'id = default' : 'seq = 1'}`, `truncate platform.${table} cascade`])
      expect(await asSuperuser(statement), statement).toMatch('takes new rows only'); // prettier-ignore
});
