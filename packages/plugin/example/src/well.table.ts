/** The tables: wells and what was read in them. The SQL is in `migrations/`. */
import { placeCode } from '@cunzhi/plugin';
import { date, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const schema = pgSchema('plugin_wells');

export const well = schema.table('well', {
  id: uuid('id').primaryKey().defaultRandom(),
  placeCode: placeCode('place_code').notNull(),
  name: text('name').notNull(),
  owner: text('owner'),
  lowSince: date('low_since'),
});

export const reading = schema.table('reading', {
  id: uuid('id').primaryKey().defaultRandom(),
  placeCode: placeCode('place_code').notNull(),
  wellId: uuid('well_id')
    .notNull()
    .references(() => well.id),
  at: timestamp('at', { withTimezone: true }).notNull(),
  litres: integer('litres').notNull(),
});
export type Reading = typeof reading.$inferSelect;
