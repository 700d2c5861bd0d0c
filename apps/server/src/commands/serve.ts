/** `cunzhi start` (demonstration) and `cunzhi serve` (real work): run until a signal, then stop in order. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import { asOwner, claimDeployment, install, readSettings, type Auth, type Host, type Settings } from '@cunzhi/platform';
import { buildClient, clientFolderOf } from '../client.ts';
import { openDatabase, run, type Running } from '../compose.ts';
import { demonstrationAccounts, ensureDemonstrationAccounts } from '../demo/accounts.ts';
import { ensurePlaces, fillDemonstration } from '../demo/index.ts';
import type { Deployment, FindDeployment } from '../deployment.ts';
import { usableFolder } from '../folder.ts';

export function addServeCommands(program: Command, findDeployment: FindDeployment): void {
  program
    .command('start')
    .description('demonstration: installs everything, invents a year, serves API and client')
    .action(async () => start(await findDeployment()));
  program
    .command('serve')
    .description('real work: serves a database that `cunzhi apply` has brought up to date')
    .action(async () => serveForReal(await findDeployment()));
  program
    .command('build')
    .description('builds the client beforehand; `start` and `serve` do it when its sources changed')
    .action(async () => {
      const deployment = await findDeployment();
      console.log(await buildClient(deployment, usableFolder(readSettings(process.env, deployment.folder).dataFolder)));
    });
}

async function start(deployment: Deployment): Promise<void> {
  const { config, folder } = deployment;
  const settings = readSettings(process.env, folder);
  const database = await openDatabase(settings);
  try {
    await install(database.url, config.plugins, config.standards);
    await asOwner(database.url, (sql) => claimDeployment(sql, 'demonstration'));
    await ensurePlaces(database.url);
    const password = passwordOf(settings);
    const invent = async (host: Host, auth: Auth) => {
      await ensureDemonstrationAccounts(database.url, auth, password);
      await fillDemonstration(database.url, host, join(settings.dataFolder, 'files'));
    };
    const running = await run({
      config,
      databaseUrl: database.url,
      settings,
      isDemonstration: true,
      clientFolder: clientFolderOf(settings.dataFolder),
      prepare: async (host, auth) => {
        // The build has a process of its own: the year is invented meanwhile.
        await Promise.all([buildClient(deployment, settings.dataFolder), invent(host, auth)]);
      },
    });
    console.log(accountsText(password));
    console.log(`ready ${running.http.url}`);
    stopOnSignal(running, database);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function serveForReal(deployment: Deployment): Promise<void> {
  const { config, folder } = deployment;
  const settings = readSettings(process.env, folder);
  const database = await openDatabase(settings);
  try {
    const running = await run({
      config,
      databaseUrl: database.url,
      settings,
      isDemonstration: false,
      clientFolder: clientFolderOf(settings.dataFolder),
      prepare: async () => {
        await asOwner(database.url, (sql) => claimDeployment(sql, 'production'));
        await buildClient(deployment, settings.dataFolder);
      },
    });
    console.log(`ready ${running.http.url}`);
    stopOnSignal(running, database);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

function stopOnSignal(running: Running, database: { stop(): Promise<void> }): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await running.stop();
    await database.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

/** The one password of the demonstration: as set, else invented once and kept beside the data. */
function passwordOf({ dataFolder }: Settings): string {
  const file = join(usableFolder(dataFolder), 'demonstration-password');
  const given = process.env['CUNZHI_DEMO_PASSWORD'];
  const password =
    given || (existsSync(file) ? readFileSync(file, 'utf8') : `cunzhi-${randomBytes(4).toString('hex')}`);
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}

function accountsText(password: string): string {
  const lines = demonstrationAccounts.map(({ username, is }) => `  ${username.padEnd(14)} ${is}`);
  return [
    '',
    '演示账号（都是虚构的，密码都一样）· Demonstration accounts, one password',
    ...lines,
    `  密码 password   ${password}`,
    '',
  ].join('\n');
}
