import { expect, it } from 'vitest';
import { wantedOf } from './wanted.ts';

it('remembers where one wanted to go', () => {
  expect(wantedOf({ to: '/villages?within=330523' })).toBe('/villages?within=330523');
  expect(wantedOf({})).toBe('/');
});

it.each(['https://example.org/', '//example.org', '/\\example.org', 'javascript:alert(1)'])(
  'never leads out of this app: %s',
  (to) => {
    expect(wantedOf({ to })).toBe('/');
  },
);
