/**
 * What can be wrong with the input of an act; every problem is named at once, at its path.
 *
 * Types and reasons are norms as data: what is not in force on the day is not known.
 */
import type { FieldProblem } from '@cunzhi/plugin';
import { textProblems } from './text.rule.ts';

export interface Registration {
  readonly village: string;
  readonly type: string;
  readonly subtype?: string | null;
  readonly facts: string;
}

/** What is on record about the codes of a registration. */
export interface RegistrationNorms {
  readonly isVillage: boolean;
  /** The type and its subtypes that are in force today; undefined for an unknown one. */
  readonly type: { readonly code: string; readonly subtypes: readonly string[] } | undefined;
}

export function registrationProblems(
  { village, type, subtype, facts }: Registration,
  norms: RegistrationNorms,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!norms.isVillage) {
    problems.push({
      path: 'village',
      code: 'UNKNOWN_VILLAGE',
      text: {
        zh: `没有代码是“${shown(village)}”的村或社区，请重新选择。`,
        en: `No village has the code "${shown(village)}"; choose one again.`,
      },
    });
  }
  if (!norms.type) {
    problems.push({
      path: 'type',
      code: 'UNKNOWN_TYPE',
      text: {
        zh: `没有“${shown(type)}”这种纠纷类型，请从列表里选。`,
        en: `There is no dispute type "${shown(type)}"; choose one from the list.`,
      },
    });
  } else if (subtype != null && !norms.type.subtypes.includes(subtype)) {
    problems.push({
      path: 'subtype',
      code: 'UNKNOWN_SUBTYPE',
      text: {
        zh: `“${shown(subtype)}”不是这种纠纷类型下面的小类，请从列表里选。`,
        en: `"${shown(subtype)}" does not belong to this dispute type; choose one from the list.`,
      },
    });
  }
  return [...problems, ...textProblems('facts', facts)];
}

/** Needs of a reason that only words can meet, with what to write; needs that are records or guards are not among them. */
const TOLD_IN_NOTE: Readonly<Record<string, { zh: string; en: string }>> = {
  note: { zh: '请在说明里写明发生了什么。', en: 'Say in the note what happened.' },
  attemptsNoted: {
    zh: '请在说明里写明怎样联系过、联系了几次。',
    en: 'Say in the note how and how often you tried to reach them.',
  },
  otherBody: { zh: '请在说明里写明是哪个机关受理了。', en: 'Say in the note which body has taken the matter.' },
};

export interface Termination {
  readonly reason: string;
  readonly note?: string | null;
}

/** `norm` is the reason as it is in force today; undefined for an unknown one. */
export function terminationProblems(
  { reason, note }: Termination,
  norm: { readonly acts: readonly string[]; readonly needs: readonly string[] } | undefined,
): FieldProblem[] {
  if (!norm?.acts.includes('terminateCase')) {
    const text = {
      zh: `“${shown(reason)}”不是终止调解的原因，请从列表里选。`,
      en: `"${shown(reason)}" is no reason to end a mediation; choose one from the list.`,
    };
    return [{ path: 'reason', code: 'UNKNOWN_REASON', text }, ...noteProblems(note)];
  }
  const wanted = norm.needs.flatMap((need) => TOLD_IN_NOTE[need] ?? []);
  const [first] = wanted;
  if (first && !note?.trim()) return [{ path: 'note', code: 'REQUIRED', text: first }];
  return noteProblems(note);
}

const noteProblems = (note: string | null | undefined): FieldProblem[] =>
  note?.trim() ? textProblems('note', note) : [];

/** Enough of a value to recognise it, and no more. */
const shown = (value: string): string => value.replaceAll(/\p{Cc}/gu, '').slice(0, 40);
