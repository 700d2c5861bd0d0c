/** `cunzhi plan`, `cunzhi apply`, `cunzhi plugins`: what would change, change it, what is installed. */
import type { Command } from 'commander';
import { asOwner, install, orderPlugins, planMigrations, readSettings } from '@cunzhi/platform';
import { plugins, standards } from '../../../../cunzhi.config.ts';
import { openDatabase, root } from '../compose.ts';

export function addDatabaseCommands(program: Command): void {
  program
    .command('plan')
    .description('prints the migrations that `apply` would run')
    .action(() =>
      withDatabase(async (url) => {
        const pending = await asOwner(url, (sql) => planMigrations(sql, orderPlugins(plugins)));
        for (const { plugin, file } of pending) console.log(`${plugin}/${file}`);
        console.log(pending.length === 0 ? 'Nothing to apply.' : `${pending.length} to apply.`);
      }),
    );
  program
    .command('apply')
    .description('applies migrations, row security and reference data')
    .action(() =>
      withDatabase(async (url) => {
        const applied = await install(url, plugins, standards);
        for (const file of applied) console.log(file);
        console.log(applied.length === 0 ? 'Nothing to apply.' : `${applied.length} applied.`);
      }),
    );
  program
    .command('plugins')
    .description('lists the installed plugins in the order they start')
    .action(() => {
      for (const { id, compat, uses } of orderPlugins(plugins)) {
        const needs = Object.values(uses).map(({ plugin }) => plugin.id);
        console.log(`${id.padEnd(20)} platform ${compat}${needs.length ? `  uses ${needs.join(', ')}` : ''}`);
      }
    });
}

/** Opens the database of the settings for one job and closes it again. */
export async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const database = await openDatabase(readSettings(process.env, root));
  try {
    await work(database.url);
  } finally {
    await database.stop();
  }
}
