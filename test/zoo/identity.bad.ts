/** Bad in what they say of themselves: id, platform version, uses, settings, copies. None of their code runs. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { core } from '@cunzhi/core';
import { configure, definePlugin, type AnyPlugin } from '@cunzhi/plugin';
import { z } from 'zod';
import { wells } from './wells.ts';
import { compat, loose, type Home } from './zoo.ts';
import type { Caged } from './cases.ts';

const missing = definePlugin({ id: 'missing', compat });
const broken = definePlugin({ id: 'broken', compat: 'never' });

/** Two packages that import each other: the second sees the first before it is made. */
const circleA: AnyPlugin & { uses: object } = { ...definePlugin({ id: 'circle-a', compat }), uses: {} };
const circleB = definePlugin({ id: 'circle-b', compat, uses: { circleA } });
Object.assign(circleA.uses, { circleB: { plugin: circleB, isOptional: false } });

export const badIdentities = (home: Home): Caged[] => [
  { what: 'an id with a capital and an underscore', plugin: definePlugin({ id: 'Water_Wells', compat }), is: ['QUARANTINED', 'The plugin id "Water_Wells" is not allowed.'] },
  { what: 'an id of 41 characters', plugin: definePlugin({ id: 'w'.repeat(41), compat }), is: ['QUARANTINED', 'is not allowed.'] },
  { what: 'the id of another plugin', plugin: definePlugin({ id: 'twin', compat }), beside: [definePlugin({ id: 'twin', compat })], listedAs: 'twin (2)', is: ['QUARANTINED', 'The id twin is taken'] },
  { what: 'a word of the platform as id', plugin: definePlugin({ id: 'graphql', compat }), is: ['QUARANTINED', 'belongs to the platform itself'] },
  { what: 'made for another platform', plugin: definePlugin({ id: 'future', compat: '^9.0.0' }), is: ['INCOMPATIBLE', 'future needs platform ^9.0.0; this is 1.0.0.'] },
  { what: 'a compat that is no range of versions', plugin: definePlugin({ id: 'no-range', compat: 'the latest' }), is: ['QUARANTINED', 'The compat "the latest" of no-range is not a version range.'] },
  { what: 'made for a newer version of a plugin', plugin: definePlugin({ id: 'newer-core', compat, uses: { core: { ...core, version: '7.0.0' } } }), is: ['INCOMPATIBLE', 'newer-core was made for core 7.0.0'] },
  { what: 'builds on a plugin that is not installed', plugin: definePlugin({ id: 'uses-missing', compat, uses: { missing } }), is: ['WAITING', 'uses-missing needs missing, which is not installed.'] },
  { what: 'builds on a plugin that is broken', plugin: definePlugin({ id: 'uses-broken', compat, uses: { broken } }), beside: [broken], is: ['WAITING', 'uses-broken needs broken, which is quarantined.'] },
  { what: 'two that use each other', plugin: circleA, beside: [circleB], is: ['QUARANTINED', 'Plugins use each other in a circle: '] },
  { what: 'imports a plugin that imports it: undefined in uses', plugin: loose({ id: 'uses-undefined', compat, uses: { nothing: undefined } }), is: ['QUARANTINED', 'An entry in the uses of uses-undefined is empty'] },
  { what: 'settings that do not parse', plugin: configure(definePlugin({ id: 'bad-setting', compat, config: z.object({ pump: z.object({ litres: z.number() }) }) }), { pump: { litres: 'many' as never } }), is: ['QUARANTINED', 'The setting pump.litres of bad-setting cannot be used'] },
  { what: 'settings whose check throws', plugin: definePlugin({ id: 'config-throws', compat, config: z.object({}).transform(() => { throw new Error('the file of keys is away'); }) }), is: ['QUARANTINED', 'The setting settings of config-throws cannot be used: the file of keys is away.'] },
  { what: 'given settings, but has none', plugin: { ...definePlugin({ id: 'no-settings', compat }), settings: { litres: 3 } }, is: ['QUARANTINED', 'gives no-settings settings, but it takes none.'] },
  { what: 'an admin entry that is not there', plugin: definePlugin({ id: 'no-admin', compat, admin: new URL('nowhere/admin.ts', import.meta.url) }), is: ['QUARANTINED', 'The admin entry of no-admin is not there'] },
  { what: 'a plain object instead of a plugin', plugin: { id: 'plain', compat } as AnyPlugin, is: ['QUARANTINED', '(plain) is not what definePlugin returns.'] },
  { what: 'undefined instead of a plugin', plugin: undefined as unknown as AnyPlugin, listedAs: '?', is: ['QUARANTINED', '(undefined) is not what definePlugin returns.'] },
  { what: 'a definition that throws when it is read', plugin: { ...definePlugin({ id: 'getter', compat }), get tables(): never { throw new Error('gone'); } }, is: ['QUARANTINED', 'The definition of getter cannot be read: gone.'] },
  { what: 'functions that are none, and an unknown way to uninstall', plugin: loose({ id: 'no-functions', compat, setup: 'later', on: { 'wells.well.dry': true }, uses: { wells }, uninstall: 'burn' }), is: ['QUARANTINED', 'on["wells.well.dry"] of no-functions is not a function.'] },
  { what: 'defined by a second copy of @cunzhi/plugin', plugin: { ...definePlugin({ id: 'second-copy', compat }), contract: secondCopy(home) }, is: ['QUARANTINED', 'second-copy brings a second copy of @cunzhi/plugin: '] },
  { what: 'a second copy of graphql in its package', plugin: definePlugin({ id: 'second-graphql', compat, admin: secondGraphql(home) }), is: ['QUARANTINED', 'second-graphql brings a second copy of graphql: '] },
]; // prettier-ignore

/** The package once more, as a package manager installs it when two versions are asked for; the file that defines plugins. */
function secondCopy({ folder }: Home): string {
  const from = dirname(dirname(createRequire(import.meta.url).resolve('@cunzhi/plugin')));
  const to = join(folder, 'second-copy/node_modules/@cunzhi/plugin');
  for (const part of ['package.json', 'src']) cpSync(join(from, part), join(to, part), { recursive: true });
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
  return pathToFileURL(join(to, 'src/define.ts')).href;
}

function secondGraphql({ folder }: Home): URL {
  const home = join(folder, 'second-graphql');
  const copy = join(home, 'node_modules/graphql');
  mkdirSync(copy, { recursive: true });
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ name: 'graphql', version: '15.0.0', main: 'index.js' }));
  writeFileSync(join(copy, 'index.js'), '');
  writeFileSync(join(home, 'admin.ts'), '');
  return pathToFileURL(join(home, 'admin.ts'));
}
