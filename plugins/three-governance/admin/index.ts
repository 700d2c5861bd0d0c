/**
 * Three-governance integration (三治融合) beside a village.
 *
 * The model is reconstructed: its label stands wherever a figure of it stands.
 */
import { defineAdmin } from '@cunzhi/admin';
import { en, zhCN } from './messages.ts';

/** What the three-governance plugin adds to the client. */
export const admin = defineAdmin({
  id: 'three-governance',
  slots: {
    'village.detail.side@1': {
      load: () => import('./components/GovernanceCard.vue'),
      order: 10,
      minHeightPx: 420,
      title: 'three-governance.card.title',
      can: 'three-governance.score.read',
    },
  },
  messages: { 'zh-CN': zhCN, en },
});
