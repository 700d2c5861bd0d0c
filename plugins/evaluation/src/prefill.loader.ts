/** Facts for many responses at once: one question to the platform for all villages and facts of a year. */
import { defineLoader, type FactValue, type RequestContext } from '@cunzhi/plugin';
import type { Indicator } from './engine/index.ts';
import type { Facts } from './prefill.rule.ts';
import { factsOf } from './standard.rule.ts';

const factValue = defineLoader<string, FactValue | null>({
  missing: null,
  batch: async (ctx, keys) => {
    const wanted = keys.map((key) => ({ key, ...partsOf(key) }));
    const found = new Map<string, FactValue>();
    for (const year of new Set(wanted.map((one) => one.year))) {
      const ones = wanted.filter((one) => one.year === year);
      const ids = [...new Set(ones.map(({ fact }) => fact))];
      const villages = [...new Set(ones.map(({ village }) => village))];
      const values = await ctx.facts({ ids, villages, year: Number(year) });
      for (const { key, fact, village } of ones) {
        const value = values.get(fact)?.get(village);
        if (value) found.set(key, value);
      }
    }
    return found;
  },
});

const keyOf = (village: string, year: number, fact: string) => `${village} ${year} ${fact}`;

function partsOf(key: string) {
  const [village = '', year = '', fact = ''] = key.split(' ');
  return { village, year, fact };
}

/** The figures that an indicator may be filled with; a fact whose owner is away is simply missing. */
export async function loadFactsOf(
  ctx: Pick<RequestContext, 'load'>,
  indicator: Indicator,
  { placeCode, year }: { readonly placeCode: string; readonly year: number },
): Promise<Facts> {
  const ids = [...factsOf(indicator).values()];
  const values = await Promise.all(ids.map((id) => ctx.load(factValue, keyOf(placeCode, year, id))));
  return new Map(ids.flatMap((id, index) => (values[index] ? [[id, values[index]] as const] : [])));
}
