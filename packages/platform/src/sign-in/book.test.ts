/** What sign-in leaves in the audit log: failures without the tried name, and what people change about their own way in. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { Browser, digitsOf } from './browser.fixture.ts';

const PASSWORD = 'a password for tests';
let host: TestHost;
beforeAll(async () => void (host = await createTestHost({ trustedProxies: '127.0.0.1' })));
afterAll(() => host.close());
beforeEach(() =>
  host.sql(async (sql) => {
    await sql`delete from auth.failure_note`;
    await sql`delete from auth.attempt`;
  }),
);

const browser = (address = '192.0.2.7') => new Browser(host.url, { 'x-forwarded-for': address });
const ACTS = ['signIn', 'signInFailed', 'signOut', 'changePassword', 'setSecondFactor', 'useActivation'];

/** The rows of sign-in that come about while `work` runs, in their order. */
async function rowsOf(work: () => Promise<unknown>) {
  const newest = await host.sql(
    (sql) => sql<{ id: string }[]>`select coalesce(max(id), 0)::text as id from platform.audit`,
  );
  await work();
  return host.sql(
    (sql) => sql`
      select a.act, a.outcome, a.detail - 'session' as detail, p.username as who, t.username as tried
      from platform.audit a left join core.person p on p.id = a.actor_id
        left join core.person t on t.account_id = a.subject_id and a.subject_type = 'Account'
      where a.id > ${newest[0]?.id ?? '0'} and a.act = any(${ACTS}) order by a.id`,
  );
}
const wrong = (username: string, from = browser()) => from.signIn(username, 'not this one');

it('leaves a row for a failed sign-in, whether the name is known or not, and never the name itself', async () => {
  const rows = await rowsOf(async () => {
    await wrong('anji');
    await wrong('a.secret.word');
  });

  expect(rows).toEqual([
    { act: 'signInFailed', outcome: 'refused', who: null, tried: 'anji', detail: { code: 'WRONG_PASSWORD', from: '192.0.2.7', count: 1 } },
    { act: 'signInFailed', outcome: 'refused', who: null, tried: null, detail: { code: 'WRONG_PASSWORD', from: '192.0.2.7', count: 1 } },
  ]); // prettier-ignore
  const [found] = await host.sql(
    (sql) => sql`select count(*)::int as rows from platform.audit a where a::text like '%a.secret.word%'`,
  );
  expect(found).toEqual({ rows: 0 });
});

it('counts what comes within a minute into one row, for each account and address', async () => {
  const failed = async () => {
    // Without the delays of the throttle: what is counted here is the rows.
    await host.sql((sql) => sql`delete from auth.attempt`);
    await wrong('anji');
  };
  const rows = await rowsOf(async () => {
    for (let index = 0; index < 4; index += 1) await failed();
    await host.sql((sql) => sql`update auth.failure_note set noted_at = noted_at - interval '1 minute'`);
    await failed();
    await wrong('anji', browser('192.0.2.8'));
  });

  expect(rows.map(({ detail }) => [detail.from, detail.count])).toEqual([
    ['192.0.2.7', 1],
    ['192.0.2.7', 4],
    ['192.0.2.8', 1],
  ]);
});

it('writes 120 rows a minute at most, from wherever a flood comes', async () => {
  const counts = await host.sql(async (sql) => {
    const rows = await sql<{ count: number }[]>`
      select auth.note_failure('flood ' || n, 120) as count from generate_series(1, 5000) n`;
    return rows.map(({ count }) => count);
  });

  expect(counts.filter((count) => count > 0)).toHaveLength(120);
});

it('tells of a first sign-in with a code, a new password, a second factor, and signing out', async () => {
  const one = browser();
  const { addPerson } = await (
    await host.as('tianhuangping')
  ).data(
    `mutation { addPerson(input: { username: "zhou.wu", name: "演示·周五", place: "330523108204", clientWriteId: "a write id of the book" }) {
      ... on PersonActivation { activationCode } } }`,
  );
  const given = { username: 'zhou.wu', code: addPerson.activationCode, password: 'first words of zhou' };
  const rows = await rowsOf(async () => {
    await one.post('activate', { ...given, code: 'AAAA-BBBB-CCCC' });
    await one.post('activate', given);
    await one.signIn('zhou.wu', given.password);
    await one.post('change-password', { currentPassword: 'not this one', newPassword: 'other words of zhou' });
    await one.post('change-password', { currentPassword: given.password, newPassword: 'other words of zhou' });
    const { body } = await one.post('two-factor/enable', { password: 'other words of zhou' });
    await one.post('two-factor/verify-totp', { code: '000000' });
    await one.post('two-factor/verify-totp', { code: digitsOf(body.uri ?? '') });
    await one.post('sign-out');
    await one.post('sign-out');
  });

  expect(rows.map(({ act, who, detail }) => [act, who, detail.code])).toEqual([
    ['signInFailed', null, 'WRONG_CODE'],
    ['useActivation', 'zhou.wu', undefined],
    ['signIn', 'zhou.wu', undefined],
    ['signInFailed', null, 'WRONG_PASSWORD'],
    ['changePassword', 'zhou.wu', undefined],
    ['signInFailed', null, 'WRONG_FACTOR'],
    ['setSecondFactor', 'zhou.wu', undefined],
    ['signOut', 'zhou.wu', undefined],
  ]);
});

it('answers a failure as ever when its row cannot be written', async () => {
  await host.sql((sql) => sql`revoke insert on platform.audit from cunzhi_audit`);
  const { status } = await wrong('anji');
  await host.sql((sql) => sql`grant insert on platform.audit to cunzhi_audit`);

  expect(status).toBe(401);
  expect((await browser().signIn('anji', PASSWORD)).status).toBe(200);
});
