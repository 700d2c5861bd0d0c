/**
 * The list of documents of a build (`.vite/documents.json`): all that `graphql(…)` makes, by the ids under which the client asks.
 *
 * One law: the server answers what is on this list, so a document that the build cannot see stops the build.
 */
import { createRequire } from 'node:module';
import { dirname, relative } from 'node:path';
import { parseAst, type Plugin } from 'vite';
import { makeDocuments } from './listed/make.ts';
import { readUses } from './listed/uses.ts';

const admin = dirname(createRequire(import.meta.url).resolve('@cunzhi/admin/define'));

/** The Vite plugin; in `vite dev` it does nothing. */
export function cunzhiDocuments(): Plugin {
  const makers = new Map<string, number>();
  const problems: string[] = [];

  return {
    name: 'cunzhi-documents',
    apply: 'build',
    moduleParsed({ id, code }) {
      if (!code || !/\b(graphql|gql)\b/.test(code)) return;
      const isKits = dirname(id) === admin;
      // The kit's own file is where they are made.
      if (isKits && /[\\/](graphql|index)\.ts$/.test(id)) return;
      const { documents, unseen } = readUses(parseAst(code), isKits ? './graphql.ts' : '@cunzhi/admin');
      const isFile = /^[^?]+\.[jt]s$/.test(id);
      if (unseen || (documents > 0 && !isFile)) problems.push(sentence(id));
      else if (documents > 0) makers.set(id, documents);
    },
    async generateBundle() {
      const { documents, failed } = await makeDocuments(makers, admin);
      const all = [...problems, ...failed];
      if (all.length > 0) throw new Error(all.sort().join('\n'));
      const source = JSON.stringify(documents, null, 1);
      this.emitFile({ type: 'asset', fileName: '.vite/documents.json', source });
    },
  };
}

const sentence = (id: string): string =>
  `${relative(process.cwd(), id.split('?')[0] ?? id)}: it makes a document where the build cannot see it, and the server would refuse it. ` +
  'Write `export const … = graphql(`…`)` at the top of a .ts file, with the whole text as it stands, and import that.';
