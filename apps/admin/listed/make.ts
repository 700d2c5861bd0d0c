/**
 * Makes the documents of a build as the browser will: imports the modules in Node with a `graphql` that keeps what it makes.
 */
import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import { createRequest, formatDocument, stringifyDocument } from '@urql/core';
import type { DocumentNode } from 'graphql';
import { runnerImport, type Plugin } from 'vite';

export interface Made {
  /** Texts by id, of operations alone: a fragment is no question. */
  readonly documents: Readonly<Record<string, string>>;
  /** A sentence for each module that did not make what it says. */
  readonly failed: readonly string[];
}

interface Kept {
  readonly kept: readonly DocumentNode[];
  readonly failed: readonly { readonly id: string; readonly why: string }[];
}

const entryId = '\0cunzhi-documents';
const keeperId = '\0cunzhi-documents-keeper';

/** `makers`: how many documents each module makes; `admin`: the folder of the kit's sources. */
export async function makeDocuments(makers: ReadonlyMap<string, number>, admin: string): Promise<Made> {
  const { module } = await runnerImport<Kept>(entryId, {
    logLevel: 'silent',
    plugins: [keeper([...makers.keys()], admin)],
  });
  const failed = module.failed.map(
    ({ id, why }) =>
      `${relative(process.cwd(), id)}: its documents cannot be made outside of a page (${why}). Let the file hold documents only.`,
  );
  const expected = [...makers.values()].reduce((sum, count) => sum + count, 0);
  if (failed.length === 0 && module.kept.length !== expected)
    failed.push(
      `The build sees ${expected} calls of graphql(…), and ${module.kept.length} of them make a document. Make each of them on import, once, without a condition.`,
    );
  // In one order, whichever module came first: the same sources are the same build.
  const texts = module.kept.filter(isOperation).map(textOf).sort();
  return { documents: Object.fromEntries(texts.map((text) => [idOf(text), text])), failed };
}

const isOperation = ({ definitions }: DocumentNode): boolean =>
  definitions.some(({ kind }) => kind === 'OperationDefinition');

/** As urql sends it: queries and mutations with `__typename` for its cache. */
function textOf(document: DocumentNode): string {
  const { query } = createRequest(document, {});
  const isStream = document.definitions.some((one) => 'operation' in one && one.operation === 'subscription');
  return stringifyDocument(isStream ? query : formatDocument(query));
}

const idOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** In the place of the kit: its `graphql`, and what it has made so far. */
function keeper(modules: readonly string[], admin: string): Plugin {
  const real = join(admin, 'graphql.ts');
  return {
    name: 'cunzhi-documents-keeper',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (id === entryId || id === keeperId) return id;
      if (importer === keeperId) return undefined;
      if (id === '@cunzhi/admin') return keeperId;
      return id.endsWith('/graphql.ts') && (await this.resolve(id, importer, { skipSelf: true }))?.id === real
        ? keeperId
        : undefined;
    },
    load(id) {
      if (id === keeperId)
        return `
          import { graphql as make, readFragment } from ${JSON.stringify(real)};
          export const kept = [];
          export const graphql = (text, fragments) => (kept.push(make(text, fragments)), kept.at(-1));
          export { readFragment };`;
      if (id !== entryId) return undefined;
      return `
        import { kept } from ${JSON.stringify(keeperId)};
        const failed = [];
        for (const [id, load] of [${modules.map((one) => `[${JSON.stringify(one)}, () => import(${JSON.stringify(one)})]`).join(',')}])
          await load().catch((error) => failed.push({ id, why: String(error?.message ?? error) }));
        export { kept, failed };`;
    },
  };
}
