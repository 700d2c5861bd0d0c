/**
 * Places and villages (地方、村) in the browser: find a village, open its page, walk up and down the places.
 *
 * Places are reference data: whoever is signed in reads them; what hangs on a village comes from the plugins.
 */
import { defineAdmin } from '@cunzhi/admin';
import { en, zhCN } from './messages.ts';

/** What the core adds to the client. */
export const admin = defineAdmin({
  id: 'core',
  nav: [{ to: '/villages', label: 'core.nav.villages', section: 'home', order: 10, icon: 'village' }],
  pages: [
    { path: '/villages', title: 'core.nav.villages', load: () => import('./pages/VillageList.vue') },
    { path: '/villages/:code', title: 'core.village.title', load: () => import('./pages/VillagePage.vue') },
    { path: '/places/:code', title: 'core.place.title', load: () => import('./pages/PlacePage.vue') },
  ],
  messages: { 'zh-CN': zhCN, en },
});
