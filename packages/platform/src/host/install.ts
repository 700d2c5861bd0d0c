/**
 * Installing: migrations, row security, reference data. What `cunzhi apply` does, and what a demonstration start does.
 *
 * A plugin whose part fails is set aside with the reason; only the platform or the core stops everything.
 */
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { SetupError, type Plugin } from '@cunzhi/plugin';
import {
  applyMigration, applyPolicies, asOwner, planMigrations, underMigrationLock, type Migration, type MigrationPlan,
} from '../database/index.ts'; // prettier-ignore
import { installQueue } from '../jobs/index.ts';
import { checkPlugins, withoutWaiting } from './check.ts';
import { forgetRemoved, markFailure, markMigrating, readMarks, restOf } from './marks.ts';
import { messageOf, quarantined, sentence, type Problem } from './problem.ts';

export interface Installed {
  /** Migrations that ran: `wells/0001_well.sql`. */
  readonly applied: readonly string[];
  /** Tables whose policies were written anew. */
  readonly policies: readonly string[];
  /** Plugins that were not installed, with the reason. */
  readonly setAside: ReadonlyMap<string, Problem>;
  /** Sentences about files that the database knows and the packages do not. */
  readonly warnings: readonly string[];
}

/** Without it nothing runs: its failure is the failure of the whole. */
export const CORE = 'core';

/** Applies everything that is pending; running it again changes nothing. @throws SetupError for the platform and the core. */
export async function install(databaseUrl: string, plugins: readonly Plugin[], standards: URL): Promise<Installed> {
  const { ordered, setAside: found } = checkPlugins(plugins);
  const setAside = new Map(found);
  stopForCore(setAside);
  return asOwner(databaseUrl, (sql) =>
    underMigrationLock(sql, async () => {
      const plan = await planMigrations(sql, ordered);
      const applied = await installPlatform(sql, plan);
      await installQueue(databaseUrl);
      await forgetRemoved(sql, plugins.map(({ id }) => id)); // prettier-ignore
      for (const [id, mark] of await readMarks(sql)) {
        const rest = mark.isRemoving ? restOf(mark) : undefined;
        if (rest) setAside.set(id, rest);
      }
      const policies: string[] = [];
      for (const plugin of ordered) {
        if (withoutWaiting([plugin], setAside).length === 0) continue;
        try {
          applied.push(...(await installOne(sql, plugin, plan)));
          policies.push(...(await applyPolicies(sql, [plugin])));
          if (plugin.reference) await bringReference(sql, plugin, standards);
          await markFailure(sql, plugin.id, null);
        } catch (error) {
          const why = error instanceof InstallFailure ? error.problem : failed(plugin.id, messageOf(error));
          setAside.set(plugin.id, why);
          stopForCore(setAside);
          await markFailure(sql, plugin.id, why.reason);
        }
      }
      return { applied, policies, setAside, warnings: plan.unknown.map(unknownFile) };
    }),
  );
}

/** @throws SetupError when the core itself is set aside. */
export function stopForCore(setAside: ReadonlyMap<string, Problem>): void {
  const why = setAside.get(CORE);
  if (why) throw new SetupError([sentence(why, 'en')]);
}

export const unknownFile = ({ plugin, file }: Migration): string =>
  `The database knows the migration ${plugin}/${file}, the package of ${plugin} does not: the package is older than the database. Install the newer one.`;

export const changedFile = ({ plugin, file }: Migration): Problem =>
  quarantined(
    [`迁移 ${plugin}/${file} 在执行之后被改动过。`, `Migration ${plugin}/${file} was changed after it was applied.`],
    ['恢复原来的文件，改动写成一个新文件。', 'Restore it and write a new file.'],
  );

async function installPlatform(sql: Sql, plan: MigrationPlan): Promise<string[]> {
  const changed = plan.changed.find(({ plugin }) => plugin === 'platform');
  if (changed) throw new SetupError([sentence(changedFile(changed), 'en')]);
  const done: string[] = [];
  for (const migration of plan.pending.filter(({ plugin }) => plugin === 'platform')) {
    try {
      await applyMigration(sql, migration, undefined);
    } catch (cause) {
      throw new SetupError([sentence(migrationFailed(migration, messageOf(cause)), 'en')], { cause });
    }
    done.push(`platform/${migration.file}`);
  }
  return done;
}

async function installOne(sql: Sql, plugin: Plugin, plan: MigrationPlan): Promise<string[]> {
  const changed = plan.changed.find((one) => one.plugin === plugin.id);
  if (changed) throw new InstallFailure(changedFile(changed));
  const done: string[] = [];
  const pending = plan.pending.filter((one) => one.plugin === plugin.id);
  if (pending.length > 0) await markMigrating(sql, plugin.id);
  for (const migration of pending) {
    try {
      await applyMigration(sql, migration, plugin);
    } catch (cause) {
      throw new InstallFailure(migrationFailed(migration, messageOf(cause)));
    }
    done.push(`${plugin.id}/${migration.file}`);
  }
  return done;
}

async function bringReference(sql: Sql, plugin: Plugin, standards: URL): Promise<void> {
  try {
    await drizzle(sql).transaction(async (db) => plugin.reference?.({ db, standards }));
  } catch (cause) {
    throw new InstallFailure(
      quarantined(
        [`${plugin.id} 的参考数据没有读进来：${messageOf(cause)}。`, `The reference data of ${plugin.id} could not be brought in: ${messageOf(cause)}.`],
        ['改正数据或插件，再运行 `cunzhi apply`。', 'Mend the data or the plugin, then run `cunzhi apply`.'],
      ),
    ); // prettier-ignore
  }
}

class InstallFailure extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.reason.en);
    this.problem = problem;
  }
}

const migrationFailed = ({ plugin, file }: Migration, why: string): Problem =>
  quarantined(
    [
      `迁移 ${plugin}/${file} 失败，已整个撤回：${why}。`,
      `Migration ${plugin}/${file} failed and was rolled back: ${why}.`,
    ],
    [`改正这个文件，再运行 \`cunzhi apply\`。`, 'Mend the file, then run `cunzhi apply`.'],
  );

const failed = (id: string, why: string): Problem =>
  quarantined(
    [`${id} 没有装好：${why}。`, `${id} could not be installed: ${why}.`],
    ['改正之后再运行 `cunzhi apply`。', 'Mend it, then run `cunzhi apply`.'],
  );
