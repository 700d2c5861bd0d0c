/** The permissions of mediation. Text of a case is not among them: only its handlers reach that. */
import type { PermissionDeclarations } from '@cunzhi/plugin';

/** States, days and codes of cases. */
export const SEE = 'mediation.case.meta' as const;
/** Every act on a case. */
export const WRITE = 'mediation.case.write' as const;

/** One sealed field of a party in the clear. */
export const REVEAL = 'mediation.case.reveal' as const;

export const permissions = {
  'case.meta': {
    zh: '看纠纷的进度',
    en: 'See how far cases have come',
    roles: ['mediator', 'chair', 'inspector', 'justice', 'county'],
  },
  'case.read': {
    zh: '看自己办理的纠纷内容',
    en: 'Read the cases that one handles',
    roles: ['mediator'],
    handlersOnly: true,
  },
  'case.reveal': {
    zh: '查看当事人隐去的信息',
    en: 'Uncover a hidden field of a party',
    roles: ['mediator'],
    handlersOnly: true,
    factors: 2,
  },
  'case.write': { zh: '办理纠纷', en: 'Handle cases', roles: ['mediator'] },
  'case.oversee': { zh: '指导和检查调解', en: 'Oversee mediation', roles: ['justice'] },
  'case.refer': { zh: '移交纠纷', en: 'Refer cases', roles: ['referrer'] },
  'lead.write': { zh: '上报纠纷线索', en: 'Report hints of disputes', roles: ['gridWorker'] },
  'stats.read': {
    zh: '看调解统计',
    en: 'Read mediation figures',
    roles: ['clerk', 'inspector', 'justice', 'county', 'city'],
  },
  'case.erase': { zh: '删除到期的个人信息', en: 'Erase personal data after its time', roles: ['dataOfficer'] },
  'report.read': { zh: '看风险报告', en: 'Read risk reports', roles: ['dataOfficer'] },
} as const satisfies PermissionDeclarations;
