/** Each law of an admin entry: a plugin that keeps it passes, one that breaks it is named with the cure. */
import { mkdtempSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AdminPlugin } from '@cunzhi/admin/define';
import { describe, expect, it } from 'vitest';
import { checkClashes } from './clash.check.ts';
import { checkCopies } from './copy.check.ts';
import { checkEntry } from './entry.check.ts';
import { wells } from './fixtures/plugins.fixture.ts';
import type { InstalledPlugin } from './plugin.ts';
import { checkSizes, type BuiltChunk } from './size.check.ts';

const offer = { version: '1.4.2', slots: ['village.detail.side@1', 'village.detail.side@3', 'home.cadre.cards@1'] };
const load = () => Promise.resolve({ default: {} });

function problemsOf(change: Partial<InstalledPlugin>, admin: Partial<AdminPlugin> = {}): readonly string[] {
  const plugin = wells(change, admin);
  return checkEntry(plugin, plugin.admin, offer);
}

describe('an entry', () => {
  it('that keeps everything has no problem', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('needs this platform, or is told which one it needs', () => {
    expect(problemsOf({ compat: '^2.0.0' })).toEqual([
      'wells 2.1.0 needs platform ^2.0.0, and this is 1.4.2: upgrade the platform, or install a version of wells that is made for 1.4.2.',
    ]);
    expect(problemsOf({ compat: 'new' })).toEqual([
      'wells: compat "new" is no version range. Write one such as "^1.0.0".',
    ]);
  });

  it('calls itself as its plugin does', () => {
    expect(problemsOf({}, { id: 'well' })).toEqual([
      'wells: its admin entry /plugins/wells/admin/index.ts calls itself "well". Write `id: \'wells\'` in defineAdmin.',
    ]);
  });

  it('stays under its own path, unless it is bundled', () => {
    const short = { pages: [{ path: '/wells', title: 'wells.nav', load }], nav: [] };
    const beside = { pages: [{ path: '/p/wells-2', title: 'wells.nav', load }], nav: [] };

    expect(problemsOf({}, short)).toEqual([
      'wells: its page /wells is not under /p/wells. Short paths belong to bundled plugins; use "/p/wells/wells".',
    ]);
    expect(problemsOf({}, beside)).toHaveLength(1);
    expect(problemsOf({ isBundled: true }, short)).toEqual([]);
  });

  it('names slots that are there, in a version that is there', () => {
    const room = { load, order: 1, minHeightPx: 80 };
    const other: Record<string, typeof room> = { 'village.detail.side@2': room, 'village.roof@1': room };

    expect(problemsOf({}, { slots: other })).toEqual([
      'wells: this platform has no slot village.detail.side@2, but village.detail.side@1 and village.detail.side@3. Use that one, or upgrade the platform.',
      'wells: there is no slot village.roof@1. The slots are: village.detail.side@1, village.detail.side@3, home.cadre.cards@1.',
    ]);
  });

  it('has each text in both languages, and each text that it uses', () => {
    const messages = { 'zh-CN': { nav: '饮水', card: '水质' }, en: { nav: 'Water', list: 'List' } };

    expect(problemsOf({}, { messages })).toEqual([
      'wells: the text wells.card is there in zh-CN only. Add it in en.',
      'wells: the text wells.list is there in en only. Add it in zh-CN.',
      'wells: it uses the text wells.one.title, which its messages do not have. Add it in zh-CN and en.',
    ]);
  });
});

describe('the plugins together', () => {
  it('hold each id once', () => {
    const twice = [wells(), wells({ root: '/plugins/wells-fork' }, { pages: [] })];

    expect(checkClashes(twice)).toEqual([
      'wells: two plugins have this id, in /plugins/wells and /plugins/wells-fork. Remove one from cunzhi.config.ts.',
    ]);
  });

  it('hold each path once, whatever its parameters are called, and none of the shell', () => {
    const bundled = { isBundled: true };
    const cases = wells({ ...bundled, id: 'cases' }, { pages: [{ path: '/cases/:id', title: 'a', load }] });
    const files = wells({ ...bundled, id: 'files' }, { pages: [{ path: '/cases/:code/', title: 'a', load }] });
    const plugins = wells({ ...bundled, id: 'lists' }, { pages: [{ path: '/plugins', title: 'a', load }] });
    const fresh = wells({ ...bundled, id: 'fresh' }, { pages: [{ path: '/cases/new', title: 'a', load }] });

    expect(checkClashes([cases, files, plugins, fresh])).toEqual([
      'files: its page /cases/:code/ is already a page of cases. Give it another path.',
      'lists: its page /plugins is already a page of the shell. Give it another path.',
    ]);
  });
});

describe('what holds state', () => {
  /** A shell with Vue 3.5.45, and a plugin that gets this version of it. */
  function onDisk(version: string): { readonly shell: string; readonly plugin: InstalledPlugin } {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'cunzhi-copies-')));
    const put = (folder: string, vue: string): string => {
      const home = join(root, folder, 'node_modules/vue');
      mkdirSync(home, { recursive: true });
      writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'vue', version: vue }));
      return join(root, folder);
    };
    const entry = join(put('wells', version), 'admin/index.ts');
    return { shell: put('shell', '3.5.45'), plugin: wells({ entry, root: dirname(dirname(entry)) }) };
  }

  it('is there once, or in one version of which the build takes one copy', () => {
    const { shell, plugin } = onDisk('3.5.45');

    expect(checkCopies(plugin, shell)).toEqual([]);
  });

  it('in another version is a second copy; both are named', () => {
    const { shell, plugin } = onDisk('3.4.0');

    expect(checkCopies(plugin, shell)).toEqual([
      `wells brings a second copy of vue: 3.4.0 in ${plugin.root}/node_modules/vue, beside 3.5.45 in ${shell}/node_modules/vue. Move vue to the peerDependencies of wells, or install wells with vue 3.5.45.`,
    ]);
  });
});

describe('the bytes of a third-party plugin', () => {
  const chunk = (file: string, gzipBytes: number, imports: readonly string[] = []): BuiltChunk => ({
    file,
    module: file === 'entry.js' ? '/plugins/wells/admin/index.ts' : null,
    isEntry: file === 'shell.js',
    imports,
    gzipBytes,
  });

  it('count only what comes with it alone', () => {
    const chunks = [
      chunk('shell.js', 90_000, ['entry.js', 'vue.js']),
      chunk('vue.js', 50_000),
      chunk('entry.js', 5_900, ['page.js', 'vue.js']),
      chunk('page.js', 39_000),
    ];

    expect(checkSizes(wells(), chunks)).toEqual([]);
  });

  it('are at most 6 kB for the entry and 40 kB for a chunk, also of a library of its own; bundled plugins are counted elsewhere', () => {
    const chunks = [
      chunk('shell.js', 90_000, ['entry.js']),
      chunk('entry.js', 6_100, ['page.js']),
      chunk('page.js', 1_000, ['charts.js']),
      chunk('charts.js', 140_000),
    ];

    expect(checkSizes(wells(), chunks)).toEqual([
      'wells: its admin entry is 6.1 kB gzipped, above 6 kB. Leave data only in it: everything drawn belongs behind `load: () => import(…)`.',
      'wells: its chunk charts.js is 140.0 kB gzipped, above 40 kB. Split it with `import(…)`, or use a smaller library.',
    ]);
    expect(checkSizes(wells({ isBundled: true }), chunks)).toEqual([]);
  });
});
