/**
 * The one table of a case (案件流转表): every act, from where to where, by whom, unless what, told as what.
 *
 * A case moves by a row of this table or not at all. The service, `allowedActions`, the refusal texts and the
 * test matrix follow from it; a row without a text fails a test.
 */

/** How far the matter has come (程序). */
export const PROCEDURES = ['REGISTERED', 'ACCEPTED', 'IN_MEDIATION', 'AGREED', 'TERMINATED'] as const;
export type Procedure = (typeof PROCEDURES)[number];

/** Accepted and not ended. */
const OPEN: readonly Procedure[] = ['ACCEPTED', 'IN_MEDIATION'];

/**
 * Who somebody is to a case: posts in the committee of the place, whose members hold the grant `mediator`.
 *
 * As long as no committee is on record, every member counts as clerk, chair and any mediator; the mediator of a case
 * is whoever handles it.
 */
export const POSTS = ['clerk', 'chair', 'anyMediator', 'caseMediator'] as const;
export type Post = (typeof POSTS)[number];

/** Guards, named by what is wrong. */
export const GUARDS = ['OUT_OF_SCOPE', 'ORAL_NOT_ALLOWED', 'ALTERNATIVES_NOT_TOLD'] as const;
export type Guard = (typeof GUARDS)[number];

/** The events of a case, by the name behind `mediation.` */
export type CaseEvent =
  'case.registered' | 'case.accepted' | 'case.mediationStarted' | 'agreement.inForce' | 'case.terminated';

interface Row {
  /** The row's number in the design. */
  readonly id: string;
  readonly act: string;
  /** The field of the schema that does it. */
  readonly mutation: string;
  /** Empty: the act makes the case. */
  readonly from: readonly Procedure[];
  readonly to: Procedure;
  readonly who: readonly Post[];
  readonly guards: readonly Guard[];
  /** The event's name behind `mediation.` */
  readonly event: CaseEvent;
  readonly source: string;
}

export const TRANSITIONS = [
  {
    id: 'T2',
    act: 'registerCase',
    mutation: 'registerMediationCase',
    from: [],
    to: 'REGISTERED',
    who: ['clerk', 'anyMediator', 'chair'],
    guards: [],
    event: 'case.registered',
    source: '人民调解法 17-18',
  },
  {
    id: 'T3',
    act: 'acceptCase',
    mutation: 'acceptMediationCase',
    from: ['REGISTERED'],
    to: 'ACCEPTED',
    who: ['clerk', 'chair'],
    guards: ['OUT_OF_SCOPE'],
    event: 'case.accepted',
    source: '人民调解法 17-18',
  },
  {
    id: 'T6',
    act: 'startMediation',
    mutation: 'startMediation',
    // From ASSIGNED, and by the assigned mediator only, once mediators are assigned (T5).
    from: ['ACCEPTED'],
    to: 'IN_MEDIATION',
    who: ['anyMediator'],
    guards: [],
    event: 'case.mediationStarted',
    source: '人民调解法 23',
  },
  {
    id: 'T11',
    act: 'recordOralAgreement',
    mutation: 'recordOralAgreement',
    from: ['IN_MEDIATION'],
    to: 'AGREED',
    who: ['caseMediator'],
    guards: ['ORAL_NOT_ALLOWED'],
    event: 'agreement.inForce',
    source: '人民调解法 28, 30',
  },
  {
    id: 'T12',
    act: 'terminateCase',
    mutation: 'terminateMediation',
    from: OPEN,
    to: 'TERMINATED',
    who: ['caseMediator', 'chair'],
    guards: ['ALTERNATIVES_NOT_TOLD'],
    event: 'case.terminated',
    source: '人民调解法 26',
  },
] as const satisfies readonly Row[];

export type Act = (typeof TRANSITIONS)[number]['act'];
export type Transition = Row & { readonly act: Act };

/** The row of an act. */
export function transitionOf(act: Act): Transition {
  const row = TRANSITIONS.find((one) => one.act === act);
  if (!row) throw new Error(`The table has no act ${act}.`);
  return row;
}

/** True for a text that names a procedure. */
export const isProcedure = (text: unknown): text is Procedure => PROCEDURES.some((one) => one === text);
