/** The life of plugins in a running host: every state with its sentence; whoever breaks is set aside, the others run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { core, findHolder } from '@cunzhi/core';
import { definePlugin, global, registry, type AnyPlugin, type Uses } from '@cunzhi/plugin';
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

describe('sets aside, and lets those wait who need it:', () => {
  it.each<[what: string, parts: object, says: string]>([
    ['services that throw', { services: () => { throw new Error('no pump'); } }, 'quarantined: The services of wells failed: no pump. Mend or update'],
    ['services that take time', { services: async () => ({}) }, 'quarantined: The services of wells failed: it returned a promise; what takes time belongs into `setup`.'],
    ['graphql that throws', { graphql: () => { throw new Error('no schema'); } }, 'quarantined: The GraphQL of wells cannot be taken: The `graphql` of wells failed: no schema'],
    ['a root field without a rule', { graphql: (b: never) => bare(b) }, 'quarantined: The GraphQL of wells cannot be taken: The root field Query.wellsOpen must name one of permission, signedIn or public.'],
    ['a setup that throws', { setup: async () => { throw new Error('the sensor is away'); } }, 'quarantined: The setup of wells failed: the sensor is away. See whether what it connects to is there'],
    ['a setup that hangs', { setup: () => new Promise(() => {}) }, 'quarantined: The setup of wells failed: it took longer than 0.3 s.'],
    ['a table that is not there', { tables: [global<never>(pgSchema('plugin_wells').table('well', { id: text('id') }), 'x')] }, 'quarantined: plugin_wells.well is declared but not there: run `cunzhi apply`.'],
  ])('%s', async (_what, parts, says) => {
    const wells = definePlugin({ id: 'wells', compat, ...parts });
    const pumps = definePlugin({ id: 'pumps', compat, uses: { wells } });

    const host = await start(wells, pumps, field('calm'));

    expect(statesOf(host)).toEqual({
      core: 'live',
      wells: expect.stringContaining(says),
      pumps: 'waiting: pumps needs wells, which is quarantined. See to wells first; pumps comes back with it.',
      calm: 'live',
    });
    expect(host.plugins.map(({ id }) => id)).toEqual(['core', 'calm']);
    expect(Object.keys(host.schema.getQueryType()?.getFields() ?? {})).toContain('calmhello');
  }); // prettier-ignore

  it('of two that clash in the schema, the later one', async () => {
    const second = definePlugin({
      id: 'second',
      compat,
      plainNames: 'A test.',
      graphql: (b) =>
        b.queries((t) => ({ firsthello: t.string({ public: 'x', description: 'x', resolve: () => '2' }) })),
    });

    const host = await start(field('first'), second);

    expect(statesOf(host)).toMatchObject({
      first: 'live',
      second: expect.stringContaining('quarantined: The GraphQL of second'),
    });
  });

  it('a plugin whose migrations are pending, with the word for it, and one whose migration failed, with the reason', async () => {
    writeFileSync(join(folder, '1.sql'), 'create table plugin_slow.well (id nonsense)');
    const slow = definePlugin({ id: 'slow', compat, migrations: pathToFileURL(`${folder}/`) });

    const before = statesOf(await start(slow));
    await install(url, [core, slow], standards);
    const after = statesOf(await start(slow));

    expect(before['slow']).toBe('quarantined: Migrations of slow are not applied: 1.sql. Run `cunzhi apply`; then resume it, or start again.');
    expect(after['slow']).toContain('quarantined: Migration slow/1.sql failed and was rolled back: type "nonsense" does not exist.');
    expect((await listStates(url, [core, slow])).map(({ id, state }) => [id, state])).toEqual([['core', 'live'], ['slow', 'quarantined']]);
  }); // prettier-ignore

  it('the core breaks the start itself', async () => {
    const broken = { ...core, setup: () => Promise.reject(new Error('no ground')) };

    await expect(
      startHost({ plugins: [broken], databaseUrl: url, findHolder, isDemonstration: true, log: createLog('silent') }),
    ).rejects.toThrow('The setup of core failed: no ground.');
  });
});

describe('services', () => {
  it('are handed on by uses, after their owner, with registries filled by guests and then sealed', async () => {
    let late: { add(entry: string): void } | undefined;
    const owner = definePlugin({ id: 'owner', compat, services: () => ({ pillars: registry<string>(), answer: () => 42 }) });
    const guest = definePlugin({
      id: 'guest',
      compat,
      uses: { owner },
      services: (_own, { owner: { pillars, answer } }) => {
        pillars.add(`said ${answer()}`);
        late = pillars;
      },
    });
    const seen: unknown[] = [];
    const reader = { ...owner, setup: async ({ services }: never) => void seen.push((services as { pillars: { entries(): unknown } }).pillars.entries()) };

    await start(guest, reader);

    expect(seen).toEqual([[{ plugin: 'guest', entry: 'said 42' }]]);
    expect(() => late?.add('too late')).toThrow('guest fills a registry after it was sealed. Add in `services`, not later.');
  }); // prettier-ignore

  it('of a guest that breaks later leave nothing in the registry of its host', async () => {
    const seen: string[] = [];
    const owner = definePlugin({
      id: 'owner',
      compat,
      services: () => ({ pillars: registry<string>() }),
      setup: async ({ services }) => void seen.push(services.pillars.entries().map(({ entry }) => entry).join()),
    });
    const good = definePlugin({ id: 'good', compat, uses: { owner }, services: (_own, uses) => uses.owner.pillars.add('good') });
    const bad = definePlugin({
      id: 'bad',
      compat,
      uses: { owner },
      services: (_own, uses) => uses.owner.pillars.add('bad'),
      graphql: () => { throw new Error('no'); },
    });

    await start(owner, bad, good);

    expect(seen).toEqual(['good']);
  }); // prettier-ignore
});

it('setup starts in order and stops in reverse order, and who does not stop in time holds up nobody', async () => {
  const said: string[] = [];
  const living = (id: string, stop: () => Promise<void> | void, uses: Uses = {}) =>
    definePlugin({
      id,
      compat,
      uses,
      setup: async ({ run }) => {
        said.push(`${id} starts as ${await run(async (ctx) => ctx.actor.name)}`);
        return stop;
      },
    });
  const one = living('one', () => void said.push('one stops'));
  const two = living('two', () => new Promise(() => {}), { one });
  const three = living('three', () => { throw new Error('stuck'); }, { two });

  const host = await start(three, two, one);
  await running.pop()?.stop();

  expect(said).toEqual(['one starts as one', 'two starts as two', 'three starts as three', 'one stops']);
  expect(await asOwner(url, async (sql) => [...(await sql`select plugin, place, message from platform.plugin_fault where plugin in ('two', 'three') order by plugin`)])).toEqual([
    { plugin: 'three', place: 'stop', message: 'stuck' },
    { plugin: 'two', place: 'stop', message: 'it did not stop within 0.3 s' },
  ]);
  expect(host.states.of('two')?.state).toBe('live');
}); // prettier-ignore

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
    await expect.poll(() => other.states.isPaused('wells'), { timeout: 2_000 }).toBe(true);
    await expect.poll(() => alive).toBe(0);
    const third = await start(wells);
    expect(third.states.of('wells')?.state).toBe('paused');
    expect(alive).toBe(0);

    await third.resume('wells');

    expect(third.states.of('wells')?.state).toBe('live');
    await expect.poll(() => host.states.of('wells')?.state, { timeout: 2_000 }).toBe('live');
    await expect.poll(() => alive, { timeout: 2_000 }).toBe(3);
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

function bare(b: { queries(fields: (t: { string(options: object): unknown }) => object): void }): void {
  b.queries((t) => ({ wellsOpen: t.string({ description: 'x', resolve: () => 'x' }) }));
}
