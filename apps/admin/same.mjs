/**
 * Builds the client a second time, elsewhere, and compares: the same sources give the same bytes, so that whoever doubts a build
 * can make it again.
 *
 * Ends with 1 and the names of what differs. Run it after a build: node apps/admin/same.mjs
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const dist = join(import.meta.dirname, 'dist');

/** Path within the folder → hash of the file. */
function hashesIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hashOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
  return new Map(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length), hashOf(path)]),
  );
}

const again = mkdtempSync(join(tmpdir(), 'cunzhi-build-'));
try {
  await build({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: again, emptyOutDir: true },
  });
  const [first, second] = [hashesIn(dist), hashesIn(again)];
  const differing = [...new Set([...first.keys(), ...second.keys()])].filter(
    (path) => first.get(path) !== second.get(path),
  );
  for (const path of differing) console.error(`${path} is not the same in a second build.`);
  if (differing.length > 0) process.exitCode = 1;
  else console.log(`two builds, the same ${first.size} files`);
} finally {
  rmSync(again, { recursive: true, force: true });
}
