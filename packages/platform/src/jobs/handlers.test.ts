import { sql } from 'drizzle-orm';
// oxlint-disable-next-line no-restricted-imports -- a handler that waits while others write: that is what is tested.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { AnyPlugin } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { listDeadLetters, retryDeadLetter } from './index.ts';
import { EFFECT_TABLE, leave, listener, openBench, wellEvents, type Bench } from './work.fixture.ts';

let host: TestHost;
const benches: Bench[] = [];
beforeAll(async () => {
  host = await createTestHost();
  await host.sql((owner) => owner.unsafe(EFFECT_TABLE));
});
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});
afterAll(() => host.close());

const open = (...listeners: AnyPlugin[]): Bench => {
  const bench = openBench(host.databaseUrl, listeners);
  benches.push(bench);
  return bench;
};
const range = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
/** A plugin that leaves the number of every level that was read. */
const counting = (id: string, before?: (number: number) => Promise<void>) =>
  listener(id, {
    on: {
      'wells.level.read': async (ctx, event: { payload: { number: number } }) => {
        await before?.(event.payload.number);
        await leave(ctx, id, event.payload.number);
      },
    },
  });

it('hands each event once and in order to every handler, whichever of three nodes runs it', async () => {
  const [one, two, three] = [0, 1, 2].map(() => open(counting('once-a'), counting('once-b')));
  for (const bench of [one, two, three]) await bench!.start();

  for (const number of range(60)) await one!.emit(number);

  await expect.poll(() => one!.left('once-a'), { timeout: 15_000 }).toEqual(range(60));
  await expect.poll(() => one!.left('once-b'), { timeout: 15_000 }).toEqual(range(60));
});

it('keeps database effects exactly once when handlers are killed at random between work and commit', async () => {
  let kills = 0;
  const killed = listener('killed', {
    on: {
      'wells.level.read': async (ctx, event: { payload: { number: number } }) => {
        await leave(ctx, 'killed', event.payload.number);
        if (Math.random() > 0.3 || kills > 30) return;
        kills++;
        const [row] = await ctx.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
        await host.sql((owner) => owner`select pg_terminate_backend(${row!.pid})`);
      },
    },
  });
  const [one, two] = [open(killed), open(killed)];
  await one.start({ limits: { waitMs: 5, attempts: 1_000 } });
  await two.start({ limits: { waitMs: 5, attempts: 1_000 } });

  for (const number of range(40)) await one.emit(number);

  await expect.poll(() => one.left('killed'), { timeout: 19_000 }).toEqual(range(40));
  expect(kills).toBeGreaterThan(3);
});

it('begins a new handler at the end of the log, and continues a known one where it was', async () => {
  const first = open(counting('later'));
  await first.emit(1);
  // The end of the log lies before the oldest transaction that still runs, anywhere in the cluster.
  const isBehindUs = () =>
    host.sql((owner) => owner`select max(xid) < pg_snapshot_xmin(pg_current_snapshot()) as yes from platform.event`);
  await expect.poll(isBehindUs, { timeout: 10_000 }).toEqual([{ yes: true }]);
  const node = await first.start();
  await first.emit(2);
  await expect.poll(() => first.left('later')).toEqual([2]);

  await node.stop();
  await first.emit(3);
  await open(counting('later')).start();

  await expect.poll(() => first.left('later')).toEqual([2, 3]);
});

it('lets a handler that throws hold back nobody else, lays its event aside after ten failures, and tries it again when asked', async () => {
  let isBroken = true;
  const broken = counting('broken', async (number) => {
    if (isBroken && number === 1) throw new Error('the pump does not answer');
  });
  const bench = open(broken, counting('healthy'));
  await bench.start({ limits: { waitMs: 1 } });

  for (const number of range(3)) await bench.emit(number);

  await expect.poll(() => bench.left('healthy')).toEqual([0, 1, 2]);
  await expect.poll(() => bench.left('broken'), { timeout: 15_000 }).toEqual([0, 2]);
  const [letter] = (await host.sql(listDeadLetters)).filter(({ plugin }) => plugin === 'broken');
  expect(letter).toMatchObject({
    kind: 'on', name: 'wells.level.read', attempts: 10, error: 'the pump does not answer', askedAt: null,
    event: { name: 'wells.level.read', payload: { number: 1 } },
  }); // prettier-ignore
  expect(bench.faults.filter(({ plugin }) => plugin === 'broken')).toHaveLength(10);

  isBroken = false;
  await host.sql((owner) => retryDeadLetter(owner, letter!.id));

  await expect.poll(() => bench.left('broken'), { timeout: 5_000 }).toEqual([0, 2, 1]);
  await expect
    .poll(async () => (await host.sql(listDeadLetters)).filter(({ plugin }) => plugin === 'broken'))
    .toEqual([]);
});

