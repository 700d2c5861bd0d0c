/**
 * What a password must be. The numbers are data (`standards/access/passwords.yaml`); here is only how they are read.
 *
 * One law: the answer names what is wrong with this password, so that the next one fits.
 */
import { readFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { SetupError, type LocalText } from '@cunzhi/plugin';

const Presets = z.object({
  kind: z.literal('password-presets'),
  format: z.literal(1),
  presets: z.array(
    z.strictObject({
      key: z.string(),
      source: z.string(),
      least: z.int().min(8),
      leastWithSecondFactor: z.int().min(8),
      classes: z.int().min(0).max(4),
      days: z.int().positive().nullable(),
      history: z.int().min(0).max(24),
      blockList: z.boolean(),
    }),
  ),
});

export type PasswordPreset = z.infer<typeof Presets>['presets'][number];

export interface PasswordCase {
  readonly password: string;
  readonly username: string;
  readonly hasSecondFactor: boolean;
}

/** Longer ones are refused, so that nobody makes the server hash a book. */
export const PASSWORD_MOST = 200;
const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** The preset of this name. @throws SetupError when the file has none such. */
export function loadPasswordPreset(standards: URL, key: string): PasswordPreset {
  const file = new URL('access/passwords.yaml', standards);
  const { presets } = Presets.parse(parse(readFileSync(file, 'utf8')));
  const found = presets.find((one) => one.key === key);
  if (found) return found;
  const known = presets.map((one) => one.key).join(', ');
  throw new SetupError([
    `\`passwords\` is "${key}" in cunzhi.config.ts; standards/access/passwords.yaml has: ${known}.`,
  ]);
}

/** What is wrong with the password, one sentence; undefined when it fits. */
export function passwordProblem(preset: PasswordPreset, given: PasswordCase): LocalText | undefined {
  const { password, hasSecondFactor } = given;
  const length = [...password].length;
  const least = hasSecondFactor ? preset.leastWithSecondFactor : preset.least;
  if (length < least) {
    return {
      zh: `密码太短：现在 ${length} 个字，至少要 ${least} 个。可以用几个词连起来。`,
      en: `The password has ${length} characters; it needs at least ${least}. A few words put together will do.`,
    };
  }
  if (length > PASSWORD_MOST) {
    return {
      zh: `密码太长：最多 ${PASSWORD_MOST} 个字。`,
      en: `The password is too long: ${PASSWORD_MOST} characters at most.`,
    };
  }
  if (CLASSES.filter((one) => one.test(password)).length < preset.classes) {
    return {
      zh: `密码里的字符种类不够：小写字母、大写字母、数字、其他符号，至少要有 ${preset.classes} 种。`,
      en: `Of small letters, capitals, digits and other signs the password needs at least ${preset.classes} kinds.`,
    };
  }
  if (preset.blockList && isEasy(given)) {
    return {
      zh: '这个密码太容易猜：它很常见，或者是同一段重复，或者带着用户名。请换一个。',
      en: 'This password is easy to guess: it is a common one, repeats itself, or holds the user name. Please choose another.',
    };
  }
  return undefined;
}

/** The sentence for one of the last passwords. */
export const usedBefore = ({ history }: PasswordPreset): LocalText => ({
  zh: `这个密码用过了：不能和最近 ${history} 次的一样。请换一个。`,
  en: `This password was used before: it must differ from the last ${history}. Please choose another.`,
});

function isEasy({ password, username }: PasswordCase): boolean {
  const text = password.toLowerCase();
  if (username.length >= 3 && text.includes(username.toLowerCase())) return true;
  const piece = /^(.+?)\1*$/su.exec(text)?.[1] ?? text;
  return (
    commonPasswords().has(text) ||
    (piece !== text && (piece.length <= 4 || commonPasswords().has(piece))) ||
    isRun(text)
  );
}

/** `abcdefgh…` and `98765432…`: each sign is the neighbour of the one before. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let index = 1; index < text.length; index += 1) steps.add(text.charCodeAt(index) - text.charCodeAt(index - 1));
  return steps.size === 1;
}

let common: ReadonlySet<string> | undefined;
/** The 49,000 most common passwords (@zxcvbn-ts/language-common, MIT), read when the first one is checked. */
const commonPasswords = (): ReadonlySet<string> => (common ??= new Set(dictionary['passwords-common'].map(String)));
