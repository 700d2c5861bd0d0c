/** Two nodes on one database: who is signed out, or loses a grant, loses the sockets everywhere within a second. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { Browser } from './browser.fixture.ts';

const PASSWORD = 'a password for tests';
let nodes: readonly [TestHost, TestHost];
beforeAll(async () => {
  const first = await createTestHost({ trustedProxies: '127.0.0.1' });
  nodes = [first, await createTestHost({ beside: first, trustedProxies: '127.0.0.1' })];
});
afterAll(async () => {
  await nodes[1].close();
  await nodes[0].close();
});

async function signedIn(username: string): Promise<Browser> {
  const one = new Browser(nodes[0].url);
  expect((await one.signIn(username, PASSWORD)).status).toBe(200);
  return one;
}

/** An open, acknowledged socket, and when and how it was closed. */
async function socketAt(node: TestHost, { cookie }: Browser) {
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { cookie, origin: node.url },
  });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const closed = once(socket, 'close').then(([code, reason]) => ({
    code: Number(code),
    reason: String(reason),
    at: performance.now(),
  }));
  return { socket, closed };
}

/** Until the watch has looked after this moment: then it knows what the sockets may see. */
async function looked(): Promise<void> {
  const [row] = await nodes[0].sql((sql) => sql`select clock_timestamp()::text as now`);
  const last = async () =>
    (
      await nodes[0].sql(
        (sql) => sql`select from pg_stat_activity where datname = current_database() and state = 'idle'
      and query like '%from auth.session s%jsonb_array_elements_text%' and query_start > ${String(row?.['now'])}::timestamptz`,
      )
    ).length;
  await expect.poll(last, { timeout: 10_000, interval: 50 }).toBeGreaterThan(0);
}

const codes = (all: readonly { code: number }[]) => all.map(({ code }) => code);

describe('sockets on two nodes', () => {
  it('are closed with 4403 when their person signs out; those of others stay', async () => {
    const [one, other] = [await signedIn('yucun'), await signedIn('anji')];
    const mine = await Promise.all(nodes.map((node) => socketAt(node, one)));
    const theirs = await socketAt(nodes[1], other);
    await one.post('sign-out');

    expect(await Promise.all(mine.map(({ closed }) => closed))).toEqual(
      [0, 1].map(() => expect.objectContaining({ code: 4403, reason: 'signed out' })),
    );
    expect(theirs.socket.readyState).toBe(WebSocket.OPEN);
    theirs.socket.close();
  });

  it('are closed when a grant is withdrawn, and when the person is shut out', async () => {
    const [anji, wuxing] = [await signedIn('anji'), await signedIn('wuxing')];
    const [first, second] = [await socketAt(nodes[1], anji), await socketAt(nodes[1], wuxing)];
    await looked();
    await nodes[0].sql(async (sql) => {
      await sql`update core."grant" set valid_to = now() from core.person p where p.id = person_id and p.username = 'anji'`;
      await sql`update core.person set disabled_at = now() where username = 'wuxing'`;
    });

    expect(await Promise.all([first.closed, second.closed])).toEqual([
      expect.objectContaining({ code: 4403 }),
      expect.objectContaining({ code: 4403 }),
    ]);
  });

  it('are closed when the session grows too old, though the socket pings all the time ⚠', async () => {
    const one = await signedIn('huzhou');
    const { socket, closed } = await socketAt(nodes[1], one);
    const expiry = async () =>
      String(
        (
          await nodes[0].sql(
            (sql) => sql`select s.expires_at::text from auth.session s join auth."user" u on u.id = s.user_id
        where username = 'huzhou'`,
          )
        )[0]?.['expires_at'],
      );
    await nodes[0].sql(
      (
        sql,
      ) => sql`update auth.session s set expires_at = now() + interval '90 seconds', updated_at = now() - interval '29 min'
      from auth."user" u where u.id = s.user_id and username = 'huzhou'`,
    );
    const before = await expiry();
    socket.send(
      JSON.stringify({ id: 's', type: 'subscribe', payload: { query: 'subscription { heartbeat: __typename }' } }),
    );
    for (let index = 0; index < 5; index += 1) {
      socket.send('{"type":"ping"}');
      await once(socket, 'message');
    }
    const again = await socketAt(nodes[0], one);
    again.socket.close();

    expect(await expiry()).toBe(before);
    await nodes[0].sql(
      (sql) =>
        sql`update auth.session s set expires_at = now() from auth."user" u where u.id = s.user_id and username = 'huzhou'`,
    );
    expect((await closed).code).toBe(4403);
  });
});

it('closes 200 sockets of 20 sessions within a second, p99', async () => {
  const browsers: Browser[] = [];
  for (let index = 0; index < 20; index += 1) browsers.push(await signedIn('tianhuangping'));
  const sockets = await Promise.all(
    browsers.flatMap((one) => Array.from({ length: 10 }, (_, index) => socketAt(nodes[index % 2 ? 1 : 0], one))),
  );
  await nodes[0].sql(
    (sql) => sql`delete from auth.session s using auth."user" u where u.id = s.user_id and username = 'tianhuangping'`,
  );
  const start = performance.now();
  const all = await Promise.all(sockets.map(({ closed }) => closed));

  expect(new Set(codes(all))).toEqual(new Set([4403]));
  const times = all.map(({ at }) => at - start).toSorted((a, b) => a - b);
  const p99 = times[Math.ceil(times.length * 0.99) - 1] ?? NaN;
  process.stdout.write(
    `watch: 200 sockets on two nodes closed, median ${times[100]?.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms\n`,
  );
  // The design's number is 1 s; a machine shared by many tests gets some more.
  expect(p99).toBeLessThan(2_000);
});
