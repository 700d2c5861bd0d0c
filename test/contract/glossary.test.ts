/**
 * The glossary: one idea, one English word, one Chinese word, one sentence.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

interface Term {
  readonly term: string;
  readonly zh: string;
  readonly owner: string;
  readonly meaning: string;
}

const root = new URL('../../', import.meta.url);
const glossary: { readonly kind: string; readonly format: number; readonly terms: readonly Term[] } = parse(
  readFileSync(new URL('standards/glossary/terms.yaml', root), 'utf8'),
);

it('says of itself what it is', () => {
  expect(glossary).toMatchObject({ kind: 'glossary', format: 1 });
});

it.each(glossary.terms.map((term) => [term.term, term] as const))('%s has all its fields', (_name, term) => {
  expect(Object.keys(term)).toEqual(['term', 'zh', 'owner', 'meaning']);
  expect(term.term).toMatch(/^[A-Za-z][a-z]*( [a-z]+)*$/);
  expect(term.zh).toMatch(/^[\p{Script=Han}、（）]+$/u);
  expect(term.meaning).toMatch(/^[A-Z“].*\.$/);
  expect(
    existsSync(new URL(`packages/${term.owner}`, root)) || existsSync(new URL(`plugins/${term.owner}`, root)),
  ).toBe(true);
});

it.each(['term', 'zh'] as const)('has no %s twice', (field) => {
  const words = glossary.terms.map((term) => term[field]);

  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});
