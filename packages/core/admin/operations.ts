/** What the pages of the core ask: one query a page, and one for the choices of the filter. */
import { graphql, type PlaceName } from '@cunzhi/admin';

export type VillageKind = 'VILLAGE' | 'COMMUNITY';
export type Named = Pick<PlaceName, 'code' | 'name'>;

export interface VillageRow extends Named {
  readonly kind: VillageKind;
  readonly township: Named;
  readonly county: Named;
}
export interface VillagesVariables {
  readonly within?: string | null;
  readonly search?: string | null;
  readonly kind?: VillageKind | null;
  readonly first: number;
  readonly after?: string | null;
}
export interface VillagesAnswer {
  readonly villages: {
    readonly nodes: readonly VillageRow[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount: number;
  };
}

export const villagesQuery = graphql<VillagesAnswer, VillagesVariables>(/* GraphQL */ `
  query Villages($within: PlaceCode, $search: String, $kind: VillageKind, $first: Int!, $after: String) {
    villages(within: $within, search: $search, kind: $kind, first: $first, after: $after) {
      nodes {
        code
        name
        kind
        township {
          code
          name
        }
        county {
          code
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`);

/** Any village, to learn which city this platform is about. */
export const someVillageQuery = graphql<{ villages: { nodes: readonly { code: string }[] } }>(/* GraphQL */ `
  query SomeVillage {
    villages(first: 1) {
      nodes {
        code
      }
    }
  }
`);

export const childrenQuery = graphql<{ place: { children: { nodes: readonly Named[] } } | null }, { code: string }>(
  /* GraphQL */ `
    query PlaceChildren($code: PlaceCode!) {
      place(code: $code) {
        code
        children(first: 100) {
          nodes {
            code
            name
          }
        }
      }
    }
  `,
);

export interface Village extends VillageRow {
  readonly fullName: string;
}

export const villageQuery = graphql<{ village: Village | null }, { code: string }>(/* GraphQL */ `
  query Village($code: PlaceCode!) {
    village(code: $code) {
      code
      name
      fullName
      kind
      township {
        code
        name
      }
      county {
        code
        name
      }
    }
  }
`);

export interface PlaceAnswer {
  readonly place:
    | (PlaceName & {
        readonly villageCount: number;
        readonly parent: (Named & { readonly parent: (Named & { readonly parent: Named | null }) | null }) | null;
        readonly children: {
          readonly nodes: readonly (PlaceName & { readonly villageCount: number })[];
          readonly totalCount: number;
        };
      })
    | null;
}

export const placeQuery = graphql<PlaceAnswer, { code: string }>(/* GraphQL */ `
  query Place($code: PlaceCode!) {
    place(code: $code) {
      code
      name
      fullName
      level
      villageCount
      parent {
        code
        name
        parent {
          code
          name
          parent {
            code
            name
          }
        }
      }
      children(first: 100) {
        nodes {
          code
          name
          fullName
          level
          villageCount
        }
        totalCount
      }
    }
  }
`);
