/**
 * The plan of an installation: what `apply` would do, plugin by plugin, and nothing that it would not.
 *
 * Reference data are brought in for a moment, compared row by row, and rolled back: only what differs is named.
 */
import { sql as query } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Db, Plugin } from '@cunzhi/plugin';
import { asOwner, findDifferences, planMigrations } from '../database/index.ts';
import { checkPlugins, withoutWaiting } from './check.ts';
import { changedFile, unknownFile } from './install.ts';
import { messageOf, quarantined, type Problem } from './problem.ts';

export interface PluginPlan {
  /** `platform` for the platform's own tables. */
  readonly plugin: string;
  /** Files that would be applied, in this order. */
  readonly migrations: readonly string[];
  /** Tables whose rights and policies would be written anew; those of tables that are still to come are not named. */
  readonly policies: readonly string[];
  /** Tables whose reference data would change; null when that is known only after the migrations. */
  readonly reference: readonly ReferenceChange[] | null;
  /** Why it would not be installed. */
  readonly problem: Problem | undefined;
}

export interface ReferenceChange {
  readonly table: string;
  readonly added: number;
  readonly removed: number;
}

export interface InstallPlan {
  readonly plugins: readonly PluginPlan[];
  readonly warnings: readonly string[];
}

/** True when there is something to apply. */
export const isPending = ({ migrations, policies, reference, problem }: PluginPlan): boolean =>
  !problem && (migrations.length > 0 || policies.length > 0 || (reference?.length ?? 0) > 0);

export async function planInstall(
  databaseUrl: string,
  plugins: readonly Plugin[],
  standards: URL,
): Promise<InstallPlan> {
  const { ordered, setAside: found } = checkPlugins(plugins);
  const setAside = new Map(found);
  return asOwner(databaseUrl, async (sql) => {
    const { pending, changed, unknown } = await planMigrations(sql, ordered);
    const filesOf = (id: string) => pending.filter(({ plugin }) => plugin === id).map(({ file }) => file);
    const edited = changed.map((file) => [file.plugin, changedFile(file)] as const);
    for (const [id, problem] of edited) if (!setAside.has(id)) setAside.set(id, problem);
    const plans: PluginPlan[] = [planOf('platform', { migrations: filesOf('platform') })];
    const behind = new Set(pending.map(({ plugin }) => plugin));
    for (const plugin of ordered) {
      if (withoutWaiting([plugin], setAside).length === 0) continue;
      const { id } = plugin;
      // What a plugin's tables will look like, and those it reads from, is known only when they are there.
      const isReady = ![id, 'platform', ...Object.values(plugin.uses).map((use) => use.plugin.id)].some((one) =>
        behind.has(one),
      );
      const policies = behind.has(id) ? [] : (await findDifferences(sql, plugin)).filter(({ isPolicy }) => isPolicy);
      const reference = plugin.reference && !isReady ? null : await referenceChanges(sql, plugin, standards, setAside);
      plans.push(planOf(id, { migrations: filesOf(id), policies: policies.map(({ table }) => table), reference }));
    }
    const aside = [...setAside].map(([id, problem]) => planOf(id, { problem }));
    const done = plans.filter(({ plugin }) => !setAside.has(plugin));
    return { plugins: [...done, ...aside], warnings: unknown.map(unknownFile) };
  });
}

const planOf = (plugin: string, known: Partial<PluginPlan>): PluginPlan => ({
  plugin,
  migrations: [],
  policies: [],
  reference: [],
  problem: undefined,
  ...known,
});

async function referenceChanges(
  sql: Sql,
  plugin: Plugin,
  standards: URL,
  setAside: Map<string, Problem>,
): Promise<ReferenceChange[]> {
  if (!plugin.reference) return [];
  const after = new Map<string, Map<string, number>>();
  const undo = Symbol('undo');
  try {
    await drizzle(sql).transaction(async (db) => {
      await plugin.reference?.({ db, standards });
      for (const table of await touchedTables(db)) after.set(table, await rowsOf(db, table));
      throw undo;
    });
  } catch (error) {
    if (error !== undo) {
      setAside.set(plugin.id, cannotRead(plugin.id, messageOf(error)));
      return [];
    }
  }
  const changes: ReferenceChange[] = [];
  for (const [table, rows] of after) {
    const before = await rowsOf(drizzle(sql), table);
    const [added, removed] = [countBeyond(rows, before), countBeyond(before, rows)];
    if (added + removed > 0) changes.push({ table, added, removed });
  }
  return changes;
}

/** Tables that this transaction wrote to. */
async function touchedTables(db: Db): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(query`
    select format('%I.%I', schemaname, relname) as name from pg_stat_xact_user_tables
    where n_tup_ins + n_tup_upd + n_tup_del > 0 order by 1`);
  return rows.map(({ name }) => name);
}

/** Fingerprints of the rows of a table, with how often each occurs. */
async function rowsOf(db: Db, table: string): Promise<Map<string, number>> {
  const rows = await db.execute<{ print: string; count: number }>(
    query`select md5(t::text) as print, count(*)::int as count from ${query.raw(table)} t group by 1`,
  );
  return new Map(rows.map(({ print, count }) => [print, count]));
}

const countBeyond = (rows: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number =>
  [...rows].reduce((sum, [print, count]) => sum + Math.max(0, count - (others.get(print) ?? 0)), 0);

const cannotRead = (id: string, why: string): Problem =>
  quarantined(
    [`${id} 的参考数据读不进来：${why}。`, `The reference data of ${id} cannot be brought in: ${why}.`],
    ['改正数据或插件，再运行 `cunzhi apply`。', 'Mend the data or the plugin, then run `cunzhi apply`.'],
  );
