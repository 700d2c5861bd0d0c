/**
 * Reads of the archive: one case by its id, the drafts within reach, and the published cases of many villages at once.
 *
 * A case is seen at its own side; what was published is seen by everybody signed in, and only its latest version is listed.
 */
import { and, desc, gte, inArray, lt, ne, sql, type SQL } from 'drizzle-orm';
import { getPlace } from '@cunzhi/core';
import { defineLoader, NotFoundError, page, type Page, type PageArgs, type ServiceContext } from '@cunzhi/plugin';
import { publishedCase, yucunCase, type PublishedCase, type YucunCase } from './yucun.table.ts';

/** A case as GraphQL shows it; a published one has the id of its own row, and may carry the words it was found by. */
export type SeenCase = YucunCase | (PublishedCase & { readonly found?: readonly string[] });

export const isPublished = (seen: SeenCase): seen is PublishedCase & { readonly found?: readonly string[] } =>
  'caseId' in seen;

export const isId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

type Reader = Pick<ServiceContext, 'db' | 'load'>;

const ids = (keys: readonly string[]) => sql.param([...keys].filter(isId));

const caseById = defineLoader<string, YucunCase | null>({
  missing: null,
  batch: async ({ db }, keys) => {
    const rows = await db
      .select()
      .from(yucunCase)
      .where(sql`${yucunCase.id} = any(${ids(keys)}::uuid[])`);
    return new Map(rows.map((row) => [row.id, row]));
  },
});

/** By the id of a published version, or by the id of its case: then the latest version. */
const publishedById = defineLoader<string, PublishedCase | null>({
  missing: null,
  batch: async ({ db }, keys) => {
    const rows = await db
      .select()
      .from(publishedCase)
      .where(
        sql`${publishedCase.id} = any(${ids(keys)}::uuid[]) or ${publishedCase.caseId} = any(${ids(keys)}::uuid[])`,
      )
      .orderBy(publishedCase.version);
    return new Map(rows.flatMap((row) => [[row.id, row], [row.caseId, row]] as const)); // prettier-ignore
  },
});

/** One's own side first, then what everybody sees. @throws NotFoundError for what is not there or not yours. */
export async function getCase(ctx: Reader, id: string): Promise<SeenCase> {
  const found = (await ctx.load(caseById, id)) ?? (await ctx.load(publishedById, id));
  if (found) return found;
  throw new NotFoundError();
}

/** Drafts and what is on its way, within the reader's reach, the last changed first. */
export async function listDrafts(
  ctx: Reader,
  within: string | null | undefined,
  args: PageArgs,
): Promise<Page<YucunCase>> {
  if (within) await getPlace(ctx, within, 'within');
  const where = and(ne(yucunCase.state, 'published'), within ? insideOf(yucunCase.placeCode, within) : undefined);
  const order = [
    { column: yucunCase.updatedAt, direction: 'desc' },
    { column: yucunCase.id, direction: 'desc' },
  ] as const;
  return page(ctx.db, { table: yucunCase, where, order }, args);
}

/** Only the latest version of a case: earlier ones are superseded, and still there by their id. */
export const isLatest = sql`not exists (select from plugin_yucun_cases.published_case later
  where later.case_id = ${publishedCase.caseId} and later.version > ${publishedCase.version})`;

export const insideOf = (
  column: typeof publishedCase.placeCode | typeof yucunCase.placeCode,
  within: string,
): SQL | undefined => and(gte(column, within), lt(column, `${within}~`));

/** The newest published cases of villages, by `<village> <how many>`; one statement for all villages. */
export const newestOfVillage = defineLoader<`${string} ${number}`, readonly PublishedCase[]>({
  missing: [],
  batch: async ({ db }, keys) => {
    const found = new Map<`${string} ${number}`, PublishedCase[]>();
    for (const size of new Set(keys.map((key) => Number(key.split(' ')[1])))) {
      const villages = keys.filter((key) => key.endsWith(` ${size}`)).map((key) => key.split(' ')[0] ?? '');
      const place = sql<number>`row_number() over (partition by ${publishedCase.placeCode} order by ${desc(publishedCase.publishedAt)}, ${desc(publishedCase.id)})`;
      const ranked = db
        .select({ id: publishedCase.id, place: place.as('place') })
        .from(publishedCase)
        .where(and(sql`${publishedCase.placeCode} = any(${sql.param(villages)}::text[])`, isLatest))
        .as('ranked');
      const rows = await db
        .select()
        .from(publishedCase)
        .where(
          inArray(
            publishedCase.id,
            db
              .select({ id: ranked.id })
              .from(ranked)
              .where(sql`${ranked.place} <= ${size}`),
          ),
        )
        .orderBy(desc(publishedCase.publishedAt), desc(publishedCase.id));
      for (const row of rows) {
        const key = `${row.placeCode} ${size}` as const;
        found.set(key, [...(found.get(key) ?? []), row]);
      }
    }
    return found;
  },
});

/** How many cases a village has published. */
export const countOfVillage = defineLoader<string, number>({
  missing: 0,
  batch: async ({ db }, villages) => {
    const rows = await db
      .select({ village: publishedCase.placeCode, count: sql<number>`count(*)::int` })
      .from(publishedCase)
      .where(and(sql`${publishedCase.placeCode} = any(${sql.param([...villages])}::text[])`, isLatest))
      .groupBy(publishedCase.placeCode);
    return new Map(rows.map(({ village, count }) => [village, count]));
  },
});
