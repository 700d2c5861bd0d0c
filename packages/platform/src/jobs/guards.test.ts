import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UserError, type AnyPlugin, type PendingEvent, type ServiceContext } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { collectPermissions, pluginActor } from '../access/index.ts';
import { collectEvents, collectGuards } from '../events/index.ts';
import { EFFECT_TABLE, leave, listener, openBench, wells, type Bench } from './work.fixture.ts';

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

type Level = PendingEvent & { payload: { number: number } };
const guarding = (id: string, guard: (ctx: ServiceContext, event: Level) => Promise<void>): AnyPlugin =>
  listener(id, { guard: { 'wells.level.read': guard } });
const open = (...plugins: AnyPlugin[]): Bench => {
  const bench = openBench(host.databaseUrl, plugins);
  benches.push(bench);
  return bench;
};
class TooLow extends UserError {
  constructor() {
    super('LEVEL_TOO_LOW', { zh: '水位太低。', en: 'The level is too low.' });
  }
}
/** The numbers of the events that are in the log, for a subject of one test. */
const written = (subject: string) =>
  host.sql(async (owner) => {
    const rows = await owner<{ number: number }[]>`
      select (payload ->> 'number')::int as number from platform.event where subject_id = ${subject} order by id`;
    return rows.map(({ number }) => number);
  });

describe('a guard', () => {
  it('refuses a write with its typed error, and nothing of the write remains', async () => {
    const bench = open(
      guarding('careful', async (_ctx, { payload }) => {
        if (payload.number < 0) throw new TooLow();
      }),
    );
    const subject = randomUUID();

    await bench.emit(1, { subject });
    await expect(bench.emit(-1, { subject })).rejects.toThrow(TooLow);

    expect(await written(subject)).toEqual([1]);
    expect(bench.faults).toEqual([]);
  });

  it('is asked in the order of the plugins, and the administrator sees this order', async () => {
    const asked: string[] = [];
    const noting = (id: string) => guarding(id, async () => void asked.push(id));
    const plugins = [wells, noting('first'), noting('second')];

    await open(...plugins.slice(1)).emit(1);

    const permissions = collectPermissions(plugins);
    const guards = collectGuards({ plugins, permissions, isLive: () => true, noteFault: () => {} });
    expect(asked).toEqual(['first', 'second']);
    expect(guards.of('wells.level.read')).toEqual(['first', 'second']);
    expect(guards.of('wells.well.dry')).toEqual([]);
  });

  it('sees what its writer wrote, in its own plugin’s scope, and the writer’s scope is back afterwards', async () => {
    const scopes: unknown[] = [];
    const look = async (ctx: ServiceContext) =>
      scopes.push(
        await ctx.db.execute(sql`select current_setting('app.scope') as scope,
        (select count(*)::int from platform.test_effect where handler = 'seen') as effects`),
      );
    const bench = open(guarding('looking', async (ctx) => void (await look(ctx))));
    const writer = bench.operation(
      { ...pluginActor(wells, new Map()), reach: new Map([['mine', ['33']]]) },
      bench.connections.app,
    );

    await writer.act(async () => {
      await leave(writer.service(), 'seen', 1);
      await writer.emit({
        name: 'wells.level.read', placeCode: '33', permission: 'mine', subject: { id: randomUUID(), version: 1 }, payload: { number: 1 },
      }); // prettier-ignore
    });

    expect(scopes).toEqual([[{ scope: '{"wells.level.read":[""]}', effects: 1 }]]);
  });

  it.each([
    ['throws something else', async () => Promise.reject(new Error('the sensor is broken')), 'the sensor is broken'],
    [
      'sends a statement that fails',
      async (ctx: ServiceContext) => void (await ctx.db.execute(sql`select 1 / 0`)),
      'division by zero',
    ],
    ['wants to write', (ctx: ServiceContext) => leave(ctx, 'guard', 1).then(() => {}), 'read-only transaction'],
    ['takes too long in its code', () => new Promise<void>(() => {}), 'had not answered after 100 ms'],
    [
      'takes too long in the database',
      async (ctx: ServiceContext) => void (await ctx.db.execute(sql`select pg_sleep(20)`)),
      'had not answered after 100 ms',
    ],
  ])('that %s is a fault of its plugin, and the write goes on', async (_what, guard, sentence) => {
    const bench = open(guarding('broken', guard));
    const subject = randomUUID();

    const from = performance.now();
    await bench.emit(1, { subject });

    expect(performance.now() - from).toBeLessThan(5_000);
    expect(await written(subject)).toEqual([1]);
    expect(bench.faults).toEqual([
      { plugin: 'broken', kind: 'handler', where: 'wells.level.read', message: expect.stringContaining(sentence) },
    ]);
    expect(await bench.left('guard')).toEqual([]);
  });

  it('is not asked while its plugin rests', async () => {
    const bench = open(guarding('resting', async () => Promise.reject(new TooLow())));
    bench.states.set('resting', 'paused');

    await expect(bench.emit(1)).resolves.toBeUndefined();
  });
});

describe('the catalogue', () => {
  const catalogue = collectEvents([wells]);

  it('refuses an event that nobody declared, and names what there is', () => {
    expect(() => catalogue.check({ name: 'wells.level.raed', payload: {} })).toThrow(
      'The event wells.level.raed is announced but not declared; nothing was written. wells declares level.read, well.dry. Correct the name, or add it to its `events`.',
    );
    expect(() => catalogue.check({ name: 'pumps.on', payload: {} })).toThrow('No plugin "pumps" is installed.');
  });

  it('refuses a payload that does not fit, and names plugin, event and field', () => {
    expect(() => catalogue.check({ name: 'wells.level.read', payload: { number: 'deep' } })).toThrow(
      "The plugin wells announces wells.level.read with a payload that the event's schema refuses (number: Invalid input: expected number, received string).",
    );
  });

  it('lets only what the schema names into the log', async () => {
    expect(catalogue.check({ name: 'wells.level.read', payload: { number: 1, owner: '张三' } })).toEqual({ number: 1 });
  });

  it('stands before the log: a refused event leaves nothing', async () => {
    const bench = open();
    const subject = randomUUID();

    const writer = bench.operation(pluginActor(wells, collectPermissions([wells])), bench.connections.app);
    const wrong = writer.act(() =>
      writer.emit({
        name: 'wells.level.raed',
        placeCode: '33',
        permission: 'wells.level.read',
        subject: { id: subject, version: 1 },
        payload: {},
      }),
    );

    await expect(wrong).rejects.toThrow('not declared');
    expect(await written(subject)).toEqual([]);
  });
});
