import { randomUUID } from 'node:crypto';
// oxlint-disable-next-line no-restricted-imports -- a writer holds its transaction open: that is what is tested.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, PlatformEvent } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { withScope } from '../database/index.ts';
import { createLog } from '../log/index.ts';
import { EventHub, SlowReaderError, writeEvent } from './index.ts';
import { EventQueue } from './queue.ts';

let host: TestHost;
let hub: EventHub;
beforeAll(async () => {
  host = await createTestHost();
  hub = new EventHub(host.host.connections.follow, new Map([[LEVELS, rule]]), createLog('silent'));
  await hub.start();
});
afterAll(async () => {
  await hub.stop();
  await host.close();
});

const LEVELS = 'wells.level.read';
const rule = { roles: new Set<string>(), placed: true, factors: 1, handlersOnly: false } as const;

const actorAt = (...prefixes: string[]): Actor => ({
  id: randomUUID(), username: 'a', name: 'a', grants: [], factors: 1, reach: new Map([[LEVELS, prefixes]]),
}); // prettier-ignore

const open = (actor: Actor | null, after?: string) =>
  hub.open({ plugin: 'wells', after, match: () => true, actor: async () => actor });

const scope = { actorId: null, reach: new Map() };
const emit = (placeCode: string, number: number, holdMs = 0) =>
  withScope(host.host.connections.app, scope, async (tx) => {
    await writeEvent(tx, {
      name: 'wells.levelRead', placeCode, permission: 'wells.level.read', actorId: randomUUID(), operationId: randomUUID(),
      subject: { id: randomUUID(), version: 1 }, payload: { number },
    }); // prettier-ignore
    await wait(holdMs);
  });

async function take(queue: EventQueue, count: number): Promise<PlatformEvent[]> {
  const events: PlatformEvent[] = [];
  for await (const event of queue) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

describe('the follower', () => {
  it('loses nothing and doubles nothing when sixteen writers commit late and out of order', async () => {
    const queue = await open(actorAt('33'));
    const numbers = Array.from({ length: 160 }, (_, index) => index);

    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (const number of numbers.filter((one) => one % 16 === writer))
        await emit('330523', number, (number * 7) % 23);
    });
    const events = await take(queue, numbers.length);
    await Promise.all(writers);

    expect(events.map(({ payload }) => payload['number']).sort((a, b) => Number(a) - Number(b))).toEqual(numbers);
    expect(events.map(({ cursor }) => cursor)).toEqual(events.map(({ cursor }) => cursor).toSorted());
  });

  it('hands an event only to those who may hear of it', async () => {
    const [anji, wuxing] = await Promise.all([open(actorAt('330523')), open(actorAt('330502'))]);

    await emit('330523108204', 1);
    await emit('330502001005', 2);

    expect((await take(anji, 1)).map(({ placeCode }) => placeCode)).toEqual(['330523108204']);
    expect((await take(wuxing, 1)).map(({ placeCode }) => placeCode)).toEqual(['330502001005']);
  });

  it('resumes after a cursor with exactly what was missed', async () => {
    const first = await open(actorAt('33'));
    await emit('330523', 1);
    const [seen] = await take(first, 1);
    for (const number of [2, 3, 4]) await emit('330523', number);

    const again = await open(actorAt('33'), seen?.cursor);

    expect((await take(again, 3)).map(({ payload }) => payload['number'])).toEqual([2, 3, 4]);
  });

  it('ends the stream of somebody who is signed out', async () => {
    const queue = await open(null);

    await emit('330523', 1);

    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('ends only the stream whose rights cannot be read, with the reason', async () => {
    const broken = await hub.open({
      plugin: 'wells',
      after: undefined,
      match: () => true,
      actor: () => Promise.reject(new Error('the database is away')),
    });
    const other = await open(actorAt('33'));

    await emit('330523', 7);

    await expect(broken.next()).rejects.toThrow('the database is away');
    expect((await take(other, 1)).map(({ payload }) => payload['number'])).toEqual([7]);
  });

  it('refuses a position that is none, and one whose successors were dropped', async () => {
    await expect(open(actorAt('33'), 'yesterday')).rejects.toMatchObject({ code: 'BAD_CURSOR' });

    await host.sql(
      (sql) => sql`update platform.log_state set floor = '000001-00000000000000000500-00000000000000000000'`,
    );
    await expect(open(actorAt('33'), '000001-00000000000000000400-00000000000000000000')).rejects.toMatchObject({
      code: 'RESUME_GAP',
    });
    await host.sql((sql) => sql`update platform.log_state set floor = ''`);
  });
});

describe('a queue', () => {
  const event = (cursor: string) => ({ cursor }) as PlatformEvent;

  it('ends a reader that is too slow, with its last position', async () => {
    const queue = new EventQueue('0', () => {}, 2);

    for (const cursor of ['1', '2', '3']) queue.push(event(cursor));

    expect([(await queue.next()).value, (await queue.next()).value]).toEqual([event('1'), event('2')]);
    await expect(queue.next()).rejects.toThrow(SlowReaderError);
  });

  it('drops what is not newer than the last one', async () => {
    const queue = new EventQueue('5', () => {});

    for (const cursor of ['4', '5', '6', '6']) queue.push(event(cursor));
    queue.end();

    expect(await queue.next()).toEqual({ done: false, value: event('6') });
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });
});
