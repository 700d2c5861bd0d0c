/** Assessments as they are read: one, a list, and what their items earned. */
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { getPlace } from '@cunzhi/core';
import {
  NotFoundError,
  page,
  type Page,
  type PageArgs,
  type RequestContext,
  type ServiceContext,
} from '@cunzhi/plugin';
import { assessmentById, assessmentOfVillage, villageKey } from './assessment.loader.ts';
import { findEdition } from './edition.loader.ts';
import { assessment, response, type Assessment } from './evaluation.table.ts';
import { asId, isId } from './id.rule.ts';

type Reader = Pick<RequestContext, 'db' | 'load'>;

/** @throws NotFoundError when it is not there or out of reach. */
export async function getAssessment(ctx: Reader, id: string): Promise<Assessment> {
  const found = await ctx.load(assessmentById, asId(id));
  if (!found) throw new NotFoundError();
  return found;
}

/** The assessment of a village in a year by a standard; null when there is none, or it is out of reach. */
export function findAssessment(
  ctx: Pick<RequestContext, 'load'>,
  village: string,
  { standard, year }: { standard: string; year: number },
): Promise<Assessment | null> {
  return ctx.load(assessmentOfVillage, villageKey(village, year, standard));
}

export interface AssessmentFilter {
  readonly round?: string | null;
  readonly year?: number | null;
  readonly within?: string | null;
  readonly state?: Assessment['state'] | null;
}

/** Assessments within the caller's reach, in the order of the villages' codes. */
export async function listAssessments(
  ctx: Reader,
  { round, year, within, state }: AssessmentFilter,
  args: PageArgs,
): Promise<Page<Assessment>> {
  if (within) await getPlace(ctx, within, 'within');
  const where = and(
    // Of a round that cannot be there are none, as of one that is out of reach.
    round == null ? undefined : isId(round) ? eq(assessment.roundId, round) : sql`false`,
    year ? eq(assessment.year, year) : undefined,
    within ? and(gte(assessment.placeCode, within), lt(assessment.placeCode, `${within}~`)) : undefined,
    state ? eq(assessment.state, state) : undefined,
  );
  return page(
    ctx.db,
    { table: assessment, where, order: [{ column: assessment.placeCode }, { column: assessment.id }] },
    args,
  );
}

export interface ItemRatio {
  /** Points of the standing column, decimal text; what is not filled in yet counts as 0. */
  readonly earned: string;
  /** Full marks of what was not dropped, decimal text. */
  readonly full: string;
  /** True when nothing of the item is open. */
  readonly isComplete: boolean;
}

/**
 * What each item of a standard earned, by village: for scores that build on this one.
 *
 * Dropped indicators, vetoes and bonus points are left out: an item that fell away as a whole has full marks of 0. An item of
 * which nothing is filled in yet is not there.
 */
export async function itemRatios(
  ctx: ServiceContext,
  villages: readonly string[],
  standard: string,
  year: number,
): Promise<Map<string, Map<string, ItemRatio>>> {
  const edition = await findEdition(ctx, { code: standard, day: `${year}-12-31` });
  const counted = (edition?.indicators ?? []).filter(({ indicator }) => !indicator.veto && indicator.role !== 'bonus');
  const items = counted.map(({ indicator, item }) => ({
    indicator: indicator.code,
    item: item.code,
    points: indicator.points,
  }));
  const rows = await ctx.db.execute<{
    place_code: string;
    item: string;
    earned: string;
    full_marks: string;
    is_complete: boolean;
  }>(sql`
    select r.place_code, i.item, ${LIVE_SUM('r.standing_points')} as earned, ${LIVE_SUM('i.points')} as full_marks,
      bool_and(r.standing_status not in ('unanswered', 'pending')) as is_complete
    from ${ctx.db.select().from(assessment)} a
    join ${ctx.db.select().from(response)} r on r.assessment_id = a.id
    join jsonb_to_recordset(${JSON.stringify(items)}::jsonb) i (indicator text, item text, points numeric) on i.indicator = r.indicator
    where a.place_code = any(${sql.param([...villages])}::text[]) and a.standard = ${standard} and a.year = ${year}
      and a.state <> 'withdrawn'
    group by r.place_code, i.item
    having bool_or(r.standing_status not in ('unanswered', 'pending', 'dropped')) or bool_and(r.standing_status = 'dropped')`);
  const ratios = new Map<string, Map<string, ItemRatio>>();
  for (const { place_code, item, earned, full_marks, is_complete } of rows) {
    const own = ratios.get(place_code) ?? new Map<string, ItemRatio>();
    ratios.set(place_code, own.set(item, { earned, full: full_marks, isComplete: is_complete }));
  }
  return ratios;
}

/** A sum over what was not dropped, as exact text. */
const LIVE_SUM = (column: 'r.standing_points' | 'i.points') =>
  sql.raw(`trim_scale(coalesce(sum(${column}) filter (where r.standing_status <> 'dropped'), 0))::text`);
