/**
 * Places and villages (地方、村) in the browser: find a village, open its page, walk up and down the places.
 *
 * Places are reference data: whoever is signed in reads them; what hangs on a village comes from the plugins.
 */
import { defineAdmin } from '@cunzhi/admin';
import { en, zhCN } from './messages.ts';

const people = ['core.person.read', 'core.grant.read', 'core.grant.manage'];

/** What the core adds to the client. */
export const admin = defineAdmin({
  id: 'core',
  nav: [
    { to: '/villages', label: 'core.nav.villages', section: 'home', order: 10, icon: 'village' },
    { to: '/people', label: 'core.people.nav', section: 'platform', order: 10, can: people, icon: 'people' },
    { to: '/audit', label: 'core.audit.title', section: 'platform', order: 20, can: 'core.audit.read', icon: 'book' },
  ],
  pages: [
    { path: '/villages', title: 'core.nav.villages', load: () => import('./pages/VillageList.vue') },
    { path: '/villages/:code', title: 'core.village.title', load: () => import('./pages/VillagePage.vue') },
    { path: '/people', title: 'core.people.title', can: people, load: () => import('./pages/PeopleList.vue') },
    {
      path: '/people/new',
      title: 'core.people.add',
      can: 'core.person.write',
      load: () => import('./pages/PersonAdd.vue'),
    },
    {
      path: '/people/:id',
      title: 'core.people.personTitle',
      can: people,
      load: () => import('./pages/PersonPage.vue'),
    },
    { path: '/audit', title: 'core.audit.title', can: 'core.audit.read', load: () => import('./pages/AuditLog.vue') },
    { path: '/places/:code', title: 'core.place.title', load: () => import('./pages/PlacePage.vue') },
  ],
  messages: { 'zh-CN': zhCN, en },
});
