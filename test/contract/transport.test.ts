/**
 * What a request or a socket gets that is not as it must be: before anything is parsed, and by the number that the table says.
 */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, PASSWORD, type TestHost } from '@cunzhi/test';
import { WebSocket } from 'ws';

let host: TestHost;
let cookie: string;
beforeAll(async () => {
  host = await createTestHost({ most: { bodyMs: 200, initMs: 200, requestsPerSecond: 0.5, requestsBurst: 60 } });
  cookie = await cookieOf('yucun');
});
afterAll(() => host.close());

async function cookieOf(username: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ username, password: PASSWORD });
  const answer = await fetch(`${host.url}/api/auth/sign-in/username`, { method: 'POST', headers, body });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const JSON_BODY = '{"query":"{ viewer { username } }"}';
const CLIENT = { 'content-type': 'application/json', 'x-cunzhi-client': 'test/1' };
const post = (headers: Record<string, string>, body = JSON_BODY) =>
  fetch(`${host.url}/graphql`, { method: 'POST', headers: { ...CLIENT, cookie, ...headers }, body });

describe('a request over HTTP', () => {
  it.each([
    ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', 415, { 'content-type': 'multipart/form-data; boundary=x' }],
    ['plain text', 415, { 'content-type': 'text/plain' }],
    ['GraphQL as its own body', 415, { 'content-type': 'application/graphql' }],
    ['no client header', 403, { 'x-cunzhi-client': '' }],
    ['a client header without a version', 403, { 'x-cunzhi-client': 'test' }],
    ['a foreign Origin', 403, { origin: 'https://elsewhere.example' }],
    ['an Origin of nowhere', 403, { origin: 'null' }],
    ['a page of another site', 403, { 'sec-fetch-site': 'cross-site' }],
  ])('with %s is answered %i', async (_what, status, headers) => {
    expect((await post(headers)).status).toBe(status);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('by %s is answered 405', async (method) => {
    const answer = await fetch(`${host.url}/graphql`, { method, headers: { ...CLIENT, cookie } });

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('by GET reads with the header alone, and never writes', async () => {
    const get = (query: string, headers: Record<string, string> = CLIENT) =>
      fetch(`${host.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { cookie, ...headers } });

    expect(await (await get('{ viewer { username } }')).json()).toEqual({ data: { viewer: { username: 'yucun' } } });
    expect((await get('{ viewer { username } }', {})).status).toBe(403);
    expect((await get('mutation { pausePlugin(input: { plugin: "x" }) { __typename } }')).status).toBe(405);
  });

  it('that is too large is answered 413, whether it says so or comes in pieces', async () => {
    const large = `{"query":"{ viewer { username } }","x":"${'x'.repeat(300_000)}"}`;

    expect((await post({}, large)).status).toBe(413);
    expect(await inPieces(large)).toBe(413);
  });

  it('whose body does not come is answered 408', async () => {
    expect(await inPieces('{"query":', { isUnfinished: true })).toBe(408);
  });

  it('with headers of more than 16 KiB is answered 431', async () => {
    expect((await post({ 'x-much': 'x'.repeat(17_000) })).status).toBe(431);
  });

  it('is answered with what a browser must know', async () => {
    const { headers } = await post({});

    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(headers.get('content-security-policy')).not.toMatch(/https?:/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('that is one too many is answered 429 with the time to wait; each session has its own, made-up ones have none', async () => {
    const other = await cookieOf('huzhou');
    const until429 = async (cookieFor: (n: number) => string) => {
      for (let n = 0; n < 100; n++) {
        const answer = await post({ cookie: cookieFor(n) });
        if (answer.status === 429) return Number(answer.headers.get('retry-after'));
      }
      return undefined;
    };

    expect(await until429((n) => `cunzhi=made-up-${n}.signature`)).toBeGreaterThan(0);
    expect((await post({ cookie: other })).status).toBe(200);
    expect(await until429(() => other)).toBeGreaterThan(0);
    expect((await post({})).status).toBe(200);
  });
});

describe('a socket', () => {
  const open = (headers: Record<string, string> = { cookie, origin: host.url }) =>
    new WebSocket(`${host.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  const ended = (socket: WebSocket) =>
    new Promise<{ code: number; reason: string }>((done) => {
      socket.once('close', (code, reason) => done({ code, reason: String(reason) }));
      socket.on('error', () => {});
    });
  const said = (...messages: unknown[]) => {
    const socket = open();
    socket.once('open', () => {
      for (const one of messages) socket.send(typeof one === 'string' ? one : JSON.stringify(one));
    });
    return ended(socket);
  };
  const INIT = { type: 'connection_init' };
  const subscribe = (id: string) => ({
    id,
    type: 'subscribe',
    payload: { query: 'subscription { mediationEvents(within: "330523") { cursor } }' },
  });

  it('that asks before it said hello is closed with 4401', async () => {
    expect(await said(subscribe('a'))).toMatchObject({ code: 4401 });
  });

  it('that says hello twice is closed with 4429', async () => {
    expect(await said(INIT, INIT)).toMatchObject({ code: 4429 });
  });

  it('that says nothing is closed with 4408', async () => {
    expect(await said()).toMatchObject({ code: 4408 });
  });

  it('that sends nonsense is closed with 4400', async () => {
    expect(await said(INIT, '{')).toMatchObject({ code: 4400 });
  });

  it('that sends too large a message is closed with 1009', async () => {
    expect(await said('x'.repeat(300_000))).toMatchObject({ code: 1009 });
  });

  it('that floods is closed with 1008', async () => {
    const pings = Array.from({ length: 400 }, () => ({ type: 'ping' }));

    expect(await said(INIT, ...pings)).toMatchObject({ code: 1008 });
  });

  it('is one of ten of its session at most', async () => {
    const cookieOfMany = await cookieOf('developer');
    const opened = (socket: WebSocket) =>
      new Promise<number>((done) => {
        socket.once('open', () => done(101));
        socket.once('unexpected-response', (_request, { statusCode }) => done(statusCode ?? 0));
        socket.on('error', () => {});
      });
    const sockets: WebSocket[] = [];
    const answers: number[] = [];
    for (let n = 0; n < 11; n++) {
      const socket = open({ cookie: cookieOfMany, origin: host.url });
      sockets.push(socket);
      // Hello, or it is closed while the others open.
      socket.once('open', () => socket.send(JSON.stringify(INIT)));
      answers.push(await opened(socket));
    }
    for (const socket of sockets) socket.terminate();

    expect(answers).toEqual([...Array.from({ length: 10 }, () => 101), 429]);
  });
});

/** Sends a body in pieces, without saying how long it is; gives the status. */
function inPieces(body: string, { isUnfinished = false } = {}): Promise<number> {
  return new Promise((done, failed) => {
    const request = httpRequest(`${host.url}/graphql`, { method: 'POST', headers: { ...CLIENT, cookie } }, (answer) => {
      done(answer.statusCode ?? 0);
      request.destroy();
    });
    // A server that has answered may close while we still send.
    request.on('error', (error) => failed(error));
    for (let at = 0; at < body.length; at += 50_000) request.write(body.slice(at, at + 50_000));
    if (!isUnfinished) request.end();
  });
}

it('that is no HTTP is answered 400', async () => {
  const { port } = new URL(host.url);
  const answer = await new Promise<string>((done, failed) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
    socket.once('data', (data) => done(String(data)));
    socket.once('error', failed);
  });

  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});
