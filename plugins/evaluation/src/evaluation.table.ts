/** Tables of the evaluation: editions, rounds, assessments, responses, scores. The SQL is in `migrations/`. */
import { boolean, date, integer, jsonb, numeric, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { placeCode, type LocalText } from '@cunzhi/plugin';
import type { CheckMethod, Level, ScoreStatus, Standard, TraceStep, VetoEffect } from './engine/index.ts';
import { ASSESSMENT_STATES } from './assessment.rule.ts';
import { ROUND_STATES } from './round.rule.ts';

const evaluation = pgSchema('plugin_evaluation');
const instant = (name: string) => timestamp(name, { withTimezone: true });

export const edition = evaluation.table('edition', {
  code: text('code').notNull(),
  edition: text('edition').notNull(),
  hash: text('hash').notNull(),
  text: text('text').notNull(),
  /** The text as it was parsed and found right. */
  content: jsonb('content').$type<Standard>().notNull(),
  inForceFrom: date('in_force_from').notNull(),
  inForceUntil: date('in_force_until'),
  isReconstructed: boolean('is_reconstructed').notNull(),
});

export const fact = evaluation.table('fact', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  owner: text('owner').notNull(),
});

export const round = evaluation.table('round', {
  id: uuid('id').primaryKey().defaultRandom(),
  areaCode: placeCode('area_code').notNull(),
  standard: text('standard').notNull(),
  edition: text('edition').notNull(),
  editionHash: text('edition_hash').notNull(),
  year: integer('year').notNull(),
  state: text('state', { enum: ROUND_STATES }).notNull().default('draft'),
  selfUntil: date('self_until').notNull(),
  scoringUntil: date('scoring_until').notNull(),
  version: integer('version').notNull().default(1),
  openedAt: instant('opened_at'),
});
export type Round = typeof round.$inferSelect;

/** The kept totals of one column of score, as exact text. */
export interface KeptColumn {
  readonly base: string | null;
  readonly bonus: string | null;
  readonly total: string | null;
  readonly grade: string | null;
  readonly isComplete: boolean;
  /** Points by class; null when the whole class was left out. */
  readonly classes: Readonly<Record<string, string | null>>;
}
export type KeptColumns = { readonly [L in Level]?: KeptColumn };

export const assessment = evaluation.table('assessment', {
  id: uuid('id').primaryKey().defaultRandom(),
  roundId: uuid('round_id').notNull(),
  placeCode: placeCode('place_code').notNull(),
  standard: text('standard').notNull(),
  year: integer('year').notNull(),
  state: text('state', { enum: ASSESSMENT_STATES }).notNull(),
  notRatedReason: text('not_rated_reason'),
  version: integer('version').notNull().default(1),
  total: integer('total').notNull().default(0),
  answered: integer('answered').notNull().default(0),
  scored: integer('scored').notNull().default(0),
  evidenceMissing: integer('evidence_missing').notNull().default(0),
  columns: jsonb('columns').$type<KeptColumns>().notNull().default({}),
  promisedBy: text('promised_by'),
  promisedAt: instant('promised_at'),
  signedBy: text('signed_by'),
  signedAt: instant('signed_at'),
});
export type Assessment = typeof assessment.$inferSelect;

/** What the check of an answer says, kept beside the draft. */
export interface Hint {
  readonly code: string;
  readonly field: string;
  readonly message: LocalText;
}

const STATUSES = [
  'scored',
  'notApplicable',
  'exempt',
  'dropped',
  'pending',
  'unanswered',
] as const satisfies ScoreStatus[];

export const response = evaluation.table('response', {
  id: uuid('id').primaryKey().defaultRandom(),
  assessmentId: uuid('assessment_id').notNull(),
  placeCode: placeCode('place_code').notNull(),
  indicator: text('indicator').notNull(),
  ordinal: integer('ordinal').notNull(),
  version: integer('version').notNull().default(1),
  /** In the shape of the engine, with numbers as text. */
  answer: jsonb('answer').$type<Readonly<Record<string, unknown>>>(),
  hints: jsonb('hints').$type<readonly Hint[]>().notNull().default([]),
  selfStatus: text('self_status', { enum: STATUSES }).notNull().default('unanswered'),
  selfPoints: numeric('self_points'),
  selfVeto: jsonb('self_veto').$type<VetoEffect>(),
  selfTrace: jsonb('self_trace').$type<readonly TraceStep[]>().notNull().default([]),
  /** Of the highest level that has scored. */
  standingStatus: text('standing_status', { enum: STATUSES }).notNull().default('unanswered'),
  standingPoints: numeric('standing_points'),
  evidenceCount: integer('evidence_count').notNull().default(0),
  photoCount: integer('photo_count').notNull().default(0),
  /** Records of the platform that stand behind a prefilled answer. */
  recordCount: integer('record_count').notNull().default(0),
  updatedAt: instant('updated_at'),
  updatedBy: uuid('updated_by'),
  updatedByName: text('updated_by_name'),
});

export const score = evaluation.table('score', {
  id: uuid('id').primaryKey().defaultRandom(),
  responseId: uuid('response_id').notNull(),
  assessmentId: uuid('assessment_id').notNull(),
  placeCode: placeCode('place_code').notNull(),
  indicator: text('indicator').notNull(),
  level: text('level').$type<Level>().notNull(),
  version: integer('version').notNull(),
  isCurrent: boolean('is_current').notNull().default(true),
  status: text('status', { enum: STATUSES }).notNull(),
  points: numeric('points'),
  veto: jsonb('veto').$type<VetoEffect>(),
  answer: jsonb('answer').$type<Readonly<Record<string, unknown>>>(),
  reason: text('reason'),
  methods: text('methods').$type<CheckMethod>().array().notNull().default([]),
  byId: uuid('by_id').notNull(),
  byName: text('by_name').notNull(),
  at: instant('at').notNull(),
  trace: jsonb('trace').$type<readonly TraceStep[]>().notNull(),
  engineVersion: text('engine_version').notNull(),
  editionHash: text('edition_hash').notNull(),
});

export const responseEvidence = evaluation.table('response_evidence', {
  responseId: uuid('response_id').notNull(),
  evidenceId: uuid('evidence_id').notNull(),
  placeCode: placeCode('place_code').notNull(),
  isPhoto: boolean('is_photo').notNull(),
  attachedAt: instant('attached_at').notNull(),
  attachedBy: uuid('attached_by').notNull(),
});

export const villageAttribute = evaluation.table('village_attribute', {
  placeCode: placeCode('place_code').notNull(),
  /** 0 holds for every year. */
  year: integer('year').notNull(),
  key: text('key').notNull(),
  value: text('value').notNull(),
  statedAt: instant('stated_at').notNull(),
  statedBy: uuid('stated_by').notNull(),
});
