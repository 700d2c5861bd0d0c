/** Each mistake that can be read off a plugin's data: its state, its sentence, its cure; the others go on. */
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  configure,
  defineEvents,
  definePlugin,
  global,
  optional,
  placed,
  SetupError,
  type AnyPlugin,
} from '@cunzhi/plugin';
import { checkPlugins } from './check.ts';
import { orderPlugins } from './order.ts';
import { sentence } from './problem.ts';

const compat = '^1.0.0';
const core = definePlugin({
  id: 'core',
  compat,
  permissions: { 'place.read': { zh: '看地方', en: 'See places', roles: ['clerk'] } },
});
const wells = definePlugin({ id: 'wells', compat, uses: { core } });
const table = (schema: string, name = 'thing') => pgSchema(schema).table(name, { id: text('id').primaryKey() });
const load = () => Promise.resolve(new Map());
/** As an author without TypeScript writes it. */
const loose = (input: object) => definePlugin(input as { id: string; compat: string });

const verdict = (...plugins: AnyPlugin[]) => {
  const { ordered, setAside } = checkPlugins([core, ...plugins]);
  return {
    running: ordered.map(({ id }) => id),
    aside: Object.fromEntries(
      [...setAside].map(([id, problem]) => [id, `${problem.state}: ${sentence(problem, 'en')}`]),
    ),
  };
};

it('puts each plugin after those it uses, whatever the order of the list', () => {
  const pumps = definePlugin({ id: 'pumps', compat, uses: { wells } });

  expect(checkPlugins([pumps, wells, core]).ordered.map(({ id }) => id)).toEqual(['core', 'wells', 'pumps']);
});

it('says both languages, the state and the cure', () => {
  const { setAside } = checkPlugins([core, definePlugin({ id: 'wells', compat: '^2.0.0' })]);

  expect(setAside.get('wells')).toEqual({
    state: 'incompatible',
    reason: { zh: 'wells 需要平台 ^2.0.0，当前是 1.0.0。', en: 'wells needs platform ^2.0.0; this is 1.0.0.' },
    nextStep: {
      zh: '升级平台，或安装适合 1.0.0 的 wells。',
      en: 'Upgrade the platform, or install a version of wells that fits 1.0.0.',
    },
  });
});

