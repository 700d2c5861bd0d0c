/** Tables of the three-governance plugin: published models and kept scores. The SQL is in `migrations/`. */
import { date, integer, jsonb, numeric, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import { placeCode } from '@cunzhi/plugin';
import type { ShownContribution, ShownPillar } from './governance.rule.ts';
import type { GovernanceModel } from './model.ts';

const governance = pgSchema('plugin_three_governance');
const instant = (name: string) => timestamp(name, { withTimezone: true });
const share = (name: string) => numeric(name, { precision: 5, scale: 4 });

export const model = governance.table('model', {
  edition: text('edition').primaryKey(),
  code: text('code').notNull(),
  hash: text('hash').notNull(),
  inForceFrom: date('in_force_from').notNull(),
  inForceUntil: date('in_force_until'),
  content: jsonb('content').$type<GovernanceModel>().notNull(),
  publishedAt: instant('published_at').notNull().defaultNow(),
});

export const score = governance.table('score', {
  placeCode: placeCode('place_code').notNull(),
  year: integer('year').notNull(),
  edition: text('edition').notNull(),
  pillars: jsonb('pillars').$type<readonly ShownPillar[]>().notNull(),
  coupling: share('coupling'),
  development: share('development'),
  coordination: share('coordination'),
  band: text('band'),
  missing: text('missing').array().notNull(),
  contributions: jsonb('contributions').$type<readonly ShownContribution[]>().notNull(),
  computedAt: instant('computed_at').notNull(),
});
export type ScoreRow = typeof score.$inferSelect;
