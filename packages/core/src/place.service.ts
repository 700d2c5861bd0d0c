/**
 * Places: read by everybody who is signed in, written only by an import.
 */
import { and, asc, eq, gte, ilike, lt, sql } from 'drizzle-orm';
import { BorderError, rowBy, page, type Db, type Page, type PageArgs, type ServiceContext } from '@cunzhi/plugin';
import { place, type Place } from './core.table.ts';
import type { PlaceRow } from './place.import.ts';

/** A place by code, one statement for all codes of a tick. */
export const placeByCode = rowBy(place, 'code');

/** @throws BorderError BAD_PLACE for a code that no place has. */
export async function getPlace(ctx: Pick<ServiceContext, 'load'>, code: string, field = 'code'): Promise<Place> {
  const found = await ctx.load(placeByCode, code);
  if (found) return found;
  throw new BorderError(
    'BAD_PLACE',
    { zh: `没有代码是 ${code} 的地方，请核对一下。`, en: `No place has the code ${code}; please check it.` },
    field,
  );
}

export interface VillageFilter {
  readonly within?: string | null;
  readonly search?: string | null;
  readonly kind?: 'village' | 'community' | null;
}

/** Villages and communities in the order of their codes. */
export async function listVillages(
  ctx: Pick<ServiceContext, 'db' | 'load'>,
  { within, search, kind }: VillageFilter,
  args: PageArgs,
): Promise<Page<Place>> {
  if (within) await getPlace(ctx, within, 'within');
  const words = search?.trim();
  const where = and(
    eq(place.level, 'village'),
    within ? and(gte(place.code, within), lt(place.code, `${within}~`)) : undefined,
    words ? ilike(place.name, `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`) : undefined,
    kind ? eq(place.kind, kind) : undefined,
  );
  return page(ctx.db, { table: place, where, order: [{ column: place.code }] }, args);
}

const CHUNK = 5_000;

/** Writes places, all or none; what is there already is brought up to date. Runs as the owner, from commands only. */
export async function importPlaces(
  db: Db,
  rows: readonly PlaceRow[],
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  await db.transaction(async (tx) => {
    for (let start = 0; start < rows.length; start += CHUNK) {
      const chunk = rows.slice(start, start + CHUNK);
      const column = (key: keyof PlaceRow) => sql.param(chunk.map((row) => row[key]));
      await tx.execute(sql`
        insert into core.place (code, name, full_name, level, kind, parent_code)
        select * from unnest(${column('code')}::text[], ${column('name')}::text[], ${column('fullName')}::text[],
          ${column('level')}::text[], ${column('kind')}::text[], ${column('parentCode')}::text[])
        on conflict (code) do update set name = excluded.name, full_name = excluded.full_name, level = excluded.level,
          kind = excluded.kind, parent_code = coalesce(excluded.parent_code, core.place.parent_code)`);
      onProgress(Math.min(start + CHUNK, rows.length));
    }
    await tx.execute(sql`
      update core.place p set village_count = c.villages from (
        select left(v.code, l.length) as code, count(*)::int as villages
        from core.place v, (values (2), (4), (6), (9)) l (length) where v.level = 'village' group by 1) c
      where p.code = c.code collate "C" and p.village_count <> c.villages`);
  });
}

/** How many places there are; 0 means that nothing was imported yet. */
export const countPlaces = (db: Db) => db.$count(place);

/** All villages (not communities) within a place, for rounds and scores. */
export function listVillageCodes(
  { db }: Pick<ServiceContext, 'db'>,
  within: string,
  kinds: readonly ('village' | 'community')[],
): Promise<Place[]> {
  return db
    .select()
    .from(place)
    .where(
      and(
        eq(place.level, 'village'),
        gte(place.code, within),
        lt(place.code, `${within}~`),
        sql`${place.kind} = any(${sql.param([...kinds])}::text[])`,
      ),
    )
    .orderBy(asc(place.code));
}
