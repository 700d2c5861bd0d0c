/**
 * What would break documents that others have written against the plugin, compared with its checked-in `schema.graphql`.
 *
 * The file's first line says the version that it was printed for; a new major version may break, and prints anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import type { AnyPlugin } from '@cunzhi/plugin';

/** Sentences, one for each breaking change; the file is written when it is missing or older, and never in CI. */
export function findBreaking(schema: GraphQLSchema, { version }: AnyPlugin, folder: URL | undefined): string[] {
  if (!folder) return [];
  const file = new URL('schema.graphql', folder);
  const print = `# ${version}\n${printSchema(lexicographicSortSchema(schema))}\n`;
  if (!existsSync(file)) {
    if (process.env['CI']) return [`${file.pathname} is missing: run the test once and commit it.`];
    writeFileSync(file, print);
    return [];
  }
  const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  const before = first.slice(2);
  const changes = findBreakingChanges(buildSchema(rest.join('\n')), schema).map(({ description }) => description);
  const isMajor = Number(version.split('.')[0]) > Number(before.split('.')[0]);
  if (changes.length > 0 && !isMajor)
    return changes.map((change) => `${change} Keep it, deprecate it, or raise the major version (it is ${before}).`);
  if (!process.env['CI']) writeFileSync(file, print);
  return [];
}
