/**
 * What an act does to a case, decided from the table alone: refused with one reason, or the case as it is afterwards.
 *
 * Reasons are looked for in one order: not permitted, stale version, bad input, wrong state, guards.
 */
import type { FieldProblem } from '@cunzhi/plugin';
import {
  TRANSITIONS,
  transitionOf,
  type Act,
  type Guard,
  type Post,
  type Procedure,
  type Transition,
} from './case.transitions.ts';
import { failingGuards, type GuardView } from './guard.rule.ts';
import type { MediationCase } from './mediation.table.ts';

/** The posts that a person holds for a case. Whoever lost the grant holds none, also not for a case handled before. */
export function postsOf({ isMember, isHandler }: { isMember: boolean; isHandler: boolean }): ReadonlySet<Post> {
  if (!isMember) return new Set();
  return new Set<Post>(
    isHandler ? ['clerk', 'chair', 'anyMediator', 'caseMediator'] : ['clerk', 'chair', 'anyMediator'],
  );
}

export const isPermitted = (row: Transition, posts: ReadonlySet<Post>): boolean =>
  row.who.some((post) => posts.has(post));

/** The rows that lead on from here for somebody with these posts, guards left aside. */
export function possibleTransitions(procedure: Procedure, posts: ReadonlySet<Post>): Transition[] {
  return TRANSITIONS.filter((row: Transition) => row.from.includes(procedure) && isPermitted(row, posts));
}

/** Everything that decides about one act on one case. */
export interface Attempt {
  readonly posts: ReadonlySet<Post>;
  /** Undefined for an act that makes the case. */
  readonly current?: Pick<MediationCase, 'procedure' | 'version'>;
  readonly baseVersion?: number;
  readonly problems: readonly FieldProblem[];
  readonly view: GuardView;
}

export type Refusal =
  | { readonly kind: 'notPermitted' }
  | { readonly kind: 'stale'; readonly currentVersion: number }
  | { readonly kind: 'input'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'wrongState'; readonly from: Procedure; readonly possible: readonly Act[] }
  | { readonly kind: 'guards'; readonly guards: readonly Guard[] };

/** Why the act is refused; undefined when it may happen. */
export function refusalOf(act: Act, { posts, current, baseVersion, problems, view }: Attempt): Refusal | undefined {
  const row = transitionOf(act);
  if (!isPermitted(row, posts)) return { kind: 'notPermitted' };
  if (current && current.version !== baseVersion) return { kind: 'stale', currentVersion: current.version };
  if (problems.length > 0) return { kind: 'input', problems };
  if (current && !row.from.includes(current.procedure)) {
    const possible = possibleTransitions(current.procedure, posts).map((one) => one.act);
    return { kind: 'wrongState', from: current.procedure, possible };
  }
  const guards = failingGuards(row, view);
  return guards.length > 0 ? { kind: 'guards', guards } : undefined;
}

/** What the columns of the case become; what an act does not name stays. */
export interface Given {
  readonly now: Date;
  readonly number?: string;
  readonly reason?: string;
  readonly alternativesTold?: boolean;
}

export function changesOf(act: Act, current: Pick<MediationCase, 'version'>, given: Given): Partial<MediationCase> {
  const { to } = transitionOf(act);
  return {
    procedure: to,
    version: current.version + 1,
    ...(to === 'ACCEPTED' && { acceptedAt: given.now, number: given.number ?? null }),
    ...((to === 'AGREED' || to === 'TERMINATED') && { endedAt: given.now }),
    ...(to === 'TERMINATED' && { reason: given.reason ?? null, alternativesTold: given.alternativesTold ?? false }),
  };
}
