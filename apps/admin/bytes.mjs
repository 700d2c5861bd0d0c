/**
 * Counts what the first routes of a phone fetch, from the build's own manifest, as gzip.
 *
 * Ends with 1 when a route is above its budget. Run it after a build: node apps/admin/bytes.mjs
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = { js: 220_000, css: 25_000 };
const dist = join(import.meta.dirname, 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const keys = Object.keys(manifest);

const always = ['index.html', ...keys.filter((key) => key.endsWith('messages/zh-CN.ts'))];
const routes = {
  '/sign-in': [...always, 'src/pages/SignIn.vue'],
  '/': [
    ...always,
    'src/pages/Home.vue',
    ...keys.filter((key) => key.endsWith('/admin/index.ts') || key.endsWith('/admin/components/HomeCards.vue')),
  ],
};

/** The files of these entries and of all that they import at once. */
function filesOf(entries) {
  const seen = new Set();
  const files = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The manifest has no "${key}": build first, and name routes as they are.`);
    if (seen.has(key)) return;
    seen.add(key);
    files.add(chunk.file);
    for (const sheet of chunk.css ?? []) files.add(sheet);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const entry of entries) visit(entry);
  return [...files];
}

const sizeOf = (files, end) =>
  files
    .filter((file) => file.endsWith(end))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);

let isAbove = false;
console.log(
  `route      ${'JavaScript'.padStart(10)}  ${'CSS'.padStart(10)}  (gzip; budget ${budget.js / 1000} and ${budget.css / 1000} kB)`,
);
for (const [route, entries] of Object.entries(routes)) {
  const files = filesOf(entries);
  const [js, css] = [sizeOf(files, '.js'), sizeOf(files, '.css')];
  isAbove ||= js > budget.js || css > budget.css;
  console.log(`${route.padEnd(10)} ${kB(js)}  ${kB(css)}${js > budget.js || css > budget.css ? '  above budget' : ''}`);
}
process.exitCode = isAbove ? 1 : 0;
