/**
 * The event log: written with the data, read behind the oldest running transaction.
 *
 * "Greater than the last id" would lose events, since numbers are given early and commits come late;
 * a position is (epoch, transaction, id), and only transactions below the snapshot's horizon are read.
 */
import { sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import type { Db, EventInput, PlatformEvent } from '@cunzhi/plugin';

const BATCH = 500;
const WIDTHS = [6, 20, 20] as const;
const CURSOR = /^\d{6}-\d{20}-\d{20}$/;

/** Inserts one event in the caller's transaction. */
export async function writeEvent(db: Db, event: EventInput & { actorId: string; operationId: string }): Promise<void> {
  const plugin = event.name.split('.')[0] ?? '';
  await db.execute(sql`
    insert into platform.event (plugin, name, place_code, permission, subject_id, subject_version, handlers, actor_id, operation_id, payload)
    values (${plugin}, ${event.name}, ${event.placeCode}, ${event.permission}, ${event.subject.id}, ${event.subject.version},
      ${event.handlers ? `{${event.handlers.join(',')}}` : null}::uuid[], ${event.actorId}, ${event.operationId}, ${JSON.stringify(event.payload)}::jsonb)`);
}

export function isCursor(text: string): boolean {
  return CURSOR.test(text);
}

interface Row {
  epoch: number;
  xid: string;
  id: string;
  occurred_at: Date;
  plugin: string;
  name: string;
  place_code: string;
  permission: string;
  subject_id: string;
  subject_version: number;
  handlers: string[] | null;
  actor_id: string | null;
  payload: PlatformEvent['payload'];
}

/**
 * The next events after a cursor, at most 500, in the order of the log; of these names only, if any are given.
 * A statement of its own, never in a held snapshot.
 */
export async function readEvents(follow: Sql, after: string, names?: readonly string[]): Promise<PlatformEvent[]> {
  const [epoch, xid, id] = after.split('-').map((part) => BigInt(part).toString());
  const rows = await follow<Row[]>`
    select epoch, xid::text, id::text, occurred_at, plugin, name, place_code, permission, subject_id, subject_version, handlers, actor_id, payload
    from platform.event
    where (epoch, xid, id) > (${epoch!}::int, ${xid!}::xid8, ${id!}::bigint)
      and (epoch < platform.current_epoch() or xid < pg_snapshot_xmin(pg_current_snapshot()))
      and occurred_at > now() - interval '8 days'
      ${names ? follow`and name = any(${[...names]})` : follow``}
    -- Qualified: plain \`xid\` would be the text of the select list, and "1000" sorts before "999".
    order by event.epoch, event.xid, event.id limit ${BATCH}`;
  return rows.map(toEvent);
}

/** Where the log ends now: all before it is complete. What was committed while an older transaction still runs comes after it. */
export async function endOfLog(follow: Sql): Promise<string> {
  const [row] = await follow<{ epoch: number; xid: string }[]>`
    select platform.current_epoch() as epoch, pg_snapshot_xmin(pg_current_snapshot())::text as xid`;
  if (!row) throw new Error('The event log has no end.');
  return cursorOf(row.epoch, row.xid, '0');
}

/** The last position that was dropped; '' as long as nothing was. */
export async function floorOfLog(follow: Sql): Promise<string> {
  const [row] = await follow<{ floor: string }[]>`select floor from platform.log_state`;
  return row?.floor ?? '';
}

/** True when events after this cursor may have been dropped already. */
export async function isGap(follow: Sql, after: string): Promise<boolean> {
  const [row] = await follow<{ gap: boolean }[]>`select ${after} < floor as gap from platform.log_state`;
  return row?.gap ?? false;
}

/** True when the log holds transaction numbers that this cluster has not given yet: it was restored from elsewhere. */
export async function isLogAhead(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ ahead: boolean }[]>`select platform.log_is_ahead() as ahead`;
  return row?.ahead ?? false;
}

/** Begins a new epoch, after a restore: what comes next is later than all that is there. As owner. Gives the new epoch. */
export async function beginEpoch(sql: Sql): Promise<number> {
  const [row] = await sql<{ epoch: number }[]>`update platform.log_state set epoch = epoch + 1 returning epoch`;
  if (!row) throw new Error('The event log has no state.');
  return row.epoch;
}

/** Milliseconds that the oldest event waits which is written but not readable yet; 0 when none waits. */
export async function lagOfLog(follow: Sql): Promise<number> {
  const [row] = await follow<{ lag: number }[]>`select platform.log_lag() as lag`;
  return (row?.lag ?? 0) * 1000;
}

export const keepEventDays = (follow: Sql) => follow`select platform.keep_event_days()`;

function toEvent(row: Row): PlatformEvent {
  return {
    cursor: cursorOf(row.epoch, row.xid, row.id),
    id: row.id,
    plugin: row.plugin,
    name: row.name,
    placeCode: row.place_code,
    permission: row.permission,
    subject: { id: row.subject_id, version: row.subject_version },
    handlers: row.handlers ?? undefined,
    actorId: row.actor_id,
    occurredAt: row.occurred_at,
    payload: row.payload,
  };
}

function cursorOf(...parts: [number | string, string, string]): string {
  return parts.map((part, index) => String(part).padStart(WIDTHS[index] ?? 0, '0')).join('-');
}
