/**
 * What happens with three-governance scores: a bureau computes those of its area anew.
 *
 * Recomputing is the same work however often it is done, so it takes no write id; rows follow what the assessment says now.
 */
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { getPlace, listVillageCodes } from '@cunzhi/core';
import { InputRefusedError, type ServiceContext } from '@cunzhi/plugin';
import { events } from './governance.event.ts';
import { computeScores, findModel } from './governance.loader.ts';
import { score } from './governance.table.ts';
import { lastDayOf } from './model.ts';

export interface GovernanceRecomputed {
  /** How many villages have a row now, withheld ones included. */
  readonly villages: number;
}

/**
 * Computes and keeps the scores of all villages within a place; villages of which nothing is known get no row.
 *
 * @throws NotFoundError beyond the actor's reach; InputRefusedError when no model is in force in that year.
 */
export async function recomputeGovernance(
  ctx: ServiceContext,
  { within, year }: { within: string; year: number },
): Promise<GovernanceRecomputed> {
  ctx.require('three-governance.score.recompute', within);
  await getPlace(ctx, within, 'within');
  const model = await findModel(ctx, lastDayOf(year));
  if (!model) throw noModel(year);

  const villages = (await listVillageCodes(ctx, within, model.rates)).map(({ code }) => code);
  const scores = await computeScores(ctx, model, villages, year);
  const rows = [...scores]
    .filter(([, { contributions }]) => contributions.some(({ value }) => value !== null))
    .map(([place_code, one]) => ({ place_code, ...one }));

  // Both statements go through the rows in the order of the codes, so that two bureaus at once wait and do not block each other.
  await ctx.db.execute(sql`
    insert into plugin_three_governance.score (place_code, year, edition, pillars, coupling, development, coordination, band, missing, contributions, computed_at)
    select place_code, ${year}::int, ${model.edition}, pillars, coupling, development, coordination, band,
      array(select jsonb_array_elements_text(missing)), contributions, ${ctx.now().toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (place_code text, pillars jsonb, coupling numeric,
      development numeric, coordination numeric, band text, missing jsonb, contributions jsonb)
    order by place_code
    on conflict (place_code, year, edition) do update set pillars = excluded.pillars, coupling = excluded.coupling,
      development = excluded.development, coordination = excluded.coordination, band = excluded.band,
      missing = excluded.missing, contributions = excluded.contributions, computed_at = excluded.computed_at`);
  await ctx.db
    .delete(score)
    .where(
      and(
        gte(score.placeCode, within),
        lt(score.placeCode, `${within}~`),
        eq(score.year, year),
        eq(score.edition, model.edition),
        sql`not ${score.placeCode} = any(${sql.param(rows.map(({ place_code }) => place_code))}::text[])`,
      ),
    );
  await events.emit(ctx, 'scoresRecomputed', {
    placeCode: within,
    permission: 'three-governance.score.read',
    // The recomputation itself is what this tells of: it happened once and has no later version.
    subject: { id: ctx.operationId, version: 1 },
    payload: { year, villages: rows.length },
  });
  return { villages: rows.length };
}

const noModel = (year: number) =>
  new InputRefusedError([
    {
      path: 'year',
      code: 'NO_MODEL',
      text: {
        zh: `${year} 年没有有效的三治融合模型，请换一个年份。`,
        en: `No three-governance model is in force in ${year}; choose another year.`,
      },
    },
  ]);
