/**
 * Texts: Chinese by default, English beside it, each fetched when it is first wanted.
 *
 * A plugin's texts lie under its id; keys may be written nested or with dots, with or without the id in front.
 */
import { createI18n } from 'vue-i18n';
import { language, useLanguage, type Language } from './language.ts';
import type { AdminPlugin, Messages } from './plugin.ts';

export interface Texts {
  readonly i18n: ReturnType<typeof makeI18n>;
  readonly add: (plugin: Pick<AdminPlugin, 'id' | 'messages'>) => void;
  /** Switches the language after its texts have arrived. */
  readonly use: (next: Language) => Promise<void>;
}

const kitTexts: TextSource = {
  'zh-CN': () => import('./messages/zh-CN.ts'),
  en: () => import('./messages/en.ts'),
};

/** Where the texts of one language come from. */
export type TextSource = Record<Language, () => Promise<{ readonly default: Messages }>>;

/** Makes the texts of an app, the kit's and its own; `use` must have ended before the first paint. */
export function createTexts(own?: TextSource): Texts {
  const i18n = makeI18n(language.value);
  const fetched = new Set<Language>();

  async function use(next: Language): Promise<void> {
    if (!fetched.has(next)) {
      const parts = await Promise.all([kitTexts[next](), own?.[next]()]);
      for (const part of parts) if (part) i18n.global.mergeLocaleMessage(next, nest(part.default));
      fetched.add(next);
    }
    i18n.global.locale.value = next;
    useLanguage(next);
  }

  function add({ id, messages }: Pick<AdminPlugin, 'id' | 'messages'>): void {
    i18n.global.mergeLocaleMessage('zh-CN', { [id]: nest(messages['zh-CN'], id) });
    i18n.global.mergeLocaleMessage('en', { [id]: nest(messages.en, id) });
  }

  return { i18n, add, use };
}

function makeI18n(locale: Language) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'zh-CN',
    missingWarn: false,
    fallbackWarn: false,
    messages: { 'zh-CN': {}, en: {} } as Record<Language, Record<string, never>>,
  });
}

interface Nested {
  [key: string]: string | Nested;
}

/** Turns keys with dots into nested ones and takes away the plugin's own id in front. */
export function nest(messages: Messages, id?: string): Nested {
  const out: Nested = {};
  for (const [key, value] of Object.entries(messages)) {
    const path = key.split('.');
    if (id && path[0] === id && path.length > 1) path.shift();
    if (id && key === id && typeof value !== 'string') {
      merge(out, nest(value));
      continue;
    }
    const last = path.pop() ?? key;
    let room = out;
    for (const part of path) {
      const next = room[part];
      room = typeof next === 'object' ? next : (room[part] = {});
    }
    const there = room[last];
    if (typeof value === 'string') room[last] = value;
    else if (typeof there === 'object') merge(there, nest(value));
    else room[last] = nest(value);
  }
  return out;
}

function merge(into: Nested, from: Nested): void {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    if (typeof there === 'object' && typeof value === 'object') merge(there, value);
    else into[key] = value;
  }
}
