/** Numbers and addresses as people mistype them: each mistake has its own sentence, and what can be read is taken. */
import { expect, it } from 'vitest';
import { maskSensitive, normalSensitive, sensitiveProblems, type SensitiveKind } from './index.ts';

const codes = (kind: SensitiveKind, text: string) => sensitiveProblems(kind, 'party', text).map(({ code }) => code);

it.each([
  ['idNumber', '11010119900307447', 'ID_NUMBER_LENGTH'],
  ['idNumber', '110101900307447', 'ID_NUMBER_LENGTH'],
  ['idNumber', '', 'ID_NUMBER_LENGTH'],
  ['idNumber', '110101199003074476', 'ID_NUMBER_CHECK'],
  ['idNumber', '110101199002304477', 'ID_NUMBER_DAY'],
  ['idNumber', '11O101199003074477', 'ID_NUMBER_SIGNS'],
  ['idNumber', '1101011990030744X7', 'ID_NUMBER_SIGNS'],
  ['phone', '1385721234', 'PHONE_LENGTH'],
  ['phone', '138572123456', 'PHONE_LENGTH'],
  ['phone', '12857212345', 'PHONE_FORM'],
  ['phone', '5121234', 'PHONE_FORM'],
  ['phone', '138abcd2345', 'PHONE_SIGNS'],
  ['address', '余村', 'ADDRESS_LENGTH'],
  ['address', '字'.repeat(201), 'ADDRESS_LENGTH'],
  ['address', '余村\n一号', 'ADDRESS_SIGNS'],
] as const)('%s %j is refused: %s', (kind, text, code) => {
  expect(codes(kind, text)).toEqual([code]);
});

it.each([
  ['idNumber', '990000180001010025', '990000180001010025'],
  ['idNumber', '９９００００１８０００１０１００２５', '990000180001010025'],
  ['idNumber', ' 110101 19900307 002x ', '11010119900307002X'],
  ['phone', '13857212345', '13857212345'],
  ['phone', '＋86 138-5721-2345', '13857212345'],
  ['phone', '１３８５７２１２３４５', '13857212345'],
  ['phone', '0572-5123456', '05725123456'],
  ['address', ' 余村村一路５号 ', '余村村一路５号'],
] as const)('%s %j is taken as %j', (kind, text, normal) => {
  expect(codes(kind, text)).toEqual([]);
  expect(normalSensitive(kind, text)).toBe(normal);
});

it('shows enough to recognise a value, and no more', () => {
  expect(maskSensitive('idNumber', '330523180001010025')).toBe('330***********0025');
  expect(maskSensitive('phone', '13857212345')).toBe('138****2345');
  expect(maskSensitive('address', '浙江省湖州市安吉县天荒坪镇余村村一路5号')).toBe('浙江省湖州市****');
  expect(maskSensitive('address', '一路5号')).toBe('一****');
});

it('never repeats the value in a sentence', () => {
  for (const [kind, text] of [
    ['idNumber', '110101199003074476'],
    ['phone', '1385721234'],
    ['address', '余村'],
  ] as const)
    // prettier-ignore
    expect(JSON.stringify(sensitiveProblems(kind, 'party', text))).not.toContain(text);
});
