/** The guards that every step of an assessment shares: the version that was seen, the state that allows it. */
import { VersionConflictError, type RequestContext, type ServiceContext } from '@cunzhi/plugin';
import { ASSESSMENT_TABLE, type AssessmentAction } from './assessment.rule.ts';
import { ActionNotAllowedError } from './evaluation.errors.ts';
import type { Assessment } from './evaluation.table.ts';
import { enumName, possibleIn, transitionOf } from './round.rule.ts';

/** @throws VersionConflictError when somebody was faster. */
export function checkVersion(current: number, base: number | undefined): void {
  if (base !== undefined && base !== current) throw new VersionConflictError(current);
}

/**
 * The state that the action leads to.
 *
 * @throws ActionNotAllowedError with what this actor could do instead; `label` names the act when it is finer than the action.
 */
export function stepOf(
  ctx: ServiceContext,
  assessment: Assessment,
  action: AssessmentAction,
  label: string = action,
): Assessment['state'] {
  const row = transitionOf(ASSESSMENT_TABLE, action, assessment.state);
  if (row) return row.to;
  const possible = possibleActions(ctx, assessment).map(enumName);
  throw new ActionNotAllowedError({ state: enumName(assessment.state), action: enumName(label), possible });
}

/** What the viewer may do with an assessment now. */
export function possibleActions(
  ctx: Pick<RequestContext, 'can'>,
  { state, placeCode }: Assessment,
): AssessmentAction[] {
  return possibleIn(ASSESSMENT_TABLE, state, (permission) => ctx.can(permission, placeCode));
}
