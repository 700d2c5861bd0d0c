/**
 * A three-governance model (三治融合模型): pillars, the indicators of each with their weights, and the bands of the result.
 *
 * A model is data of one edition and never changes; weights stay the decimal text that was written.
 */
import type { LocalText } from '@cunzhi/plugin';

export interface GovernanceModel {
  readonly code: string;
  readonly edition: string;
  readonly inForce: { readonly from: string; readonly until: string | null };
  readonly isReconstructed: boolean;
  readonly notice: { readonly label: string; readonly zh: string; readonly en: string } | null;
  readonly standard: { readonly code: string; readonly editions: readonly string[] };
  /** Which kinds of places the standard rates, and so the model. */
  readonly rates: readonly ('village' | 'community')[];
  /** Of a pillar's weight, 0…1; below it the score is withheld. */
  readonly leastCompleteness: string;
  /** Weights of the pillars in the development T: equal, or one each, in their order. */
  readonly alpha: 'equal' | readonly string[];
  readonly pillars: readonly Pillar[];
  readonly bands: readonly Band[];
}

export interface Pillar {
  readonly code: string;
  readonly name: LocalText;
  readonly indicators: readonly Indicator[];
}

export interface Indicator {
  /** An item of the standard (`A1`) or a fact (`mediation.settledRate`). */
  readonly source: string;
  readonly name: LocalText;
  readonly weight: string;
  /** Only for facts: floor is the worst value that counts, target the best. */
  readonly range: { readonly floor: string; readonly target: string } | null;
}

export interface Band extends LocalText {
  /** Its lower end, which belongs to it. */
  readonly from: string;
}

/** The edition in force on a day: the latest that has begun and not ended. */
export function modelInForce(models: readonly GovernanceModel[], day: string): GovernanceModel | null {
  const live = models.filter(({ inForce: { from, until } }) => from <= day && (until === null || day <= until));
  return live.toSorted((a, b) => (a.inForce.from < b.inForce.from ? 1 : -1))[0] ?? null;
}

/** A year is judged by the edition in force on its last day, when its figures are complete. */
export const lastDayOf = (year: number): string => `${String(year).padStart(4, '0')}-12-31`;
