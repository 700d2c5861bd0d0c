/** `cunzhi plan`, `cunzhi apply`, `cunzhi plugins`: what would change, change it, what is installed. */
import type { Command } from 'commander';
import { asOwner, install, orderPlugins, planMigrations, readSettings } from '@cunzhi/platform';
import { openDatabase } from '../compose.ts';
import type { Deployment, FindDeployment } from '../deployment.ts';

export function addDatabaseCommands(program: Command, findDeployment: FindDeployment): void {
  program
    .command('plan')
    .description('prints the migrations that `apply` would run')
    .action(async () => {
      const deployment = await findDeployment();
      await withDatabase(deployment, async (url) => {
        const pending = await asOwner(url, (sql) => planMigrations(sql, orderPlugins(deployment.config.plugins)));
        for (const { plugin, file } of pending) console.log(`${plugin}/${file}`);
        console.log(pending.length === 0 ? 'Nothing to apply.' : `${pending.length} to apply.`);
      });
    });
  program
    .command('apply')
    .description('applies migrations, row security and reference data')
    .action(async () => {
      const deployment = await findDeployment();
      await withDatabase(deployment, async (url) => {
        const applied = await install(url, deployment.config.plugins, deployment.config.standards);
        for (const file of applied) console.log(file);
        console.log(applied.length === 0 ? 'Nothing to apply.' : `${applied.length} applied.`);
      });
    });
  program
    .command('plugins')
    .description('lists the installed plugins in the order they start')
    .action(async () => {
      for (const { id, compat, uses } of orderPlugins((await findDeployment()).config.plugins)) {
        const needs = Object.values(uses).map(({ plugin }) => plugin.id);
        console.log(`${id.padEnd(20)} platform ${compat}${needs.length ? `  uses ${needs.join(', ')}` : ''}`);
      }
    });
}

/** Opens the database of a deployment for one job and closes it again. */
export async function withDatabase({ folder }: Deployment, work: (url: string) => Promise<void>): Promise<void> {
  const database = await openDatabase(readSettings(process.env, folder));
  try {
    await work(database.url);
  } finally {
    await database.stop();
  }
}
