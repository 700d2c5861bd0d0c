/** Past flaws of the sign-in library, each tried against this server. A new advisory gets its line here first. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { Browser, digitsOf, holdDelays } from './browser.fixture.ts';

const PASSWORD = 'a password for tests';
let host: TestHost;
beforeAll(async () => void (host = await createTestHost({ trustedProxies: '127.0.0.1' })));
afterAll(() => host.close());

const count = async (table: 'session' | 'user' | 'account') =>
  Number((await host.sql((sql) => sql`select count(*) from ${sql('auth')}.${sql(table)}`))[0]?.['count']);

it('CVE-2025-61928: without a session nobody mints a credential for a named user', async () => {
  const [row] = await host.sql((sql) => sql`select id from auth."user" where username = 'huzhou'`);
  const before = [await count('session'), await count('account')];
  for (const path of [
    'api-key/create',
    'api-key/update',
    'api-key/verify',
    'admin/impersonate-user',
    'admin/set-user-password',
  ])
    expect((await new Browser(host.url).post(path, { userId: row?.['id'], name: 'key' })).status, path).toBe(404);
  const bearer = new Browser(host.url, {
    authorization: `Bearer ${String(row?.['id'])}`,
    'x-api-key': String(row?.['id']),
  });

  expect(await bearer.viewer()).toBeNull();
  expect([await count('session'), await count('account')]).toEqual(before);
});

it('GHSA-xg6x-h9c9-2m83: no cookie of the first step opens anything, so no second factor is skipped', async () => {
  const one = new Browser(host.url);
  await one.signIn('anji', PASSWORD);
  const { body } = await one.post('two-factor/enable', { password: PASSWORD });
  await one.post('two-factor/verify-totp', { code: digitsOf(body.uri ?? '') });
  const first = new Browser(host.url);
  const { headers } = await first.signIn('anji', PASSWORD);

  expect(first.cookies.size).toBe(1);
  for (const set of headers.getSetCookie()) {
    const value = set.slice(set.indexOf('=') + 1).split(';')[0] ?? '';
    for (const name of [
      'cunzhi',
      'better-auth.session_data',
      'better-auth.session_token',
      '__Secure-better-auth.session_data',
    ]) {
      const thief = new Browser(host.url);
      thief.cookies.set(name, value);
      expect(await thief.viewer(), name).toBeNull();
    }
  }
});

it('CVE-2026-45364: a new IPv6 address of the same network is no new guesser', async () => {
  const statuses: number[] = [];
  for (let index = 1; index <= 8; index += 1) {
    if (index === 6) await holdDelays(host);
    const one = new Browser(host.url, { 'x-forwarded-for': `2001:db8:7:7:${index}::${index}` });
    statuses.push((await one.signIn('huzhou', 'wrong')).status);
  }

  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
});

it('CVE-2026-45337: there is no device flow that somebody else could approve', async () => {
  const one = new Browser(host.url);
  await one.signIn('wuxing', PASSWORD);
  for (const path of ['device', 'device/code', 'device/token', 'device/approve', 'device/deny'])
    expect((await one.post(path, { user_code: 'ABCD', device_code: 'x', client_id: 'y' })).status, path).toBe(404);
});
