/** The list of documents: what a build finds, in the text that the client sends, and what stops it. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { afterAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { cunzhiDocuments } from '../documents.vite.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunzhi-listed-'));
// The kit is found from there as from a plugin that was installed.
mkdirSync(join(folder, 'node_modules/@cunzhi'), { recursive: true });
symlinkSync(join(import.meta.dirname, '../../../packages/admin'), join(folder, 'node_modules/@cunzhi/admin'));
symlinkSync(join(import.meta.dirname, '../node_modules/vue'), join(folder, 'node_modules/vue'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Builds what these files make, and gives the texts of the list by id. */
async function listOf(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const here = mkdtempSync(join(folder, 'plugin-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text);
  const result = await build({
    configFile: false,
    root: here,
    logLevel: 'silent',
    plugins: [vue(), cunzhiDocuments()],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: Object.keys(files).map((one) => join(here, one)), preserveEntrySignatures: 'strict' },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const list = outputs.find(({ fileName }) => fileName === '.vite/documents.json');
  return list?.type === 'asset' ? (JSON.parse(String(list.source)) as Record<string, string>) : {};
}

const messageOf = (files: Readonly<Record<string, string>>): Promise<string> =>
  listOf(files).then(
    () => 'built',
    (error: Error) => error.message,
  );

const KIT = `import { graphql } from '@cunzhi/admin';\n`;

describe('a build lists', () => {
  it('questions, writes and streams with their fragments, each under the hash of its text, and no bare fragment', async () => {
    const list = await listOf({
      'depth.ts': `${KIT}export const depth = graphql(\`fragment Depth on Well { metres }\`);`,
      'operations.ts': `${KIT}import { depth } from './depth.ts';
        export const wells = graphql<{ a: 1 }, { b: string }>(\`query Wells { wells { ...Depth } }\`, [depth]);
        export const dig = graphql('mutation Dig { dig { metres } }');
        export const events = graphql(\`subscription Events { events { cursor } }\`);`,
    });

    expect(
      Object.values(list)
        .map((text) => text.replace(/\s+/g, ' '))
        .filter((text) => !/ (Session|StartUpload|ReportPluginFault|BeginLook|EndLook)\b/.test(text))
        .sort(),
    ).toEqual([
      'mutation Dig { dig { metres __typename } }',
      'query Wells { wells { ...Depth __typename } } fragment Depth on Well { metres __typename }',
      'subscription Events { events { cursor } }',
    ]);
    for (const [id, text] of Object.entries(list))
      expect(id).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  });

  it('those that nobody exports, and those of the kit itself', async () => {
    const list = await listOf({
      'own.ts': `import { useUpload } from '@cunzhi/admin'; ${KIT}
        const hidden = graphql('query Hidden { hidden }');
        export const use = () => [hidden, useUpload];`,
    });

    expect(Object.values(list).map((text) => /\w+ \w+/.exec(text)?.[0])).toEqual(
      expect.arrayContaining(['query Hidden', 'mutation StartUpload', 'query Session']),
    );
  });
});

describe('a build stops at a document that it cannot see', () => {
  const UNSEEN =
    /: it makes a document where the build cannot see it, and the server would refuse it\. Write `export const … = graphql\(`…`\)` at the top of a \.ts file/;

  it.each([
    ['in a function', { 'late.ts': `${KIT}export const make = () => graphql('{ wells { metres } }');` }],
    ['of a text that is put together', { 'joined.ts': `${KIT}const name = 'wells'; export const one = graphql(\`{ \${name} { metres } }\`);` }],
    ['in a component', { 'Well.vue': `<script setup lang="ts">\n${KIT}const one = graphql('{ wells { metres } }');\n</script>\n<template>{{ one }}</template>` }],
    ['beside a component', { 'Well.vue': `<script lang="ts">\n${KIT}export const one = graphql('{ wells { metres } }');\nexport default {};\n</script>\n<template>1</template>` }],
    ['by another name', { 'given.ts': `${KIT}export const make = graphql;` }],
    ['through another file', { 'door.ts': `export { graphql } from '@cunzhi/admin';` }],
    ['past the kit', { 'gql.ts': `import { gql } from '@urql/core'; export const one = gql\`{ wells { metres } }\`;` }],
  ])('%s', async (_what, files) => {
    expect(await messageOf(files)).toMatch(UNSEEN);
  }); // prettier-ignore

  it('under a condition', async () => {
    const files = { 'perhaps.ts': `${KIT}export const one = globalThis.x ? graphql('{ wells { metres } }') : null;` };

    expect(await messageOf(files)).toMatch(
      /The build sees \d+ calls of graphql\(…\), and \d+ of them make a document\./,
    );
  });

  it('in a file that needs a page', async () => {
    const files = {
      'busy.ts': `${KIT}export const wide = window.innerWidth; export const one = graphql('{ wells { metres } }');`,
    };

    expect(await messageOf(files)).toMatch(
      /busy\.ts: its documents cannot be made outside of a page \(window is not defined\)\. Let the file hold documents only\./,
    );
  });
});
