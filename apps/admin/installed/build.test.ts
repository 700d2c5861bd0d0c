/** The whole way: a `cunzhi.config.ts` on the disk, read, checked and built as Vite builds the client. */
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { cunzhiPlugins } from '../plugins.vite.ts';
import { readEntry } from './entry.ts';
import { wells } from './fixtures/plugins.fixture.ts';
import { readInstalled } from './list.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const defineFile = join(import.meta.dirname, '../../../packages/admin/src/define.ts');

/** Builds a client that holds the kit and the installed plugins; returns its chunks. */
async function buildOf(
  config: string,
  kit = '() => import("@cunzhi/admin")',
): Promise<readonly Rolldown.OutputChunk[]> {
  const main = 'virtual:main';
  const result = await build({
    configFile: false,
    root: fixtures,
    logLevel: 'silent',
    plugins: [
      vue(),
      cunzhiPlugins({ config: join(fixtures, config) }),
      {
        name: 'main',
        resolveId: (id) => (id === main ? id : undefined),
        load: (id) =>
          id === main ? `import { built } from 'virtual:cunzhi-plugins'; window.all = [built, ${kit}];` : undefined,
      },
    ],
    build: { write: false, modulePreload: false, rolldownOptions: { input: main } },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((one) => ('output' in one ? one.output : [])).filter((file) => file.type === 'chunk');
}

describe('the build', () => {
  it('gives each plugin its paths, its slots and an entry of its own chunk', async () => {
    const chunks = await buildOf('good/cunzhi.config.ts');

    const main = chunks.find((chunk) => chunk.isEntry);
    const entry = chunks.find((chunk) => chunk.facadeModuleId === join(fixtures, 'good/admin/index.ts'));
    expect(main?.code).toContain('/p/wells');
    expect(main?.code).toContain('village.detail.side@1');
    expect(main?.dynamicImports).toContain(entry?.fileName);
    expect(entry?.dynamicImports).toHaveLength(2);
    expect(globalThis).not.toHaveProperty('isWellCardFetched');
  });

  it('stops at an entry that brings more than data', async () => {
    const failed = await buildOf('good/cunzhi.config.ts', 'null').then(String, (error: Error) => error.message);

    expect(failed).toMatch(/wells: its admin entry is \d+\.\d kB gzipped, above 6 kB\. Leave data only in it/);
  });

  it('stops with all problems of all plugins at once', async () => {
    const failed = await buildOf('red/cunzhi.config.ts').then(String, (error: Error) => error.message);

    expect(failed.split('\n').map((line) => line.replaceAll(fixtures, '…'))).toEqual([
      'gone: its admin entry …/red/gone.ts is not there. Mend `admin: new URL(…)` in the plugin, or add the folder to `files` in its package.json and install it again.',
      expect.stringMatching(/^red 0\.3\.0 needs platform \^2\.0\.0, and this is 1\./),
      'red: its admin entry …/red/whole.ts calls itself "rad". Write `id: \'red\'` in defineAdmin.',
      'red: its page /cases is not under /p/red. Short paths belong to bundled plugins; use "/p/red/cases".',
      'red: its menu line /red is not under /p/red. Short paths belong to bundled plugins; use "/p/red/red".',
      'red: this platform has no slot village.detail.side@2, but village.detail.side@1. Use that one, or upgrade the platform.',
      expect.stringMatching(/^red: there is no slot village\.roof@1\. The slots are: home\.cadre\.cards@1, /),
      'red: the text red.card is there in zh-CN only. Add it in en.',
      'red: the text red.list is there in en only. Add it in zh-CN.',
      'red: it uses the text red.title, which its messages do not have. Add it in zh-CN and en.',
    ]);
  });

  it('says what a configuration must be', async () => {
    await expect(readInstalled(join(fixtures, 'red/plain.ts'))).rejects.toThrow(/red\/plain\.ts names no plugins\./);
    await expect(readInstalled('/nowhere/cunzhi.config.ts')).rejects.toThrow(
      'There is no /nowhere/cunzhi.config.ts. Set CUNZHI_CONFIG to the file that names your plugins.',
    );
  });
});

describe('reading an entry', () => {
  it('leaves out plugins without an admin half, and knows ours from others', async () => {
    const installed = await readInstalled(join(fixtures, 'good/cunzhi.config.ts'));
    const own = await readInstalled(join(import.meta.dirname, '../../../cunzhi.config.ts'));

    expect(installed.map(({ id, isBundled }) => ({ id, isBundled }))).toEqual([{ id: 'wells', isBundled: false }]);
    expect(own.map(({ id }) => id)).toContain('core');
    expect(own.every(({ isBundled }) => isBundled)).toBe(true);
  });

  it('says when it is no data, or is not there under its name', async () => {
    const read = (file: string) => readEntry(wells({ entry: join(fixtures, file) }), defineFile);

    expect(await read('red/busy.ts')).toEqual({
      problem:
        'wells: its admin entry cannot be read (document is not defined). An entry is data: move what it does into a component.',
    });
    expect(await read('red/nothing.ts')).toEqual({
      problem: expect.stringMatching(/^wells: .*nothing\.ts exports no `admin`\. Write `export const admin/),
    });
  });
});
