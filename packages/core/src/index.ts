/** @cunzhi/core: places, villages, people, grants and evidence. Itself a plugin, with nothing that others cannot do. */
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { addAccounts } from './account.graphql.ts';
import { addAudit } from './audit.graphql.ts';
import { activation, evidence, grant, look, person, place, role, upload } from './core.table.ts';
import { addEvidenceType } from './evidence.graphql.ts';
import { addPeople } from './people.graphql.ts';
import { addPlaces } from './place.graphql.ts';
import { permissions } from './permissions.ts';
import { loadRoles } from './reference.ts';
import { addUploads } from './upload.graphql.ts';
import { addViewer } from './viewer.graphql.ts';

export const core = definePlugin({
  id: 'core',
  version: '1.0.0',
  compat: '^1.0.0',
  admin: new URL('../admin/index.ts', import.meta.url),
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    global(place, 'Places are public reference data of the statistical office.'),
    global(role, 'Roles are the same everywhere.'),
    // Whoever gives or checks grants must see to whom.
    placed(person, {
      read: ['core.person.read', 'core.grant.read', 'core.grant.manage'],
      write: ['core.person.write'],
    }),
    placed(activation, { read: ['core.person.write'], write: ['core.person.write'] }),
    placed(look, {
      read: ['core.account.look'],
      write: ['core.account.look'],
      also: 'looker_id = app.actor_id()',
    }),
    placed(grant, {
      column: 'place_prefix',
      read: ['core.grant.read', 'core.grant.manage'],
      write: ['core.grant.manage'],
    }),
    placed(upload, {
      read: ['core.evidence.write'],
      write: ['core.evidence.write'],
      also: 'person_id = app.actor_id()',
    }),
    placed(evidence, { read: ['core.evidence.read'], write: ['core.evidence.write'] }),
  ],
  permissions,
  plainNames: 'Places, people and evidence are what every plugin builds on.',
  reference: loadRoles,
  graphql: (b) => {
    const places = addPlaces(b);
    addUploads(b);
    addAudit(b, places);
    const viewer = addViewer(b, places);
    const people = addPeople(b, places, viewer);
    addAccounts(b, people);
    return { ...places, LocalText: viewer.LocalText, ...addEvidenceType(b), ...people };
  },
});

export * from './evidence.service.ts';
export { evidenceFiles } from './upload.service.ts';
export { activationFor, activations } from './activation.service.ts';
export { giveGrant, type GiveGrant } from './grant.service.ts';
export { addPersonTo, type PersonInput } from './people.service.ts';
export * from './person.service.ts';
export { readPlaces, type PlaceRow } from './place.import.ts';
export { parentCodeOf, levelOf } from './place.rule.ts';
export * from './place.service.ts';
export type { Evidence, Place, Role } from './core.table.ts';
