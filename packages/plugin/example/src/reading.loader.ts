/** Reads by key, batched: one statement, however many ask. */
import { defineLoader } from '@cunzhi/plugin';
import { and, count, inArray, isNotNull } from 'drizzle-orm';
import { reading, well, type Reading } from './well.table.ts';

export const findReading = defineLoader<string, Reading | null>({
  missing: null,
  batch: async (ctx, ids) => {
    const rows = await ctx.db
      .select()
      .from(reading)
      .where(inArray(reading.id, [...ids]));
    return new Map(rows.map((row) => [row.id, row]));
  },
});

/** How many wells of a village are low. */
export const lowWellsIn = defineLoader<string, number>({
  missing: 0,
  batch: async (ctx, villages) => {
    const rows = await ctx.db
      .select({ village: well.placeCode, low: count() })
      .from(well)
      .where(and(isNotNull(well.lowSince), inArray(well.placeCode, [...villages])))
      .groupBy(well.placeCode);
    return new Map(rows.map(({ village, low }) => [village, low]));
  },
});
