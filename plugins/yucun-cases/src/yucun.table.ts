/** Tables of the Yucun archive. The SQL is in `migrations/`; the search words of a published case stay in the database. */
import { boolean, date, integer, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { placeCode } from '@cunzhi/plugin';
import type { CaseTexts } from './text.rule.ts';
import type { YucunElement } from './element.ts';
import type { YucunState } from './step.rule.ts';

const yucun = pgSchema('plugin_yucun_cases');
const instant = (name: string) => timestamp(name, { withTimezone: true });

const content = {
  placeCode: placeCode('place_code').notNull(),
  title: text('title').notNull(),
  summary: text('summary').notNull(),
  elements: text('elements').array().$type<YucunElement[]>().notNull(),
  periodFrom: date('period_from').notNull(),
  periodTo: date('period_to').notNull(),
  background: text('background').notNull(),
  practice: text('practice').notNull(),
  effects: text('effects').notNull(),
  lessons: text('lessons').notNull(),
};

export const yucunCase = yucun.table('case', {
  id: uuid('id').primaryKey().defaultRandom(),
  ...content,
  state: text('state').$type<YucunState>().notNull().default('draft'),
  version: integer('version').notNull().default(1),
  comment: text('comment'),
  isInvented: boolean('is_invented').notNull().default(false),
  publishedAt: instant('published_at'),
  createdBy: uuid('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
export type YucunCase = typeof yucunCase.$inferSelect;

export const caseVersion = yucun.table('case_version', {
  caseId: uuid('case_id').notNull(),
  version: integer('version').notNull(),
  placeCode: placeCode('place_code').notNull(),
  act: text('act').notNull(),
  state: text('state').notNull(),
  comment: text('comment'),
  content: jsonb('content').$type<CaseTexts>().notNull(),
  byId: uuid('by_id').notNull(),
  byName: text('by_name').notNull(),
  at: instant('at').notNull(),
});

export const publishedCase = yucun.table('published_case', {
  id: uuid('id').primaryKey().defaultRandom(),
  caseId: uuid('case_id').notNull(),
  version: integer('version').notNull(),
  ...content,
  isInvented: boolean('is_invented').notNull(),
  publishedAt: instant('published_at').notNull(),
  publishedBy: uuid('published_by').notNull(),
  publishedByName: text('published_by_name').notNull(),
});
export type PublishedCase = typeof publishedCase.$inferSelect;
