/** Tables of the core: places, persons, roles, grants, evidence. The SQL is in `migrations/`. */
import { eq, type SQL } from 'drizzle-orm';
import { integer, pgSchema, text, timestamp, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { placeCode, type Aliased } from '@cunzhi/plugin';

const core = pgSchema('core');
const instant = (name: string) => timestamp(name, { withTimezone: true });

export const place = core.table('place', {
  code: placeCode('code').primaryKey(),
  name: text('name').notNull(),
  fullName: text('full_name').notNull(),
  level: text('level', { enum: ['province', 'city', 'county', 'township', 'village'] }).notNull(),
  kind: text('kind', { enum: ['village', 'community'] }),
  parentCode: placeCode('parent_code').references((): AnyPgColumn => place.code),
  villageCount: integer('village_count').notNull().default(0),
});
export type Place = typeof place.$inferSelect;

/** The rows of one level: places of all levels share the table. */
export const atLevel =
  (level: Place['level']) =>
  (row: Aliased<typeof place>): SQL =>
    eq(row.level, level);

export const role = core.table('role', {
  key: text('key').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  prefixLengths: integer('prefix_lengths').array().notNull(),
  factors: integer('factors').$type<1 | 2>().notNull().default(1),
  duty: text('duty', { enum: ['business', 'audit', 'operation', 'development'] })
    .notNull()
    .default('business'),
  mayGrant: text('may_grant').array().notNull().default([]),
  mostDays: integer('most_days'),
});
export type Role = typeof role.$inferSelect;

export const person = core.table('person', {
  id: uuid('id').primaryKey().defaultRandom(),
  accountId: text('account_id'),
  username: text('username').notNull(),
  name: text('name').notNull(),
  placeCode: placeCode('place_code').notNull(),
  disabledAt: instant('disabled_at'),
  version: integer('version').notNull().default(1),
});
export type Person = typeof person.$inferSelect;

/** A grant that was withdrawn before it began has an empty time. */
export const grant = core.table('grant', {
  id: uuid('id').primaryKey().defaultRandom(),
  personId: uuid('person_id').notNull(),
  role: text('role').notNull(),
  placePrefix: placeCode('place_prefix').notNull(),
  validFrom: instant('valid_from').notNull().defaultNow(),
  validTo: instant('valid_to'),
  grantedBy: uuid('granted_by').notNull(),
  reason: text('reason').notNull(),
  version: integer('version').notNull().default(1),
});
export type Grant = typeof grant.$inferSelect;

/** A code on paper with which a person sets a password, once. Only its hash is kept. */
export const activation = core.table('activation', {
  personId: uuid('person_id').primaryKey(),
  placeCode: placeCode('place_code').notNull(),
  codeHash: text('code_hash').notNull(),
  validUntil: instant('valid_until').notNull(),
  usedAt: instant('used_at'),
  madeBy: uuid('made_by').notNull(),
});

/** Somebody looks as somebody else, for a while and for a reason. */
export const look = core.table('look', {
  id: uuid('id').primaryKey().defaultRandom(),
  lookerId: uuid('looker_id').notNull(),
  personId: uuid('person_id').notNull(),
  placeCode: placeCode('place_code').notNull(),
  reason: text('reason').notNull(),
  beganAt: instant('began_at').notNull().defaultNow(),
  endsAt: instant('ends_at').notNull(),
});
export type Look = typeof look.$inferSelect;

/** A ticket to send one file; the evidence gets its id. */
export const upload = core.table('upload', {
  id: uuid('id').primaryKey().defaultRandom(),
  placeCode: placeCode('place_code').notNull(),
  personId: uuid('person_id').notNull(),
  name: text('name').notNull(),
  size: integer('size').notNull(),
  madeAt: instant('made_at').notNull().defaultNow(),
  startedAt: instant('started_at'),
  doneAt: instant('done_at'),
});
export type Upload = typeof upload.$inferSelect;

export const evidence = core.table('evidence', {
  id: uuid('id').primaryKey().defaultRandom(),
  placeCode: placeCode('place_code').notNull(),
  kind: text('kind', { enum: ['file', 'record', 'paper'] }).notNull(),
  title: text('title').notNull(),
  fileHash: text('file_hash'),
  contentType: text('content_type'),
  size: integer('size'),
  recordKind: text('record_kind'),
  recordId: uuid('record_id'),
  createdBy: uuid('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
});
export type Evidence = typeof evidence.$inferSelect;
