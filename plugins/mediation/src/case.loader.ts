/**
 * Cases, their text and their handlers by id; one statement for all ids of a tick.
 *
 * Row security leaves out what the reader may not see: no text for whoever does not handle the case.
 */
import { sql } from 'drizzle-orm';
import { defineLoader, rowBy } from '@cunzhi/plugin';
import { caseHandler, caseText, mediationCase } from './mediation.table.ts';

export const caseById = rowBy(mediationCase, 'id');

export const textOfCase = rowBy(caseText, 'caseId');

/** True for the cases that the reader handles. */
export const isHandledByMe = defineLoader<string, boolean>({
  missing: false,
  batch: async ({ db, actor }, ids) => {
    const rows = await db
      .select({ id: caseHandler.caseId })
      .from(caseHandler)
      .where(
        sql`${caseHandler.caseId} = any(${sql.param([...ids])}::uuid[]) and ${caseHandler.personId} = ${actor.id}`,
      );
    return new Map(rows.map(({ id }) => [id, true]));
  },
});
