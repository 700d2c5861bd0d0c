/**
 * Attributes (属性) of villages: what a village is, as rules may ask. Election year, population, a watercourse.
 *
 * What nobody has stated is not there: it is never taken for "no".
 */
import { sql } from 'drizzle-orm';
import { getPlace, listVillageCodes } from '@cunzhi/core';
import { InputRefusedError, type ServiceContext } from '@cunzhi/plugin';
import { villageAttribute, type Assessment } from './evaluation.table.ts';

/** Values as text, by key: `true`, `1240`, a word, or a day for `termStartedOn` and `awardedOn`. */
export type Attributes = ReadonlyMap<string, string>;

const EVERY_YEAR = 0;
type VillageYear = Pick<Assessment, 'placeCode' | 'year'>;
export const villageYear = ({ placeCode, year }: VillageYear) => `${placeCode} ${year}`;

/** The attributes by village and year; what holds for one year stands before what holds for all. One statement. */
export async function loadAttributes(
  ctx: Pick<ServiceContext, 'db'>,
  villages: readonly VillageYear[],
): Promise<Map<string, Map<string, string>>> {
  const places = [...new Set(villages.map(({ placeCode }) => placeCode))];
  const years = [EVERY_YEAR, ...new Set(villages.map(({ year }) => year))];
  const rows = await ctx.db
    .select()
    .from(villageAttribute)
    .where(
      sql`${villageAttribute.placeCode} = any(${sql.param(places)}::text[]) and ${villageAttribute.year} = any(${sql.param(years)}::int[])`,
    )
    .orderBy(villageAttribute.year);
  const byPlace = new Map(places.map((code) => [code, rows.filter(({ placeCode }) => placeCode === code)]));
  return new Map(
    villages.map((village) => {
      const own = (byPlace.get(village.placeCode) ?? []).filter(
        ({ year }) => year === EVERY_YEAR || year === village.year,
      );
      return [villageYear(village), new Map(own.map(({ key, value }) => [key, value]))];
    }),
  );
}

export interface StatedAttribute {
  readonly placeCode: string;
  /** Left out for what holds in every year. */
  readonly year?: number;
  readonly key: string;
  readonly value: boolean | number | string;
}

/**
 * States attributes of villages, before a round is opened. A later statement takes the place of an earlier one.
 *
 * @throws NotFoundError when the actor may neither answer for one of the villages nor open rounds there.
 */
export async function stateAttributes(ctx: ServiceContext, stated: readonly StatedAttribute[]): Promise<void> {
  const first = stated[0];
  if (!first) return;
  for (const { placeCode } of stated)
    if (!ctx.can('evaluation.round.open', placeCode)) ctx.require('evaluation.answer.write', placeCode);
  const rows = stated.map(({ placeCode, year = EVERY_YEAR, key, value }) => ({
    place_code: placeCode,
    year,
    key,
    value: String(value),
  }));
  await ctx.db.execute(sql`
    insert into plugin_evaluation.village_attribute (place_code, year, key, value, stated_at, stated_by)
    select v.place_code, v.year, v.key, v.value, ${ctx.now().toISOString()}::timestamptz, ${ctx.actor.id}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v (place_code text, year int, key text, value text)
    on conflict (place_code, year, key) do update
    set value = excluded.value, stated_at = excluded.stated_at, stated_by = excluded.stated_by`);
}

export interface StateWithin {
  readonly within: string;
  readonly year?: number | null;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

const KEY = /^[a-z][A-Za-z0-9]{0,39}$/;

/** States the same attributes of every village within a place; answers their codes. @throws BorderError BAD_PLACE, NotFoundError, InputRefusedError. */
export async function stateWithin(ctx: ServiceContext, { within, year, attributes }: StateWithin): Promise<string[]> {
  await getPlace(ctx, within, 'within');
  const villages = await listVillageCodes(ctx, within, ['village', 'community']);
  const wrong = attributes.filter(({ key, value }) => !KEY.test(key) || value.trim() === '' || value.length > 100);
  if (wrong.length > 0 || villages.length === 0) {
    const zh = '属性名或内容不对：名称用字母和数字，内容不空且不超过 100 字。';
    throw new InputRefusedError([
      {
        path: 'attributes',
        code: 'BAD_INPUT',
        text: { zh, en: 'A key has letters and digits, a value 1 to 100 characters.' },
      },
    ]);
  }
  const stated = villages.flatMap(({ code: placeCode }) =>
    attributes.map((one) => ({ placeCode, ...(year != null && { year }), ...one })),
  );
  await stateAttributes(ctx, stated);
  return villages.map(({ code }) => code);
}
