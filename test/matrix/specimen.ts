/**
 * A specimen: one way to ask for a root field, the types that are looked at under it, and the rows it is asked about.
 *
 * Every type and every root field of the schema has one, or stands in EXEMPT with its reason; else the matrix fails.
 */
import type { World } from './world.ts';

/** Where the row stands, seen from the actor. */
export const PLACEMENTS = ['own', 'child', 'sibling', 'cousin', 'ancestor', 'none'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** What an operation is asked about: a place and the ids of the rows that stand there. */
export interface Target {
  readonly code: string;
  /** Of a row by its name in the world; for the placement `none` an id that nobody has. */
  id(name: string): string;
}

export interface Specimen {
  /** `query mediationCase`, `mutation addPerson`, `subscription mediationEvents`. */
  readonly root: string;
  /** Rows of villages stand in villages alone; others at every level; what is the same everywhere is asked once. */
  readonly stands: 'village' | 'anywhere' | 'everywhere';
  /** Values of the root's arguments, by name. */
  readonly args?: (target: Target, world: World) => Readonly<Record<string, unknown>>;
  /** The types whose fields are looked at here and nowhere else. */
  readonly covers?: readonly string[];
  /** A list: whether this row is among its nodes decides all of its cells. */
  readonly finds?: string;
  /** True when its types are looked at elsewhere too and come out otherwise here: its cells have rows of their own. */
  readonly isApart?: boolean;
  /** `Type` or `Type.field` → the permission that decides where no rule of the schema says it. */
  readonly sees?: Readonly<Record<string, string>>;
  /** `Type.field` → its arguments as they stand in a document. */
  readonly nested?: Readonly<Record<string, string>>;
  /** `Type.field`, or the root of a mutation → why it is null, or declined, in this world for everybody. */
  readonly empty?: Readonly<Record<string, string>>;
}

export interface Specimens {
  readonly specimens: readonly Specimen[];
  /** Types that no specimen looks at → why that leaves nothing untested. */
  readonly exempt: Readonly<Record<string, string>>;
}
