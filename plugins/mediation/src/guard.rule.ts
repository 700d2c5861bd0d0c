/**
 * The guards: what must not be so when an act happens. All that fail are told together.
 *
 * A guard that the input itself settles (was it told?) never makes an act look impossible beforehand.
 */
import type { Guard, Transition } from './case.transitions.ts';

/** What the guards look at: the type of the dispute as it was in force at registration, and the act's own input. */
export interface GuardView {
  readonly oral: 'allowed' | 'never';
  readonly paperOnly: boolean;
  readonly routeOut: string | null;
  /** The reason given asks that the parties hear of the other ways. */
  readonly mustTellAlternatives: boolean;
  readonly alternativesTold: boolean;
}

interface GuardRule {
  readonly fails: (view: GuardView) => boolean;
  /** The input's field that settles it; null when it lies in the case. */
  readonly field: string | null;
}

export const GUARD_RULES: Readonly<Record<Guard, GuardRule>> = {
  OUT_OF_SCOPE: { fails: ({ routeOut }) => routeOut !== null, field: null },
  ORAL_NOT_ALLOWED: { fails: ({ oral, paperOnly }) => oral === 'never' || paperOnly, field: null },
  ALTERNATIVES_NOT_TOLD: {
    fails: ({ mustTellAlternatives, alternativesTold }) => mustTellAlternatives && !alternativesTold,
    field: 'alternativesTold',
  },
};

/** The guards of a row that fail now, in the order of the table. */
export function failingGuards(row: Pick<Transition, 'guards'>, view: GuardView): Guard[] {
  return row.guards.filter((guard) => GUARD_RULES[guard].fails(view));
}

/** The guards that stand in the way whatever is entered. */
export function blockingGuards(row: Pick<Transition, 'guards'>, view: GuardView): Guard[] {
  return failingGuards(row, view).filter((guard) => GUARD_RULES[guard].field === null);
}
