/**
 * Numbers of cases: counted per committee and year, none lost and none given twice.
 *
 * The counter's row stays locked until the acceptance commits; an acceptance that fails gives its number back.
 */
import { sql } from 'drizzle-orm';
import type { ServiceContext } from '@cunzhi/plugin';
import { localYear } from './day.rule.ts';
import { numberCounter } from './mediation.table.ts';
import { getNumberPattern } from './norm.loader.ts';
import { writeNumber } from './number.rule.ts';

/** The next number of the committee at this place, in the year of today. */
export async function nextNumber(ctx: ServiceContext, placeCode: string): Promise<string> {
  const year = localYear(ctx.now());
  const pattern = await getNumberPattern(ctx, placeCode);
  const [counter] = await ctx.db
    .insert(numberCounter)
    .values({ placeCode, year, last: 1 })
    .onConflictDoUpdate({
      target: [numberCounter.placeCode, numberCounter.year],
      set: { last: sql`${numberCounter.last} + 1` },
    })
    .returning({ last: numberCounter.last });
  if (!counter) throw new Error(`The counter of ${placeCode} in ${year} gave no number.`);
  return writeNumber(pattern, year, counter.last);
}
