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
      startHost({
        plugins: [broken],
        databaseUrl: url,
        findHolder,
        isDemonstration: true,
        keyFile: join(folder, 'sensitive-key'),
        log: createLog('silent'),
      }),
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

function bare(b: { queries(fields: (t: { string(options: object): unknown }) => object): void }): void {
  b.queries((t) => ({ wellsOpen: t.string({ description: 'x', resolve: () => 'x' }) }));
}
