/** The words of the plugin in both languages; a key that one of them lacks does not compile. */
import type { SameKeys } from '@cunzhi/admin';

export const zhCN = {
  nav: '水井',
  none: '还没有登记水井。',
  card: { title: '水井', low: '水位低' },
  column: { name: '名称', village: '村', lowSince: '水位低起始日' },
};

export const en: SameKeys<typeof zhCN> = {
  nav: 'Wells',
  none: 'No well is registered yet.',
  card: { title: 'Wells', low: 'low' },
  column: { name: 'Name', village: 'Village', lowSince: 'Low since' },
};
