/**
 * Mediation in the browser (人民调解): the live board, registering, one case.
 *
 * What is live carries no names; a page that wants more asks, and is checked again.
 */
import { defineAdmin } from '@cunzhi/admin';
import { en, zhCN } from './messages.ts';

const seeing = ['mediation.case.meta', 'mediation.case.write'];
const handling = 'mediation.case.write';

/** What the mediation plugin adds to the client. */
export const admin = defineAdmin({
  id: 'mediation',
  nav: [{ to: '/cases', label: 'mediation.nav.cases', section: 'cases', order: 10, can: seeing, icon: 'chat' }],
  pages: [
    { path: '/cases', title: 'mediation.nav.cases', can: seeing, load: () => import('./pages/CaseBoard.vue') },
    { path: '/cases/new', title: 'mediation.new.title', can: handling, load: () => import('./pages/CaseNew.vue') },
    { path: '/cases/:id', title: 'mediation.case.title', can: seeing, load: () => import('./pages/CaseOne.vue') },
  ],
  messages: { 'zh-CN': zhCN, en },
});
