/**
 * The client of a deployment: the shell and the admin halves of its plugins, built by Vite into the data folder.
 *
 * It is built when something that it is made of has changed, and never into a package: those may be read-only.
 */
import { spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentList } from '@cunzhi/platform';
import { SetupError } from '@cunzhi/plugin';
import type { Deployment } from './deployment.ts';

const STAMP = '.sources';
const LIST = '.vite/documents.json';
const LOCKFILES = ['pnpm-lock.yaml', 'package-lock.json', 'yarn.lock', 'bun.lock'];

const here = createRequire(import.meta.url);
const shell = dirname(here.resolve('@cunzhi/admin-app/package.json'));
const inShell = createRequire(join(shell, 'package.json'));

/** Where the client of a data folder is, once it has been built. */
export const clientFolderOf = (dataFolder: string) => join(dataFolder, 'client');

/**
 * Gives the folder of the built client; costs a look at its sources, and some ten seconds when they changed.
 *
 * @throws SetupError when Vite does not build it; what Vite said stands on standard error.
 */
export async function buildClient(deployment: Deployment, dataFolder: string): Promise<string> {
  const folder = clientFolderOf(dataFolder);
  const stamp = join(folder, STAMP);
  const sources = hashOf(deployment);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return folder;

  console.error('构建网页（只在有改动时）· building the client');
  // Built beside the old one, so that a server which is serving that is not disturbed until the last moment.
  const building = `${folder}.${process.pid}`;
  try {
    await runVite(building, deployment.configFile);
    writeFileSync(join(building, STAMP), sources);
    rmSync(folder, { recursive: true, force: true });
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return folder;
}

/**
 * The documents that a built client asks, texts by id.
 *
 * @throws SetupError when the list is not there: without it the client would be refused everything.
 */
export function listOf(clientFolder: string): DocumentList {
  const file = join(clientFolder, LIST);
  if (!existsSync(file))
    throw new SetupError([`${file} is not there: the client has no list of its documents. Run \`cunzhi build\`.`]);
  return JSON.parse(readFileSync(file, 'utf8')) as DocumentList;
}

/** Vite runs in a process of its own, with tsx, since the config file and the packages are TypeScript. */
async function runVite(outDir: string, configFile: string): Promise<void> {
  const vite = join(dirname(inShell.resolve('vite/package.json')), 'bin/vite.js');
  const options = ['--configLoader', 'native', '--logLevel', 'warn', '--outDir', outDir, '--emptyOutDir'];
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), vite, 'build', ...options], {
    cwd: shell,
    // Its warnings are for people; standard output may be read by programs.
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, NODE_ENV: 'production', CUNZHI_CONFIG: configFile },
  });
  const code = await new Promise((done, failed) => child.once('exit', done).once('error', failed));
  if (code !== 0) throw new SetupError(['The client could not be built; what Vite says about it stands above.']);
}

/** One hash for everything that the client is made of: the lock file, the config, the shell, the kit, the admin halves. */
function hashOf({ folder, configFile, config }: Deployment): string {
  const hash = createHash('sha256').update(readFileSync(configFile));
  const lockfile = lockfileAbove(folder);
  if (lockfile) hash.update(readFileSync(lockfile));
  const halves = config.plugins.flatMap(({ admin }) => (admin ? [dirname(fileURLToPath(admin))] : []));
  for (const part of [shell, dirname(inShell.resolve('@cunzhi/admin')), ...halves]) addFolder(hash, part, part);
  return hash.digest('hex');
}

function addFolder(hash: Hash, folder: string, part: string): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !['node_modules', 'dist'].includes(entry.name)) addFolder(hash, path, part);
    if (entry.isFile()) hash.update(relative(part, path)).update(readFileSync(path));
  }
}

/** The nearest lock file: a deployment may be one folder of a workspace. */
function lockfileAbove(folder: string): string | undefined {
  const found = LOCKFILES.map((name) => join(folder, name)).find(existsSync);
  return found ?? (dirname(folder) === folder ? undefined : lockfileAbove(dirname(folder)));
}
