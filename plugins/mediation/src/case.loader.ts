/**
 * Cases, their text and their handlers by id; one statement for all ids of a tick.
 *
 * Row security leaves out what the reader may not see: no text for whoever does not handle the case.
 */
import { sql } from 'drizzle-orm';
import { defineLoader } from '@cunzhi/plugin';
import { caseHandler, caseText, mediationCase, type CaseText, type MediationCase } from './mediation.table.ts';

export const caseById = defineLoader<string, MediationCase | null>({
  missing: null,
  batch: async ({ db }, ids) => {
    const rows = await db
      .select()
      .from(mediationCase)
      .where(sql`${mediationCase.id} = any(${sql.param([...ids])}::uuid[])`);
    return new Map(rows.map((row) => [row.id, row]));
  },
});

export const textOfCase = defineLoader<string, CaseText | null>({
  missing: null,
  batch: async ({ db }, ids) => {
    const rows = await db
      .select()
      .from(caseText)
      .where(sql`${caseText.caseId} = any(${sql.param([...ids])}::uuid[])`);
    return new Map(rows.map((row) => [row.caseId, row]));
  },
});

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
