/**
 * Long texts: kept as they were given, in Unicode's composed form.
 *
 * Refused are only what cannot be read by anybody: control characters other than line ends, and more than 20,000 characters.
 */
import type { FieldProblem } from '@cunzhi/plugin';

export const TEXT_MOST = 20_000;

/** A control character that is no line end; a carriage return counts unless a line feed follows. */
const CONTROL = /(?!\n|\r\n)\p{Cc}/u;

/** The text as it is stored: composed, nothing else changed. */
export const composed = (text: string): string => text.normalize('NFC');

/** What is wrong with a text that must be there; empty when it can be taken. */
export function textProblems(path: string, text: string): FieldProblem[] {
  const length = [...composed(text)].length;
  if (text.trim() === '')
    return [
      { path, code: 'REQUIRED', text: { zh: '这里还没有填写。', en: 'This is still empty; please write it down.' } },
    ];
  if (length > TEXT_MOST) {
    const most = TEXT_MOST.toLocaleString('en');
    return [
      {
        path,
        code: 'TOO_LONG',
        text: {
          zh: `这里最多 ${most} 个字，现在有 ${length} 个，请写短一些。`,
          en: `At most ${most} characters fit here; there are ${length}.`,
        },
      },
    ];
  }
  const sign = CONTROL.exec(text);
  if (!sign) return [];
  const position = Array.from(text.slice(0, sign.index)).length + 1;
  return [
    {
      path,
      code: 'CONTROL_CHARACTER',
      text: {
        zh: `第 ${position} 个字是看不见的控制符，请删掉它；换行可以保留。`,
        en: `Character ${position} is an invisible control character; delete it. Line breaks are fine.`,
      },
    },
  ];
}
