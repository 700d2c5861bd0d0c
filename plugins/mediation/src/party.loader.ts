/** The parties of cases, in the order in which they were added; nobody's for whoever does not handle the case. */
import { asc, sql } from 'drizzle-orm';
import { defineLoader, rowBy } from '@cunzhi/plugin';
import { caseParty, type CaseParty } from './mediation.table.ts';

export const partyById = rowBy(caseParty, 'id');

export const partiesOfCase = defineLoader<string, readonly CaseParty[]>({
  missing: [],
  batch: async ({ db }, ids) => {
    const rows = await db
      .select()
      .from(caseParty)
      .where(sql`${caseParty.caseId} = any(${sql.param([...ids])}::uuid[])`)
      .orderBy(asc(caseParty.addedAt), asc(caseParty.id));
    const found = new Map<string, CaseParty[]>();
    for (const row of rows) found.set(row.caseId, [...(found.get(row.caseId) ?? []), row]);
    return found;
  },
});
