/** useWords: a text that may be a message key becomes words; anything else stays as it is. */
import { useI18n } from 'vue-i18n';

/** Returns the function that turns a key or a text into words. */
export function useWords(): { word: (keyOrText: string | undefined, values?: Record<string, unknown>) => string } {
  const { t, te } = useI18n({ useScope: 'global' });
  const isKey = (text: string): boolean => /^[\w-]+(\.[\w-]+)+$/.test(text) && (te(text) || te(text, 'zh-CN'));
  return { word: (text = '', values = {}) => (isKey(text) ? t(text, values) : text) };
}
