/**
 * One row of the audit log (审计记录): who did what where, and how it ended.
 *
 * One law: references only. No name, no text and no value that somebody entered stands in it, so that it can be kept for ever.
 */
import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { BorderError, UserError, type Db } from '@cunzhi/plugin';

export interface AuditEntry {
  /** Null where nobody had proved who they are. */
  readonly actorId: string | null;
  /** A field of Mutation, or a kind: `signIn`, `openMediationText`. */
  readonly act: string;
  readonly place?: string | undefined;
  readonly subject?: { readonly type: string; readonly id: string | null } | undefined;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly operationId: string;
  /** Codes and ids. */
  readonly detail?: Readonly<Record<string, string | number>> | undefined;
}

/** Writes rows in a transaction of their own, for what has none or has lost it. */
export interface AuditBook {
  /** @throws when it could not be written: then what it tells of must not go out. */
  write(entries: readonly AuditEntry[]): Promise<void>;
}

/** Writes one row in the transaction of the change that it tells of. */
export async function writeAudit(db: Db, entry: AuditEntry): Promise<void> {
  const { actor_id, act, place_code, subject_type, subject_id, outcome, operation_id, detail } = toRow(entry);
  await db.execute(sql`
    insert into platform.audit (actor_id, act, place_code, subject_type, subject_id, outcome, operation_id, detail)
    values (${actor_id}, ${act}, ${place_code}, ${subject_type}, ${subject_id}, ${outcome}, ${operation_id}, ${JSON.stringify(detail)}::jsonb)`);
}

export const openAudit = (audit: Sql): AuditBook => ({
  async write(entries) {
    if (entries.length === 0) return;
    // One statement is one transaction.
    await audit`insert into platform.audit ${audit(entries.map((entry) => ({ ...toRow(entry), detail: audit.json(toRow(entry).detail) as never })))}`;
  },
});

const toRow = ({ actorId, act, place, subject, outcome, operationId, detail = {} }: AuditEntry) => ({
  actor_id: actorId,
  act,
  place_code: place ?? null,
  subject_type: subject?.type ?? null,
  subject_id: subject?.id?.slice(0, 100) ?? null,
  outcome,
  operation_id: operationId,
  detail,
});

/** How an attempt ended that threw, with the code that the client gets. */
export function endOf(error: unknown): Pick<AuditEntry, 'outcome' | 'detail'> {
  if (!(error instanceof UserError)) return { outcome: 'failed', detail: { code: codeOf(error) } };
  const field = error instanceof BorderError ? error.field : undefined;
  return { outcome: 'refused', detail: { code: error.code, ...(field && { field }) } };
}

/** PLUGIN_FAILED, PLUGIN_PAUSED, a code of the database; INTERNAL for what has none. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'INTERNAL';
}
