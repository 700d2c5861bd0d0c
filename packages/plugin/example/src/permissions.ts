/** Who may do what; `well.read` is `wells.well.read` everywhere else. */
import type { PermissionDeclarations } from '@cunzhi/plugin';

export const permissions = {
  'well.read': { zh: '看水井', en: 'See wells', roles: ['clerk', 'chair', 'justice', 'county'] },
  'well.write': { zh: '记录水位', en: 'Record levels', roles: ['clerk', 'chair'] },
  'owner.read': { zh: '看户主', en: 'See the owners of wells', roles: ['clerk'] },
} as const satisfies PermissionDeclarations;
