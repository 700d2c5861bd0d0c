/**
 * The audit log (审计记录) as auditors read it: who did what, where, when, and how it ended; newest first.
 *
 * It is read through a function of the database that asks for the reader's reach; a request has no right on the log itself.
 */
import { sql } from 'drizzle-orm';
import { BorderError, pageSize, type Page, type PageArgs, type ServiceContext } from '@cunzhi/plugin';
import { isId } from './id.rule.ts';

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: { readonly id: string; readonly name: string } | null;
  /** Another person whom it was about: as whom somebody looked. */
  readonly about: { readonly id: string; readonly name: string } | null;
  readonly act: string;
  readonly placeCode: string | null;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly outcome: 'done' | 'refused' | 'failed';
  /** Why not, as a code; null for what was done. */
  readonly code: string | null;
  /** The sensitive field that was shown, or the field of an input that was refused. */
  readonly field: string | null;
  /** Why a sensitive field was shown. */
  readonly reason: string | null;
}

export interface AuditFilter {
  readonly actor?: string | null;
  readonly act?: string | null;
  readonly place?: string | null;
  readonly from?: Date | null;
  /** Up to here, not included. */
  readonly to?: Date | null;
}

/** How far the seal has come. */
export interface AuditSeal {
  readonly sealed: number;
  readonly unsealed: number;
  readonly proved: number;
  readonly signedAt: Date | null;
}

interface Row extends Record<string, unknown> {
  epoch: number;
  xid: string;
  id: string;
  occurred_at: string;
  actor_id: string | null;
  actor_name: string | null;
  about_id: string | null;
  about_name: string | null;
  act: string;
  place_code: string | null;
  subject_type: string | null;
  subject_id: string | null;
  outcome: AuditRow['outcome'];
  code: string | null;
  field: string | null;
  reason: string | null;
}

type Reading = Pick<ServiceContext, 'db'>;

/** One page, forwards only. @throws BorderError BAD_PAGE, BAD_CURSOR. */
export async function listAudit({ db }: Reading, filter: AuditFilter, args: PageArgs): Promise<Page<AuditRow>> {
  if (args.last != null || args.before != null) throw forwardsOnly();
  const size = pageSize(args);
  const after = args.after == null ? undefined : readCursor(args.after);
  const found = await db.execute<Row>(sql`select * from ${entries(filter, after, size + 1)}`);
  const edges = found.slice(0, size).map((row) => ({ cursor: cursorOf(row), node: toEntry(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => {
      const [all] = await db.execute<{ count: number }>(
        sql`select count(*)::int as count from ${entries(filter, undefined, null)}`,
      );
      return all?.count ?? 0;
    },
  };
}

/** Null for whoever may not ask. */
export async function readSeal({ db }: Reading): Promise<AuditSeal | null> {
  const [row] = await db.execute<{ sealed: string; unsealed: string; proved: string; signed_at: string | null }>(
    sql`select * from core.audit_seal_state()`,
  );
  if (!row) return null;
  const { sealed, unsealed, proved, signed_at: at } = row;
  return {
    sealed: Number(sealed),
    unsealed: Number(unsealed),
    proved: Number(proved),
    signedAt: at ? new Date(at) : null,
  };
}

type Position = readonly [epoch: number, xid: string, id: string];

function entries({ actor, act, place, from, to }: AuditFilter, after: Position | undefined, most: number | null) {
  const [epoch, xid, id] = after ?? [null, null, null];
  // An id that is none finds nothing.
  const who = actor == null || isId(actor) ? (actor ?? null) : NOBODY;
  return sql`core.audit_entries(${who}::uuid, ${act ?? null}, ${place ?? null}, ${from?.toISOString() ?? null}::timestamptz,
    ${to?.toISOString() ?? null}::timestamptz, ${epoch}::int, ${xid}, ${id}::bigint, ${most}::int)`;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const CURSOR = /^audit (\d{1,9}) (\d{1,20}) (\d{1,18})$/;

const cursorOf = ({ epoch, xid, id }: Row): string => Buffer.from(`audit ${epoch} ${xid} ${id}`).toString('base64url');

function readCursor(cursor: string): Position {
  const [, epoch, xid, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (epoch !== undefined && xid !== undefined && id !== undefined) return [Number(epoch), xid, id];
  throw new BorderError(
    'BAD_CURSOR',
    {
      zh: '这个翻页位置不属于这个列表，请从第一页看起。',
      en: 'This cursor does not belong to this list; start from the first page.',
    },
    'after',
  );
}

const forwardsOnly = () =>
  new BorderError(
    'BAD_PAGE',
    {
      zh: '审计记录只能从新往旧翻：用 first 和 after。',
      en: 'The audit log is read from the newest on: use first and after.',
    },
    'last',
  );

const named = (id: string | null, name: string | null) => (id && name !== null ? { id, name } : null);

const toEntry = (row: Row): AuditRow => ({
  id: String(row.id),
  at: new Date(row.occurred_at),
  actor: named(row.actor_id, row.actor_name),
  about: named(row.about_id, row.about_name),
  act: row.act,
  placeCode: row.place_code,
  subjectType: row.subject_type,
  subjectId: row.subject_id,
  outcome: row.outcome,
  code: row.code,
  field: row.field,
  reason: row.reason,
});
