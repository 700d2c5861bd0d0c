/** The contract at compile time: what must not compile, does not. vitest runs it, tsc proves it. */
import { gte, sql } from 'drizzle-orm';
import { integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { expectTypeOf, expect, it } from 'vitest';
import { z } from 'zod';
import {
  configure, defineEvents, definePlugin, global, optional, placed, placeCode, registry, sensitive, type Sealed,
} from './index.ts'; // prettier-ignore

const schema = pgSchema('plugin_wells');
const place = pgSchema('core').table('place', { code: placeCode('code').primaryKey(), name: text('name').notNull() });
const well = schema.table('well', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  owner: text('owner'),
  placeCode: placeCode('place_code').notNull(),
});
const reading = schema.table('reading', {
  id: uuid('id').primaryKey(),
  wellId: uuid('well_id')
    .notNull()
    .references(() => well.id),
  at: timestamp('at').notNull(),
  litres: integer('litres').notNull(),
  note: text('note'),
});

const ground = definePlugin({
  id: 'ground',
  compat: '^1.0.0',
  permissions: { 'place.read': { zh: '看', en: 'See', roles: [] } },
  events: defineEvents('ground', { 'place.moved': z.object({ to: z.string() }) }),
  services: () => ({ layers: registry<{ depth: number }>(), depthOf: (code: string) => code.length }),
  graphql: (b) => {
    const Village = b.entity('Village', place, { description: 'A village.' });
    b.fields(Village, (t) => ({ name: t.column('name', { description: 'Its name.' }) }));
    return { Village };
  },
});
const weather = definePlugin({ id: 'weather', compat: '^1.0.0', services: () => ({ rain: () => 7 }) });
const events = defineEvents('wells', { 'well.dry': z.object({ depth: z.number() }) });

export const wells = definePlugin({
  id: 'wells',
  compat: '^1.0.0',
  uses: { ground, weather: optional(weather) },
  config: z.object({ least: z.number().default(3) }),
  permissions: {
    'reading.write': { zh: '记水位', en: 'Record levels', roles: ['clerk'] },
    'owner.read': { zh: '看户主', en: 'See owners', roles: ['chair'] },
  },
  tables: [
    placed(well, { read: ['ground.place.read'], write: ['wells.reading.write'] }),
    global(reading, 'Levels are public.', { write: ['wells.reading.write'] }),
  ],
  events,
  on: {
    'ground.place.moved': async (_ctx, event) => {
      expectTypeOf(event.payload).toEqualTypeOf<{ to: string }>();
      // @ts-expect-error misspelt payload
      void event.payload.too;
    },
    'wells.well.dry': async (_ctx, { payload }) => void expectTypeOf(payload.depth).toEqualTypeOf<number>(),
  },
  jobs: {
    nightly: { cron: '0 3 * * *', run: async () => {} },
    pump: {
      on: 'wells.well.dry',
      run: async (_ctx, { payload }) => void expectTypeOf(payload.depth).toEqualTypeOf<number>(),
    },
  },
  services: ({ config }, { ground: used, weather: maybe }) => {
    expectTypeOf(config).toEqualTypeOf<{ least: number }>();
    used.layers.add({ depth: used.depthOf('3305') });
    // @ts-expect-error an entry of another shape
    used.layers.add({ deep: 3 });
    // @ts-expect-error a misspelt service
    used.depthOff('3305');
    // @ts-expect-error an optional plugin may be absent
    maybe.rain();
    return { pump: () => maybe?.rain() ?? 0 };
  },
  graphql: (b, { ground: used }, { services, config }) => {
    expectTypeOf(services.pump()).toEqualTypeOf<number>();
    expectTypeOf(config.least).toEqualTypeOf<number>();
    const Well = b.entity('WellsWell', well, { description: 'A well.' });
    const Reading = b.entity('WellsReading', reading, { description: 'A level.' });
    b.fields(Well, (t) => ({
      id: t.id(),
      name: t.column('name', { description: 'Its name.' }),
      // @ts-expect-error misspelt column
      nmae: t.column('nmae', { description: 'Its name.' }),
      owner: t.column('owner', { permission: 'wells.owner.read', description: 'Who owns it.' }),
      // @ts-expect-error misspelt permission of a column
      owners: t.column('owner', { permission: 'wells.owner.raed', description: 'Who owns it.' }),
      village: t.one(used.Village, { description: 'Where it is.' }),
      // @ts-expect-error a type that the used plugin does not hand out
      town: t.one(used.Town, { description: 'Where it is.' }),
      readings: t.connection(Reading, {
        description: 'Its levels.',
        orderBy: { at: 'desc' },
        args: { least: t.arg.int() },
        where: (row, { least }) => least && gte(row.litres, least),
      }),
      // @ts-expect-error a nullable column has no place in an order
      notes: t.connection(Reading, { description: 'Its levels.', orderBy: { note: 'desc' } }),
      // @ts-expect-error a column of another table
      wrong: t.connection(Reading, { description: 'Its levels.', where: (row) => gte(row.depth, 3) }),
      total: t.expression('Int', (row) => sql<number>`length(${row.name})`, { description: 'A figure.' }),
      // @ts-expect-error an expression of another type
      text: t.expression('Int', (row) => sql<string>`${row.name}`, { description: 'A figure.' }),
      label: t.string({ description: 'A label.', resolve: (row) => `${row.name} ${row.placeCode}` }),
      // @ts-expect-error misspelt column of a row
      labels: t.string({ description: 'A label.', resolve: (row) => row.nmae }),
    }));
    b.fields(used.Village, (t) => ({
      wells: t.connection(Well, { description: 'Its wells.', max: 100 }),
      greeting: t.string({ nullable: true, description: 'A greeting.', resolve: (village) => village.name }),
    }));
    b.queries((t) => ({
      wells: t.connection(Well, {
        permission: 'wells.reading.write',
        description: 'All wells.',
        orderBy: { name: 'asc' },
      }),
      wellsWell: t.one(Well, { description: 'One well.' }),
      wellsCount: t.int({ permission: 'wells.reading.write', description: 'How many.', resolve: () => 3 }),
      // @ts-expect-error misspelt permission of a root field
      wellsSum: t.int({ permission: 'wells.reading.writ', description: 'How many.', resolve: () => 3 }),
    }));
    return { Well, Reading };
  },
});

