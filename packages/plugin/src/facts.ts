/**
 * Facts: figures about a village and a year that one plugin publishes and others may use.
 *
 * Only counts, states and record ids cross over; never names of people or the story of a case.
 *
 * @module
 */
import type { ServiceContext } from './context.ts';

export interface FactQuery {
  readonly ids: readonly string[];
  readonly villages: readonly string[];
  readonly year: number;
}

export interface FactValue {
  /** Shaped like the answer it fills, with numbers as decimal text (assessment.md §3). */
  readonly value: Readonly<Record<string, unknown>>;
  /** How many records stand behind it. */
  readonly recordCount: number;
  readonly asOf: Date;
  readonly isComplete: boolean;
}

/** One fact: set-based, so that a thousand villages cost one statement. Villages without a value are left out. */
export interface FactDefinition {
  /** What is counted (起, 人, 次), or what a ratio is made of (调解成功 / 调解终结). */
  readonly unit: string;
  readonly load: (
    ctx: ServiceContext,
    villages: readonly string[],
    year: number,
  ) => Promise<ReadonlyMap<string, FactValue>>;
}
