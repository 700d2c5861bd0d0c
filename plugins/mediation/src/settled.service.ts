/**
 * The rate of settled rounds (调解成功率): ended in agreement, of all that ended in the year.
 *
 * Two integers, never a percentage. Without an ended round it is 0 of 0; a village out of reach has no value.
 */
import { sql } from 'drizzle-orm';
import type { FactValue, ServiceContext } from '@cunzhi/plugin';

/** One statement for any number of villages. */
export async function loadSettledRate(
  ctx: ServiceContext,
  villages: readonly string[],
  year: number,
): Promise<ReadonlyMap<string, FactValue>> {
  const rows = await ctx.db.execute<{ village: string; settled: number; ended: number }>(sql`
    select village, settled, ended from plugin_mediation.settled_rate(${sql.param([...villages])}::text[], ${year})`);
  const asOf = ctx.now();
  return new Map(
    rows.map(({ village, settled, ended }) => [
      village,
      { value: { numerator: String(settled), denominator: String(ended) }, recordCount: ended, asOf, isComplete: true },
    ]),
  );
}