export async function misuse(ctx: Parameters<typeof events.emit>[0]) {
  const about = { placeCode: '', permission: 'wells.reading.write', subject: { id: '', version: 1 } };
  await events.emit(ctx, 'well.dry', { ...about, payload: { depth: 3 } });
  // @ts-expect-error a misspelt event
  await events.emit(ctx, 'well.drie', { ...about, payload: { depth: 3 } });
  // @ts-expect-error a payload of another shape
  await events.emit(ctx, 'well.dry', { ...about, payload: { deep: 3 } });
  configure(wells, { least: 4 });
  // @ts-expect-error settings of another shape
  configure(wells, { least: 'four' });
}
const bare = { id: 'wells', compat: '^1.0.0', uses: { ground }, permissions: wells.permissions, events } as const;
// @ts-expect-error misspelt permission of a table
definePlugin({ ...bare, tables: [placed(well, { read: ['ground.place.raed'], write: [] })] });
// @ts-expect-error a permission of a plugin that is not used
definePlugin({ ...bare, tables: [placed(well, { read: ['mediation.case.read'], write: [] })] });
// @ts-expect-error an event that nobody announces
definePlugin({ ...bare, guard: { 'ground.place.mowed': async () => {} } });
// @ts-expect-error a misspelt event of a job
definePlugin({ ...bare, jobs: { pump: { on: 'wells.well.drie', run: async () => {} } } });
// @ts-expect-error a key that no plugin has
definePlugin({ ...bare, gaurd: {} });
// @ts-expect-error events of another plugin's id
definePlugin({ id: 'springs', compat: '^1.0.0', events });

it('declares a plugin without running any of it', () => {
  expect(wells.id).toBe('wells');
  expect(Object.keys(wells.uses)).toEqual(['ground', 'weather']);
});

it('takes no clear text for a sealed one', () => {
  const visitor = schema.table('visitor', { id: uuid('id').primaryKey(), phone: sensitive('phone', 'phone') });
  type New = typeof visitor.$inferInsert;

  expectTypeOf<New['phone']>().toEqualTypeOf<Sealed | null | undefined>();
  // @ts-expect-error a clear text
  const row: New = { id: '1', phone: '138****2345' };
  expect(row.id).toBe('1');
});
