/**
 * The zoo: plugins with one mistake each. Each has its cage; none may reach the visitors.
 *
 * The mistakes are those of plugin-api.md §6 and access-and-reliability.md §13.
 */
import { core } from '@cunzhi/core';
import {
  configure,
  defineEvents,
  definePlugin,
  global,
  placed,
  placeCode,
  registry,
  type AnyPlugin,
} from '@cunzhi/plugin';
import { sql } from 'drizzle-orm';
import { pgSchema, text, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';

const compat = '^1.0.0';
const table = (schema: string) => pgSchema(schema).table('thing', { id: uuid('id').primaryKey() });
const rule = { public: 'A test.', description: 'A field.' } as const;
const guest = { nullable: true, description: 'A field.' } as const;
const throws = (): never => {
  throw new Error('out of order');
};

export const layers = definePlugin({ id: 'layers', compat, services: () => ({ layers: registry<string>() }) });
let sealed: { add(entry: string): void } | undefined;

/** What the compiler refuses in TypeScript reaches the host from JavaScript. */
const unchecked = (plugin: unknown): AnyPlugin => ({ ...definePlugin({ id: 'x', compat }), ...(plugin as object) });

const circleA: AnyPlugin = unchecked({ id: 'circle-a', uses: {} });
const circleB: AnyPlugin = unchecked({ id: 'circle-b', uses: { a: { plugin: circleA, isOptional: false } } });
Object.assign(circleA, { uses: { b: { plugin: circleB, isOptional: false } } });
const absent = definePlugin({ id: 'absent', compat });
const throwingServices = definePlugin({ id: 'throwing-services', compat, services: throws });
const placedTable = pgSchema('plugin_lost_place').table('thing', {
  id: uuid('id').primaryKey(),
  placeCode: placeCode('place_code'),
});
const keyless = pgSchema('plugin_keyless').table('thing', { name: text('name').notNull() });
const linkless = table('plugin_linkless');

/** Found before anything of theirs runs, or while they come to life: set aside with a reason. */
export const setAside: readonly AnyPlugin[] = [
  unchecked({ id: 'Bad_Id' }),
  unchecked({ id: `too-long-${'x'.repeat(40)}` }),
  definePlugin({ id: 'future', compat: '^9.0.0' }),
  unchecked({ id: 'no-range', compat: 'whenever' }),
  circleA,
  circleB,
  definePlugin({ id: 'lonely', compat, uses: { absent } }),
  throwingServices,
  definePlugin({ id: 'waits-for-broken', compat, uses: { throwingServices } }),
  unchecked({ id: 'foreign-table', tables: [global(table('plugin_wells'), 'x')] }),
  definePlugin({ id: 'lost-place', compat, tables: [placed(placedTable, { read: [], write: [] })] }),
  definePlugin({ id: 'broken-migration', compat, migrations: new URL('./migrations/broken/', import.meta.url) }),
  definePlugin({ id: 'trespass', compat, migrations: new URL('./migrations/trespass/', import.meta.url) }),
  definePlugin({ id: 'untold-table', compat, migrations: new URL('./migrations/untold/', import.meta.url) }),
  unchecked({ id: 'unknown-permission', tables: [placed(table('plugin_unknown_permission'), { read: ['unknown-permission.x.read'], write: [] })] }),
  unchecked({ id: 'deaf', on: { 'deaf.nobody.announces': async () => {} } }),
  unchecked({ id: 'blind-guard', guard: { 'core.nobody.announces': async () => {} } }),
  unchecked({ id: 'idle-job', jobs: { idle: { on: 'core.nobody.announces', run: async () => {} } } }),
  unchecked({ id: 'unit-less', facts: { 'unit-less.count': { load: async () => new Map() } } }),
  configure(definePlugin({ id: 'wrong-settings', compat, config: z.object({ least: z.number() }) }), { least: 'four' as never }),
  unchecked({ id: 'settings-for-nothing', settings: { least: 4 } }),
  definePlugin({ id: 'throwing-graphql', compat, graphql: throws }),
  definePlugin({ id: 'unruled', compat, graphql: (b) => b.queries((t) => ({ unruled: t.int({ description: 'A field.', resolve: () => 1 }) })) }),
  definePlugin({ id: 'silent', compat, graphql: (b) => b.queries((t) => ({ silent: t.int({ public: 'A test.', resolve: () => 1 }) })) }),
  definePlugin({ id: 'prefix', compat, graphql: (b) => b.queries((t) => ({ someNumber: t.int({ ...rule, resolve: () => 1 }) })) }),
  definePlugin({
    id: 'type-prefix', compat,
    graphql: (b) => { b.objectRef<object>('Thing').implement({ description: 'A thing.', fields: (t) => ({ a: t.int({ description: 'A.', resolve: () => 1 }) }) }); },
  }),
  definePlugin({
    id: 'type-clash', compat,
    graphql: (b) => { b.objectRef<object>('Village').implement({ description: 'A thing.', fields: (t) => ({ a: t.int({ description: 'A.', resolve: () => 1 }) }) }); },
  }),
  definePlugin({ id: 'insistent', compat, uses: { core }, graphql: (b, uses) => b.fields(uses.core.Village, (t) => ({ insistent: t.int({ description: 'A field.', resolve: () => 1 }) })) }),
  definePlugin({ id: 'field-clash', compat, uses: { core }, graphql: (b, uses) => b.fields(uses.core.Village, (t) => ({ name: t.string({ ...guest, resolve: () => 'x' }) })) }),
  unchecked({
    id: 'undeclared-field-permission',
    graphql: (b: never) => (b as { queries(f: (t: { int(o: object): never }) => object): void }).queries((t) => ({ undeclaredFieldPermission: t.int({ permission: 'nobody.has.this', description: 'A field.', resolve: () => 1 }) })),
  }),
  definePlugin({ id: 'keyless', compat, tables: [], graphql: (b) => { const Thing = b.entity('KeylessThing', keyless, { description: 'A thing.' }); b.fields(Thing, (t) => ({ id: t.id() })); } }),
  definePlugin({ id: 'linkless', compat, uses: { core }, graphql: (b, uses) => { const Thing = b.entity('LinklessThing', linkless, { description: 'A thing.' }); b.fields(Thing, (t) => ({ village: t.one(uses.core.Village, { description: 'Where.' }) })); } }),
  definePlugin({ id: 'throwing-setup', compat, setup: async () => throws() }),
  definePlugin({ id: 'late-guest', compat, uses: { layers }, services: (_own, uses) => ((sealed = uses.layers.layers), undefined), setup: async () => sealed?.add('too late') }),
]; // prettier-ignore

const events = defineEvents('noisy', { 'thing.done': z.object({ count: z.number() }) });
const about = {
  placeCode: '330523108204',
  permission: 'noisy.thing.read',
  subject: { id: crypto.randomUUID(), version: 1 },
};

/** Live, and wrong only when asked: each field answers null, the rest arrives. */
export const noisy = definePlugin({
  id: 'noisy',
  compat,
  uses: { core },
  permissions: { 'thing.read': { zh: '看', en: 'See', roles: ['clerk'] } },
  events,
  graphql: (b, uses) => {
    b.fields(uses.core.Village, (t) => ({
      noisyThrows: t.string({ ...guest, resolve: throws }),
      noisyRejects: t.string({ ...guest, resolve: async () => throws() }),
      noisyHangs: t.string({ ...guest, resolve: () => new Promise<string>(() => {}) }),
      noisyFailingSql: t.string({ ...guest, resolve: async (_v, _a, { db }) => String(await db.execute(sql`select 1 / 0`)) }),
      noisySetRole: t.string({ ...guest, resolve: async (_v, _a, { db }) => String(await db.execute(sql.raw('set role none'))) }),
      noisySetConfig: t.string({ ...guest, resolve: async (_v, _a, { db }) => String(await db.execute(sql.raw("select set_config('app.scope', '{}', true)"))) }),
      noisyCommits: t.string({ ...guest, resolve: async (_v, _a, { db }) => String(await db.execute(sql.raw('commit'))) }),
      noisyAsksUnknownRight: t.string({ ...guest, resolve: (_v, _a, ctx) => String(ctx.can('noisy.nothing.read')) }),
      noisyWrongType: t.int({ ...guest, resolve: () => 'many' as never }),
    })); // prettier-ignore
    b.mutations((t) => ({
      noisyUnknownEvent: t.boolean({ permission: 'noisy.thing.read', description: 'A field.', resolve: async (_r, _a, ctx) => (await ctx.emit({ name: 'noisy.thing.undone', ...about, payload: {} }), true) }),
      noisyWrongPayload: t.boolean({ permission: 'noisy.thing.read', description: 'A field.', resolve: async (_r, _a, ctx) => (await events.emit(ctx.service(), 'thing.done', { ...about, payload: { count: 'many' as never } }), true) }),
    })); // prettier-ignore
  },
});
