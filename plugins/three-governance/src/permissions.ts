/** The permissions of three-governance: scores and the model that makes them. */
import type { PermissionDeclarations } from '@cunzhi/plugin';

export const permissions = {
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
} as const satisfies PermissionDeclarations;
