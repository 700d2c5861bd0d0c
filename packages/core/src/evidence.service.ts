/**
 * Evidence: an uploaded file, a record of the platform, or a paper that is kept in the village.
 *
 * Evidence is seen by whoever holds `core.evidence.read` at its place; the file is reached only through its row.
 */
import { sql } from 'drizzle-orm';
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
  Partial<Pick<Evidence, 'id' | 'fileHash' | 'contentType' | 'size' | 'recordKind' | 'recordId'>>;

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
