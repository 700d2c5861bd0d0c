import { expect, it } from 'vitest';
import { localDay, localYear } from './day.rule.ts';
import { writeNumber } from './number.rule.ts';
import { composed, TEXT_MOST, textProblems } from './text.rule.ts';

const codes = (text: string) => textProblems('facts', text).map(({ code }) => code);

it('takes line ends, right-to-left marks, markup and any script as they are', () => {
  for (const text of ['一行\n两行\r\n三行', '\u202Eabc\u200F', '<b>"x"</b>', '👨‍👩‍👧 هلا', ' 前后有空格 ']) {
    expect(codes(text)).toEqual([]);
    expect(composed(text)).toBe(text);
  }
});

it('stores the composed form and changes nothing else', () => {
  expect(composed('Cafe\u0301')).toBe('Café');
});

it('refuses control characters, and says where the first one is', () => {
  for (const sign of ['\u0000', '\u0007', '\t', '\u001b', '\u007f', '\u0085', '\r'])
    expect(codes(`一${sign}二`)).toEqual(['CONTROL_CHARACTER']);

  expect(textProblems('facts', '👍一\u0007')[0]?.text.zh).toMatch(/^第 3 个字/);
});

it('refuses what is empty or longer than 20,000 characters, counted as people see them', () => {
  expect(codes('')).toEqual(['REQUIRED']);
  expect(codes(' \n ')).toEqual(['REQUIRED']);
  expect(codes('村'.repeat(TEXT_MOST))).toEqual([]);
  expect(codes('👍'.repeat(TEXT_MOST))).toEqual([]);
  expect(codes('村'.repeat(TEXT_MOST + 1))).toEqual(['TOO_LONG']);
});

it('writes numbers with their zeros, and longer ones in full', () => {
  const pattern = { pattern: '({year})浙湖安人调字第{number}号', digits: 4 };

  expect(writeNumber(pattern, 2026, 1)).toBe('(2026)浙湖安人调字第0001号');
  expect(writeNumber(pattern, 2026, 12345)).toBe('(2026)浙湖安人调字第12345号');
});

it('counts days and years as in China', () => {
  expect(localDay(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31');
  expect(localDay(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01');
  expect(localYear(new Date('2026-12-31T16:00:00Z'))).toBe(2027);
});
