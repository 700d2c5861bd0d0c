/**
 * @cunzhi/three-governance: how high self-governance, rule of law and rule of virtue stand in a village, and how well they
 * hold together (三治融合).
 */
import { core } from '@cunzhi/core';
import { evaluation } from '@cunzhi/evaluation';
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { addGovernance } from './governance.graphql.ts';
import { model, score } from './governance.table.ts';
import { loadModels } from './reference.ts';

export const threeGovernance = definePlugin({
  id: 'three-governance',
  compat: '^1.0.0',
  uses: { core, evaluation },
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    global(model, 'A model is a published norm and the same for every village.'),
    placed(score, { read: ['three-governance.score.read'], write: ['three-governance.score.recompute'] }),
  ],
  permissions: {
    'score.read': {
      zh: '看三治融合得分',
      en: 'See three-governance scores',
      roles: ['clerk', 'chair', 'inspector', 'justice', 'county', 'city'],
    },
    'score.recompute': {
      zh: '重新计算三治融合得分',
      en: 'Compute three-governance scores anew',
      roles: ['county', 'city'],
    },
    'model.publish': { zh: '发布三治融合模型', en: 'Publish a three-governance model', roles: ['city'] },
  },
  events: { scoresRecomputed: 'The scores of an area and year were computed anew.' },
  reference: loadModels,
  graphql: addGovernance,
});

export { recomputeGovernance, type GovernanceRecomputed } from './governance.service.ts';
