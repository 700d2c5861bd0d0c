import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Webhook } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { collectPermissions } from '../access/index.ts';
import { listDeadLetters, verifySignature, type WorkOptions } from './index.ts';
import { openBench, wells, type Bench } from './work.fixture.ts';

const SECRET = 'a secret of twenty-four characters';
const HOOK: Webhook = {
  id: 'bureau',
  url: 'http://127.0.0.1:1/',
  secretEnv: 'BUREAU_SECRET',
  events: ['wells.level.read', 'wells.well.dry'],
  document: 'query ($place: PlaceCode!) { place(code: $place) { code name } }',
  as: { role: 'county', place: '330523' },
};

let host: TestHost;
const benches: Bench[] = [];
const servers: Server[] = [];
beforeAll(async () => void (host = await createTestHost()));
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => host.close());

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A receiver that answers with these statuses, one after another, and 204 from then on. */
async function receiver(...statuses: number[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      const status = statuses.shift() ?? 204;
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

async function start(webhook: Partial<Webhook>, options: Partial<WorkOptions> = {}): Promise<Bench> {
  const bench = openBench(host.databaseUrl, []);
  benches.push(bench);
  await bench.start({
    permissions: collectPermissions([...host.host.plugins, wells]),
    webhooks: [{ ...HOOK, ...webhook }],
    getSchema: () => host.host.schema,
    // The document is answered by the host, with all its plugins; the place in the log is ours.
    makeOperation: (actor, database) =>
      database === bench.connections.app ? host.host.operation(actor, 'zh') : bench.operation(actor, database),
    env: { BUREAU_SECRET: SECRET },
    limits: { waitMs: 10 },
    ...options,
  });
  return bench;
}

const isSigned = ({ headers, body }: Received, secret = SECRET) =>
  verifySignature({
    secret,
    body,
    signature: String(headers['cunzhi-signature']),
    timestamp: String(headers['cunzhi-timestamp']),
  });

describe('a webhook', () => {
  it('is told of each event at least once and in order, signed, with the answer to its document', async () => {
    const { url, received } = await receiver(500, 500);
    const bench = await start({ id: 'told', url });
    const [well, pump] = [randomUUID(), randomUUID()];

    for (const number of [1, 2, 3]) {
      await bench.emit(number, { subject: well });
      await bench.emit(number, { subject: pump, name: 'well.dry' });
    }

    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(8);
    const versionsOf = (subject: string) =>
      received
        .filter(({ headers }) => headers['cunzhi-subject'] === subject)
        .map(({ headers }) => headers['cunzhi-subject-version']);
    expect(versionsOf(well)).toEqual(['1', '1', '1', '2', '3']);
    expect(versionsOf(pump)).toEqual(['1', '2', '3']);
    const ids = received.map(({ headers }) => headers['cunzhi-event-id']);
    expect(ids[0]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(6);
    expect(received[3]?.headers['cunzhi-event']).toBe('wells.well.dry');
    expect(received.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      received.map(() => ({ data: { place: { code: '330523108204', name: expect.any(String) as string } } })),
    );
    expect(received.every((one) => isSigned(one))).toBe(true);
    expect(isSigned(received[0]!, 'another secret')).toBe(false);
    expect(isSigned({ ...received[0]!, body: received[0]!.body.replace('330523', '330524') })).toBe(false);
    expect(bench.faults).toEqual([
      { plugin: 'wells', kind: 'webhook', where: 'told', message: 'The receiver answered 500.' },
      { plugin: 'wells', kind: 'webhook', where: 'told', message: 'The receiver answered 500.' },
    ]);
  });

  it('is told by one of two nodes', async () => {
    const { url, received } = await receiver();
    const bench = await start({ id: 'twice', url });
    await start({ id: 'twice', url });

    for (const number of [1, 2, 3, 4]) await bench.emit(number);

    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(4);
    expect(new Set(received.map(({ headers }) => headers['cunzhi-event-id'])).size).toBe(4);
  });

  it('does not hear of what its role may not hear of', async () => {
    const { url, received } = await receiver();
    const bench = await start({ id: 'reach', url });

    await bench.emit(1, { placeCode: '330502001005' });
    await bench.emit(2);

    await expect.poll(() => received.map(({ headers }) => headers['cunzhi-subject-version'])).toEqual(['2']);
  });

  it('follows no redirect, and lays an event aside after ten failures', async () => {
    const { url, received } = await receiver(...Array.from({ length: 10 }, () => 302));
    const bench = await start({ id: 'moved', url }, { limits: { waitMs: 1 } });

    await bench.emit(1);
    await bench.emit(2);

    await expect.poll(() => received.length, { timeout: 15_000 }).toBe(11);
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/hook']));
    expect((await host.sql(listDeadLetters)).filter(({ name }) => name === 'moved')).toMatchObject([
      {
        kind: 'webhook',
        plugin: '',
        attempts: 10,
        error: 'The receiver answered 302 (redirects are not followed: configure the last address).',
        event: { payload: { number: 1 } },
      },
    ]);
  });

  it('that cannot work is said at the start, each problem with its cure', async () => {
    const wrong: Partial<Webhook> = {
      url: 'ftp://example.org',
      secretEnv: 'NOT_SET',
      events: ['wells.level.raed'],
      document: 'query ($subject: ID!) { plaec }',
      as: { role: 'mayor', place: '3305231' },
    };

    await expect(start(wrong)).rejects.toMatchObject({
      name: 'SetupError',
      problems: [
        'The webhook "bureau" has the address "ftp://example.org"; it must begin with https:// or http://.',
        'The webhook "bureau" signs with NOT_SET, which is not set. Set it in the environment.',
        'The webhook "bureau" wants the event wells.level.raed, which no installed plugin declares. There are: wells.level.read, wells.well.dry.',
        'The webhook "bureau" reads as the role mayor, which holds no permission. Name a role that may read what it asks for.',
        'The webhook "bureau" reads at the place "3305231"; a place has 2, 4, 6, 9 or 12 digits.',
        expect.stringContaining(
          'has a document that does not fit the schema: Cannot query field "plaec" on type "Query".',
        ),
        expect.stringContaining('"$subject" is never used'),
      ],
    });
    await expect(start({ document: 'mutation { a }' })).rejects.toThrow('is not exactly one query');
    await expect(start({ document: 'query ($who: ID!) { place(code: $who) { code } }' })).rejects.toThrow(
      'the variable $who',
    );
    await expect(start({ document: 'query {' })).rejects.toThrow('cannot be read');
  });

  it('of the manual works as it stands there', async () => {
    const manual = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
    const document = /document: `([^`]+)`/.exec(manual)?.[1] ?? '';
    const check = /```js\n(?:import .*\n)+\n([^]+?)```/.exec(manual)?.[1] ?? '';
    const isFromCunzhi = new Function('createHmac', 'timingSafeEqual', `${check}; return isFromCunzhi`)(
      createHmac,
      timingSafeEqual,
    ) as (headers: IncomingMessage['headers'], body: string, secret: string) => boolean;
    const { url, received } = await receiver();
    const bench = await start({ id: 'manual', url, document });

    await bench.emit(1);

    await expect.poll(() => received.length).toBe(1);
    const [{ headers, body }] = received as [Received];
    expect(JSON.parse(body)).toMatchObject({ data: { mediationCase: null, place: { code: '330523108204' } } });
    expect(isFromCunzhi(headers, body, SECRET)).toBe(true);
    expect(isFromCunzhi(headers, `${body} `, SECRET)).toBe(false);
    expect(isFromCunzhi({ ...headers, 'cunzhi-timestamp': '1000' }, body, SECRET)).toBe(false);
  });

  it('refuses a signature of long ago', () => {
    const message = { secret: SECRET, signature: 'v1=', timestamp: '1000', body: '{}' };
    expect(verifySignature(message)).toBe(false);
    expect(verifySignature({ ...message, timestamp: 'now' })).toBe(false);
  });
});
