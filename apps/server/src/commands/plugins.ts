/** `cunzhi plugins` and `cunzhi uninstall`: how the plugins are, and taking one out. */
import type { Command } from 'commander';
import {
  asOwner, getInstalled, listStates, planUninstallOf, readSettings, retryNextStart, uninstall, type UninstallPlan,
} from '@cunzhi/platform'; // prettier-ignore
import { SetupError } from '@cunzhi/plugin';
import type { Deployment, FindDeployment } from '../deployment.ts';
import { usableFolder } from '../folder.ts';
import { withDatabase } from './database.ts';
import { noteCommand } from './noted.ts';

export function addPluginCommands(program: Command, findDeployment: FindDeployment): void {
  program
    .command('plugins')
    .description('lists the installed plugins: version, state, and what to do when one does not run')
    .option('--retry [id]', 'lets the next start try all plugins again, and takes back the removal of this one')
    .action(async ({ retry }: { retry?: string | true }) => {
      const deployment = await findDeployment();
      await withDatabase(deployment, async (url) => {
        if (retry) {
          const id = retry === true ? undefined : retry;
          await retryNextStart(url, id);
          await asOwner(url, (sql) => noteCommand(sql, 'commandRetryPlugins', id));
        }
        await printStates(url, deployment);
      });
    });
  program
    .command('uninstall')
    .argument('<id>', 'the plugin')
    .option('--confirm <id>', 'its id once more: does what the plan says')
    .description('prints what would go with a plugin; with --confirm it goes')
    .action(async (id: string, { confirm }: { confirm?: string }) => {
      const deployment = await findDeployment();
      await withDatabase(deployment, (url) => remove(url, deployment, id, confirm));
    });
}

async function printStates(url: string, { config: { plugins } }: Deployment): Promise<void> {
  const states = await listStates(url, plugins);
  for (const [index, { id, state, reason, nextStep }] of states.entries()) {
    const version = plugins[index]?.version ?? '?';
    console.log(`${id.padEnd(20)} ${version.padEnd(8)} ${state}`);
    for (const text of [reason, nextStep]) if (text) console.log(`  ${text.zh}\n  ${text.en}`);
  }
}

async function remove(
  url: string,
  { config, folder }: Deployment,
  id: string,
  confirm: string | undefined,
): Promise<void> {
  const plan = await planUninstallOf(url, config.plugins, id);
  if (confirm === undefined) return printUninstall(plan);
  if (confirm !== id)
    throw new SetupError([`--confirm says "${confirm}", the plugin is "${id}". Nothing was removed.`]);
  const dataFolder = usableFolder(readSettings(process.env, folder).dataFolder);
  const plugin = getInstalled(config.plugins, id);
  const { mode, files } = await uninstall({ databaseUrl: url, plugin, installed: config.plugins, dataFolder });
  await asOwner(url, (sql) => noteCommand(sql, 'commandUninstall', id));
  for (const file of files) console.log(file);
  const what = { keep: 'is uninstalled; its tables stay', export: 'was exported and dropped', drop: 'was dropped' }[
    mode
  ];
  console.log(`${id} ${what}. Take its line out of cunzhi.config.ts and start again.`);
}

const MODES: Record<UninstallPlan['mode'], string> = {
  keep: 'The tables stay.',
  export: 'The rows go to files, then the tables are dropped.',
  drop: 'The tables are dropped with their rows.',
};

function printUninstall({ plugin, mode, tables, fields, dependants, command }: UninstallPlan): void {
  console.log(`Uninstalling ${plugin}. ${MODES[mode]}`);
  for (const { name, rows } of tables) console.log(`  table ${name}: ${rows} rows`);
  for (const field of fields) console.log(`  ${field}`);
  if (dependants.length > 0) console.log(`First uninstall what needs it: ${dependants.join(', ')}.`);
  else console.log(`To do it: ${command}`);
}
