/** Wells and their levels: a plugin as a third party writes it, for the tests of mapped entities and fences. */
import { core } from '@cunzhi/core';
import { definePlugin, placed, placeCode } from '@cunzhi/plugin';
import { gte, sql } from 'drizzle-orm';
import { integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const schema = pgSchema('plugin_wells');
export const well = schema.table('well', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  owner: text('owner'),
  placeCode: placeCode('place_code').notNull(),
});
export const reading = schema.table('reading', {
  id: uuid('id').primaryKey().defaultRandom(),
  wellId: uuid('well_id')
    .notNull()
    .references(() => well.id),
  placeCode: placeCode('place_code').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  litres: integer('litres').notNull(),
});

export const wells = definePlugin({
  id: 'wells',
  compat: '^1.0.0',
  uses: { core },
  migrations: new URL('./fixtures/wells/', import.meta.url),
  permissions: {
    'well.read': { zh: '看水井', en: 'See wells', roles: ['clerk', 'county'] },
    'owner.read': { zh: '看户主', en: 'See owners', roles: ['clerk'] },
  },
  tables: [
    placed(well, { read: ['wells.well.read'], write: ['wells.well.read'] }),
    placed(reading, { read: ['wells.well.read'], write: ['wells.well.read'] }),
  ],
  graphql: (b, { core }) => {
    const Well = b.entity('WellsWell', well, { description: 'A well.' });
    const Reading = b.entity('WellsReading', reading, { description: 'A level.' });
    b.fields(Well, (t) => ({
      id: t.id(),
      name: t.column('name', { description: 'Its name.' }),
      owner: t.column('owner', { description: 'Whose it is.', permission: 'wells.owner.read' }),
      village: t.one(core.Village, { description: 'Where it is.', by: 'placeCode' }),
      readings: t.connection(Reading, {
        description: 'Its levels, the newest first.',
        orderBy: { at: 'desc' },
        max: 20,
        args: { least: t.arg.int({ description: 'Only levels of at least so many litres.' }) },
        where: (row, { least }) => least && gte(row.litres, least),
      }),
      letters: t.expression('Int', (row) => sql<number>`length(${row.name})`, { description: 'Letters of its name.' }),
      label: t.string({ description: 'Name and place.', resolve: (row) => `${row.name} ${row.placeCode}` }),
    }));
    b.fields(Reading, (t) => ({
      id: t.id(),
      at: t.column('at', { description: 'When.' }),
      litres: t.column('litres', { description: 'How much.' }),
      well: t.one(Well, { description: 'Of which well.' }),
    }));
    b.fields(core.Village, (t) => ({
      wells: t.connection(Well, { description: 'Its wells.', by: 'placeCode', orderBy: { name: 'asc' } }),
    }));
    b.queries((t) => ({
      wells: t.connection(Well, { description: 'All wells within reach.', orderBy: { name: 'asc' } }),
      wellsWell: t.one(Well, { description: 'One well.' }),
    }));
    return { Well, Reading };
  },
});
