/** Signing in by way of a provider of identities: a real one (oidc-provider), and a browser that goes there and back. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentityProvider } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { Browser, digitsOf } from './browser.fixture.ts';
import { readProviders } from './providers.ts';

const PASSWORD = 'a password for tests';
/** The public address; a proxy with TLS stands in front of the server there. */
const PUBLIC = 'https://cunzhi.example';
const SECRET = 'TEST_COUNTY_SECRET';
const SESSION = '__Host-cunzhi';
const STATE = '__Host-cunzhi-provider';
const REFUSED = '/sign-in?provider=refused';

let host: TestHost;
let server: Server;
let issuer: string;
const county = (): IdentityProvider => ({
  id: 'county',
  name: { zh: '县统一认证', en: 'county sign-in' },
  discoveryUrl: `${issuer}/.well-known/openid-configuration`,
  clientId: 'cunzhi',
  secretEnv: SECRET,
  returnTo: PUBLIC,
});

beforeAll(async () => {
  process.env[SECRET] = 'the secret of the client';
  server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'cunzhi',
        client_secret: process.env[SECRET],
        redirect_uris: [`${PUBLIC}/api/auth/callback/county`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    // Whatever name is typed there is somebody; the subject is not the name.
    findAccount: (_ctx, name) => ({
      accountId: name,
      claims: () => ({ sub: `subject of ${name}`, preferred_username: name === 'nameless' ? undefined : ` ${name} ` }),
    }),
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ['a key for tests'] },
  });
  server.on('request', provider.callback());
  host = await createTestHost({ isForReal: true, trustedProxies: '127.0.0.1', identityProviders: [county()] });
});
afterAll(async () => {
  await host.close();
  server.closeAllConnections();
  server.close();
  delete process.env[SECRET];
});

let nextAddress = 1;
const browser = (at = host) => new Browser(at.url, { 'x-forwarded-for': `203.0.113.${nextAddress++}` });
/** What a browser says when another site sends it here. */
const FROM_ELSEWHERE = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };

