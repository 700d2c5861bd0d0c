/**
 * Editions of standards, read from the database and laid out once for each hash.
 *
 * An edition is never edited, so what was laid out for a hash stays right for ever.
 */
import { asc, eq, sql } from 'drizzle-orm';
import { defineLoader, NotFoundError, type RequestContext } from '@cunzhi/plugin';
import { editionInForce } from './engine/index.ts';
import { edition, fact } from './evaluation.table.ts';
import { dayInChina } from './round.rule.ts';
import { layOut, type Edition } from './standard.rule.ts';

type Reader = Pick<RequestContext, 'load' | 'db'>;

/** Editions by hash: a memo of a pure function, never a place where state is kept. */
const known = new Map<string, Edition>();
const KEPT = 20;

/** An edition by the hash of its text: no statement when it was read before, one for all others. */
const editionByHash = defineLoader<string, Edition | null>({
  missing: null,
  batch: async ({ db }, hashes) => {
    const unknown = hashes.filter((hash) => !known.has(hash));
    if (unknown.length > 0) {
      const rows = await db
        .select({ hash: edition.hash, content: edition.content })
        .from(edition)
        .where(sql`${edition.hash} = any(${sql.param(unknown)}::text[])`);
      for (const { hash, content } of rows) remember(layOut(hash, content));
    }
    return new Map(
      hashes.flatMap((hash) => [known.get(hash)].filter((one) => one !== undefined).map((one) => [hash, one])),
    );
  },
});

/** The edition that a round has pinned. */
export async function getEdition(ctx: Pick<RequestContext, 'load'>, hash: string): Promise<Edition> {
  const found = await ctx.load(editionByHash, hash);
  if (!found) throw new NotFoundError();
  return found;
}

/** All editions in the order of code and edition, without their texts: one statement, and one for those not read yet. */
export async function listEditions(ctx: Reader): Promise<Edition[]> {
  const rows = await ctx.db
    .select({ hash: edition.hash })
    .from(edition)
    .orderBy(asc(edition.code), asc(edition.edition));
  return Promise.all(rows.map(({ hash }) => getEdition(ctx, hash)));
}

/** A named edition, or the one in force on the day; undefined when there is none. */
export async function findEdition(
  ctx: Reader,
  { code, name, day }: { readonly code: string; readonly name?: string | null; readonly day: string },
): Promise<Edition | undefined> {
  const rows = await ctx.db.select({ hash: edition.hash }).from(edition).where(eq(edition.code, code));
  const editions = await Promise.all(rows.map(({ hash }) => getEdition(ctx, hash)));
  if (name != null) return editions.find((one) => one.standard.edition === name);
  const inForce = editionInForce(
    editions.map((one) => one.standard),
    day,
  );
  return editions.find((one) => one.standard === inForce);
}

/** Without `name`, the edition in force today in China. @throws NotFoundError when there is none. */
export async function getStandard(
  ctx: Reader & Pick<RequestContext, 'now'>,
  code: string,
  name?: string | null,
): Promise<Edition> {
  const found = await findEdition(ctx, { code, name, day: dayInChina(ctx.now()) });
  if (!found) throw new NotFoundError();
  return found;
}

/** The name of a fact as people say it. */
export const factName = defineLoader<string, string | null>({
  missing: null,
  batch: async ({ db }, ids) => {
    const rows = await db
      .select()
      .from(fact)
      .where(sql`${fact.id} = any(${sql.param([...ids])}::text[])`);
    return new Map(rows.map(({ id, name }) => [id, name]));
  },
});

function remember(one: Edition): void {
  if (known.size >= KEPT) known.delete(known.keys().next().value ?? '');
  known.set(one.hash, one);
}
