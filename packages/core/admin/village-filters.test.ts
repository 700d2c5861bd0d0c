import { expect, it } from 'vitest';
import { readFilters, variablesOf, writeFilters } from './village-filters.ts';

it('comes back from the address as it went in', () => {
  const filters = { search: '余村', kind: 'VILLAGE', within: '330523108', after: ['a', 'b'] } as const;

  expect(readFilters({ search: '余村', kind: 'VILLAGE', within: '330523108', after: ['a', 'b'] })).toEqual(filters);
  expect(writeFilters(filters)).toEqual({ search: '余村', kind: 'VILLAGE', within: '330523108', after: ['a', 'b'] });
});

it('leaves out what makes no sense', () => {
  expect(readFilters({ kind: 'CASTLE', within: 'x; drop', search: null })).toEqual({
    search: '',
    kind: '',
    within: '',
    after: [],
  });
});

it('asks the server for the page after the last cursor, and for nothing that is not set', () => {
  expect(variablesOf({ search: '', kind: '', within: '', after: ['a', 'b'] }, 50)).toEqual({
    first: 50,
    search: null,
    kind: null,
    within: null,
    after: 'b',
  });
});