/** Signs in over there as `name` and gives the address that the provider sends the browser to. */
async function allowedOver(there: string, name: string): Promise<URL> {
  const jar = new Map<string, string>();
  let [url, form] = [there, undefined as URLSearchParams | undefined];
  for (let hops = 0; hops < 20; hops += 1) {
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
    const method = form ? 'POST' : 'GET';
    const answer = await fetch(url, { method, redirect: 'manual', headers: { cookie }, ...(form && { body: form }) });
    for (const one of answer.headers.getSetCookie()) {
      const [pair = ''] = one.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = answer.headers.get('location');
    if (location) {
      [url, form] = [new URL(location, url).href, undefined];
      if (url.startsWith(PUBLIC)) return new URL(url);
      continue;
    }
    const page = await answer.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
    if (!action) throw new Error(`The provider shows no form: ${answer.status} ${page.slice(0, 500)}`);
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    [url, form] = [new URL(action, url).href, new URLSearchParams({ prompt, login: name, password: 'any' })];
  }
  throw new Error('The provider sends the browser round and round.');
}

async function begin(one: Browser): Promise<string> {
  const { status, body } = await one.post('sign-in/social', { provider: 'county' });
  expect([status, body.next]).toEqual([200, 'provider']);
  return (body as { url: string }).url;
}
const comeBack = ({ pathname, search }: URL, one: Browser) =>
  one.fetch(`${pathname}${search}`, { method: 'GET', redirect: 'manual', headers: FROM_ELSEWHERE });

/** There and back. */
async function signInOver(one: Browser, name: string): Promise<[number, string | null]> {
  const answer = await comeBack(await allowedOver(await begin(one), name), one);
  return [answer.status, answer.headers.get('location')];
}

const rows = (username: string) =>
  host.sql(async (sql) => [
    ...(await sql`select a.* from auth.account a join auth."user" u on u.id = a.user_id
      where u.username = ${username} and a.provider_id = 'county'`),
  ]);
const count = (table: 'user' | 'session' | 'account') =>
  host.sql(async (sql) => Number((await sql`select count(*) from auth.${sql(table)}`)[0]?.['count']));

describe('with a provider', () => {
  it('the sign-in page is told its name, in the language of the page', async () => {
    const english = new Browser(host.url, { 'accept-language': 'en' });

    expect((await browser().post('providers')).text).toBe('{"providers":[{"id":"county","name":"县统一认证"}]}');
    expect((await english.post('providers')).body).toEqual({ providers: [{ id: 'county', name: 'county sign-in' }] });
  });

  it('somebody who has an account is signed in, again and again, and the audit log says so', async () => {
    const one = browser();
    expect(await signInOver(one, 'YUCUN')).toEqual([303, '/']);
    expect(await one.viewer()).toBe('yucun');
    expect([...one.cookies.keys()]).toEqual([SESSION]);
    const before = one.cookies.get(SESSION);

    expect(await signInOver(one, 'YUCUN')).toEqual([303, '/']);

    expect([await one.viewer(), one.cookies.get(SESSION) === before]).toEqual(['yucun', false]);
    const written = await host.sql(
      (sql) => sql`select l.outcome from platform.audit l join auth."user" u on l.subject_id = u.id
        where l.act = 'signIn' and u.username = 'yucun'`,
    );
    expect(written.map((row) => row['outcome'])).toEqual(['done', 'done']);
  });

  it('the cookie of the way there is bound to host and https', async () => {
    const { headers } = await browser().post('sign-in/social', { provider: 'county' });

    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-cunzhi-provider=[^;]+; Max-Age=300; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  it('no token of the provider is kept, and nothing of the account is written over ⚠', async () => {
    await signInOver(browser(), 'wuxing');
    await signInOver(browser(), 'wuxing');

    const kept = await rows('wuxing');
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      account_id: 'subject of wuxing', access_token: null, refresh_token: null, id_token: null,
      access_token_expires_at: null, refresh_token_expires_at: null, scope: null, password: null,
    }); // prettier-ignore
    const one = browser();
    expect((await one.signIn('wuxing', PASSWORD)).text).toBe('{"next":"done"}');
  });

  it('is one factor: roles that ask for two open nothing until the code is shown ⚠', async () => {
    const GRANTS = '{ viewer { grants { needsSecondFactor } permissions } }';
    const first = browser();
    await first.signIn('huzhou', PASSWORD);
    const { body } = await first.post('two-factor/enable', { password: PASSWORD });
    const uri = body.uri ?? '';
    await first.post('two-factor/verify-totp', { code: digitsOf(uri) });

    const one = browser();
    expect(await signInOver(one, 'huzhou')).toEqual([303, '/']);
    expect((await one.ask(GRANTS)).data.viewer).toEqual({ grants: [{ needsSecondFactor: true }], permissions: [] });

    expect((await one.post('two-factor/verify-totp', { code: digitsOf(uri, 1) })).text).toBe('{"next":"done"}');
    const { grants, permissions } = (await one.ask(GRANTS)).data.viewer;
    expect(grants).toEqual([{ needsSecondFactor: false }]);
    expect(permissions.length).toBeGreaterThan(0);
  });

  it('whoever has no account gets none, and no session ⚠', async () => {
    const before = [await count('user'), await count('session'), await count('account')];

    for (const name of ['nobody-here', 'nameless', 'yucun@accounts.invalid']) {
      const one = browser();
      expect(await signInOver(one, name), name).toEqual([303, REFUSED]);
      expect(one.cookies.has(SESSION), name).toBe(false);
    }
    expect([await count('user'), await count('session'), await count('account')]).toEqual(before);
  });

  it('the way back is for the browser that went there, once ⚠', async () => {
    const [victim, attacker] = [browser(), browser()];
    const back = await allowedOver(await begin(attacker), 'anji');
    const outcome = async (url: URL, one: Browser) => (await comeBack(url, one)).headers.get('location');

    expect(await outcome(back, victim)).toBe(REFUSED); // without any way there
    await begin(victim);
    expect(await outcome(back, victim)).toBe(REFUSED); // with another
    const invented = new URL(back);
    invented.searchParams.set('state', 'invented');
    expect(await outcome(invented, attacker)).toBe(REFUSED);
    expect(await victim.viewer()).toBeNull();

    const cookie = attacker.cookies.get(STATE) ?? '';
    expect(await outcome(back, attacker)).toBe('/');
    const again = browser();
    again.cookies.set(STATE, cookie);
    expect(await outcome(back, again)).toBe(REFUSED);
  });

  it('what a caller asks of the library beyond the name of the provider is not passed on', async () => {
    const one = browser();
    const { body } = await one.post('sign-in/social', {
      provider: 'county', callbackURL: 'https://elsewhere.example', requestSignUp: 'true', scopes: 'openid email',
    }); // prettier-ignore
    const url = new URL((body as { url: string }).url);

    expect([url.origin, url.searchParams.get('scope')]).toEqual([issuer, 'openid profile']);
    expect(url.searchParams.get('redirect_uri')).toBe(`${PUBLIC}/api/auth/callback/county`);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    const back = await comeBack(await allowedOver(url.href, 'anji'), one);
    expect(back.headers.get('location')).toBe('/');
  });

  it('the other paths stay shut: another provider, another method, another site', async () => {
    const one = browser();
    const asked = (path: string, method: string) =>
      one.fetch(`/api/auth/${path}`, { method, headers: FROM_ELSEWHERE, redirect: 'manual' });

    expect((await one.post('sign-in/social', { provider: 'github' })).status).toBe(404);
    expect((await one.post('sign-in/social', { provider: 'credential' })).status).toBe(404);
    expect((await one.post('callback/county')).status).toBe(404);
    expect((await asked('callback/github', 'GET')).status).toBe(404);
    expect((await asked('callback/county/', 'GET')).status).toBe(403);
    expect((await asked('callback/county', 'POST')).status).toBe(403);
    expect((await asked('sign-in/social', 'POST')).status).toBe(403);
  });
});

describe('a provider that cannot be reached', () => {
  it.each(['refuses the call', 'takes the call and says nothing'])(
    '(it %s) is said in a sentence, and holds up nobody who has a password ⚠',
    async (how) => {
      const silent = createServer(() => {});
      await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
      const { port } = silent.address() as AddressInfo;
      if (how === 'refuses the call') silent.close();
      const discoveryUrl = `http://127.0.0.1:${port}/.well-known/openid-configuration`;
      const other = await createTestHost({ beside: host, identityProviders: [{ ...county(), discoveryUrl }] });
      const one = browser(other);
      const signedIn = await one.signIn('yucun', PASSWORD);
      const { status, body } = await one.post('sign-in/social', { provider: 'county' });
      silent.closeAllConnections();
      silent.close();
      await other.close();

      expect([status, body.error]).toEqual([503, expect.stringMatching(/^现在连不上那边的登录，没有登录。/)]);
      expect(signedIn.text).toBe('{"next":"done"}');
    },
  );
});

describe('without a provider', () => {
  it('the way there and back is not found, and the list is empty', async () => {
    const other = await createTestHost({ beside: host });
    const one = browser(other);
    const there = await one.post('sign-in/social', { provider: 'county' });
    const back = await one.fetch('/api/auth/callback/county?code=1&state=1', { method: 'GET' });
    const list = await one.post('providers');
    await other.close();

    expect([there.status, back.status, list.text]).toEqual([404, 404, '{"providers":[]}']);
  });
});

describe('the configuration', () => {
  const sentences = (...wrong: Partial<IdentityProvider>[]) => {
    try {
      readProviders(wrong.map((one) => ({ ...county(), ...one })), { [SECRET]: 'x' }); // prettier-ignore
      return [];
    } catch (error) {
      return (error as { problems: string[] }).problems;
    }
  };

  it('is looked at before the start, each problem in a sentence', () => {
    expect(sentences({})).toEqual([]);
    expect(sentences({ id: 'Not OK' })).toEqual([expect.stringContaining('cannot have this id')]);
    expect(sentences({ id: 'credential' })).toEqual([expect.stringContaining('cannot have this id')]);
    expect(sentences({}, {})).toEqual(['The identity provider "county" stands there twice. Give each its own id.']);
    expect(sentences({ secretEnv: 'NOT_SET' })).toEqual([expect.stringContaining('in NOT_SET, which is not set')]);
    expect(sentences({ discoveryUrl: 'http://sso.example' })).toEqual([expect.stringContaining('https://')]);
    for (const returnTo of ['cunzhi.example', 'http://cunzhi.example', 'https://cunzhi.example/'])
      expect(sentences({ returnTo }), returnTo).toEqual([expect.stringContaining("Write this server's address only")]);
  });
});
