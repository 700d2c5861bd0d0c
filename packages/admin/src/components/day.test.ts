import { expect, it } from 'vitest';
import { readDay } from './day.ts';

it.each(['2026-11-24', '2026/11/24', '2026.11.24', '20261124', '2026年11月24日', ' 2026-11-24 '])(
  'reads %s as the 24th of November 2026',
  (typed) => {
    expect(readDay(typed)).toBe('2026-11-24');
  },
);

it('fills up a month and a day of one digit', () => {
  expect(readDay('2026-3-5')).toBe('2026-03-05');
});

it.each(['', '24', '2026-13-01', '2026-02-30', '昨天'])('does not take %j for a day', (typed) => {
  expect(readDay(typed)).toBeUndefined();
});
