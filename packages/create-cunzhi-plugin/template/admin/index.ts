/** What the plugin adds to the client: a page of its own, and a card beside every village. */
import { defineAdmin } from '@cunzhi/admin';
import { en, zhCN } from './messages.ts';

export const admin = defineAdmin({
  id: '__id__',
  nav: [{ to: '/p/__id__', label: '__id__.nav', section: 'village', order: 50, icon: 'book' }],
  pages: [{ path: '/p/__id__', title: '__id__.nav', load: () => import('./pages/AimPage.vue') }],
  slots: {
    'village.detail.side@1': { load: () => import('./components/GreetingCard.vue'), order: 50, minHeightPx: 120 },
  },
  messages: { 'zh-CN': zhCN, en },
});
