/** Places in GraphQL: one interface, a type for each level. A community is a `Village` of kind COMMUNITY. */
import type { Builder } from './builder.ts';
import { atLevel, place, type Place } from './core.table.ts';
import { getPlace, listChildren, listVillages, placeByCode } from './place.service.ts';

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

  const PlaceRef = b.interfaceRef<Place>('Place');

  PlaceRef.implement({
    description: 'A place of the administrative division (行政区划), hierarchical by code.',
    resolveType: (place) => TYPE_NAMES[place.level],
    fields: (t) => ({
      code: t.field({ type: 'PlaceCode', description: '2, 4, 6, 9 or 12 digits.', resolve: (row) => row.code }),
      name: t.exposeString('name', { description: 'Short name.' }),
      fullName: t.exposeString('fullName', { description: 'Name with the places above it, from the county down.' }),
      level: t.field({ type: PlaceLevel, description: 'Its level.', resolve: (place) => place.level }),
      villageCount: t.exposeInt('villageCount', { description: 'Villages and communities within it.' }),
      parent: t.field({
        type: PlaceRef,
        nullable: true,
        description: 'The place one level up.',
        resolve: (place, _args, ctx) => (place.parentCode ? ctx.load(placeByCode, place.parentCode) : null),
      }),
      children: t.connection({
        type: PlaceRef,
        description: 'The places one level below, in the order of their codes.',
        resolve: (place, args, ctx) =>
          listChildren(ctx, place.code, { ...args, first: args.first ?? (args.last == null ? 100 : null) }),
      }),
    }),
  });

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
