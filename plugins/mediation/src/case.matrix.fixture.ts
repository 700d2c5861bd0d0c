/**
 * For tests: every state × act × role of the table with what must come out, from the pure rule.
 *
 * Roles stand for grants; a mediator is seen twice, as one who handles the case and as a colleague.
 */
import { permissions } from './permissions.ts';
import { postsOf, refusalOf } from './case.rule.ts';
import { PROCEDURES, TRANSITIONS, transitionOf, type Act, type Procedure } from './case.transitions.ts';
import type { GuardView } from './guard.rule.ts';

export const ROLES = [
  'mediator, handling', 'mediator', 'clerk', 'chair', 'gridWorker', 'referrer', 'inspector', 'justice', 'county', 'city', 'dataOfficer', 'auditor',
  'mediator elsewhere', 'nobody',
] as const; // prettier-ignore
export type MatrixRole = (typeof ROLES)[number];
export const ACTS: readonly Act[] = TRANSITIONS.map(({ act }) => act);

/** Nothing stands in the way, and everything does. */
export const FREE: GuardView = {
  oral: 'allowed',
  paperOnly: false,
  routeOut: null,
  mustTellAlternatives: true,
  alternativesTold: true,
};
export const BLOCKED: GuardView = {
  oral: 'never',
  paperOnly: true,
  routeOut: 'X',
  mustTellAlternatives: true,
  alternativesTold: false,
};

/** What comes out; without a state the act makes the case. */
export function expected(act: Act, procedure: Procedure | undefined, role: MatrixRole, view: GuardView): string {
  const mayWrite: readonly string[] = permissions['case.write'].roles;
  const isMember = mayWrite.includes(role.replace(', handling', ''));
  // Whoever may not write at the place meets the door, not the table.
  if (!isMember) return 'NOT_FOUND';
  const current = procedure && { procedure, version: 1 };
  const posts = postsOf({ isMember, isHandler: role === 'mediator, handling' });
  const refusal = refusalOf(act, { posts, current, baseVersion: 1, problems: [], view });
  if (!refusal) return transitionOf(act).to;
  return {
    notPermitted: 'NOT_PERMITTED',
    stale: 'VERSION_CONFLICT',
    input: 'INPUT_REFUSED',
    wrongState: 'MEDIATION_TRANSITION_REFUSED',
    guards: 'MEDIATION_GUARD',
  }[refusal.kind];
}

export interface Cell {
  readonly act: Act;
  readonly procedure: Procedure | undefined;
  readonly role: MatrixRole;
}

/** The act that makes a case has no state before it; every other act is tried from every state. */
const statesBefore = (act: Act): readonly (Procedure | undefined)[] =>
  transitionOf(act).from.length === 0 ? [undefined] : PROCEDURES;

export const CELLS: readonly Cell[] = ACTS.flatMap((act) =>
  statesBefore(act).flatMap((procedure) => ROLES.map((role) => ({ act, procedure, role }))),
);

/** The matrix as people read it: a line for each act and state, a column for the roles that fare alike everywhere. */
export function printMatrix(): string {
  const lines = ACTS.flatMap((act) => statesBefore(act).map((procedure) => ({ act, procedure })));
  const fates = new Map<string, MatrixRole[]>();
  for (const role of ROLES) {
    const fate = JSON.stringify(lines.map(({ act, procedure }) => fateOf({ act, procedure, role })));
    fates.set(fate, [...(fates.get(fate) ?? []), role]);
  }
  const columns = [...fates].map(([fate, roles], index) => ({
    name: 'ABCDEFGH'[index] ?? '?',
    roles,
    fates: JSON.parse(fate) as string[],
  }));
  const row = (cells: readonly string[]) =>
    cells
      .map((cell) => cell.padEnd(38))
      .join('')
      .trimEnd();
  return [
    `${CELLS.length} cells. Where guards decide: outcome with all of them met / with all of them failing.`,
    ...columns.map(({ name, roles }) => `${name} = ${roles.join(' · ')}`),
    '',
    row(['act from state', ...columns.map(({ name }) => name)]),
    ...lines.map(({ act, procedure }, index) => {
      const name = `${transitionOf(act).id.padEnd(4)}${act} ${procedure ?? '—'}`;
      return row([name, ...columns.map((column) => column.fates[index] ?? '?')]);
    }),
    '',
  ].join('\n');
}

function fateOf({ act, procedure, role }: Cell): string {
  const met = expected(act, procedure, role, FREE);
  const failing = expected(act, procedure, role, BLOCKED);
  return met === failing ? met : `${met} / ${failing}`;
}
