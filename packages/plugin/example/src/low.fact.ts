/** The fact `wells.low`: how many wells of a village are low, for scores and standards. */
import type { FactDefinition, FactValue, ServiceContext } from '@cunzhi/plugin';
import { count, inArray } from 'drizzle-orm';
import { well } from './well.table.ts';

/** One statement for any number of villages; a village without wells, or out of reach, has no value. */
async function load(ctx: ServiceContext, villages: readonly string[]): Promise<ReadonlyMap<string, FactValue>> {
  const rows = await ctx.db
    .select({ village: well.placeCode, wells: count(), low: count(well.lowSince) })
    .from(well)
    .where(inArray(well.placeCode, [...villages]))
    .groupBy(well.placeCode);
  const asOf = ctx.now();
  return new Map(
    rows.map(({ village, wells, low }) => [
      village,
      { value: { value: String(low) }, recordCount: wells, asOf, isComplete: true },
    ]),
  );
}

export const low: FactDefinition = { unit: '口', load };
