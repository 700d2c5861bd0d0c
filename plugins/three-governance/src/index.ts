/**
 * @cunzhi/three-governance: how high self-governance, rule of law and rule of virtue stand in a village, and how well they
 * hold together (三治融合).
 */
import { core } from '@cunzhi/core';
import { evaluation } from '@cunzhi/evaluation';
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { events } from './governance.event.ts';
import { addGovernance } from './governance.graphql.ts';
import { model, score } from './governance.table.ts';
import { permissions } from './permissions.ts';
import { loadModels } from './reference.ts';

export const threeGovernance = definePlugin({
  id: 'three-governance',
  version: '1.0.0',
  compat: '^1.0.0',
  admin: new URL('../admin/index.ts', import.meta.url),
  uses: { core, evaluation },
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    global(model, 'A model is a published norm and the same for every village.'),
    placed(score, { read: ['three-governance.score.read'], write: ['three-governance.score.recompute'] }),
  ],
  permissions,
  plainNames: 'The three governances are words of the glossary.',
  events,
  reference: loadModels,
  graphql: addGovernance,
});

export { recomputeGovernance, type GovernanceRecomputed } from './governance.service.ts';
