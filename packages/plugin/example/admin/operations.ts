/** What the page and the card ask the server. */
import { graphql } from '@cunzhi/admin';

export interface Well {
  readonly id: string;
  readonly name: string;
  readonly lowSince: string | null;
  readonly village: { readonly name: string } | null;
}

export const wellsQuery = graphql<{ wells: { nodes: readonly Well[] } | null }>(`
  query Wells {
    wells(first: 100) {
      nodes {
        id
        name
        lowSince
        village {
          code
          name
        }
      }
    }
  }
`);

type VillageWell = Pick<Well, 'id' | 'name' | 'lowSince'>;
type VillageWells = { village: { wells: { nodes: readonly VillageWell[] } | null } | null };

export const villageWellsQuery = graphql<VillageWells, { code: string }>(`
  query VillageWells($code: PlaceCode!) {
    village(code: $code) {
      code
      wells(first: 20) {
        nodes {
          id
          name
          lowSince
        }
      }
    }
  }
`);
