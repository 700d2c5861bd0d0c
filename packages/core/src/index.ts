/** @cunzhi/core: places, villages, people, grants and evidence. Itself a plugin, with nothing that others cannot do. */
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { evidence, grant, person, place, role } from './core.table.ts';
import { addEvidenceType } from './evidence.graphql.ts';
import { addPlaces } from './place.graphql.ts';
import { loadRoles } from './reference.ts';
import { addViewer } from './viewer.graphql.ts';

export const core = definePlugin({
  id: 'core',
  compat: '^1.0.0',
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    global(place, 'Places are public reference data of the statistical office.'),
    global(role, 'Roles are the same everywhere.'),
    placed(person, { read: ['core.person.read'], write: ['core.person.write'] }),
    placed(grant, {
      column: 'place_prefix',
      read: ['core.grant.read', 'core.grant.manage'],
      write: ['core.grant.manage'],
    }),
    placed(evidence, { read: ['core.evidence.read'], write: ['core.evidence.write'] }),
  ],
  permissions: {
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
    'account.unlock': { zh: '解锁账号', en: 'Unlock accounts', roles: ['admin'], placed: false },
  },
  reference: loadRoles,
  graphql: (b) => {
    const places = addPlaces(b);
    return { ...places, ...addViewer(b, places), ...addEvidenceType(b) };
  },
});

export * from './evidence.service.ts';
export * from './person.service.ts';
export { readPlaces, type PlaceRow } from './place.import.ts';
export { parentCodeOf, levelOf } from './place.rule.ts';
export * from './place.service.ts';
export type { Evidence, Place, Role } from './core.table.ts';
