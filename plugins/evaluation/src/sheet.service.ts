/**
 * Sheets (评定表): assessments with everything that scoring looks at, read and written for many villages at once.
 *
 * An assessment is locked before its sheet is read, so that kept totals are never made from a stale answer.
 */
import { asc, sql } from 'drizzle-orm';
import { placeByCode } from '@cunzhi/core';
import { NotFoundError, type ServiceContext } from '@cunzhi/plugin';
import type { Level, ScoreContext } from './engine/index.ts';
import { grouped, responseColumns, roundById, type ResponseRow } from './assessment.loader.ts';
import { loadAttributes, villageYear, type Attributes } from './attribute.service.ts';
import { getEdition } from './edition.loader.ts';
import { assessment, response, type Assessment, type Round } from './evaluation.table.ts';
import { isId } from './id.rule.ts';
import type { Edition } from './standard.rule.ts';

export interface Sheet {
  readonly assessment: Assessment;
  readonly round: Round;
  readonly edition: Edition;
  /** At the level of the village. */
  readonly context: ScoreContext;
  readonly responses: readonly ResponseRow[];
}

/**
 * Locks assessments for change, in the order of their ids: the first statement of every mutation on them.
 *
 * @throws NotFoundError when one is not there, out of reach, or the actor lacks the permission at its village.
 */
export async function lockAssessments(
  ctx: ServiceContext,
  ids: readonly string[],
  permission: string,
): Promise<Assessment[]> {
  if (!ids.every(isId)) throw new NotFoundError();
  const [only, ...others] = ids;
  const rows =
    only !== undefined && others.length === 0
      ? [await ctx.lock(assessment, sql`${assessment.id} = ${only}`)]
      : await ctx.db.select().from(assessment).where(inIds(ids)).orderBy(asc(assessment.id)).for('update');
  if (rows.length !== new Set(ids).size) throw new NotFoundError();
  for (const { placeCode } of rows) ctx.require(permission, placeCode);
  return rows;
}

const inIds = (ids: readonly string[]) => sql`${assessment.id} = any(${sql.param([...ids])}::uuid[])`;

/** The sheets of locked assessments: as many statements for a thousand as for one. */
export async function loadSheets(ctx: ServiceContext, assessments: readonly Assessment[]): Promise<Sheet[]> {
  const ids = assessments.map(({ id }) => id);
  const rows = await ctx.db
    .select(responseColumns)
    .from(response)
    .where(sql`${response.assessmentId} = any(${sql.param(ids)}::uuid[])`)
    .orderBy(asc(response.assessmentId), asc(response.ordinal));
  const responses = grouped(rows, ({ assessmentId }) => assessmentId);
  const attributes = await loadAttributes(ctx, assessments);
  return Promise.all(
    assessments.map(async (one) => {
      const round = await ctx.load(roundById, one.roundId);
      if (!round) throw new NotFoundError();
      const edition = await getEdition(ctx, round.editionHash);
      const context = await contextOf(ctx, one, { edition, attributes: attributes.get(villageYear(one)) ?? new Map() });
      return { assessment: one, round, edition, context, responses: responses.get(one.id) ?? [] };
    }),
  );
}

/** What the score of a village may depend on besides its answers. */
export async function contextOf(
  ctx: Pick<ServiceContext, 'load'>,
  { placeCode, year }: Pick<Assessment, 'placeCode' | 'year'>,
  {
    edition,
    attributes,
    level = 'village',
  }: { readonly edition: Edition; readonly attributes: Attributes; readonly level?: Level },
): Promise<ScoreContext> {
  const place = await ctx.load(placeByCode, placeCode);
  const { standard } = edition;
  const stated = [...attributes].filter(([key]) => Object.hasOwn(standard.attributes, key));
  return {
    standard,
    year,
    period: { from: `${year}-01-01`, to: `${year}-12-31` },
    level,
    village: {
      code: placeCode,
      kind: place?.kind ?? 'village',
      county: placeCode.slice(0, 6),
      township: placeCode.slice(0, 9),
      attributes: Object.fromEntries(
        stated.map(([key, value]) => [key, standard.attributes[key]?.type === 'yesNo' ? value === 'true' : value]),
      ),
      holds: [],
    },
    awardedOn: attributes.get('awardedOn') ?? null,
    termStartedOn: attributes.get('termStartedOn') ?? null,
  };
}
