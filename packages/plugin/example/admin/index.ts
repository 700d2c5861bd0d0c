/** What the plugin adds to the client: a page, and a card beside every village. */
import { defineAdmin } from '@cunzhi/admin';
import { en, zhCN } from './messages.ts';

export const admin = defineAdmin({
  id: 'wells',
  nav: [{ to: '/p/wells', label: 'wells.nav', section: 'village', order: 50, icon: 'list', can: 'wells.well.read' }],
  pages: [
    { path: '/p/wells', title: 'wells.nav', can: 'wells.well.read', load: () => import('./pages/WellsPage.vue') },
  ],
  slots: {
    'village.detail.side@1': {
      load: () => import('./components/VillageWells.vue'),
      title: 'wells.card.title',
      order: 50,
      minHeightPx: 120,
    },
  },
  messages: { 'zh-CN': zhCN, en },
});
