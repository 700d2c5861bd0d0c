/**
 * Language and text size of this tab: the two choices that hold on every page.
 *
 * Both live in localStorage and on the <html> element, nowhere else; a broken storage only means that they are forgotten.
 */
import { readonly, shallowRef } from 'vue';

export type Language = 'zh-CN' | 'en';
export type TextSize = 'standard' | 'large' | 'largest';
export const languages: readonly Language[] = ['zh-CN', 'en'];
export const textSizes: readonly TextSize[] = ['standard', 'large', 'largest'];

const current = shallowRef<Language>('zh-CN');
const size = shallowRef<TextSize>('standard');

/** The language in use; changes are seen by templates. */
export const language = readonly(current);
/** The text size in use. */
export const textSize = readonly(size);

/** Reads both choices and puts them on the page; called once, before the first paint. */
export function restoreChoices(): void {
  const wanted = recall('cz.language');
  useLanguage(languages.find((known) => known === wanted) ?? 'zh-CN');
  const wantedSize = recall('cz.textSize');
  useTextSize(textSizes.find((known) => known === wantedSize) ?? 'standard');
}

/** Takes a language from now on. */
export function useLanguage(next: Language): void {
  current.value = next;
  document.documentElement.lang = next;
  remember('cz.language', next);
}

/** Takes a text size from now on: 标准, 大 or 特大. */
export function useTextSize(next: TextSize): void {
  size.value = next;
  document.documentElement.dataset.textSize = next;
  remember('cz.textSize', next);
}

/** The text in the language in use; Chinese where the other is missing. */
export function localText(text: { zh: string; en: string } | null | undefined): string {
  if (!text) return '';
  return current.value === 'en' ? text.en || text.zh : text.zh;
}

/** A day such as 2026-11-24, written out: 2026年11月24日. */
export function formatDay(day: string | null | undefined): string {
  if (!day) return '';
  const [year = 0, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number);
  const noon = new Date(Date.UTC(year, month - 1, date, 4));
  return format(noon, { year: 'numeric', month: 'long', day: 'numeric' });
}

/** An instant in the time of the villages (Asia/Shanghai): 2026年11月24日 10:32. */
export function formatInstant(instant: string | number | Date | null | undefined): string {
  if (!instant) return '';
  return format(new Date(instant), {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** The time of day alone, for 更新于 10:32. */
export function formatTime(instant: string | number | Date | null | undefined): string {
  if (!instant) return '';
  return format(new Date(instant), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** Several words as one: 甲、乙、丙, or A, B, C. */
export function formatList(words: readonly string[]): string {
  return new Intl.ListFormat(current.value, { type: 'conjunction', style: 'narrow' }).format(words);
}

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  if (Number.isNaN(at.getTime())) return '';
  return new Intl.DateTimeFormat(current.value, { timeZone: 'Asia/Shanghai', ...options }).format(at);
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice holds for this visit; nothing else depends on it.
  }
}
