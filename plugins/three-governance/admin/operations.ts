/**
 * What the governance card asks: one score of one village and year, with the model that it came from.
 *
 * A withheld score has no figures; the answer names what is missing instead.
 */
import { graphql } from '@cunzhi/admin';

export interface LocalText {
  zh: string;
  en: string;
}
export interface Pillar {
  code: string;
  name: LocalText;
}
export interface Contribution {
  pillar: string;
  source: string;
  name: LocalText;
  value: string | null;
  weight: string;
  share: string | null;
}
export interface GovernanceScore {
  year: number;
  coupling: string | null;
  development: string | null;
  coordination: string | null;
  band: LocalText | null;
  isWithheld: boolean;
  withheldReason: LocalText | null;
  missing: string[];
  computedAt: string;
  model: {
    edition: string;
    isReconstructed: boolean;
    notice: { label: string; zh: string; en: string } | null;
  };
  pillars: { pillar: Pillar; index: string | null; completeness: string }[];
  weakestPillar: Pillar | null;
  contributions: Contribution[];
}

export const governanceQuery = graphql<
  { village: { code: string; name: string; governance: GovernanceScore | null } | null },
  { village: string; year: number }
>(`
  query VillageGovernance($village: PlaceCode!, $year: Int!) {
    village(code: $village) {
      code
      name
      governance(year: $year) {
        year
        coupling
        development
        coordination
        band {
          zh
          en
        }
        isWithheld
        withheldReason {
          zh
          en
        }
        missing
        computedAt
        model {
          edition
          isReconstructed
          notice {
            label
            zh
            en
          }
        }
        pillars {
          pillar {
            code
            name {
              zh
              en
            }
          }
          index
          completeness
        }
        weakestPillar {
          code
          name {
            zh
            en
          }
        }
        contributions {
          pillar
          source
          name {
            zh
            en
          }
          value
          weight
          share
        }
      }
    }
  }
`);
