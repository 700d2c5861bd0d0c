import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { WebSocket } from 'ws';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const signIn = (username: string, password: string) =>
  fetch(`${host.url}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });

describe('sign-in', () => {
  it('gives a cookie that scripts cannot read, and no token in the body', async () => {
    const answer = await signIn('yucun', 'a password for tests');

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ next: 'done' });
    expect(answer.headers.getSetCookie().join()).toMatch(/^cunzhi=[^;]+;.*HttpOnly; SameSite=Lax/);
  });

  it('answers an unknown name and a wrong password with the same bytes', async () => {
    const [unknown, wrong] = await Promise.all([signIn('nobody', 'wrong password'), signIn('yucun', 'wrong password')]);

    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect(await unknown.text()).toBe(await wrong.text());
  });

  it('leaves every other path of the library shut', async () => {
    for (const path of [
      'get-session',
      'sign-up/email',
      'is-username-available',
      'list-sessions',
      'update-user',
      'delete-user',
    ]) {
      const client = await host.as('yucun');
      expect((await client.fetch(`/api/auth/${path}`)).status, path).toBe(404);
      expect((await client.fetch(`/api/auth/${path}`, { method: 'POST', body: '{}' })).status, path).toBe(404);
    }
  });

  it('ends with sign-out', async () => {
    const answer = await signIn('huzhou', 'a password for tests');
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const viewer = async () => {
      const headers = { cookie, 'content-type': 'application/json', 'x-cunzhi-client': 'test/1' };
      return (
        await fetch(`${host.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ viewer { username } }"}' })
      ).json();
    };

    expect(await viewer()).toEqual({ data: { viewer: { username: 'huzhou' } } });
    await fetch(`${host.url}/api/auth/sign-out`, { method: 'POST', headers: { cookie } });
    expect(await viewer()).toEqual({ data: { viewer: null } });
  });
});

describe('the pipeline', () => {
  it('answers nobody with NOT_FOUND, byte for byte the same for what exists and what does not', async () => {
    const stranger = host.stranger();
    const there = await stranger.queryText('{ place(code: "330523108204") { name } }');
    const absent = await stranger.queryText('{ place(code: "330523108999") { name } }');

    expect(there).toBe(absent);
    expect(JSON.parse(there).errors[0].extensions).toEqual({ code: 'NOT_FOUND' });
  });

  it('shows the schema only to those who may see it', async () => {
    const document = '{ __schema { queryType { name } } }';

    expect((await (await host.as('yucun')).query(document)).errors?.[0]?.extensions).toEqual({
      code: 'DOCUMENT_NOT_LISTED',
    });
    expect(await (await host.as('developer')).data(document)).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('refuses at the border what has no form, naming what would be right', async () => {
    const yucun = await host.as('yucun');

    const sevenDigits = await yucun.query('query ($code: PlaceCode!) { place(code: $code) { name } }', {
      code: '3305231',
    });
    const unknown = await yucun.query('{ place(code: "330599") { name } }');
    const noPage = await yucun.query('{ villages(first: 101) { nodes { name } } }');
    const foreignCursor = await yucun.query('{ villages(after: "abc") { nodes { name } } }');

    expect(sevenDigits.errors?.[0]).toMatchObject({
      message: '“3305231”不能用，应写成 330523108204 这样。',
      extensions: { code: 'BAD_PLACE' },
    });
    expect(unknown.errors?.[0]?.extensions).toEqual({ code: 'BAD_PLACE', field: 'code' });
    expect(noPage.errors?.[0]?.extensions).toEqual({ code: 'BAD_PAGE', field: 'first' });
    expect(foreignCursor.errors?.[0]?.extensions).toEqual({ code: 'BAD_CURSOR', field: 'after' });
  });

  it('speaks the language that was asked for', async () => {
    const yucun = await host.as('yucun');

    const { errors } = await yucun.query('{ place(code: "330599") { name } }', {}, { 'accept-language': 'en-GB' });

    expect(errors?.[0]?.message).toBe('No place has the code 330599; please check it.');
  });

  it('wants the client header, our own origin and a small body', async () => {
    const post = (headers: Record<string, string>, body = '{"query":"{ viewer { id } }"}') =>
      fetch(`${host.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });

    expect((await post({})).status).toBe(403);
    expect((await post({ 'x-cunzhi-client': 'test/1', origin: 'https://elsewhere.example' })).status).toBe(403);
    expect(
      (await post({ 'x-cunzhi-client': 'test/1' }, `{"query":"{ viewer { id } }${' '.repeat(300_000)}"}`)).status,
    ).toBe(413);
    expect((await post({ 'x-cunzhi-client': 'test/1', origin: host.url })).status).toBe(200);
  });

  it('pages through all villages without a gap, forwards and backwards', async () => {
    const yucun = await host.as('yucun');
    const codes: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const {
        villages,
      }: {
        villages: {
          nodes: { code: string }[];
          totalCount: number;
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await yucun.data(
        'query ($after: String) { villages(within: "330523", first: 100, after: $after) { nodes { code } totalCount pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      codes.push(...villages.nodes.map((node) => node.code));
      ({ hasNextPage: more, endCursor: after } = villages.pageInfo);
      if (!more) expect(codes.length).toBe(villages.totalCount);
    }
    const { villages: last } = await yucun.data('{ villages(within: "330523", last: 3) { nodes { code } } }');

    expect(codes).toEqual([...new Set(codes)].sort());
    expect(last.nodes.map((node: { code: string }) => node.code)).toEqual(codes.slice(-3));
  });

  it('needs as many statements for fifty villages as for two', async () => {
    const yucun = await host.as('yucun');
    const ask = (first: number) => () =>
      yucun.data(
        `{ villages(within: "3305", first: ${first}) { totalCount nodes { name township { name county { name } } } } }`,
      );

    const few = await host.countStatements(ask(2));
    const many = await host.countStatements(ask(50));

    expect([few, many]).toEqual([5, 5]); // the page, its total, the place of `within`, townships, counties
  });
});

describe('the socket', () => {
  const open = (headers: Record<string, string>, protocol = 'graphql-transport-ws', path = '/graphql') =>
    new Promise<number>((done) => {
      const socket = new WebSocket(`${host.url.replace('http', 'ws')}${path}`, protocol, { headers });
      socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
      socket.on('open', () => (socket.close(), done(101)));
      socket.on('error', () => {});
    });

  it('opens only with a living session and our own origin', async () => {
    const answer = await signIn('yucun', 'a password for tests');
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

    expect(await open({ cookie, origin: host.url })).toBe(101);
    expect(await open({ cookie })).toBe(403);
    expect(await open({ cookie, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await open({ origin: host.url })).toBe(401);
    expect(await open({ cookie: 'cunzhi=made.up', origin: host.url })).toBe(401);
    expect(await open({ cookie, origin: host.url }, 'graphql-ws')).toBe(400);
    expect(await open({ cookie, origin: host.url }, 'graphql-transport-ws', '/elsewhere')).toBe(404);
  });

  it('takes no mutation', async () => {
    const yucun = await host.as('yucun');

    await expect(
      yucun
        .subscribe(
          'mutation { reportPluginFault(input: { plugin: "core", kind: "page", where: "x", message: "y", clientWriteId: "0123456789abcdef" }) }',
        )
        .next(),
    ).rejects.toMatchObject([{ extensions: { code: 'SUBSCRIPTIONS_ONLY' } }]);
  });
});
