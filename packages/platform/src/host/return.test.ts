/** Plugins that rest and come back in a running host: pauses, returns without a restart, starts that died, the swap. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { core, findHolder } from '@cunzhi/core';
import { definePlugin, global, type AnyPlugin } from '@cunzhi/plugin';
import { standards } from '@cunzhi/standards';
import { createTestDatabase } from '@cunzhi/test';
import { asOwner } from '../database/index.ts';
import { createLog } from '../log/index.ts';
import { listStates } from './desk.offline.ts';
import { startHost, type Host } from './host.ts';
import { install } from './install.ts';
import { sentence } from './problem.ts';

const compat = '^1.0.0';
const folder = mkdtempSync(join(tmpdir(), 'cunzhi-host-'));
let url: string;
let drop: () => Promise<void>;
const running: Host[] = [];
beforeAll(async () => {
  ({ url, drop } = await createTestDatabase());
  await install(url, [core], standards);
});
afterEach(async () => {
  for (const host of running.splice(0).reverse()) await host.stop();
});
afterAll(async () => {
  await drop();
  rmSync(folder, { recursive: true });
});

const start = async (...plugins: AnyPlugin[]): Promise<Host> => {
  const host = await startHost({
    plugins: [core, ...plugins],
    databaseUrl: url,
    findHolder,
    isDemonstration: true,
    keyFile: join(folder, 'sensitive-key'),
    log: createLog('silent'),
    limits: { startMs: 300, stopMs: 300 },
  });
  running.push(host);
  return host;
};
const statesOf = (host: Host) =>
  Object.fromEntries(
    host.states.list().map((one) => [one.id, one.state === 'live' ? 'live' : `${one.state}: ${sentence(one, 'en')}`]),
  );
const field = (id: string, name = 'hello') =>
  definePlugin({
    id,
    compat,
    graphql: (b) =>
      b.queries((t) => ({
        [`${id}${name}`]: t.string({ public: 'A greeting.', description: 'Greets.', resolve: () => id }),
      })),
  });

describe('a pause', () => {
  it('needs a reason, is seen by every process, stops what setup started, survives a restart, and ends', async () => {
    let alive = 0;
    const wells = definePlugin({ id: 'wells', compat, setup: async () => ((alive += 1), () => void (alive -= 1)) });
    const [host, other] = [await start(wells), await start(wells)];
    expect(alive).toBe(2);

    await expect(host.pause('wells', '  ', 'somebody')).rejects.toThrow('A pause needs a reason');
    await expect(host.pause('core', 'why not', 'somebody')).rejects.toThrow('The core cannot be paused');
    await host.pause('wells', '水泵检修', 'somebody');

    expect(statesOf(host)['wells']).toBe('paused: Paused: 水泵检修 Resume it when that is settled. All its data are there.');
    expect(host.states.isPaused('wells')).toBe(true);
    await expect.poll(() => other.states.isPaused('wells'), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => alive).toBe(0);
    const third = await start(wells);
    expect(third.states.of('wells')?.state).toBe('paused');
    expect(alive).toBe(0);

    await third.resume('wells');

    expect(third.states.of('wells')?.state).toBe('live');
    await expect.poll(() => host.states.of('wells')?.state, { timeout: 10_000 }).toBe('live');
    await expect.poll(() => alive, { timeout: 10_000 }).toBe(3);
  }); // prettier-ignore

  it('is refused for a plugin that does not run', async () => {
    const host = await start(definePlugin({ id: 'wells', compat: '^9.0.0' }));

    await expect(host.pause('wells', 'so that it rests', 'somebody')).rejects.toThrow('wells does not run now');
    await expect(host.resume('wells')).rejects.toThrow('wells needs platform ^9.0.0; this is 1.0.0.');
  });
});

describe('a plugin that was set aside comes back', () => {
  it('without a restart when its cause is gone, with those that waited, and the schema is swapped', async () => {
    let isThere = false;
    const wells = definePlugin({
      id: 'wells',
      compat,
      graphql: (b) => b.queries((t) => ({ wellsCount: t.int({ public: 'x', description: 'x', resolve: () => 1 }) })),
      setup: async () => { if (!isThere) throw new Error('the sensor is away'); },
    });
    const pumps = definePlugin({ id: 'pumps', compat, uses: { wells } });
    const host = await start(wells, pumps);
    const before = host.schema;
    let swaps = 0;
    host.onSwap(() => (swaps += 1));

    await expect(host.resume('wells')).rejects.toThrow('The setup of wells failed: the sensor is away.');
    isThere = true;
    await host.resume('wells');

    expect(statesOf(host)).toEqual({ core: 'live', wells: 'live', pumps: 'live' });
    expect(before.getQueryType()?.getFields()).not.toHaveProperty('wellsCount');
    expect(host.schema.getQueryType()?.getFields()).toHaveProperty('wellsCount');
    expect(swaps).toBe(2);
  }); // prettier-ignore

  it('after `cunzhi apply` has made its tables', async () => {
    const home = mkdtempSync(join(folder, 'tanks-'));
    writeFileSync(join(home, '1.sql'), 'create table plugin_tanks.tank (id text primary key)');
    const tanks = definePlugin({
      id: 'tanks',
      compat,
      migrations: pathToFileURL(`${home}/`),
      tables: [global<never>(pgSchema('plugin_tanks').table('tank', { id: text('id').primaryKey() }), 'An example.')],
    });
    const host = await start(tanks);
    expect(host.states.of('tanks')?.state).toBe('quarantined');

    await install(url, [core, tanks], standards);
    await host.retry('tanks');

    expect(host.states.of('tanks')?.state).toBe('live');
  });
});

describe('starts that died', () => {
  const die = (times: number) => asOwner(url, async (sql) => {
    for (let time = 0; time < times; time++) await sql`insert into platform.start (plugins) values ('{core,wells}')`;
  }); // prettier-ignore
  const left = () => asOwner(url, async (sql) => (await sql`select from platform.start`).length);
  const wells = definePlugin({ id: 'wells', compat });

  it('are forgotten with the next one that gets ready', async () => {
    await die(1);

    const host = await start(wells);
    await host.ready();

    expect(host.states.of('wells')?.state).toBe('live');
    expect(await left()).toBe(0);
  });

  it('twice: the core alone is started, until somebody has looked', async () => {
    await die(2);

    const host = await start(wells);
    await host.ready();

    expect(statesOf(host)).toEqual({
      core: 'live',
      wells: 'quarantined: The last two starts died, so this one started the core only. Run `cunzhi bisect` to find the plugin that does it; when it is mended run `cunzhi plugins --retry`, and start again.',
    });
    expect((await listStates(url, [core, wells]))[1]?.state).toBe('quarantined');
    expect(await left()).toBe(2);
    await asOwner(url, (sql) => sql`delete from platform.start`);
  }); // prettier-ignore

  it('are not those that are still under way, and not those that ended in order', async () => {
    const [one, two] = [await start(wells), await start(wells)];

    const three = await start(wells);
    await one.stop();
    await two.stop();

    expect(three.states.of('wells')?.state).toBe('live');
    expect(await left()).toBe(1);
  });
});

it('swaps the schema of twenty plugins faster than a person notices', async () => {
  const many = Array.from({ length: 20 }, (_, index) => field(`small-${index}`.replaceAll('-', ''), 'Hello'));
  const host = await start(...many);
  const times: number[] = [];

  for (let round = 0; round < 10; round++) {
    const began = performance.now();
    await host.rebuild();
    times.push(performance.now() - began);
  }

  const median = times.sort((a, b) => a - b)[5] ?? 0;
  process.stderr.write(`schema rebuilt and swapped with 20 plugins: median ${median.toFixed(1)} ms\n`);
  // Ten times the goal of 100 ms: a rebuild that runs services or asks the database would be found on any machine.
  expect(median).toBeLessThan(1_000);
});
