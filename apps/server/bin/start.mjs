#!/usr/bin/env node
// `npm start` after installing: builds the client when its sources changed, then starts the demonstration.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const stamp = join(root, 'apps/admin/dist/.sources');

/** Everything that the built client is made of. */
function sources() {
  const plugins = readdirSync(join(root, 'plugins')).map((name) => `plugins/${name}/admin`);
  const folders = ['apps/admin', 'packages/admin', 'packages/core/admin', ...plugins];
  const hash = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml')));
  hash.update(readFileSync(join(root, 'cunzhi.config.ts')));
  for (const folder of folders.map((name) => join(root, name)).filter(existsSync)) addFolder(hash, folder);
  return hash.digest('hex');
}

function addFolder(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist'].includes(entry.name)) addFolder(hash, path);
    } else if (entry.isFile()) {
      hash.update(path.slice(root.length)).update(readFileSync(path));
    }
  }
}

const now = sources();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
  console.log('构建网页（只在有改动时）· building the client');
  const built = spawnSync(
    process.execPath,
    [join(root, 'apps/admin/node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: join(root, 'apps/admin'),
      stdio: 'inherit',
    },
  );
  if (built.status !== 0) process.exit(1);
  writeFileSync(stamp, now);
}

process.argv.splice(2, Infinity, 'start');
register();
await import('../src/cli.ts');
