/** What a number or an address of a person must look like, kind by kind, and what of it may be seen. */
import type { FieldProblem } from './errors.ts';
import type { SensitiveKind } from './sensitive.ts';

interface KindRule {
  normal(text: string): string;
  /** Of a text in its normal form. */
  problem(text: string): Omit<FieldProblem, 'path'> | undefined;
  mask(text: string): string;
}

export const ruleOfKind = (kind: SensitiveKind): KindRule => RULES[kind];

/** Full-width signs become plain ones. */
const plain = (text: string): string => text.normalize('NFKC').trim();
const SEPARATORS = /[\s\u00ad\u200b-\u200f\u2010-\u2015\u2212-]/g;

/** The weights and check signs of GB 11643-1999. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

const idNumber: KindRule = {
  normal: (text) => plain(text).replace(SEPARATORS, '').toUpperCase(),
  problem(text) {
    if (/[^0-9X]/.test(text) || /X./.test(text))
      return say('ID_NUMBER_SIGNS', '身份证号只有数字，最后一位可以是 X。请对照证件改一下。', 'An ID number has digits only, and perhaps an X at the end. Please check it against the card.'); // prettier-ignore
    if (text.length !== 18)
      return say('ID_NUMBER_LENGTH', `身份证号要有 18 位，现在是 ${text.length} 位。请对照证件补全。`, `An ID number has 18 signs; there are ${text.length}. Please check it against the card.`); // prettier-ignore
    if (!isDay(text.slice(6, 14)))
      return say('ID_NUMBER_DAY', '身份证号第 7 到 14 位是出生日期，现在的不是一个日子。请对照证件改一下。', 'Signs 7 to 14 of an ID number are the day of birth, and these are no day. Please check it against the card.'); // prettier-ignore
    const sum = WEIGHTS.reduce((all, weight, index) => all + weight * Number(text[index]), 0);
    if (CHECKS[sum % 11] === text[17]) return undefined;
    return say('ID_NUMBER_CHECK', '身份证号的校验位对不上，有一位打错了。请对照证件再看一遍。', 'The check sign of this ID number does not fit: one sign is mistyped. Please check it against the card.'); // prettier-ignore
  },
  mask: (text) => `${text.slice(0, 3)}${'*'.repeat(Math.max(0, text.length - 7))}${text.slice(-4)}`,
};

const phone: KindRule = {
  normal: (text) =>
    plain(text)
      .replace(SEPARATORS, '')
      .replace(/^(\+|00)86/, ''),
  problem(text) {
    if (/[^0-9]/.test(text)) return say('PHONE_SIGNS', '电话号码只填数字。', 'A phone number has digits only.');
    if (/^1[3-9]\d{9}$/.test(text) || /^0\d{9,11}$/.test(text)) return undefined;
    if (text.startsWith('1') && text.length !== 11)
      return say('PHONE_LENGTH', `手机号要有 11 位，现在是 ${text.length} 位。`, `A mobile number has 11 digits; there are ${text.length}.`); // prettier-ignore
    return say('PHONE_FORM', '这不像电话号码。手机号以 1 开头，共 11 位；座机要加区号，例如 0572 开头。', 'This does not look like a phone number. A mobile one begins with 1 and has 11 digits; others need their area code, such as 0572.'); // prettier-ignore
  },
  mask: (text) => `${text.slice(0, 3)}****${text.slice(-4)}`,
};

const ADDRESS_MOST = 200;
const address: KindRule = {
  // Not NFKC: what stands in an address is kept as it was given.
  normal: (text) => text.normalize('NFC').trim(),
  problem(text) {
    const length = [...text].length;
    if (/\p{Cc}/u.test(text))
      return say('ADDRESS_SIGNS', '地址写在一行里，不要换行。', 'Write the address on one line.');
    if (length >= 4 && length <= ADDRESS_MOST) return undefined;
    return say('ADDRESS_LENGTH', `地址要有 4 到 ${ADDRESS_MOST} 个字，现在有 ${length} 个。`, `An address has 4 to ${ADDRESS_MOST} characters; there are ${length}.`); // prettier-ignore
  },
  mask: (text) => `${[...text].slice(0, Math.min(6, Math.floor([...text].length / 3))).join('')}****`,
};

const RULES: Readonly<Record<SensitiveKind, KindRule>> = { idNumber, phone, address };

const say = (code: string, zh: string, en: string) => ({ code, text: { zh, en } });

/** True for `19900229`, when there was such a day. */
function isDay(digits: string): boolean {
  const text = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const day = new Date(`${text}T00:00:00Z`);
  return /^(18|19|20)/.test(digits) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
