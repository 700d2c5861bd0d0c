/** The second factor through the door, on a server for real work; and who is told of a sign-in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { Browser, digitsOf, holdDelays } from './browser.fixture.ts';
import type { SignedInEvent } from './step.ts';

const PASSWORD = 'a password for tests';
const GRANTS = '{ viewer { username grants { role { key } needsSecondFactor } permissions } }';
const PENDING = '__Host-cunzhi-second';
const SESSION = '__Host-cunzhi';

let host: TestHost;
const told: SignedInEvent[] = [];
let isRefusing = false;
async function onSignedIn(event: SignedInEvent): Promise<void> {
  if (isRefusing) throw new Error('the log cannot be written');
  told.push(event);
}
beforeAll(async () => void (host = await createTestHost({ isForReal: true, trustedProxies: '127.0.0.1', onSignedIn })));
afterAll(() => host.close());

let nextAddress = 1;
const browser = () => new Browser(host.url, { 'x-forwarded-for': `198.51.100.${nextAddress++}` });
const sessionsOf = (username: string) =>
  host.sql(async (sql) => {
    const rows =
      await sql`select s.id, s.factors from auth.session s join auth."user" u on u.id = s.user_id where username = ${username}`;
    return rows.map((row) => Number(row['factors']));
  });

/** Sets a second factor up and gives the app's address, the backup codes and the browser. */
async function setUp(username: string) {
  const one = browser();
  await one.signIn(username, PASSWORD);
  const { body } = await one.post('two-factor/enable', { password: PASSWORD });
  const uri = body.uri ?? '';
  expect((await one.post('two-factor/verify-totp', { code: digitsOf(uri) })).text).toBe('{"next":"done"}');
  return { one, uri, backupCodes: body.backupCodes ?? [] };
}

describe('with one factor', () => {
  it('roles that ask for two open nothing, and the viewer is told which', async () => {
    const huzhou = browser();
    await huzhou.signIn('huzhou', PASSWORD);

    expect((await huzhou.ask(GRANTS)).data.viewer).toEqual({
      username: 'huzhou', grants: [{ role: { key: 'city' }, needsSecondFactor: true }], permissions: [],
    }); // prettier-ignore
  });

  it('a second one is set up with the password and a first code; the other sessions end', async () => {
    const [here, there] = [browser(), browser()];
    for (const one of [here, there]) await one.signIn('anji', PASSWORD);
    expect((await here.post('two-factor/enable', { password: 'not this one' })).status).toBe(401);
    const { body } = await here.post('two-factor/enable', { password: PASSWORD });
    expect(body.uri).toMatch(
      /^otpauth:\/\/totp\/%E6%9D%91%E6%B2%BB:anji\?secret=[A-Z2-7]{32,}&issuer=%E6%9D%91%E6%B2%BB&digits=6&period=30$/,
    );
    expect(body.backupCodes).toHaveLength(10);
    expect((await here.post('two-factor/verify-totp', { code: '000000' })).status).toBe(401);
    const before = here.cookies.get(SESSION);

    const done = await here.post('two-factor/verify-totp', { code: digitsOf(body.uri ?? '') });

    expect(done.text).toBe('{"next":"done"}');
    expect(here.cookies.get(SESSION)).not.toBe(before);
    expect([await here.viewer(), await there.viewer()]).toEqual(['anji', null]);
    expect(await sessionsOf('anji')).toEqual([2]);
    expect((await here.ask(GRANTS)).data.viewer.grants).toEqual([
      { role: { key: 'county' }, needsSecondFactor: false },
    ]);
    expect((await here.post('two-factor/enable', { password: PASSWORD })).status).toBe(409);
  });

  it('nothing is set up without a session, and a code shown too early sets nothing up', async () => {
    expect((await browser().post('two-factor/enable', { password: PASSWORD })).status).toBe(401);
    expect((await browser().post('two-factor/verify-totp', { code: '123456' })).status).toBe(401);
    const one = browser();
    await one.signIn('sysadmin', PASSWORD);
    const { body } = await one.post('two-factor/enable', { password: PASSWORD });
    await one.post('two-factor/verify-backup-code', { code: body.backupCodes?.[0] ?? '' });

    expect(await sessionsOf('sysadmin')).toEqual([1]);
    expect((await browser().signIn('sysadmin', PASSWORD)).text).toBe('{"next":"done"}');
  });
});

