/** The permissions of the core: people, grants, evidence, the audit log. */
import type { PermissionDeclarations } from '@cunzhi/plugin';

export const permissions = {
  'person.read': {
    zh: '看本地人员',
    en: 'See the people of a place',
    roles: ['clerk', 'chair', 'justice', 'county', 'city'],
  },
  'person.write': { zh: '维护本地人员', en: 'Keep the people of a place', roles: ['justice', 'county', 'city'] },
  'grant.read': { zh: '看授权', en: 'See grants', roles: ['auditor'] },
  'grant.manage': { zh: '授权', en: 'Give and end grants', roles: ['justice', 'county', 'city', 'admin'] },
  'evidence.read': {
    zh: '看佐证材料',
    en: 'See evidence',
    roles: ['clerk', 'chair', 'mediator', 'inspector', 'justice', 'county', 'city'],
  },
  'evidence.write': { zh: '添加佐证材料', en: 'Add evidence', roles: ['clerk', 'chair', 'mediator'] },
  'audit.read': { zh: '看审计记录', en: 'Read the audit log', roles: ['auditor'] },
  'audit.verify': { zh: '核对审计记录的封条', en: 'Verify the seal of the audit log', roles: ['auditor'] },
  'account.unlock': { zh: '解除丢失的第二道验证', en: 'Take off a second factor that was lost', roles: ['admin'] },
  'account.look': { zh: '以他人身份查看', en: 'Look as somebody else', roles: ['county', 'city'], factors: 2 },
} as const satisfies PermissionDeclarations;
