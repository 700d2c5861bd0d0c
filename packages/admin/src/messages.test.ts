/**
 * Texts of every admin half: complete in both languages, with the same values in them, and there for every key that code names.
 */
import { describe, expect, it, vi } from 'vitest';
import { nest } from './i18n.ts';
import en from './messages/en.ts';
import zhCN from './messages/zh-CN.ts';
import type { AdminPlugin, Messages } from './plugin.ts';

// The entries are data; of the door they need defineAdmin alone, and not the components.
vi.mock('./index.ts', () => import('./plugin.ts'));

interface Half {
  readonly id: string;
  readonly zh: Map<string, string>;
  readonly en: Map<string, string>;
}

const entries = import.meta.glob<{ admin: AdminPlugin }>('../../../{packages,plugins}/*/admin/index.ts', {
  eager: true,
});
const shell = import.meta.glob<{ default: Messages }>('../../../apps/admin/src/messages/*.ts', { eager: true });
const sources = import.meta.glob<string>(
  ['../../../{packages,plugins}/*/admin/**/*.{ts,vue}', '../../../apps/admin/src/**/*.{ts,vue}', './**/*.{ts,vue}'],
  { eager: true, query: '?raw', import: 'default' },
);

function flatten(messages: Messages, path: readonly string[] = []): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') flat.set([...path, key].join('.'), value);
    else for (const [inner, text] of flatten(value, [...path, key])) flat.set(inner, text);
  }
  return flat;
}

const shellTexts = (language: string): Messages =>
  Object.entries(shell).find(([path]) => path.endsWith(`/${language}.ts`))?.[1].default ?? {};
const halves: readonly Half[] = [
  { id: 'kit', zh: flatten(zhCN), en: flatten(en) },
  { id: 'app', zh: flatten(shellTexts('zh-CN')), en: flatten(shellTexts('en')) },
  ...Object.values(entries).map(({ admin }) => ({
    id: admin.id,
    zh: flatten(nest(admin.messages['zh-CN'], admin.id), [admin.id]),
    en: flatten(nest(admin.messages.en, admin.id), [admin.id]),
  })),
];
const known = new Set(halves.flatMap((half) => [...half.zh.keys()]));

const valuesIn = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join(' ');

/** The keys that code writes out in full, where a text is asked for by name. */
function keysIn(source: string): string[] {
  const asked = source.matchAll(/(?:\bt|\bword)\(\s*'([\w-]+(?:\.[\w-]+)+)'/g);
  const given = source.matchAll(
    /(?<![:\w-])(?:label|title|legend|hint|empty|caption|lead|confirm|text)(?:="|: ')([\w-]+(?:\.[\w-]+)+)["']/g,
  );
  return [...asked, ...given].map(([, key = '']) => key);
}

describe.each(halves)('the texts of $id', (half) => {
  it('have every key in both languages', () => {
    expect([...half.en.keys()].sort()).toEqual([...half.zh.keys()].sort());
  });

  it('are never empty, and hold the same values in both languages', () => {
    for (const [key, text] of half.zh) {
      expect(text.trim(), key).not.toBe('');
      expect(valuesIn(half.en.get(key) ?? ''), key).toBe(valuesIn(text));
    }
  });

  it('speak calmly: no exclamation marks, no blame', () => {
    for (const [key, text] of [...half.zh, ...half.en]) expect(text, key).not.toMatch(/[!！]|非法|失败|异常|无效/);
  });
});

it('are there for every key that code names', () => {
  const missing = Object.entries(sources)
    .filter(([path]) => !path.endsWith('.test.ts'))
    .flatMap(([path, source]) =>
      keysIn(source)
        .filter((key) => !known.has(key))
        .map((key) => `${path}: ${key}`),
    );

  expect(missing).toEqual([]);
});
