/**
 * The list of published cases: all of them, those of a place, or those that a question finds, the best first.
 *
 * Paging is by key, forward only: (rank or day of publication, id), made as text by PostgreSQL, so that nothing is skipped.
 */
import { and, arrayOverlaps, desc, getTableColumns, sql } from 'drizzle-orm';
import { getPlace } from '@cunzhi/core';
import { BorderError, pageSize, type Page, type PageArgs, type ServiceContext } from '@cunzhi/plugin';
import type { YucunElement } from './element.ts';
import { questionOf } from './search.rule.ts';
import { loadSegmenter } from './segment.ts';
import { countOfVillage, insideOf, isId, isLatest, newestOfVillage } from './yucun.loader.ts';
import { publishedCase, type PublishedCase } from './yucun.table.ts';

export interface PublishedFilter {
  readonly search?: string | null;
  /** Cases with any of these. */
  readonly elements?: readonly YucunElement[] | null;
  readonly within?: string | null;
}

type Reader = Pick<ServiceContext, 'db' | 'load'>;
type Found = PublishedCase & { readonly found?: readonly string[] };

const NEWEST = 'newest';
const RANKED = 'ranked';
type List = typeof NEWEST | typeof RANKED;

/** @throws BorderError BAD_PLACE, BAD_PAGE, BAD_CURSOR. */
export async function listPublished(
  ctx: Reader,
  { search, elements, within }: PublishedFilter,
  args: PageArgs,
): Promise<Page<Found>> {
  const size = forwardSize(args);
  if (within) await getPlace(ctx, within, 'within');
  const question = search?.trim() ? questionOf(search, await loadSegmenter()) : null;
  const list = question ? RANKED : NEWEST;
  const query = question && sql`${question.query}::tsquery`;
  const key = question
    ? sql`ts_rank(published_case.words, ${question.rank}::tsquery)`
    : sql`${publishedCase.publishedAt}`;
  const after = args.after == null ? undefined : readCursor(args.after, list);
  const where = and(
    isLatest,
    within ? insideOf(publishedCase.placeCode, within) : undefined,
    elements?.length ? arrayOverlaps(publishedCase.elements, [...elements]) : undefined,
    query ? sql`published_case.words @@ ${query}` : undefined,
  );
  const type = sql.raw(list === RANKED ? 'real' : 'timestamptz');
  const beyond = after && sql`(${key}, ${publishedCase.id}) < (${after.key}::${type}, ${after.id}::uuid)`;
  const rows = await ctx.db
    .select({ ...getTableColumns(publishedCase), key: sql<string>`${key}::text` })
    .from(publishedCase)
    .where(and(where, beyond))
    .orderBy(desc(key), desc(publishedCase.id))
    .limit(size + 1);
  const nodes = rows.map(({ key: _key, ...row }) => (question ? { ...row, found: question.words } : row));
  const cursors = rows.map((row) => writeCursor(list, row.key, row.id));
  return pageOf({ nodes, cursors, size, isFirst: after === undefined }, () => ctx.db.$count(publishedCase, where));
}

/** The published cases of one village; the first page of many villages costs as much as that of one. */
export async function listOfVillage(ctx: Reader, village: string, args: PageArgs): Promise<Page<Found>> {
  if (args.after != null || args.before != null || args.last != null)
    return listPublished(ctx, { within: village }, args);
  const size = forwardSize(args);
  const nodes = await ctx.load(newestOfVillage, `${village} ${size + 1}` as const);
  const cursors = nodes.map((row) => writeCursor(NEWEST, row.publishedAt.toISOString(), row.id));
  return pageOf({ nodes, cursors, size, isFirst: true }, () => ctx.load(countOfVillage, village));
}

interface Rows {
  readonly nodes: readonly Found[];
  readonly cursors: readonly string[];
  readonly size: number;
  readonly isFirst: boolean;
}

function pageOf({ nodes, cursors, size, isFirst }: Rows, totalCount: () => Promise<number>): Page<Found> {
  const edges = nodes.slice(0, size).map((node, at) => ({ node, cursor: cursors[at] ?? '' }));
  return {
    edges,
    pageInfo: {
      hasNextPage: nodes.length > size,
      hasPreviousPage: !isFirst,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

function forwardSize(args: PageArgs): number {
  if (args.last == null && args.before == null) return pageSize(args);
  throw new BorderError(
    'BAD_PAGE',
    { zh: '这个列表只能向后翻，请用 first 和 after。', en: 'This list is read forward only; use first and after.' },
    args.last != null ? 'last' : 'before',
  );
}

const writeCursor = (list: List, key: string, id: string) =>
  Buffer.from(JSON.stringify([list, key, id])).toString('base64url');

function readCursor(cursor: string, list: List): { key: string; id: string } {
  try {
    const [name, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isKey =
      typeof key === 'string' && (list === RANKED ? Number.isFinite(Number(key)) : !Number.isNaN(Date.parse(key)));
    if (name === list && isKey && typeof id === 'string' && isId(id)) return { key, id };
  } catch {
    // Not one of our cursors: said below.
  }
  throw new BorderError(
    'BAD_CURSOR',
    {
      zh: '这个翻页位置不属于这个列表，请从第一页看起。',
      en: 'This cursor does not belong to this list; start from the first page.',
    },
    'after',
  );
}
