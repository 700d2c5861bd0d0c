/**
 * What a socket gets that asks too much, reads too slowly or has died: it is ended, and a reader goes on where it was.
 */
import { once } from 'node:events';
import { core } from '@cunzhi/core';
import { definePlugin, type PlatformEvent } from '@cunzhi/plugin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, PASSWORD, type TestHost } from '@cunzhi/test';
import { WebSocket, type ClientOptions } from 'ws';

/** Events that are far larger than a queue of them may be, when one asks for their words. */
const geysers = definePlugin({
  id: 'geysers',
  compat: '^1.0.0',
  uses: { core },
  permissions: { 'geyser.read': { zh: '看喷泉', en: 'See geysers', roles: ['county'] } },
  graphql: (b) => {
    const Spout = b.objectRef<PlatformEvent>('GeysersSpout').implement({
      description: 'A geyser spouts.',
      fields: (t) => ({
        cursor: t.expose('cursor', { type: 'EventCursor', description: 'Listen again after this.' }),
        number: t.int({ description: 'Which one.', resolve: ({ subject }) => subject.version }),
        words: t.string({ description: 'Many.', resolve: () => 'x'.repeat(100_000) }),
      }),
    });
    b.queries((t) => ({
      geysersHere: t.field({
        type: 'EventCursor',
        permission: 'geysers.geyser.read',
        description: 'Where the log stands.',
        resolve: (_root, _args, ctx) => ctx.cursor(),
      }),
    }));
    b.subscriptions((t) => ({
      geysersSpouts: t.field({
        type: Spout,
        permission: 'geysers.geyser.read',
        description: 'Spouts within reach.',
        args: {
          after: t.arg({ type: 'EventCursor', description: 'What has happened since this cursor comes first.' }),
        },
        subscribe: (_root, { after }, ctx) => ctx.listen({ plugin: 'geysers', after, match: () => true }),
        resolve: (event) => event,
      }),
    }));
  },
});

let host: TestHost;
let hasty: TestHost;
let cookie: string;
beforeAll(async () => {
  host = await createTestHost({ plugins: [geysers] });
  hasty = await createTestHost({ plugins: [geysers], beside: host, most: { pingMs: 150, streams: 3 } });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ username: 'anji', password: PASSWORD });
  const answer = await fetch(`${host.url}/api/auth/sign-in/username`, { method: 'POST', headers, body });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterAll(async () => {
  await hasty.close();
  await host.close();
});

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: { readonly data?: { readonly geysersSpouts: { cursor: string; number: number } | null } };
}

/** A socket that has said hello, what it hears, and how it ends. */
async function open({ url }: TestHost, options: ClientOptions = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { cookie, origin: url },
    ...options,
  });
  const heard: Message[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data)) as Message));
  socket.on('error', () => {});
  const ended = once(socket, 'close').then(([code, reason]) => ({ code: Number(code), reason: String(reason) }));
  await once(socket, 'open');
  const say = (message: object) => socket.send(JSON.stringify(message));
  say({ type: 'connection_init' });
  await expect.poll(() => heard.map(({ type }) => type)).toEqual(['connection_ack']);
  const listen = (id: string, fields = 'cursor number', after?: string) =>
    say({
      id,
      type: 'subscribe',
      payload: {
        query: `subscription ($after: EventCursor) { geysersSpouts(after: $after) { ${fields} } }`,
        variables: { after },
      },
    });
  const numbers = () => heard.flatMap(({ payload }) => payload?.data?.geysersSpouts?.number ?? []);
  return { socket, heard, ended, say, listen, numbers };
}

it('that uses the id of a stream for another one is closed with 4409', async () => {
  const { listen, ended } = await open(host);
  listen('a');
  listen('a');

  expect(await ended).toEqual({ code: 4409, reason: 'Subscriber for a already exists' });
});

it('that asks for one stream too many is refused that one; the others go on', async () => {
  const { socket, heard, listen, say } = await open(hasty);
  for (const id of ['a', 'b', 'c', 'd']) listen(id);

  await expect
    .poll(() => heard.slice(1))
    .toMatchObject([{ id: 'd', type: 'error', payload: [{ extensions: { code: 'TOO_MANY_STREAMS' } }] }]);
  say({ id: 'a', type: 'complete' });
  listen('e');
  say({ type: 'ping' });
  await expect.poll(() => heard.at(-1)).toEqual({ type: 'pong' });
  expect(heard).toHaveLength(3);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.close();
});

it('whose other side does not answer a ping is cut off; one that does stays', async () => {
  const alive = await open(hasty);
  const dead = await open(hasty, { autoPong: false });

  expect(await dead.ended).toMatchObject({ code: 1006 });
  expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  alive.socket.close();
});

describe('whose reader is too slow', () => {
  const COUNT = 900;
  const AT_ONCE = 100;
  const spout = (from: number) =>
    host.sql(
      (sql) => sql`
        insert into platform.event
          (epoch, plugin, name, place_code, permission, subject_id, subject_version, operation_id, payload)
        select platform.current_epoch(), 'geysers', 'geysers.geyser.spouted', '330523', 'geysers.geyser.read',
          gen_random_uuid(), n, gen_random_uuid(), '{}' from generate_series(${from + 1}::int, ${from + AT_ONCE}::int) n`,
    );

  it('is closed with 4413 and a position, from which the reader goes on without a gap; a quick one hears all', async () => {
    const [slow, quick] = [await open(host), await open(host)];
    slow.listen('slow', 'cursor number words');
    quick.listen('quick');
    const here = await (await host.as('anji')).data('{ geysersHere }');
    slow.socket.pause();

    for (let count = 0; count < COUNT; count += AT_ONCE) {
      await spout(count);
      await expect.poll(() => quick.numbers().length, { timeout: 20_000, interval: 20 }).toBe(count + AT_ONCE);
    }
    slow.socket.resume();
    const { code, reason } = await slow.ended;
    const again = await open(host);
    again.listen('again', 'cursor number', reason);
    await expect.poll(() => again.numbers().at(-1), { timeout: 30_000 }).toBe(COUNT);

    expect(code).toBe(4413);
    expect(reason > here.geysersHere).toBe(true);
    expect(slow.numbers().length).toBeLessThan(COUNT);
    expect(new Set([...slow.numbers(), ...again.numbers()]).size).toBe(COUNT);
    for (const { socket } of [quick, again]) socket.close();
  });
});
