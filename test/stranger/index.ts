/**
 * A stranger's plugin: what somebody does who has never seen this repository, from the packed packages and a folder elsewhere.
 *
 * Everything is real: tarballs, an installer, a compiler, a test, a host with PostgreSQL, a browser. `pnpm test:stranger`.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lookAtPlugin } from './page.ts';
import { packAll, run, startHost } from './steps.ts';

const ID = 'soil-survey';
const MOST_COMMANDS = 3;
const MOST_SECONDS = 300;
const TYPES_CPU_SECONDS = 10;

const root = fileURLToPath(new URL('../../', import.meta.url));
const elsewhere = mkdtempSync(join(tmpdir(), 'cunzhi-stranger-'));
const tarballs = join(elsewhere, 'tarballs');
const tool = join(elsewhere, 'tool');
const plugin = join(elsewhere, ID);

const say = (what: string, seconds: number, more = '') =>
  console.log(`${seconds.toFixed(1).padStart(6)} s  ${what}${more && `  (${more})`}`);

try {
  mkdirSync(tarballs);
  say('packs every package', packAll(root, tarballs).seconds);
  mkdirSync(tool);
  run(`tar -xzf ${join(tarballs, 'create-cunzhi-plugin-*.tgz')} -C ${tool}`, elsewhere);

  const create = `node ${tool}/package/bin/create-cunzhi-plugin.mjs ${ID} --packages ${tarballs}`;
  const install = 'npx -y pnpm@12 install --prefer-offline --no-frozen-lockfile';
  const commands = [create, install, 'npm start'];
  const created = run(create, elsewhere);
  say('1. scaffolds the plugin', created.seconds);
  const installed = run(install, plugin);
  say('2. installs it from the tarballs', installed.seconds);
  const from = performance.now();
  const host = await startHost(['npm', 'start'], plugin);
  say('3. starts a host with it', (performance.now() - from) / 1000);
  let visible = Infinity;
  try {
    const password = readFileSync(join(plugin, '.data/demonstration-password'), 'utf8');
    await lookAtPlugin({ url: host.url, password, id: ID, title: 'Soil survey' }, () => {
      visible = created.seconds + installed.seconds + (performance.now() - from) / 1000;
    });
    say('   sees its page and its card', (performance.now() - from) / 1000 + created.seconds + installed.seconds);
  } catch (error) {
    throw new Error(`The host printed:\n${host.output()}`, { cause: error });
  } finally {
    await host.stop();
  }
  if (existsSync(join(plugin, '.data/postgres/data/postmaster.pid'))) throw new Error('PostgreSQL was left running.');

  const types = run('npm run types', plugin);
  say('type-checks both halves', types.seconds, `${types.cpuSeconds.toFixed(1)} s of CPU, goal ${TYPES_CPU_SECONDS}`);
  say('runs its test', run('npm test', plugin).seconds);

  const lines = readFileSync(join(plugin, 'src/index.ts'), 'utf8').trimEnd().split('\n').length;
  console.log(
    `The page is visible after ${commands.length} commands (at most ${MOST_COMMANDS}) and ${visible.toFixed(0)} s (at most ${MOST_SECONDS}); the plugin has ${lines} lines.`,
  );
  if (commands.length > MOST_COMMANDS || visible > MOST_SECONDS) throw new Error('That is more than was promised.');
} finally {
  rmSync(elsewhere, { recursive: true, force: true });
}
