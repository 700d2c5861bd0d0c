/** Rounds, assessments, responses and scores by key, one statement for all keys of a tick. */
import { and, asc, getTableColumns, gte, lt, sql } from 'drizzle-orm';
import { defineLoader, rowBy } from '@cunzhi/plugin';
import type { TraceStep } from './engine/index.ts';
import { assessment, response, responseEvidence, round, score, type Assessment } from './evaluation.table.ts';

const anyOf = (keys: readonly string[], type: 'uuid' | 'text') => sql`any(${sql.param([...keys])}::${sql.raw(type)}[])`;

export const roundById = rowBy(round, 'id');

export const assessmentById = rowBy(assessment, 'id');

/** The key of a village's assessment: place, year, standard. */
export const villageKey = (placeCode: string, year: number, standard: string) => `${placeCode} ${year} ${standard}`;

/** A village is asked once a year by a standard; an assessment that was withdrawn gives way to a new one. */
export const assessmentOfVillage = defineLoader<string, Assessment | null>({
  missing: null,
  batch: async ({ db }, keys) => {
    const places = keys.map((key) => key.slice(0, key.indexOf(' ')));
    const [low, high] = [places.reduce(smaller), places.reduce(larger)];
    // The range lets the index of places be used; the key itself decides.
    const key = sql`${assessment.placeCode} || ' ' || ${assessment.year} || ' ' || ${assessment.standard}`;
    const rows = await db
      .select()
      .from(assessment)
      .where(
        and(gte(assessment.placeCode, low), lt(assessment.placeCode, `${high}~`), sql`${key} = ${anyOf(keys, 'text')}`),
      )
      .orderBy(sql`${assessment.state} <> 'withdrawn'`);
    return new Map(rows.map((row) => [villageKey(row.placeCode, row.year, row.standard), row]));
  },
});
const smaller = (a: string, b: string) => (a < b ? a : b);
const larger = (a: string, b: string) => (a > b ? a : b);

const { selfTrace: _selfTrace, ...responseColumns } = getTableColumns(response);
const { trace: _trace, ...scoreColumns } = getTableColumns(score);

/** A response without its trace, which is long and read on its own. */
export type ResponseRow = Omit<typeof response.$inferSelect, 'selfTrace'>;
export type ScoreRow = Omit<typeof score.$inferSelect, 'trace'>;

export { responseColumns };

/** The responses of an assessment in the order of the standard. */
export const responsesOf = defineLoader<string, readonly ResponseRow[]>({
  missing: [],
  batch: async ({ db }, ids) => {
    const rows = await db
      .select(responseColumns)
      .from(response)
      .where(sql`${response.assessmentId} = ${anyOf(ids, 'uuid')}`)
      .orderBy(asc(response.assessmentId), asc(response.ordinal));
    return grouped(rows, ({ assessmentId }) => assessmentId);
  },
});

export const responseById = defineLoader<string, ResponseRow | null>({
  missing: null,
  batch: async ({ db }, ids) => {
    const rows = await db
      .select(responseColumns)
      .from(response)
      .where(sql`${response.id} = ${anyOf(ids, 'uuid')}`);
    return new Map(rows.map((row) => [row.id, row]));
  },
});

/** The current scores of a response, one a level. */
export const scoresOf = defineLoader<string, readonly ScoreRow[]>({
  missing: [],
  batch: async ({ db }, ids) => {
    const rows = await db
      .select(scoreColumns)
      .from(score)
      .where(and(sql`${score.responseId} = ${anyOf(ids, 'uuid')}`, score.isCurrent));
    return grouped(rows, ({ responseId }) => responseId);
  },
});

/** Ids of the evidence of a response, in the order they were attached. */
export const evidenceOf = defineLoader<string, readonly string[]>({
  missing: [],
  batch: async ({ db }, ids) => {
    const { responseId, evidenceId, attachedAt } = responseEvidence;
    const rows = await db
      .select({ responseId, evidenceId })
      .from(responseEvidence)
      .where(sql`${responseId} = ${anyOf(ids, 'uuid')}`)
      .orderBy(asc(attachedAt), asc(evidenceId));
    return new Map(
      [...grouped(rows, (row) => row.responseId)].map(([id, own]) => [id, own.map((row) => row.evidenceId)]),
    );
  },
});

/** How points came about: of a score, or of a response while the village drafts. Ids of both are random and never clash. */
export const traceOf = defineLoader<string, readonly TraceStep[]>({
  missing: [],
  batch: async ({ db }, ids) => {
    const scored = db
      .select({ id: score.id, trace: score.trace })
      .from(score)
      .where(sql`${score.id} = ${anyOf(ids, 'uuid')}`);
    const drafted = db
      .select({ id: response.id, trace: response.selfTrace })
      .from(response)
      .where(sql`${response.id} = ${anyOf(ids, 'uuid')}`);
    const rows = await scored.unionAll(drafted);
    return new Map(rows.map(({ id, trace }) => [id, trace]));
  },
});

export function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
