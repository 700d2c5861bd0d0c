import { expect, it } from 'vitest';
import { elementsOf } from './elements.ts';
import { piecesOf } from './snippet.ts';

it('marks what matched and leaves every other sign as text', () => {
  expect(piecesOf('把【水渠】修好 <b>')).toEqual([
    { text: '把', isMatch: false },
    { text: '水渠', isMatch: true },
    { text: '修好 <b>', isMatch: false },
  ]);
});

it('keeps a passage without a match whole', () => {
  expect(piecesOf('没有')).toEqual([{ text: '没有', isMatch: false }]);
});

it('reads the elements of an address in their own order and drops what it does not know', () => {
  expect(elementsOf('PEACE_GUARDS,PARTY_LEADS,X')).toEqual(['PARTY_LEADS', 'PEACE_GUARDS']);
  expect(elementsOf(undefined)).toEqual([]);
});