describe('with a second factor set up', () => {
  let uri: string;
  let backupCodes: string[];
  beforeAll(async () => void ({ uri, backupCodes } = await setUp('huzhou')));

  it('the password alone is not signed in ⚠: no session cookie, no session, nobody is told', async () => {
    const before = await sessionsOf('huzhou');
    told.length = 0;
    const one = browser();
    const answer = await one.signIn('huzhou', PASSWORD);

    expect(answer.text).toBe('{"next":"second-factor"}');
    expect([...one.cookies.keys()]).toEqual([PENDING]);
    expect(answer.headers.getSetCookie().find((cookie) => cookie.startsWith(PENDING))).toMatch(
      /; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(await one.viewer()).toBeNull();
    expect(await sessionsOf('huzhou')).toEqual(before);
    expect(told).toEqual([]);
  });

  it('the app signs in, once with each code ⚠, and only then somebody is told', async () => {
    const [one, other] = [browser(), browser()];
    for (const each of [one, other]) await each.signIn('huzhou', PASSWORD);
    told.length = 0;
    const code = digitsOf(uri, 1);
    const answers = await Promise.all([one, other].map((each) => each.post('two-factor/verify-totp', { code })));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const winner = answers[0]?.status === 200 ? one : other;
    expect([await winner.viewer(), winner.cookies.has(PENDING)]).toEqual(['huzhou', false]);
    expect(told).toEqual([expect.objectContaining({ username: 'huzhou', factors: 2 })]);
  });

  it('a backup code signs in once', async () => {
    const [one, other] = [browser(), browser()];
    for (const each of [one, other]) await each.signIn('huzhou', PASSWORD);
    const code = backupCodes[0] ?? '';

    expect((await one.post('two-factor/verify-backup-code', { code })).status).toBe(200);
    expect((await other.post('two-factor/verify-backup-code', { code })).status).toBe(401);
    expect((await one.ask(GRANTS)).data.viewer.permissions).not.toEqual([]);
  });

  it('no device is trusted ⚠: the next sign-in asks again', async () => {
    const one = browser();
    await one.signIn('huzhou', PASSWORD);
    const code = backupCodes[1] ?? '';
    const answer = await one.post('two-factor/verify-backup-code', { code, trustDevice: true });

    expect(answer.status).toBe(200);
    expect([...one.cookies.keys()]).toEqual([SESSION]);
    expect((await one.signIn('huzhou', PASSWORD)).text).toBe('{"next":"second-factor"}');
  });

  it('guessing the digits is slowed down, whatever the session', async () => {
    const one = browser();
    await one.signIn('huzhou', PASSWORD);
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      if (index === 5) await holdDelays(host);
      statuses.push((await one.post('two-factor/verify-totp', { code: `00000${index}` })).status);
    }

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('a session that has shown one factor only shows the second, and is replaced', async () => {
    const { one, backupCodes: codes } = await setUp('developer');
    await host.sql(
      (sql) =>
        sql`update auth.session s set factors = 1 from auth."user" u where u.id = s.user_id and username = 'developer'`,
    );
    expect((await one.ask(GRANTS)).data.viewer.grants).toEqual([
      { role: { key: 'developer' }, needsSecondFactor: true },
    ]);

    expect((await one.post('two-factor/verify-backup-code', { code: codes[0] ?? '' })).status).toBe(200);

    expect(await sessionsOf('developer')).toEqual([2]);
    expect((await one.ask(GRANTS)).data.viewer.grants).toEqual([
      { role: { key: 'developer' }, needsSecondFactor: false },
    ]);
  });

  it('a new password keeps what was shown', async () => {
    const { one } = await setUp('wuxing');
    expect((await one.post('change-password', { currentPassword: PASSWORD, newPassword: 'eight ok' })).status).toBe(
      200,
    );

    expect(await sessionsOf('wuxing')).toEqual([2]);
  });
});

describe('whoever keeps the books', () => {
  it('is told of a sign-in with one factor', async () => {
    told.length = 0;
    await browser().signIn('yucun', PASSWORD);

    expect(told).toEqual([
      { accountId: expect.any(String), username: 'yucun', factors: 1, sessionId: expect.any(String) },
    ]);
  });

  it('can refuse it: then there is no cookie and no session ⚠', async () => {
    const before = await sessionsOf('tianhuangping');
    isRefusing = true;
    const one = browser();
    const answer = await one.signIn('tianhuangping', PASSWORD);
    isRefusing = false;

    expect([answer.status, answer.headers.getSetCookie()]).toEqual([503, []]);
    expect(answer.body.error).toMatch(/^服务器这边出了问题，没有登录/);
    expect(await sessionsOf('tianhuangping')).toEqual(before);
  });

  it('can refuse it after two factors too', async () => {
    const { backupCodes } = await setUp('tianhuangping');
    const before = await sessionsOf('tianhuangping');
    const one = browser();
    await one.signIn('tianhuangping', PASSWORD);
    isRefusing = true;
    const answer = await one.post('two-factor/verify-backup-code', { code: backupCodes[0] ?? '' });
    isRefusing = false;

    expect([answer.status, await one.viewer()]).toEqual([503, null]);
    expect(await sessionsOf('tianhuangping')).toEqual(before);
  });
});
