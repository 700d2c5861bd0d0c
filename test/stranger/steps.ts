/**
 * Commands as a stranger types them: in a folder of their own, with nothing of this repository in the environment.
 *
 * Each is timed; a command that ends badly ends the run with what it printed.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';

export interface Measured {
  readonly seconds: number;
  /** Of the command and all that it started. */
  readonly cpuSeconds: number;
}

/** The environment without what pnpm, a test runner or a deployment has put there. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_|pnpm_|CUNZHI_|VITEST|PLAYWRIGHT_|NODE_ENV$|NODE_OPTIONS$|DATABASE_URL$|PORT$|INIT_CWD$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Runs a shell command to its end. @throws with its whole output when it does not end well. */
export function run(command: string, folder: string): Measured {
  const from = performance.now();
  // The shell's own `times` counts its children, which Node does not tell.
  const ended = spawnSync('sh', ['-c', `( ${command} ) 2>&1 || exit 1; times`], {
    cwd: folder,
    env: cleanEnvironment(),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = (performance.now() - from) / 1000;
  if (ended.status !== 0) throw new Error(`\`${command}\` ended with ${ended.status}:\n${ended.stdout}${ended.stderr}`);
  const children = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
  const cpuSeconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest))
    .reduce((sum, one) => sum + one, 0);
  return { seconds, cpuSeconds };
}

/** Packs every published package of this repository into a folder. */
export function packAll(root: string, into: string): Measured {
  const published = ['./packages/*', './plugins/*', './apps/*', './standards'].map((path) => `--filter '${path}'`);
  return run(`npx -y pnpm@12 ${published.join(' ')} pack --pack-destination ${into}`, root);
}

export interface RunningHost {
  readonly url: string;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Asks it to stop and waits until it and all that it started are gone. */
  stop(): Promise<void>;
}

/** Starts a host and waits for its address. @throws with its output when it ends first. */
export async function startHost(command: readonly [string, ...string[]], folder: string): Promise<RunningHost> {
  const [file, ...args] = command;
  // A group of its own: a signal reaches npm, its shell and the server, as Ctrl-C in a terminal does.
  const child = spawn(file, args, { cwd: folder, env: { ...cleanEnvironment(), PORT: '0' }, detached: true });
  // It has left our group, so it is told when we are told to end.
  process.once('exit', () => endGroup(child));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  let output = '';
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const url = await new Promise<string>((found, failed) => {
    const hear = (text: Buffer) => {
      output += text.toString();
      const ready = /^ready (http\S+)$/m.exec(output);
      if (ready?.[1]) found(ready[1]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', failed);
    void ended.then(() => failed(new Error(`\`${command.join(' ')}\` ended before it was ready:\n${output}`)));
  });
  return { url, output: () => output, stop: async () => (endGroup(child), ended) };
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid && exitCode === null && signalCode === null) process.kill(-pid, 'SIGTERM');
}
