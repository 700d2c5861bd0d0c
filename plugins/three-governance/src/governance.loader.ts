/**
 * Batched reads: the models, and the scores of many villages.
 *
 * A village without a kept score gets one computed from its assessment as it stands; nothing is written by reading.
 */
import { and, eq, sql } from 'drizzle-orm';
import { defineLoader, type FactValue, type ServiceContext } from '@cunzhi/plugin';
import { readFact, readItem, scoreOf, type Reading, type ShownScore } from './governance.rule.ts';
import { model as modelTable, score, type ScoreRow } from './governance.table.ts';
import { lastDayOf, modelInForce, type GovernanceModel } from './model.ts';
import { ratiosOf } from './ratios.ts';

/** A score with the model that it was computed by. */
export interface GovernanceScore extends ShownScore {
  readonly year: number;
  readonly model: GovernanceModel;
  readonly computedAt: Date;
}

/** All published models: a handful, read once for an operation. */
export const publishedModels = defineLoader<'all', readonly GovernanceModel[]>({
  missing: [],
  batch: async ({ db }) => new Map([['all', (await db.select().from(modelTable)).map(({ content }) => content)]]),
});

export async function findModel(ctx: Pick<ServiceContext, 'load'>, day: string): Promise<GovernanceModel | null> {
  return modelInForce(await ctx.load(publishedModels, 'all'), day);
}

/** Scores by `<village> <year>`: the kept ones in one statement for each year, the others computed together. */
export const scoreByVillageAndYear = defineLoader<`${string} ${number}`, GovernanceScore | null>({
  missing: null,
  batch: async (ctx, keys) => {
    const found = new Map<`${string} ${number}`, GovernanceScore>();
    for (const year of new Set(keys.map(yearOf))) {
      const model = await findModel(ctx, lastDayOf(year));
      if (!model) continue;
      const villages = keys.filter((key) => yearOf(key) === year).map((key) => key.split(' ')[0] ?? '');
      for (const [village, one] of await scoresOf(ctx, model, villages, year)) found.set(`${village} ${year}`, one);
    }
    return found;
  },
});

const yearOf = (key: string) => Number(key.split(' ')[1]);

async function scoresOf(
  ctx: ServiceContext,
  model: GovernanceModel,
  villages: readonly string[],
  year: number,
): Promise<Map<string, GovernanceScore>> {
  const rows = await ctx.db
    .select()
    .from(score)
    .where(
      and(
        eq(score.year, year),
        eq(score.edition, model.edition),
        sql`${score.placeCode} = any(${sql.param([...villages])}::text[])`,
      ),
    );
  const scores = new Map<string, GovernanceScore>(rows.map((row: ScoreRow) => [row.placeCode, { ...row, model }]));
  const others = villages.filter((village) => !scores.has(village));
  if (others.length === 0) return scores;
  for (const [village, computed] of await computeScores(ctx, model, others, year)) {
    scores.set(village, { ...computed, year, model, computedAt: ctx.now() });
  }
  return scores;
}

/** Computes the scores of villages from assessment and facts; as many statements for one village as for a thousand. */
export async function computeScores(
  ctx: ServiceContext,
  model: GovernanceModel,
  villages: readonly string[],
  year: number,
): Promise<ReadonlyMap<string, ShownScore>> {
  const indicators = model.pillars.flatMap((pillar) => pillar.indicators);
  const facts = indicators.filter(({ range }) => range !== null).map(({ source }) => source);
  const ratios = await ratiosOf(ctx, villages, model.standard.code, year);
  const values =
    facts.length > 0
      ? await ctx.facts({ ids: facts, villages, year })
      : new Map<string, ReadonlyMap<string, FactValue>>();
  return new Map(
    villages.map((village) => {
      const readings = indicators.map(({ source, range }): [string, Reading] => [
        source,
        range
          ? readFact(numberOf(values.get(source)?.get(village)), range)
          : readItem(ratios.get(village)?.get(source)),
      ]);
      return [village, scoreOf(model, new Map(readings))];
    }),
  );
}

/** The number in a fact, which is shaped like the answer it fills: a number, a ratio, or yes and no. */
function numberOf(fact: FactValue | undefined): number | undefined {
  if (!fact) return undefined;
  const { number, numerator, denominator, value } = fact.value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (number !== undefined) return Number(number);
  return numerator !== undefined && Number(denominator) !== 0 ? Number(numerator) / Number(denominator) : undefined;
}
