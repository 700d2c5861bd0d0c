/**
 * Rounds (轮次): a bureau draws one up for its area and a year, and opens it for every village there.
 *
 * A round pins its edition; a village is asked by a standard once a year, also where areas overlap.
 */
import { and, eq, gte, lt, or, sql } from 'drizzle-orm';
import { getPlace } from '@cunzhi/core';
import {
  defineLoader,
  InputRefusedError,
  NotFoundError,
  page,
  type FieldProblem,
  type Page,
  type PageArgs,
  type RequestContext,
  type ServiceContext,
} from '@cunzhi/plugin';
import { findEdition } from './edition.loader.ts';
import { assessment, round, type Assessment, type Round } from './evaluation.table.ts';
import { asId } from './id.rule.ts';
import type { Edition } from './standard.rule.ts';

export interface DraftRound {
  readonly standard: string;
  /** Without it, the edition in force on the last day of the year. */
  readonly edition?: string | null;
  readonly year: number;
  readonly area: string;
  /** Days, both ending at 24:00 in China. */
  readonly selfAssessmentUntil: string;
  readonly scoringUntil: string;
}

/** @throws NotFoundError without the right at the area, InputRefusedError for wrong dates, standard or an area that has a round. */
export async function draftRound(ctx: ServiceContext, input: DraftRound): Promise<Round> {
  const { standard: code, year, area: areaCode, selfAssessmentUntil: selfUntil, scoringUntil } = input;
  ctx.require('evaluation.round.open', areaCode);
  await getPlace(ctx, areaCode, 'area');
  const edition = await findEdition(ctx, {
    code,
    ...(input.edition != null && { name: input.edition }),
    day: `${year}-12-31`,
  });
  const problems = [
    ...(year >= 2000 && year <= 2100 ? [] : [wrongYear(year)]),
    ...(edition && isInForce(edition, `${year}-12-31`) ? [] : [noEdition(code, input.edition)]),
    ...(selfUntil > scoringUntil ? [WRONG_DATES] : []),
  ];
  if (!edition || problems.length > 0) throw new InputRefusedError(problems);

  const overlapping = or(
    sql`${areaCode} like ${round.areaCode} || '%'`,
    and(gte(round.areaCode, areaCode), lt(round.areaCode, `${areaCode}~`)),
  );
  const same = and(eq(round.standard, code), eq(round.year, year), sql`${round.state} <> 'cancelled'`);
  const [other] = await ctx.db.select({ areaCode: round.areaCode }).from(round).where(and(same, overlapping));
  if (other) throw new InputRefusedError([roundExists(other.areaCode, year)]);

  const [drafted] = await ctx.db
    .insert(round)
    .values({
      areaCode,
      standard: code,
      edition: edition.standard.edition,
      editionHash: edition.hash,
      year,
      selfUntil,
      scoringUntil,
    })
    .onConflictDoNothing()
    .returning();
  if (!drafted) throw new InputRefusedError([roundExists(areaCode, year)]);
  return drafted;
}

/** @throws NotFoundError */
export async function getRound(ctx: Pick<RequestContext, 'db'>, id: string): Promise<Round> {
  const [found] = await ctx.db
    .select()
    .from(round)
    .where(eq(round.id, asId(id)));
  if (!found) throw new NotFoundError();
  return found;
}

/** Rounds whose area lies within the place or covers it, the latest first. */
export function listRounds(
  ctx: Pick<RequestContext, 'db'>,
  { within, year }: { within?: string | null; year?: number | null },
  args: PageArgs,
): Promise<Page<Round>> {
  const touches = within
    ? or(
        sql`${within} like ${round.areaCode} || '%'`,
        and(gte(round.areaCode, within), lt(round.areaCode, `${within}~`)),
      )
    : undefined;
  const where = and(touches, year ? eq(round.year, year) : undefined);
  return page(
    ctx.db,
    {
      table: round,
      where,
      order: [{ column: round.year, direction: 'desc' }, { column: round.areaCode }, { column: round.id }],
    },
    args,
  );
}

export interface RoundProgress {
  /** Villages that are rated. */
  readonly total: number;
  readonly byState: ReadonlyMap<Assessment['state'], number>;
}

/** How many villages of a round, within the caller's reach, are in each state; one statement for all rounds of a list. */
export function roundProgress(
  ctx: Pick<RequestContext, 'load'>,
  id: string,
  within?: string | null,
): Promise<RoundProgress> {
  return ctx.load(progressOf, `${id} ${within ?? ''}`);
}

/** The key is the round's id, a blank, and a place or nothing. */
const progressOf = defineLoader<string, RoundProgress>({
  missing: { total: 0, byState: new Map() },
  batch: async (ctx, keys) => {
    const asked = keys.map((key) => ({
      key,
      id: key.slice(0, key.indexOf(' ')),
      within: key.slice(key.indexOf(' ') + 1),
    }));
    const found = new Map<string, RoundProgress>();
    for (const within of new Set(asked.map((one) => one.within))) {
      const ones = asked.filter((one) => one.within === within);
      const rows = await countStates(ctx, ones.map(({ id }) => id), within); // prettier-ignore
      for (const { key, id } of ones) {
        const own = rows.filter(({ roundId }) => roundId === id);
        const rated = own.filter(({ state }) => state !== 'notRated' && state !== 'withdrawn');
        const total = rated.reduce((sum, { count }) => sum + count, 0);
        found.set(key, { total, byState: new Map(own.map(({ state, count }) => [state, count])) });
      }
    }
    return found;
  },
});

function countStates({ db }: Pick<RequestContext, 'db'>, ids: readonly string[], within: string) {
  const inPlace = within ? and(gte(assessment.placeCode, within), lt(assessment.placeCode, `${within}~`)) : undefined;
  return db
    .select({ roundId: assessment.roundId, state: assessment.state, count: sql<number>`count(*)::int` })
    .from(assessment)
    .where(and(sql`${assessment.roundId} = any(${sql.param([...ids])}::uuid[])`, inPlace))
    .groupBy(assessment.roundId, assessment.state);
}

const isInForce = ({ standard: { inForce } }: Edition, day: string) =>
  inForce.from <= day && (inForce.until === null || day <= inForce.until);

const wrongYear = (year: number): FieldProblem => ({
  path: 'year',
  code: 'YEAR_OUT_OF_RANGE',
  text: {
    zh: `年度 ${year} 不对，应在 2000 到 2100 之间。`,
    en: `The year ${year} is not possible; it lies between 2000 and 2100.`,
  },
});

const WRONG_DATES: FieldProblem = {
  path: 'scoringUntil',
  code: 'DATES_OUT_OF_ORDER',
  text: { zh: '评分截止日不能早于自评截止日。', en: 'Scoring cannot end before self-assessment does.' },
};

const noEdition = (code: string, name: string | null | undefined): FieldProblem => ({
  path: 'standard',
  code: 'UNKNOWN_STANDARD',
  text: {
    zh: `没有标准 ${code}${name ? ` ${name} 版` : ''}，或那一天没有施行的版本。`,
    en: `There is no standard ${code}${name ? ` ${name}` : ''}, or none in force on that day.`,
  },
});

const roundExists = (area: string, year: number): FieldProblem => ({
  path: 'area',
  code: 'ROUND_EXISTS',
  text: {
    zh: `${year} 年这个标准在 ${area} 已经有一轮了，同一个村一年只评一次。`,
    en: `${area} has a round of this standard for ${year} already; a village is asked once a year.`,
  },
});
