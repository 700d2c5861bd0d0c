/**
 * Assessment in the browser (民主法治村考评): answering, scoring, rounds.
 *
 * Data only: a page is fetched when somebody opens it, and the server decides what it may show.
 */
import { defineAdmin } from '@cunzhi/admin';
import { en } from './messages.en.ts';
import { zhCN } from './messages.zh.ts';

const answering = 'evaluation.answer.write';
const scoring = ['evaluation.score.write', 'evaluation.review.sign'];
const rounds = 'evaluation.round.open';

/** What the evaluation plugin adds to the client. */
export const admin = defineAdmin({
  id: 'evaluation',
  nav: [
    { to: '/answers', label: 'evaluation.nav.answers', section: 'village', order: 10, can: answering, icon: 'form' },
    { to: '/work', label: 'evaluation.nav.work', section: 'work', order: 10, can: scoring, icon: 'list' },
    { to: '/rounds', label: 'evaluation.nav.rounds', section: 'work', order: 20, can: rounds, icon: 'chart' },
  ],
  pages: [
    { path: '/answers', title: 'evaluation.nav.answers', can: answering, load: () => import('./pages/AnswerList.vue') },
    {
      path: '/answers/review',
      title: 'evaluation.review.title',
      can: answering,
      load: () => import('./pages/AnswerReview.vue'),
    },
    {
      path: '/answers/:code',
      title: 'evaluation.answer.title',
      can: answering,
      load: () => import('./pages/AnswerOne.vue'),
    },
    { path: '/work', title: 'evaluation.nav.work', can: scoring, load: () => import('./pages/WorkList.vue') },
    {
      path: '/desk/:village',
      title: 'evaluation.desk.title',
      can: scoring,
      load: () => import('./pages/ScoringDesk.vue'),
    },
    { path: '/rounds', title: 'evaluation.nav.rounds', can: rounds, load: () => import('./pages/RoundList.vue') },
    { path: '/rounds/:id', title: 'evaluation.round.title', can: rounds, load: () => import('./pages/RoundPage.vue') },
  ],
  slots: {
    'home.cadre.cards@1': {
      load: () => import('./components/HomeCards.vue'),
      order: 10,
      minHeightPx: 200,
      can: [answering, ...scoring, rounds],
    },
    'village.detail.tabs@1': {
      load: () => import('./components/VillageAssessment.vue'),
      order: 10,
      minHeightPx: 480,
      title: 'evaluation.village.tab',
    },
  },
  messages: { 'zh-CN': zhCN, en },
});
