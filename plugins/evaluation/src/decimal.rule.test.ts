import { expect, it } from 'vitest';
import { exactAtLeast, isSameNumber, plain } from './decimal.rule.ts';

it('compares decimals exactly: 79.99 is not 80', () => {
  expect(exactAtLeast('79.99', '80')).toBe(false);
  expect(exactAtLeast('80', '79.99999999999999999999')).toBe(true);
  expect(exactAtLeast('80.00', '80')).toBe(true);
  expect(exactAtLeast('-0.5', '-0.25')).toBe(false);
});

it('knows the same number in any writing', () => {
  expect(isSameNumber('0.50', '0.5')).toBe(true);
  expect(isSameNumber('0.5', '0.51')).toBe(false);
  expect(isSameNumber(null, null)).toBe(true);
  expect(isSameNumber(null, '0')).toBe(false);
});

it('writes a number without needless zeros', () => {
  expect(['1.00', '0.50', '007', '100', '-0.0', '10.010'].map(plain)).toEqual(['1', '0.5', '7', '100', '0', '10.01']);
});
