/**
 * The Yucun archive in the browser (余村经验案例库): find, read, write and pass on a case.
 *
 * What is published is read by everybody signed in; a draft stays with its village and its reviewers.
 */
import { defineAdmin } from '@cunzhi/admin';
import { en, zhCN } from './messages.ts';

const reading = [
  'yucun-cases.case.read',
  'yucun-cases.case.write',
  'yucun-cases.case.review',
  'yucun-cases.case.publish',
];
const writing = 'yucun-cases.case.write';

/** What the Yucun archive adds to the client. */
export const admin = defineAdmin({
  id: 'yucun-cases',
  nav: [{ to: '/yucun', label: 'yucun-cases.nav', section: 'cases', order: 20, can: reading, icon: 'book' }],
  pages: [
    { path: '/yucun', title: 'yucun-cases.nav', load: () => import('./pages/YucunList.vue') },
    { path: '/yucun/new', title: 'yucun-cases.new.title', can: writing, load: () => import('./pages/YucunEdit.vue') },
    { path: '/yucun/:id', title: 'yucun-cases.case.title', load: () => import('./pages/YucunOne.vue') },
    {
      path: '/yucun/:id/edit',
      title: 'yucun-cases.edit.title',
      can: writing,
      load: () => import('./pages/YucunEdit.vue'),
    },
  ],
  slots: {
    'village.detail.tabs@1': {
      load: () => import('./components/VillageYucun.vue'),
      order: 30,
      minHeightPx: 160,
      title: 'yucun-cases.village.tab',
    },
  },
  messages: { 'zh-CN': zhCN, en },
});
