/** Refusals that clients handle: no such step from here, and guards that fail, each with its cure. */
import { BorderError, InputRefusedError, UserError, VersionConflictError, type LocalText } from '@cunzhi/plugin';
import type { Refusal } from './case.rule.ts';
import { GUARD_TEXTS, notPermittedText, wrongStateText } from './case.texts.ts';
import type { Act, Guard, Procedure } from './case.transitions.ts';
import { GUARD_RULES } from './guard.rule.ts';

/** The table has no such act from where the case stands. */
export class MediationTransitionRefusedError extends UserError {
  readonly act: Act;
  readonly from: Procedure;
  readonly allowedActions: readonly Act[];

  constructor(act: Act, from: Procedure, allowedActions: readonly Act[]) {
    super('MEDIATION_TRANSITION_REFUSED', wrongStateText(act, from, allowedActions));
    this.act = act;
    this.from = from;
    this.allowedActions = allowedActions;
  }
}

export interface GuardFailure {
  readonly code: Guard;
  readonly message: LocalText;
  readonly cure: LocalText;
  readonly field: string | null;
}

export const guardFailure = (guard: Guard): GuardFailure => ({
  code: guard,
  field: GUARD_RULES[guard].field,
  ...GUARD_TEXTS[guard],
});

/** Something must be put right first; everything that stands in the way is named at once. */
export class MediationGuardError extends UserError {
  readonly failures: readonly GuardFailure[];

  constructor(guards: readonly Guard[]) {
    const failures = guards.map(guardFailure);
    const all = (locale: keyof LocalText) =>
      failures.map(({ message, cure }) => `${message[locale]}${locale === 'en' ? ' ' : ''}${cure[locale]}`).join(' ');
    super('MEDIATION_GUARD', {
      zh: `还不能这样做，什么都没有改。${all('zh')}`,
      en: `Not yet; nothing was changed. ${all('en')}`,
    });
    this.failures = failures;
  }
}

/** The error that tells of a refusal. */
export function errorOf(act: Act, refusal: Refusal): UserError {
  switch (refusal.kind) {
    case 'notPermitted':
      return new BorderError('NOT_PERMITTED', notPermittedText(act));
    case 'stale':
      return new VersionConflictError(refusal.currentVersion);
    case 'input':
      return new InputRefusedError(refusal.problems);
    case 'wrongState':
      return new MediationTransitionRefusedError(act, refusal.from, refusal.possible);
    case 'guards':
      return new MediationGuardError(refusal.guards);
  }
}
