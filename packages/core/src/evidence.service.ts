/**
 * Evidence: an uploaded file, a record of the platform, or a paper that is kept in the village.
 *
 * Evidence is seen by whoever holds `core.evidence.read` at its place; the file is reached only through its row.
 */
import { and, eq, sql } from 'drizzle-orm';
import { defineLoader, NotFoundError, type ServiceContext } from '@cunzhi/plugin';
import { evidence, type Evidence } from './core.table.ts';

export const evidenceById = defineLoader<string, Evidence | null>({
  missing: null,
  batch: async ({ db }, ids) => {
    const rows = await db
      .select()
      .from(evidence)
      .where(sql`${evidence.id} = any(${sql.param([...ids])}::uuid[])`);
    return new Map(rows.map((row) => [row.id, row]));
  },
});

type NewEvidence = Pick<Evidence, 'placeCode' | 'kind' | 'title'> &
  Partial<Pick<Evidence, 'fileHash' | 'contentType' | 'size' | 'recordKind' | 'recordId'>>;

/** @throws NotFoundError when the actor may not add evidence at this place. */
export async function addEvidence(ctx: ServiceContext, input: NewEvidence): Promise<Evidence> {
  ctx.require('core.evidence.write', input.placeCode);
  const [added] = await ctx.db
    .insert(evidence)
    .values({ ...input, createdBy: ctx.actor.id, createdByName: ctx.actor.name, createdAt: ctx.now() })
    .returning();
  if (!added) throw new NotFoundError();
  return added;
}

/** The records behind POST and GET /files. */
export const evidenceFiles = {
  check(ctx: ServiceContext, placeCode: string): void {
    if (!/^\d{12}$/.test(placeCode)) throw new NotFoundError();
    ctx.require('core.evidence.write', placeCode);
  },

  async add(
    ctx: ServiceContext,
    file: { hash: string; size: number; contentType: string; name: string; placeCode: string },
  ) {
    const { hash, size, contentType, name, placeCode } = file;
    return addEvidence(ctx, { placeCode, kind: 'file', title: name, fileHash: hash, size, contentType });
  },

  async find(ctx: ServiceContext, id: string) {
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
    const [row] = await ctx.db
      .select()
      .from(evidence)
      .where(and(eq(evidence.id, id), eq(evidence.kind, 'file')));
    if (!row?.fileHash || !row.contentType || row.size === null) return undefined;
    return { hash: row.fileHash, contentType: row.contentType, size: row.size, name: row.title };
  },
};
