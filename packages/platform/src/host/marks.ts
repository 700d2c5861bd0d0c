/**
 * What the host remembers of plugins in the database: pauses, removals, and why the last `apply` of one failed.
 *
 * A mark is the truth for every process; each looks at the marks once a second.
 */
import type { Sql } from 'postgres';
import type { LocalText } from '@cunzhi/plugin';
import { problem, type Problem } from './problem.ts';

export interface Mark {
  readonly id: string;
  readonly pauseReason: string | null;
  readonly isRemoving: boolean;
  readonly isMigrating: boolean;
  /** Why its migrations, policies or reference data failed. */
  readonly failure: LocalText | null;
}

export async function readMarks(sql: Sql): Promise<Map<string, Mark>> {
  const rows = await sql<Mark[]>`
    select id, pause_reason as "pauseReason", removing_at is not null as "isRemoving",
      migrating_at is not null as "isMigrating", failure from platform.plugin`;
  return new Map(rows.map((row) => [row.id, row]));
}

export async function markPaused(sql: Sql, id: string, reason: string, by: string): Promise<void> {
  await sql`
    insert into platform.plugin (id, paused_at, paused_by, pause_reason) values (${id}, now(), ${by}, ${reason})
    on conflict (id) do update set paused_at = now(), paused_by = ${by}, pause_reason = ${reason}`;
}

export async function markResumed(sql: Sql, id: string): Promise<void> {
  await sql`update platform.plugin set paused_at = null, paused_by = null, pause_reason = null where id = ${id}`;
}

export async function markRemoving(sql: Sql, id: string): Promise<void> {
  await sql`
    insert into platform.plugin (id, removing_at) values (${id}, now())
    on conflict (id) do update set removing_at = now()`;
}

/** Takes a removal back: `cunzhi plugins --retry`. */
export async function clearRemoving(sql: Sql, id?: string): Promise<void> {
  await sql`update platform.plugin set removing_at = null where ${id ?? null}::text is null or id = ${id ?? null}`;
}

/** While its migrations run, the plugin rests in every process. */
export async function markMigrating(sql: Sql, id: string): Promise<void> {
  await sql`
    insert into platform.plugin (id, migrating_at) values (${id}, now()) on conflict (id) do update set migrating_at = now()`;
}

/** Remembers why a plugin could not be installed, or that it could; either way its migrations have come to an end. */
export async function markFailure(sql: Sql, id: string, failure: LocalText | null): Promise<void> {
  await sql`
    insert into platform.plugin (id, failure) values (${id}, ${failure && JSON.stringify(failure)}::text::jsonb)
    on conflict (id) do update set failure = excluded.failure, migrating_at = null`;
}

/** Removals of plugins that are not in `cunzhi.config.ts` any more are over; when they come back they are new. */
export async function forgetRemoved(sql: Sql, installed: readonly string[]): Promise<void> {
  await sql`delete from platform.plugin where removing_at is not null and not id = any(${[...installed]})`;
}

/** Why a marked plugin rests; undefined when its mark does not say so. */
export function restOf(mark: Mark | undefined): Problem | undefined {
  if (!mark) return undefined;
  const { id, pauseReason } = mark;
  if (mark.isRemoving) {
    return problem(
      'removing',
      [`${id} 已卸载，但还写在 cunzhi.config.ts 里。`, `${id} was uninstalled, and still stands in cunzhi.config.ts.`],
      [
        `从 cunzhi.config.ts 里去掉它；要重新启用，运行 \`cunzhi plugins --retry ${id}\`。`,
        `Take it out of cunzhi.config.ts; to have it back, run \`cunzhi plugins --retry ${id}\`.`,
      ],
    );
  }
  if (mark.isMigrating) {
    return problem(
      'migrating',
      [`正在执行 ${id} 的迁移。`, `The migrations of ${id} are running.`],
      ['等它完成；它会自己恢复。', 'Wait until they are done; it comes back by itself.'],
    );
  }
  if (pauseReason === null) return undefined;
  return problem(
    'paused',
    [`已暂停：${pauseReason}`, `Paused: ${pauseReason}`],
    ['问题解决后点“恢复”。数据都在。', 'Resume it when that is settled. All its data are there.'],
  );
}
