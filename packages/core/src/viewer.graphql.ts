/** Who is looking: the viewer with grants and permissions, and what platform this is. */
import type { Actor, HeldGrant, LocalText } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import { role } from './core.table.ts';
import { roleByKey } from './person.service.ts';
import { placeByCode } from './place.service.ts';
import type { addPlaces } from './place.graphql.ts';

export function addViewer(b: Builder, { Place }: ReturnType<typeof addPlaces>) {
  const LocalTextRef = b.objectRef<LocalText>('LocalText').implement({
    description: 'A text in both languages of the platform.',
    fields: (t) => ({
      zh: t.exposeString('zh', { description: 'Chinese.' }),
      en: t.exposeString('en', { description: 'English.' }),
    }),
  });
  const RoleRef = b.entity('Role', role, { description: 'A role: a set of permissions under a name.' });
  b.fields(RoleRef, (t) => ({
    key: t.column('key', { description: 'Stable key.' }),
    name: t.field({
      type: LocalTextRef,
      description: 'Its name.',
      resolve: ({ nameZh, nameEn }) => ({ zh: nameZh, en: nameEn }),
    }),
  }));
  const GrantRef = b.objectRef<HeldGrant>('Grant').implement({
    description: 'A role held at a place for a time.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      role: t.field({
        type: RoleRef,
        nullable: true,
        description: 'The role.',
        resolve: (grant, _args, ctx) => ctx.load(roleByKey, grant.role),
      }),
      place: t.field({
        type: Place,
        nullable: true,
        description: 'Where it holds.',
        resolve: (grant, _args, ctx) => ctx.load(placeByCode, grant.placePrefix),
      }),
      validFrom: t.expose('validFrom', { type: 'DateTime', description: 'From when.' }),
      validTo: t.expose('validTo', { type: 'DateTime', nullable: true, description: 'Until when; null for no end.' }),
      reason: t.exposeString('reason', { description: 'Why it was given.' }),
      version: t.exposeInt('version', { description: 'Grows with each change.' }),
      needsSecondFactor: t.boolean({
        description: 'True when its role asks for a second proof of identity and this session has shown one only.',
        resolve: ({ factors }, _args, ctx) => factors > (ctx.actor?.factors ?? 1),
      }),
    }),
  });
  const Viewer = b.objectRef<Actor>('Viewer').implement({
    description: 'Whoever is signed in.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The id of the person.' }),
      username: t.exposeString('username', { description: 'The name used to sign in.' }),
      name: t.exposeString('name', { description: 'The name shown.' }),
      grants: t.field({
        type: [GrantRef],
        description: 'The grants valid now.',
        resolve: (actor) => [...actor.grants],
      }),
      permissions: t.stringList({
        description: 'Permissions held anywhere.',
        resolve: (actor) => [...actor.reach.keys()].sort(),
      }),
      can: t.boolean({
        description: 'True when the permission is held at the place, or anywhere without one.',
        args: {
          permission: t.arg.string({ required: true, description: 'The key of a permission.' }),
          place: t.arg({ type: 'PlaceCode', description: 'Where.' }),
        },
        resolve: (_actor, { permission, place }, ctx) => ctx.can(permission, place ?? undefined),
      }),
    }),
  });
  b.queries((t) => ({
    viewer: t.field({
      type: Viewer,
      nullable: true,
      public: 'The client asks who is signed in before it shows anything.',
      description: 'Whoever is signed in; null for nobody.',
      resolve: (_root, _args, ctx) => ctx.actor,
    }),
  }));
  return { LocalText: LocalTextRef, Grant: GrantRef, Role: RoleRef };
}
