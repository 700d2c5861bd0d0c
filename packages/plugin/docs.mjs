/**
 * The reference in `docs/`, made from the types and their comments by TypeDoc.
 *
 * `node docs.mjs` writes it anew, and nothing else does; `node docs.mjs --check` fails when it is not what the types say.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('./', import.meta.url));
const kept = join(root, 'docs');

function write(folder) {
  const typedoc = join(root, 'node_modules/typedoc/bin/typedoc');
  execFileSync(process.execPath, [typedoc, '--logLevel', 'Warn', '--out', folder], { cwd: root, stdio: 'inherit' });
}

function read(folder) {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

if (process.argv.includes('--check')) {
  const made = mkdtempSync(join(tmpdir(), 'cunzhi-docs-'));
  write(made);
  const [is, shall] = [read(kept), read(made)];
  rmSync(made, { recursive: true });
  const stale = [...new Set([...is.keys(), ...shall.keys()])].filter((name) => is.get(name) !== shall.get(name));
  for (const name of stale)
    console.error(`packages/plugin/docs/${name} is not what the types say: run \`pnpm run docs\`.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  rmSync(kept, { recursive: true, force: true });
  write(kept);
}
