/** Places in GraphQL: one interface, a type for each level. A community is a `Village` of kind COMMUNITY. */
import type { Builder } from './builder.ts';
import { atLevel, place, type Place } from './core.table.ts';
import { getPlace, listVillages } from './place.service.ts';

const TYPE_NAMES = {
  province: 'Province',
  city: 'City',
  county: 'County',
  township: 'Township',
  village: 'Village',
} as const;
const LEVELS = ['province', 'city', 'county', 'township', 'village'] as const;

export function addPlaces(b: Builder) {
  const PlaceLevel = b.enumType('PlaceLevel', {
    description: 'The level of a place.',
    values: Object.fromEntries(LEVELS.map((level) => [level.toUpperCase(), { value: level }])) as Record<
      string,
      { value: Place['level'] }
    >,
  });
  const VillageKind = b.enumType('VillageKind', {
    description: 'A village with a village committee, or an urban community.',
    values: { VILLAGE: { value: 'village' }, COMMUNITY: { value: 'community' } } as const,
  });

  const PlaceRef = b.entityInterface('Place', place, {
    description: 'A place of the administrative division (行政区划), hierarchical by code.',
    typeOf: (row) => TYPE_NAMES[row.level],
  });
  b.fields(PlaceRef, (t) => ({
    code: t.column('code', { description: '2, 4, 6, 9 or 12 digits.' }),
    name: t.column('name', { description: 'Short name.' }),
    fullName: t.column('fullName', { description: 'Name with the places above it, from the county down.' }),
    level: t.column('level', { type: PlaceLevel, description: 'Its level.' }),
    villageCount: t.column('villageCount', { description: 'Villages and communities within it.' }),
    parent: t.one(PlaceRef, { description: 'The place one level up.' }),
    children: t.connection(PlaceRef, { description: 'The places one level below, in the order of their codes.' }),
  }));

  const entity = (level: Place['level'], description: string) =>
    b.entity(TYPE_NAMES[level], place, { interfaces: [PlaceRef], description, where: atLevel(level) });
  entity('province', 'A province.');
  entity('city', 'A city.');
  const County = entity('county', 'A county or district (区县).');
  const Township = entity('township', 'A township, town or street (乡镇街道).');
  const Village = entity('village', 'A village or community (村、社区).');
  b.fields(Township, (t) => ({
    county: t.field({
      type: County,
      description: 'The county it belongs to.',
      resolve: (row, _args, ctx) => getPlace(ctx, row.code.slice(0, 6)),
    }),
  }));
  b.fields(Village, (t) => ({
    kind: t.field({ type: VillageKind, description: 'Village or community.', resolve: (row) => row.kind ?? 'village' }),
    township: t.field({
      type: Township,
      description: 'The township it belongs to.',
      resolve: (row, _args, ctx) => getPlace(ctx, row.code.slice(0, 9)),
    }),
    county: t.field({
      type: County,
      description: 'The county it belongs to.',
      resolve: (row, _args, ctx) => getPlace(ctx, row.code.slice(0, 6)),
    }),
  }));

  b.queries((t) => ({
    place: t.field({
      type: PlaceRef,
      nullable: true,
      signedIn: true,
      description: 'A place by its code; BAD_PLACE when there is none.',
      args: { code: t.arg({ type: 'PlaceCode', required: true, description: 'The code.' }) },
      resolve: (_root, { code }, ctx) => getPlace(ctx, code),
    }),
    village: t.field({
      type: Village,
      nullable: true,
      signedIn: true,
      description: 'A village or community by its code of twelve digits; BAD_PLACE when there is none.',
      args: { code: t.arg({ type: 'PlaceCode', required: true, description: 'The code.' }) },
      resolve: async (_root, { code }, ctx) => getPlace(ctx, code.length === 12 ? code : `${code}?`),
    }),
    villages: t.connection({
      type: Village,
      signedIn: true,
      description: 'Villages and communities in the order of their codes.',
      args: {
        within: t.arg({ type: 'PlaceCode', description: 'Only those within this place.' }),
        search: t.arg.string({ description: 'Part of the name.' }),
        kind: t.arg({ type: VillageKind, description: 'Only villages or only communities.' }),
      },
      resolve: (_root, { within, search, kind, ...args }, ctx) => listVillages(ctx, { within, search, kind }, args),
    }),
  }));

  return { Place: PlaceRef, Village, Township, County };
}
