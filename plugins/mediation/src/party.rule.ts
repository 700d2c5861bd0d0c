/**
 * What can be wrong with a party (当事人), every problem at its path.
 *
 * A name is needed; ID number, phone and address may be left out: that an identity was checked is enough.
 */
import { sensitiveProblems, type FieldProblem } from '@cunzhi/plugin';

export const PARTY_ROLES = ['APPLICANT', 'RESPONDENT', 'THIRD'] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];

/** The fields that are sealed, by their column. */
export const SEALED_FIELDS = ['idNumber', 'phone', 'address'] as const;
export type SealedField = (typeof SEALED_FIELDS)[number];

/** As it is entered. Of a sealed field null says nothing about it, and an empty text that there is none. */
export interface PartyGiven extends Readonly<Partial<Record<SealedField, string | null>>> {
  readonly role: PartyRole;
  readonly name: string;
}

export const PARTIES_MOST = 20;
const NAME_MOST = 100;

/** `path` comes before each field: empty for one party, `parties[0].` within a registration. */
export function partyProblems(given: PartyGiven, path = ''): FieldProblem[] {
  const sealed = SEALED_FIELDS.flatMap((field) => {
    const text = given[field]?.trim();
    return text ? sensitiveProblems(field, path + field, text) : [];
  });
  return [...nameProblems(given.name, `${path}name`), ...sealed];
}

export const tooMany = (path: string): FieldProblem => ({
  path,
  code: 'TOO_MANY',
  text: {
    zh: `一件纠纷最多记 ${PARTIES_MOST} 位当事人；人多的一方请推选代表。`,
    en: `A case names at most ${PARTIES_MOST} parties; a numerous side chooses who speaks for it.`,
  },
});

/** The same ID number twice within one case. */
export const onBothSides = (path: string): FieldProblem => ({
  path,
  code: 'PARTY_ON_BOTH_SIDES',
  text: {
    zh: '这件纠纷里已经有一位当事人是这个身份证号。请核对是不是填错了人。',
    en: 'This case has a party with this ID number already. Please check whose it is.',
  },
});

function nameProblems(name: string, path: string): FieldProblem[] {
  const text = name.normalize('NFC').trim();
  const length = [...text].length;
  if (length === 0)
    return [{ path, code: 'REQUIRED', text: { zh: '请填当事人的姓名。', en: 'Please enter the name of the party.' } }];
  if (length > NAME_MOST || /\p{Cc}/u.test(text))
    return [
      {
        path,
        code: 'NAME_FORM',
        text: {
          zh: `姓名写在一行里，最多 ${NAME_MOST} 个字。`,
          en: `A name stands on one line, with ${NAME_MOST} characters at most.`,
        },
      },
    ];
  if (/[0-9]{7,}/.test(text.normalize('NFKC').replace(/[\s-]/g, '')))
    return [
      {
        path,
        code: 'NUMBER_IN_NAME',
        text: {
          zh: '姓名里有一串号码。号码请填到身份证号或电话那一栏，那里会加密。',
          en: 'There is a number in the name. Numbers go into the fields for them, where they are sealed.',
        },
      },
    ];
  return [];
}
