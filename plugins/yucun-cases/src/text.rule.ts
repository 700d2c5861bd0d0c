/**
 * The texts of a case: what a draft may hold, what must be there when it is handed in, and what may never be published.
 *
 * Every problem is named at once, at its field. A published case shows no telephone and no identity number.
 */
import type { FieldProblem, LocalText } from '@cunzhi/plugin';
import type { YucunElement } from './element.ts';

export interface CaseTexts {
  readonly title: string;
  readonly summary: string;
  readonly background: string;
  readonly practice: string;
  readonly effects: string;
  readonly lessons: string;
  readonly elements: readonly YucunElement[];
  /** A day. */
  readonly periodFrom: string;
  readonly periodTo: string;
}

const PARTS = {
  title: { zh: '题目', en: 'title' },
  summary: { zh: '一段话说清楚', en: 'summary' },
  background: { zh: '背景', en: 'background' },
  practice: { zh: '做法', en: 'practice' },
  effects: { zh: '成效', en: 'effects' },
  lessons: { zh: '体会', en: 'lessons' },
} as const;
type Part = keyof typeof PARTS;
const PART_KEYS = Object.keys(PARTS) as Part[];

const TITLE_MOST = 80;
const SUMMARY_MOST = 200;
const TEXT_MOST = 50_000;

/** What keeps a draft from being kept. */
export function draftProblems(texts: CaseTexts): FieldProblem[] {
  const total = PART_KEYS.reduce((sum, part) => sum + lengthOf(texts[part]), 0);
  return [
    ...tooLong('title', texts.title, TITLE_MOST),
    ...tooLong('summary', texts.summary, SUMMARY_MOST),
    ...when(total > TEXT_MOST, 'practice', 'TEXT_TOO_LONG', {
      zh: `全文有 ${total} 个字，最多 ${TEXT_MOST} 个字，请删去一些。`,
      en: `The whole text has ${total} characters; at most ${TEXT_MOST}. Please shorten it.`,
    }),
    ...when(texts.periodFrom > texts.periodTo, 'periodTo', 'PERIOD_REVERSED', {
      zh: `结束的日子（${texts.periodTo}）早于开始的日子（${texts.periodFrom}），请核对。`,
      en: `The period ends (${texts.periodTo}) before it begins (${texts.periodFrom}); please check.`,
    }),
    ...PART_KEYS.flatMap((part) =>
      when(TAG.test(texts[part]), part, 'UNSAFE_TAG', {
        zh: `“${PARTS[part].zh}”里有网页代码（尖括号里的英文），请删去，只留文字。`,
        en: `The ${PARTS[part].en} holds markup in angle brackets; please remove it and leave plain text.`,
      }),
    ),
  ];
}

/** What a draft still lacks before it can be handed in. */
export function submitProblems(texts: CaseTexts): FieldProblem[] {
  const empty = PART_KEYS.filter((part) => texts[part].trim() === '');
  return [
    ...empty.map((part) =>
      problem(part, 'EMPTY', { zh: `“${PARTS[part].zh}”还没有写。`, en: `The ${PARTS[part].en} is still empty.` }),
    ),
    ...when(texts.elements.length === 0, 'elements', 'EMPTY', {
      zh: '八要素至少选一个。',
      en: 'Choose at least one of the eight elements.',
    }),
  ];
}

/** Traces of persons that must not go out to every village. */
export function publishProblems(texts: CaseTexts): FieldProblem[] {
  return PART_KEYS.flatMap((part) => {
    // Full-width digits are digits for whoever reads them.
    const text = texts[part].normalize('NFKC');
    return [
      ...when(IDENTITY.test(text), part, 'IDENTITY_NUMBER', {
        zh: `“${PARTS[part].zh}”里有像身份证号的 18 位号码，发布前请退回删去。`,
        en: `The ${PARTS[part].en} holds what looks like an identity number of 18 digits; return it to have it removed.`,
      }),
      ...when(
        PHONES.some((phone) => phone.test(text)),
        part,
        'PHONE_NUMBER',
        {
          zh: `“${PARTS[part].zh}”里有像电话的 11 位号码，发布前请退回删去。`,
          en: `The ${PARTS[part].en} holds what looks like a telephone number of 11 digits; return it to have it removed.`,
        },
      ),
    ];
  });
}

const TAG = /<[a-z/!?]/i;
const IDENTITY = /(?<!\d)\d{17}[\dx](?![\dx])/i;
const PHONES = [
  /(?<!\d)\d{11}(?!\d|x)/i,
  // A mobile number or a number with an area code, written in groups.
  /(?<!\d)1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)/,
  /(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)/,
];

/** Characters as people count them. */
const lengthOf = (text: string) => [...text].length;

const tooLong = (part: Part, text: string, most: number) =>
  when(lengthOf(text) > most, part, 'TOO_LONG', {
    zh: `“${PARTS[part].zh}”有 ${lengthOf(text)} 个字，最多 ${most} 个字。`,
    en: `The ${PARTS[part].en} has ${lengthOf(text)} characters; at most ${most}.`,
  });

const problem = (path: string, code: string, text: LocalText): FieldProblem => ({ path, code, text });
const when = (isWrong: boolean, path: string, code: string, text: LocalText) =>
  isWrong ? [problem(path, code, text)] : [];
