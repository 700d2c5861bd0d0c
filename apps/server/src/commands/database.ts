/** `cunzhi plan` and `cunzhi apply`: what would change in the database, and change it. Neither ever asks back. */
import type { Command } from 'commander';
import {
  asOwner,
  install,
  isPending,
  planInstall,
  readSettings,
  sentence,
  type PluginPlan,
  type Problem,
} from '@cunzhi/platform';
import { openDatabase } from '../compose.ts';
import type { Deployment, FindDeployment } from '../deployment.ts';
import { noteCommand } from './noted.ts';

export function addDatabaseCommands(program: Command, findDeployment: FindDeployment): void {
  program
    .command('plan')
    .description('prints what `apply` would do: migrations, row security, reference data')
    .action(async () => {
      const deployment = await findDeployment();
      const { plugins, standards } = deployment.config;
      await withDatabase(deployment, async (url) => {
        const plan = await planInstall(url, plugins, standards);
        for (const one of plan.plugins) printPlan(one);
        for (const warning of plan.warnings) console.error(warning);
        if (!plan.plugins.some(isPending)) console.log('Nothing to apply.');
      });
    });
  program
    .command('apply')
    .description('applies migrations, row security and reference data')
    .action(async () => {
      const deployment = await findDeployment();
      const { plugins, standards } = deployment.config;
      await withDatabase(deployment, async (url) => {
        const { applied, policies, setAside, warnings } = await install(url, plugins, standards);
        if (applied.length + policies.length > 0) await asOwner(url, (sql) => noteCommand(sql, 'commandApply'));
        for (const file of applied) console.log(file);
        for (const table of policies) console.log(`policies of ${table}`);
        console.log(applied.length === 0 ? 'Nothing to apply.' : `${applied.length} applied.`);
        for (const warning of warnings) console.error(warning);
        for (const [id, problem] of setAside) printProblem(id, problem);
        if (setAside.size > 0) process.exitCode = 1;
      });
    });
}

function printPlan(plan: PluginPlan): void {
  const { plugin, migrations, policies, reference, problem } = plan;
  if (problem) return printProblem(plugin, problem);
  for (const file of migrations) console.log(`${plugin}/${file}`);
  for (const table of policies) console.log(`policies of ${table}`);
  for (const { table, added, removed } of reference ?? []) console.log(`reference ${table} +${added} −${removed}`);
  if (reference === null) console.log(`reference data of ${plugin}, after its migrations`);
}

/** What is wrong goes beside the output, in both languages. */
export function printProblem(id: string, problem: Problem): void {
  console.error(`${id}  ${problem.state}\n  ${sentence(problem, 'zh')}\n  ${sentence(problem, 'en')}`);
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