describe('sets aside the one that is wrong, and nobody else:', () => {
  const other = definePlugin({ id: 'other', compat });
  const later = definePlugin({ id: 'wells', compat, version: '2.1.0' });
  const foreign = table('plugin_other');
  const withKey = pgSchema('plugin_wells').table('well', { other: text('other').references(() => foreign.id) });

  it.each<[what: string, plugin: AnyPlugin, says: string]>([
    ['an id with a capital', definePlugin({ id: 'Wells', compat }), 'quarantined: The plugin id "Wells" is not allowed. Small letters'],
    ['an id that is too long', definePlugin({ id: 'w'.repeat(41), compat }), 'quarantined: The plugin id "www'],
    ['a word of the platform', definePlugin({ id: 'graphql', compat }), 'quarantined: The id graphql belongs to the platform itself.'],
    ['a compat that is no range', definePlugin({ id: 'wells', compat: 'soon' }), 'quarantined: The compat "soon" of wells is not a version range. Write it like ^1.0.0.'],
    ['a plugin that is not there', definePlugin({ id: 'wells', compat, uses: { missing: definePlugin({ id: 'missing', compat }) } }), 'waiting: wells needs missing, which is not installed. Add missing to cunzhi.config.ts.'],
    ['a permission with a bad key', loose({ id: 'wells', compat, permissions: { read: { zh: '看', en: 'See', roles: [] } } }), 'quarantined: The permission "read" of wells is written wrongly.'],
    ['a permission without a sentence', loose({ id: 'wells', compat, permissions: { 'well.read': { roles: [] } } }), 'quarantined: The permission well.read of wells is not complete.'],
    ['a table in a foreign schema', definePlugin({ id: 'wells', compat, tables: [global<never>(foreign, 'everywhere')] }), 'quarantined: The table plugin_other.thing of wells is outside its own schema plugin_wells.'],
    ['a table without a schema', loose({ id: 'wells', compat, tables: [{ kind: 'global', why: 'x', table: {} }] }), 'quarantined: Number 1 of the tables of wells is not a table.'],
    ['a global table without a reason', definePlugin({ id: 'wells', compat, tables: [global<never>(table('plugin_wells'), ' ')] }), 'quarantined: The table plugin_wells.thing of wells is global without a reason.'],
    ['a foreign key to a plugin that it does not use', definePlugin({ id: 'wells', compat, tables: [global<never>(withKey, 'everywhere')] }), 'quarantined: The table plugin_wells.well of wells has a foreign key to plugin_other.thing, whose plugin is not in its uses.'],
    ['a table under a permission that nobody declares', loose({ id: 'wells', compat, uses: { core }, tables: [placed<string>(table('plugin_wells'), { read: ['core.place.read'], write: ['wells.well.write'] })] }), 'quarantined: A table of wells names the permission wells.well.write, which it does not declare.'],
    ['a fact without a unit', definePlugin({ id: 'wells', compat, facts: { 'wells.count': { unit: ' ', load } } }), 'quarantined: The fact wells.count of wells has no unit.'],
    ['a fact without an owner', loose({ id: 'wells', compat, facts: { count: { unit: '口', load } } }), 'quarantined: The fact "count" of wells names no owner.'],
    ['events of another name', loose({ id: 'wells', compat, events: defineEvents('well', {}) }), "quarantined: The events of wells were declared by defineEvents('well', …). Write defineEvents('wells', …)."],
    ['an event that nobody announces', loose({ id: 'wells', compat, on: { 'wells.well.dry': load } }), 'quarantined: on of wells listens to wells.well.dry, which nobody declares. Check its full name'],
    ['a job without a schedule', loose({ id: 'wells', compat, jobs: { clean: { cron: 'daily', run: load } } }), 'quarantined: The job clean of wells has the schedule "daily", which is none. Write five fields'],
    ['a function that is none', loose({ id: 'wells', compat, graphql: 'wells' }), 'quarantined: graphql of wells is not a function.'],
    ['an unknown way to uninstall', loose({ id: 'wells', compat, uninstall: 'burn' }), 'quarantined: uninstall of wells is "burn". Write keep, export or drop.'],
    ['a setting that does not parse', configure(definePlugin({ id: 'wells', compat, config: z.object({ depth: z.object({ most: z.number() }) }) }), { depth: { most: 'deep' as never } }), 'quarantined: The setting depth.most of wells cannot be used: Invalid input: expected number, received string.'],
    ['settings that nobody asked for', { ...wells, settings: { depth: 1 } }, 'quarantined: cunzhi.config.ts gives wells settings, but it takes none.'],
    ['an older version of what it was made for', definePlugin({ id: 'pumps', compat, uses: { wells: later } }), 'waiting: pumps needs wells, which is not installed.'],
    ['a value that definePlugin did not make', { id: 'wells' } as AnyPlugin, 'quarantined: Number 3 of the plugins in cunzhi.config.ts (wells) is not what definePlugin returns.'],
    ['a definition that throws when it is read', { ...wells, get tables(): never { throw new Error('gone'); } }, 'quarantined: The definition of wells cannot be read: gone.'],
  ])('%s', (_what, plugin, says) => {
    const found = verdict(other, plugin);

    expect(Object.keys(found.aside)).toEqual([plugin.id]);
    expect(found.aside[plugin.id]).toContain(says);
    expect(found.running).toEqual(['core', 'other']);
  }); // prettier-ignore

  it('the second of one id, which then has a number', () => {
    expect(verdict(wells, definePlugin({ id: 'wells', compat }))).toEqual({
      running: ['core', 'wells'],
      aside: { 'wells (2)': expect.stringContaining('quarantined: The id wells is taken by another plugin.') },
    });
  });

  it('the second that publishes a fact', () => {
    const one = definePlugin({ id: 'wells', compat, facts: { 'covenant.steps': { unit: '步', load } } });
    const two = definePlugin({ id: 'pumps', compat, facts: { 'covenant.steps': { unit: '步', load } } });

    expect(verdict(one, two)).toEqual({
      running: ['core', 'wells'],
      aside: {
        pumps: expect.stringContaining('The fact covenant.steps is published by wells; pumps publishes it again.'),
      },
    });
  });

  it('the one that listens to a plugin which it does not use', () => {
    const events = defineEvents('wells', { 'well.dry': z.object({}) });
    const deaf = loose({ id: 'pumps', compat, guard: { 'wells.well.dry': load } });

    expect(verdict(definePlugin({ id: 'wells', compat, events }), deaf).aside).toEqual({
      pumps:
        'quarantined: guard of pumps listens to wells.well.dry, but wells is not in its uses. Add wells to the uses of pumps.',
    });
  });

  it('the one made for another version of what it uses', () => {
    expect(verdict(wells, definePlugin({ id: 'pumps', compat, uses: { wells: later } })).aside).toEqual({
      pumps:
        'incompatible: pumps was made for wells 2.1.0; 0.0.0 is installed. Install wells ^2.1.0, or a version of pumps made for wells 0.0.0.',
    });
  });

  it('a circle as a whole, and lets those wait who need it', () => {
    const a: { uses: object } & AnyPlugin = { ...definePlugin({ id: 'a', compat }), uses: {} };
    const b = definePlugin({ id: 'b', compat, uses: { a } });
    Object.assign(a, { uses: { b: { plugin: b, isOptional: false } } });

    expect(verdict(a, b, definePlugin({ id: 'c', compat, uses: { b } }))).toEqual({
      running: ['core'],
      aside: {
        a: expect.stringContaining('quarantined: Plugins use each other in a circle: a → b → a.'),
        b: expect.stringContaining('quarantined: Plugins use each other in a circle: a → b → a.'),
        c: 'waiting: c needs b, which is quarantined. See to b first; c comes back with it.',
      },
    });
  });
});

