/**
 * The admin entry of a plugin, looked at without building it: what it imports at once, and how much that is.
 *
 * Pages and components are fetched when they are shown; the build of the client weighs those.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { AnyPlugin } from '@cunzhi/plugin';

/** client.md §15. */
const ENTRY_MOST = 6_000;
const ALLOWED = new Set(['@cunzhi/admin', 'vue']);
const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?!type\b)[^;'"]*?from\s+['"]([^'"]+)['"]/g;

/** Sentences with the cure; empty when there is no admin half, or nothing to say. */
export function findAdminProblems({ id, admin }: AnyPlugin): string[] {
  if (!admin) return [];
  if (!existsSync(admin)) return [`The admin entry of ${id} is not there: ${fileURLToPath(admin)}.`];
  const files = new Map<string, string>();
  const foreign = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    const text = readFileSync(file, 'utf8');
    files.set(file, text);
    for (const [, name = ''] of text.matchAll(IMPORT)) {
      if (!name.startsWith('.')) foreign.add(name);
      else if (name.endsWith('.ts')) visit(join(dirname(file), name));
    }
  };
  visit(fileURLToPath(admin));
  const bytes = gzipSync([...files.values()].join('\n')).length;
  return [
    ...[...foreign]
      .filter((name) => !ALLOWED.has(name))
      .map(
        (name) =>
          `The admin half of ${id} imports ${name}; allowed are ${[...ALLOWED].join(' and ')}, so that there is one copy of each.`,
      ),
    ...(bytes > ENTRY_MOST
      ? [
          `The admin entry of ${id} weighs ${bytes} bytes; at most ${ENTRY_MOST}: fetch pages and long texts with \`load\`.`,
        ]
      : []),
  ];
}
