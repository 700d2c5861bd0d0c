import { expect, it } from 'vitest';
import { cursorOf, isNews, laterCursor } from './cursor.ts';

it('finds the cursor of a signal whatever the field is called', () => {
  expect(cursorOf({ roundProgress: { cursor: '0007', state: 'OPEN' } })).toBe('0007');
  expect(cursorOf({ roundProgress: null })).toBeUndefined();
  expect(cursorOf(undefined)).toBeUndefined();
});

it('takes only what lies behind the last position seen', () => {
  expect(isNews('0008', '0007')).toBe(true);
  expect(isNews('0007', '0007')).toBe(false);
  expect(isNews('0006', '0007')).toBe(false);
  expect(isNews('0001', undefined)).toBe(true);
});

it('never goes back to an earlier position', () => {
  expect(laterCursor('0007', '0008')).toBe('0008');
  expect(laterCursor('0007', '0003')).toBe('0007');
  expect(laterCursor(null, '0003')).toBe('0003');
});
