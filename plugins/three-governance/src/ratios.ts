/** The one place where this plugin asks the assessment: earned and full marks of each item, for many villages at once. */
import { itemRatios } from '@cunzhi/evaluation';
import type { ServiceContext } from '@cunzhi/plugin';
import type { ItemRatio } from './governance.rule.ts';

/** Village → item → its marks in the standing column; a village without an assessment, or an item without an answer, is absent. */
export function ratiosOf(
  ctx: ServiceContext,
  villages: readonly string[],
  standard: string,
  year: number,
): Promise<ReadonlyMap<string, ReadonlyMap<string, ItemRatio>>> {
  return itemRatios(ctx, villages, standard, year);
}
