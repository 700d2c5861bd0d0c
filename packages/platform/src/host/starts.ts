/**
 * Starts that died before they were ready, counted in the database: after two, only the core is started.
 *
 * Whoever starts holds an advisory lock for as long as it takes; a counted start whose lock is free has died.
 */
import type { Sql } from 'postgres';
import { asOwner } from '../database/index.ts';
import { quarantined, type Problem } from './problem.ts';

/** Dead starts after which the plugins stay away. */
const MOST = 2;
const LOCK_SPACE = 726_001;

export interface Attempt {
  /** True when the starts before this one died: start the core only. */
  readonly isCautious: boolean;
  /** The start is ready: forget it, and the dead ones before it. */
  ready(): Promise<void>;
  /** The start was given up in order (a plain sentence, a signal): it does not count. */
  giveUp(): Promise<void>;
}

/** Counts a start; the lock is held over a connection of its own until `ready` or `giveUp`. */
export async function beginStart(databaseUrl: string, plugins: readonly string[]): Promise<Attempt> {
  let finish!: (work: (sql: Sql, id: number, dead: number[]) => Promise<void>) => void;
  const finished = new Promise<(sql: Sql, id: number, dead: number[]) => Promise<void>>((done) => (finish = done));
  let held: Promise<void> = Promise.resolve();
  const isCautious = await new Promise<boolean>((begun, failed) => {
    held = asOwner(databaseUrl, async (sql) => {
      // In one transaction: nobody sees the row before its lock is held.
      const [row] = await sql<{ id: number }[]>`
        with mine as (insert into platform.start (plugins) values (${[...plugins]}) returning id)
        select id, pg_advisory_lock(${LOCK_SPACE}::int, id::int)::text from mine`;
      const id = row?.id ?? 0;
      const dead = await findDead(sql, id);
      begun(dead.length >= MOST);
      await (
        await finished
      )(sql, id, dead);
    }).catch(failed);
  });
  // The first end counts: a host that was ready and stops later has nothing left to forget.
  const end = (work: (sql: Sql, id: number, dead: number[]) => Promise<void>): Promise<void> => (finish(work), held);
  return {
    isCautious,
    // A cautious start proves nothing about the plugins that it left away: the count stays until somebody has looked.
    ready: () => end(async (sql, id, dead) => forget(sql, isCautious ? [id] : [id, ...dead])),
    giveUp: () => end((sql, id) => forget(sql, [id])),
  };
}

/** True when the next start would be a cautious one. */
export async function isHeldBack(sql: Sql): Promise<boolean> {
  return (await findDead(sql, 0)).length >= MOST;
}

/** Forgets all dead starts: the next one tries all plugins again. */
export async function forgetStarts(sql: Sql): Promise<void> {
  await forget(sql, await findDead(sql, 0));
}

async function findDead(sql: Sql, own: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`select id from platform.start where id <> ${own} order by id`;
  const dead: number[] = [];
  for (const { id } of rows) {
    const [lock] = await sql<{ free: boolean }[]>`select pg_try_advisory_lock(${LOCK_SPACE}::int, ${id}::int) as free`;
    if (!lock?.free) continue;
    await sql`select pg_advisory_unlock(${LOCK_SPACE}::int, ${id}::int)`;
    dead.push(id);
  }
  return dead;
}

async function forget(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql`delete from platform.start where id = any(${[...ids]})`;
}

/** Why a plugin is not started after two dead starts. */
export const heldBack = (): Problem =>
  quarantined(
    ['前两次启动都没有走完，这一次只启动了 core。', 'The last two starts died, so this one started the core only.'],
    [
      '运行 `cunzhi bisect` 找出是哪个插件；处理好后运行 `cunzhi plugins --retry`，再重启。',
      'Run `cunzhi bisect` to find the plugin that does it; when it is mended run `cunzhi plugins --retry`, and start again.',
    ],
  );
