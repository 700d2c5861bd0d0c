/**
 * The states of a round (轮次) and what may happen in each: one table, read by guards and by screens alike.
 *
 * What does not stand in the table does not happen.
 */
export const ROUND_STATES = [
  'draft',
  'open',
  'scoring',
  'checking',
  'noticed',
  'determined',
  'closed',
  'cancelled',
] as const;
export type RoundState = (typeof ROUND_STATES)[number];

export interface Transition<State extends string, Action extends string> {
  readonly action: Action;
  /** Null: it begins here. */
  readonly from: readonly (State | null)[];
  readonly to: State;
  readonly permission: string;
}

export type RoundAction = 'draftRound' | 'openRound';

export const ROUND_TABLE: readonly Transition<RoundState, RoundAction>[] = [
  { action: 'draftRound', from: [null], to: 'draft', permission: 'evaluation.round.open' },
  { action: 'openRound', from: ['draft'], to: 'open', permission: 'evaluation.round.open' },
];

/** The row of a table for an action in a state; undefined when it is not possible there. */
export function transitionOf<State extends string, Action extends string>(
  table: readonly Transition<State, Action>[],
  action: Action,
  state: State | null,
): Transition<State, Action> | undefined {
  return table.find((row) => row.action === action && row.from.includes(state));
}

/** What may be done in a state by somebody who holds the permissions. */
export function possibleIn<State extends string, Action extends string>(
  table: readonly Transition<State, Action>[],
  state: State | null,
  can: (permission: string) => boolean,
): Action[] {
  return table.filter((row) => row.from.includes(state) && can(row.permission)).map((row) => row.action);
}

/** `saveAnswer` and `notRated` as GraphQL writes enum values: SAVE_ANSWER, NOT_RATED. */
export const enumName = (word: string): string => word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** A day in China, for dates that end at 24:00 there. */
export const dayInChina = (instant: Date): string =>
  new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