it('lets wait whoever needs a plugin that is set aside, near and far, but not who only may use it', () => {
  const broken = definePlugin({ id: 'broken', compat: 'never' });
  const near = definePlugin({ id: 'near', compat, uses: { broken } });
  const far = definePlugin({ id: 'far', compat, uses: { near } });
  const free = definePlugin({ id: 'free', compat, uses: { broken: optional(broken), gone: optional(wells) } });

  expect(verdict(far, near, free, broken)).toEqual({
    running: ['core', 'free'],
    aside: {
      broken: expect.stringContaining('quarantined'),
      near: 'waiting: near needs broken, which is quarantined. See to broken first; near comes back with it.',
      far: 'waiting: far needs near, which is waiting itself. See to near first; far comes back with it.',
    },
  });
});

it('names every problem of a plugin at once', () => {
  const many = loose({ id: 'wells', compat, uninstall: 'burn', setup: 1, facts: { 'wells.count': { load } } });

  expect(verdict(many).aside['wells']).toMatch(/setup of wells.*uninstall of wells.*has no unit/s);
});

describe('two copies of a package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunzhi-copies-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const copyOf = (name: string) => {
    const home = join(folder, 'node_modules', name);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name, version: '9.0.0', main: 'index.js' }));
    writeFileSync(join(home, 'index.js'), '');
    return home;
  };

  it.each(['graphql', '@cunzhi/plugin'])('of %s are named by both paths', (name) => {
    const home = copyOf(name);
    const admin = pathToFileURL(join(folder, 'admin', 'index.ts'));

    const said = verdict(definePlugin({ id: 'wells', compat, admin })).aside['wells'];
    rmSync(home, { recursive: true });

    expect(said).toContain(`quarantined: wells brings a second copy of ${name}: ${home}; the platform uses /`);
    expect(said).toContain(`Make ${name} a peer dependency in the package.json of wells`);
  });

  it('are also found when the plugin was defined by the other copy', () => {
    const home = copyOf('@cunzhi/plugin');
    const contract = pathToFileURL(join(home, 'src', 'define.js')).href;

    expect(verdict({ ...wells, contract }).aside['wells']).toContain(
      `wells brings a second copy of @cunzhi/plugin: ${home};`,
    );
  });
});

it('refuses, where every plugin must run, with all sentences', () => {
  expect(() => orderPlugins([core, definePlugin({ id: 'A', compat }), definePlugin({ id: 'b', compat: '9' })])).toThrow(
    SetupError,
  );
});
