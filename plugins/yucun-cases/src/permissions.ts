/** The permissions of the Yucun archive: one for each step of a case. */
import type { PermissionDeclarations } from '@cunzhi/plugin';

export const permissions = {
  'case.read': {
    zh: '看本地的案例草稿',
    en: 'See the drafts of cases of a place',
    roles: ['clerk', 'chair', 'justice', 'county', 'city', 'inspector'],
  },
  'case.write': { zh: '写案例', en: 'Write cases', roles: ['clerk', 'chair'] },
  'case.submit': { zh: '提交案例', en: 'Hand cases in', roles: ['chair'] },
  'case.review': { zh: '审看案例', en: 'Review cases', roles: ['justice', 'county'] },
  'case.publish': { zh: '发布案例', en: 'Publish cases', roles: ['city'] },
} as const satisfies PermissionDeclarations;
