/** The words of the plugin in both languages; a key that one of them lacks does not compile. */
import type { SameKeys } from '@cunzhi/admin';

export const zhCN = {
  nav: '__title__',
  card: { title: '问候', none: '这个村还没有问候。' },
  page: { lead: '这一页由插件 __id__ 提供。' },
};

export const en: SameKeys<typeof zhCN> = {
  nav: '__title__',
  card: { title: 'Greeting', none: 'Nobody greets in this village yet.' },
  page: { lead: 'This page comes from the plugin __id__.' },
};
