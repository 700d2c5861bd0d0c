/**
 * Tables of mediation. The SQL is in `migrations/`.
 *
 * `case` holds no text: what people said stands in `case_text`, which only the handlers of the case reach.
 */
import { boolean, date, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { placeCode, sensitive } from '@cunzhi/plugin';
import { PROCEDURES } from './case.transitions.ts';
import { PARTY_ROLES } from './party.rule.ts';

const schema = pgSchema('plugin_mediation');
const instant = (name: string) => timestamp(name, { withTimezone: true });
const validity = () => ({
  validFrom: date('valid_from').notNull(),
  /** The last day, included; null for no end. */
  validTo: date('valid_to'),
  source: text('source').notNull(),
  status: text('status').notNull(),
});

export const disputeType = schema.table('dispute_type', {
  code: text('code').notNull(),
  parentCode: text('parent_code'),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  paperOnly: boolean('paper_only').notNull(),
  oral: text('oral', { enum: ['allowed', 'never'] }).notNull(),
  routeOut: text('route_out'),
  ...validity(),
});
export type DisputeType = typeof disputeType.$inferSelect;

export const terminationReason = schema.table('termination_reason', {
  code: text('code').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  ends: text('ends').array().notNull(),
  acts: text('acts').array().notNull(),
  needs: text('needs').array().notNull(),
  ...validity(),
});
export type TerminationReason = typeof terminationReason.$inferSelect;

export const numberPattern = schema.table('number_pattern', {
  prefix: text('prefix').notNull(),
  pattern: text('pattern').notNull(),
  digits: integer('digits').notNull(),
  ...validity(),
});
export type NumberPattern = typeof numberPattern.$inferSelect;

export const mediationCase = schema.table('case', {
  id: uuid('id').primaryKey(),
  placeCode: placeCode('place_code').notNull(),
  number: text('number'),
  type: text('type').notNull(),
  subtype: text('subtype'),
  procedure: text('procedure', { enum: PROCEDURES }).notNull(),
  version: integer('version').notNull().default(1),
  registeredAt: instant('registered_at').notNull(),
  acceptedAt: instant('accepted_at'),
  endedAt: instant('ended_at'),
  reason: text('reason'),
  alternativesTold: boolean('alternatives_told').notNull().default(false),
});
export type MediationCase = typeof mediationCase.$inferSelect;

export const caseHandler = schema.table('case_handler', {
  caseId: uuid('case_id').notNull(),
  personId: uuid('person_id').notNull(),
  placeCode: placeCode('place_code').notNull(),
  since: instant('since').notNull(),
});

export const caseText = schema.table('case_text', {
  caseId: uuid('case_id').primaryKey(),
  placeCode: placeCode('place_code').notNull(),
  facts: text('facts').notNull(),
  agreement: text('agreement'),
  note: text('note'),
});
export type CaseText = typeof caseText.$inferSelect;

/** Who the dispute is between. */
export const caseParty = schema.table('case_party', {
  id: uuid('id').primaryKey(),
  caseId: uuid('case_id').notNull(),
  placeCode: placeCode('place_code').notNull(),
  role: text('role', { enum: PARTY_ROLES }).notNull(),
  name: text('name').notNull(),
  idNumber: sensitive('id_number', 'idNumber'),
  idNumberHash: text('id_number_hash'),
  phone: sensitive('phone', 'phone'),
  address: sensitive('address', 'address'),
  version: integer('version').notNull().default(1),
  addedAt: instant('added_at').notNull(),
});
export type CaseParty = typeof caseParty.$inferSelect;

export const numberCounter = schema.table('number_counter', {
  placeCode: placeCode('place_code').notNull(),
  year: integer('year').notNull(),
  last: integer('last').notNull(),
});