it('cuts off a handler that hangs, notes it, and keeps nothing of what it does afterwards', async () => {
  let release!: () => void;
  const held = new Promise<void>((resolve) => (release = resolve));
  let late = 'not tried';
  let runs = 0;
  const hanging = listener('hanging', {
    on: {
      'wells.level.read': async (ctx, event: { payload: { number: number } }) => {
        const { db } = ctx;
        if (runs++ > 0) return void (await leave(ctx, 'hanging', event.payload.number));
        await held;
        const write = async () =>
          db.execute(sql`insert into platform.test_effect (handler, number) values ('hanging', -1)`);
        late = await write().then(
          () => 'written',
          () => 'refused',
        );
      },
    },
  });
  const bench = open(hanging, counting('beside'));
  await bench.start({ limits: { waitMs: 5, handlerMs: 150 } });

  await bench.emit(7);

  await expect.poll(() => bench.left('beside')).toEqual([7]);
  await expect.poll(() => bench.left('hanging')).toEqual([7]);
  release();
  await expect.poll(() => late).toBe('refused');
  expect(await bench.left('hanging')).toEqual([7]);
  expect(bench.faults.map(({ message }) => message)).toEqual([expect.stringContaining('cut off')]);
});

it('does not hold back other readers of the log while a handler waits for something outside', async () => {
  const waiting = counting('waiting', () => wait(6_000));
  const bench = open(waiting, counting('quick'));
  await bench.start();

  await bench.emit(1);
  await wait(100);
  const from = performance.now();
  await bench.emit(2);
  await expect.poll(() => bench.left('quick'), { interval: 20 }).toEqual([1, 2]);

  expect(performance.now() - from).toBeLessThan(4_000);
});

it('cannot leave its scope by hand-written SQL', async () => {
  const escaping = listener('escaping', {
    on: {
      'wells.level.read': async (ctx) => void (await ctx.db.execute(sql`select set_config('app.scope', '{}', true)`)),
    },
  });
  const bench = open(escaping);
  await bench.start({ limits: { waitMs: 60_000 } });

  await bench.emit(1);

  await expect.poll(() => bench.faults.map(({ message }) => message)).toEqual([expect.stringContaining('set_config')]);
});

it('rests while its plugin is paused and catches up afterwards', async () => {
  const bench = open(counting('paused'), counting('awake'));
  await bench.start();
  bench.states.set('paused', 'paused');

  for (const number of range(3)) await bench.emit(number);
  await expect.poll(() => bench.left('awake')).toEqual([0, 1, 2]);
  expect(await bench.left('paused')).toEqual([]);

  bench.states.set('paused', 'live');
  await expect.poll(() => bench.left('paused')).toEqual([0, 1, 2]);
});

it('says so when a handler rested so long that events were dropped', async () => {
  const bench = open(counting('slept'));
  await host.sql(async (owner) => {
    await owner`insert into platform.handler (kind, plugin, name, position)
      values ('on', 'slept', 'wells.level.read', '000001-00000000000000000002-00000000000000000000')`;
    await owner`update platform.log_state set floor = '000001-00000000000000000003-00000000000000000000'`;
  });

  await bench.start();

  await expect
    .poll(() => bench.faults.map(({ plugin, message }) => `${plugin}: ${message}`))
    .toEqual([expect.stringContaining('slept: wells.level.read rested for more than eight days')]);
  await host.sql((owner) => owner`update platform.log_state set floor = ''`);
});

it('runs with the permissions of its own plugin and of those that it uses, everywhere, and under its plugin’s name', async () => {
  const seen: unknown[] = [];
  const curious = listener('curious', {
    on: {
      'wells.level.read': async (ctx) => {
        const [row] = await ctx.db.execute(
          sql`select current_user as role, current_setting('app.scope')::jsonb as scope, app.actor_id() as actor`,
        );
        seen.push(row, ctx.actor.name, ctx.can('wells.level.read', '110101001001'), ctx.can('graphql.adhoc'));
        await wellEvents.emit(ctx, 'well.dry', {
          placeCode: '330523108204', permission: 'wells.level.read', subject: { id: ctx.actor.id, version: 1 }, payload: { number: 9 },
        }); // prettier-ignore
      },
    },
  });
  const bench = open(curious, {
    ...listener('echo', {
      on: { 'wells.well.dry': async (ctx, event: { actorId: string }) => void seen.push(event.actorId) },
    }),
  });
  await bench.start();

  await bench.emit(1);

  await expect.poll(() => seen).toHaveLength(5);
  const actor = seen[4];
  expect(seen).toEqual([
    { role: 'cunzhi_jobs', scope: { 'wells.level.read': [''] }, actor },
    'curious',
    true,
    false,
    actor,
  ]);
});

it('asks the database one question for all handlers, four times a second, when nothing happens', async () => {
  const bench = open(...range(12).map((index) => counting(`idle-${index}`)));
  let statements = 0;
  const counted = <T extends object>(door: T): T =>
    new Proxy(door, {
      // A statement, not a fragment of one.
      apply: (target, self, args: [readonly string[]]) => {
        if (args[0].join('').includes('select')) statements++;
        return Reflect.apply(target as unknown as () => unknown, self, args) as unknown;
      },
      get: (target, key) => {
        if (key === 'execute' || key === 'transaction') statements++;
        return Reflect.get(target, key) as unknown;
      },
    });
  const { follow, jobs } = bench.connections;
  await bench.start({ connections: { ...bench.connections, follow: counted(follow), jobs: counted(jobs) } });
  await wait(1_500);

  statements = 0;
  await wait(2_000);

  // And a look for dead letters that were asked for, once a second.
  expect(statements).toBeLessThanOrEqual(2 * (4 + 1) + 1);
  expect(statements).toBeGreaterThanOrEqual(6);
});
