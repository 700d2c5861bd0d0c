/**
 * `cunzhi bisect`: finds the plugin that kills a start, by starting hosts with fewer plugins, each in a process of its own.
 *
 * The plugins stand in the order of their uses, so every beginning of the list can be started; halving finds the first
 * beginning that dies, and its last plugin is the one.
 */
import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { findHolder } from '@cunzhi/core';
import { checkPlugins, createLog, readSettings, startHost } from '@cunzhi/platform';
import type { Plugin } from '@cunzhi/plugin';
import { keyFileOf } from '../compose.ts';
import type { Deployment, FindDeployment } from '../deployment.ts';
import { withDatabase } from './database.ts';

const TRY_MS = 60_000;

export function addBisectCommands(program: Command, findDeployment: FindDeployment): void {
  program
    .command('bisect')
    .description('finds the plugin that kills the start: starts with half of the plugins, and half of these again')
    .action(async () => {
      const deployment = await findDeployment();
      await withDatabase(deployment, (url) => bisect(url, deployment));
    });
  program
    .command('try-start', { hidden: true })
    .argument('<count>', 'how many plugins, in their order')
    .action(async (count: string) => {
      const deployment = await findDeployment();
      await withDatabase(deployment, (url) => tryStart(url, deployment, Number(count)));
    });
}

async function bisect(databaseUrl: string, { config, configFile }: Deployment): Promise<void> {
  const { ordered } = checkPlugins(config.plugins);
  const dies = async (count: number): Promise<string | undefined> => {
    const why = await startChild(databaseUrl, configFile, count);
    console.log(`${count} of ${ordered.length} plugins (to ${ordered[count - 1]?.id}): ${why ?? 'starts'}`);
    return why;
  };
  let why = await dies(ordered.length);
  if (!why) return console.log('All plugins start. Run `cunzhi plugins --retry`, and start again.');
  // `low` plugins start, `high` plugins do not.
  let [low, high] = [0, ordered.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const found = await dies(middle);
    if (found) [high, why] = [middle, found];
    else low = middle;
  }
  const culprit = ordered[high - 1]?.id ?? '?';
  console.log(
    `\n${culprit} 使启动中断：${why}。从 cunzhi.config.ts 里去掉它或更新它，然后运行 \`cunzhi plugins --retry\`。`,
  );
  console.log(
    `${culprit} kills the start: ${why}. Take it out of cunzhi.config.ts or update it, then run \`cunzhi plugins --retry\`.`,
  );
  process.exitCode = 1;
}

/** Starts a host with this many plugins in a process of its own; says how it died, or nothing when it started. */
function startChild(databaseUrl: string, configFile: string, count: number): Promise<string | undefined> {
  const [node, ...rest] = [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'try-start', String(count)];
  const child = spawn(node ?? '', rest, {
    env: { ...process.env, DATABASE_URL: databaseUrl, CUNZHI_CONFIG: configFile },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: TRY_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2_000)));
  return new Promise((done) => {
    child.once('close', (code, signal) => {
      if (code === 0) return done(undefined);
      const last =
        said
          .trim()
          .split('\n')
          .find((line) => /error/i.test(line)) ?? said.trim().split('\n').at(-1);
      const how = signal ? `it hung for ${TRY_MS / 1000} s or was killed (${signal})` : `it ended with code ${code}`;
      done(last ? `${how}, saying "${last.trim()}"` : how);
    });
  });
}

/** A start and a stop with the first plugins alone; whoever is set aside in order did not kill it. */
async function tryStart(databaseUrl: string, { config, folder }: Deployment, count: number): Promise<void> {
  const first: readonly Plugin[] = checkPlugins(config.plugins).ordered.slice(0, count);
  const host = await startHost({
    plugins: first,
    databaseUrl,
    findHolder,
    isDemonstration: false,
    isReckless: true,
    keyFile: keyFileOf(readSettings(process.env, folder)),
    log: createLog('silent'),
  });
  await host.stop();
}
