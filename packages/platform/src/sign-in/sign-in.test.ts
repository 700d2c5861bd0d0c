/** The settings of access-and-reliability.md §6, each seen from outside: cookies, answers, paths, lengths of life, passwords. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { readSettings } from '../config/index.ts';
import { Browser } from './browser.fixture.ts';
import { hashPassword, passwordsAtWork } from './passwords.ts';

const PASSWORD = 'a password for tests';
let host: TestHost;
beforeAll(async () => void (host = await createTestHost({ trustedProxies: '127.0.0.1' })));
afterAll(() => host.close());

const browser = (at = host, address = '192.0.2.1') => new Browser(at.url, { 'x-forwarded-for': address });
async function signedIn(username: string, at = host): Promise<Browser> {
  const one = browser(at);
  expect((await one.signIn(username, PASSWORD)).status).toBe(200);
  return one;
}
const age = (username: string, by: string) =>
  host.sql(
    (sql) => sql`update auth.session s set created_at = s.created_at - ${by}::interval
      from auth."user" u where u.id = s.user_id and u.username = ${username}`,
  );

describe('the door', () => {
  it('passes the tabled paths; everything else is not found, with or without a session', async () => {
    const [stranger, yucun] = [browser(), await signedIn('yucun')];
    for (const path of [
      'get-session', 'list-sessions', 'revoke-session', 'sign-up/email', 'sign-in/email', 'sign-in/social', 'callback/any',
      'is-username-available', 'update-user', 'delete-user', 'change-email', 'set-password', 'verify-password', 'refresh-token',
      'two-factor/disable', 'two-factor/get-totp-uri', 'two-factor/send-otp', 'two-factor/verify-otp',
      'two-factor/generate-backup-codes', 'two-factor/view-backup-codes', 'sign-in/username/', 'Sign-in/username',
    ]) for (const one of [stranger, yucun]) expect((await one.post(path)).status, path).toBe(404); // prettier-ignore
    expect((await yucun.fetch('/api/auth/sign-in/username', { method: 'GET' })).status).toBe(404);
  });

  it('says where to go next, or one sentence, and never the token ⚠', async () => {
    const one = browser();
    const right = await one.signIn('anji', PASSWORD);
    const token = decodeURIComponent(one.cookies.get('cunzhi') ?? '').split('.')[0] ?? '';
    const wrong = await browser().signIn('anji', 'not this one');

    expect(token.length).toBeGreaterThan(20);
    expect(right.text).toBe('{"next":"done"}');
    expect(Object.keys(wrong.body)).toEqual(['error']);
    expect((await one.post('sign-out')).text).toBe('{"next":"done"}');
  });

  it('speaks the language that was asked for', async () => {
    const english = new Browser(host.url, { 'accept-language': 'en' });

    expect((await english.signIn('anji', 'not this one')).body.error).toMatch(/^User name or password is not right/);
    expect((await browser().signIn('anji', 'not this one')).body.error).toMatch(/^用户名或密码不对/);
  });

  it('takes only the two texts of a sign-in: no "remember me" of a day, no redirect', async () => {
    const one = browser();
    const answer = await one.post('sign-in/username', {
      username: 'anji', password: PASSWORD, rememberMe: false, callbackURL: 'https://elsewhere.example',
    }); // prettier-ignore

    expect([answer.text, answer.headers.get('location')]).toEqual(['{"next":"done"}', null]);
    const [row] = await host.sql(
      (sql) =>
        sql`select max(expires_at) - now() < '31 min' as short from auth.session s join auth."user" u on u.id = s.user_id where username = 'anji'`,
    );
    expect(row?.['short']).toBe(true);
  });

  it('is not started where a variable of the environment would send data away or sign with another secret ⚠', () => {
    for (const name of ['BETTER_AUTH_TELEMETRY', 'BETTER_AUTH_TELEMETRY_ENDPOINT', 'BETTER_AUTH_SECRETS'])
      expect(() => readSettings({ [name]: '1' }, '/')).toThrow(name.replace('_ENDPOINT', ''));
  });
});

describe('the cookie', () => {
  it('of a demonstration works over plain http', async () => {
    const { headers } = await browser().signIn('anji', PASSWORD);

    expect(headers.getSetCookie()[0]).toMatch(/^cunzhi=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('of real work is bound to host and https, and has no __Secure- in front ⚠', async () => {
    const real = await createTestHost({ beside: host, isForReal: true });
    const { headers } = await browser(real).signIn('anji', PASSWORD);
    await real.close();

    expect(headers.getSetCookie()[0]).toMatch(
      /^__Host-cunzhi=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});

describe('a session', () => {
  it('is a new one with each sign-in, and the one of before is over', async () => {
    const one = await signedIn('anji');
    const before = one.cookies.get('cunzhi') ?? '';
    await one.signIn('anji', PASSWORD);
    const old = browser();
    old.cookies.set('cunzhi', before);

    expect(one.cookies.get('cunzhi')).not.toBe(before);
    expect([await one.viewer(), await old.viewer()]).toEqual(['anji', null]);
  });

  it('ends after 30 idle minutes', async () => {
    const one = await signedIn('wuxing');
    expect(await one.viewer()).toBe('wuxing');
    await host.sql(
      (sql) => sql`update auth.session s set expires_at = now() - interval '1 second'
      from auth."user" u where u.id = s.user_id and u.username = 'wuxing'`,
    );

    expect(await one.viewer()).toBeNull();
  });

  it('is kept awake by what a person does, for 12 hours and no longer ⚠', async () => {
    const one = await signedIn('wuxing');
    await host.sql(
      (sql) => sql`update auth.session s set expires_at = now() + interval '2 minutes'
      from auth."user" u where u.id = s.user_id and u.username = 'wuxing'`,
    );
    await age('wuxing', '11 hours 59 minutes');
    expect(await one.viewer()).toBe('wuxing');
    const [row] = await host.sql(
      (sql) => sql`select max(expires_at) > now() + interval '29 minutes' as awake
      from auth.session s join auth."user" u on u.id = s.user_id where u.username = 'wuxing'`,
    );
    expect(row?.['awake']).toBe(true);
    await age('wuxing', '2 minutes');

    expect(await one.viewer()).toBeNull();
  });

  it('is of no use without the signature on its cookie ⚠', async () => {
    const one = await signedIn('anji');
    const token = decodeURIComponent(one.cookies.get('cunzhi') ?? '').split('.')[0] ?? '';
    const thief = browser();
    thief.cookies.set('cunzhi', token);
    expect(await thief.viewer()).toBeNull();
    thief.cookies.set('cunzhi', encodeURIComponent(`${token}.${Buffer.alloc(32).toString('base64')}`));
    expect(await thief.viewer()).toBeNull();
  });
});

describe('another password', () => {
  const next = 'rain on the bamboo roof';

  it('ends all other sessions and gives this one a new cookie', async () => {
    const [here, there] = [await signedIn('tianhuangping'), await signedIn('tianhuangping')];
    const before = here.cookies.get('cunzhi');
    const answer = await here.post('change-password', { currentPassword: PASSWORD, newPassword: next });

    expect([answer.status, answer.text]).toEqual([200, '{"next":"done"}']);
    expect(here.cookies.get('cunzhi')).not.toBe(before);
    expect([await here.viewer(), await there.viewer()]).toEqual(['tianhuangping', null]);
    expect((await browser().signIn('tianhuangping', PASSWORD)).status).toBe(401);
    expect((await browser().signIn('tianhuangping', next)).status).toBe(200);
  });

  it('is refused in a sentence that says what is wrong, to those who know the old one', async () => {
    const one = await signedIn('huzhou');
    const change = async (newPassword: string, currentPassword = PASSWORD) => {
      const { status, body } = await one.post('change-password', { currentPassword, newPassword });
      return `${status} ${body.error}`;
    };

    expect(await change(next, 'not this one')).toMatch(/^401 现在的密码不对/);
    expect(await change('short one')).toBe('422 密码太短：现在 9 个字，至少要 15 个。可以用几个词连起来。');
    for (const easy of ['123456789123456789', 'passwordpassword', 'abcdefghijklmnopqrst', 'huzhou is my home town'])
      expect(await change(easy), easy).toMatch(/^422 这个密码太容易猜/);
    expect(await change('x'.repeat(150) + 'long'.repeat(20))).toMatch(/^422 密码太长/);
    expect(await change(PASSWORD)).toMatch(/^422 新密码和现在的一样/);
    expect((await browser().post('change-password', { currentPassword: PASSWORD, newPassword: next })).status).toBe(
      401,
    );
  });
});

describe('the preset gbt22239', () => {
  it('wants three classes, refuses the last five, and asks for another one after 90 days', async () => {
    const strict = await createTestHost({ beside: host, passwords: 'gbt22239' });
    const one = await signedIn('wuxing', strict);
    const change = async (currentPassword: string, newPassword: string) => {
      const { status, body } = await one.post('change-password', { currentPassword, newPassword });
      return `${status} ${body.error ?? body.next}`;
    };

    expect(await change(PASSWORD, 'rain on the roof')).toMatch(/^422 密码里的字符种类不够.*3 种/);
    expect(await change(PASSWORD, 'Rain on 1 roof')).toBe('200 done');
    expect(await change('Rain on 1 roof', 'Rain on 2 roofs')).toBe('200 done');
    expect(await change('Rain on 2 roofs', 'Rain on 1 roof')).toMatch(/^422 这个密码用过了.*5 次/);
    await host.sql((sql) => sql`update auth.password_history set changed_at = changed_at - interval '91 days'`);

    const old = browser(strict);
    expect((await old.signIn('wuxing', 'Rain on 2 roofs')).text).toBe('{"next":"change-password"}');
    expect(await old.viewer()).toBeNull();
    const changed = await old.post('change-password', {
      currentPassword: 'Rain on 2 roofs',
      newPassword: 'Rain on 3 roofs',
    });
    expect(changed.text).toBe('{"next":"done"}');
    expect(await old.viewer()).toBe('wuxing');
    await strict.close();
  });

  it('is one of those in the file, or the start is refused', async () => {
    await expect(createTestHost({ beside: host, passwords: 'none' })).rejects.toThrow(
      '`passwords` is "none" in cunzhi.config.ts; standards/access/passwords.yaml has: nist, gbt22239.',
    );
  });
});

it('hashes four passwords at once at most, with 19 MiB each', async () => {
  const all = Array.from({ length: 12 }, () => hashPassword('rain'));
  expect(passwordsAtWork()).toBe(4);

  for (const hash of await Promise.all(all)) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(passwordsAtWork()).toBe(0);
});
