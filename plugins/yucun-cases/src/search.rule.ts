/**
 * Chinese search: which words a text is found by, which words a question asks for, and how a find is shown.
 *
 * Words of the dictionary match as words (和服 does not find 和服务). Names that no dictionary knows, such as 余村, match by
 * their pairs of neighbouring characters, wherever in a text they stand.
 */
import type { Segmenter } from './segment.ts';

/** A text with the weight of its words, A to D. */
export interface WeighedText {
  readonly text: string;
  readonly weight: 'A' | 'B' | 'C' | 'D';
}

export interface Question {
  /** A tsquery: every word must be found. */
  readonly query: string;
  /** A tsquery to rank by: texts that hold the question as it was typed stand before those that only hold its words. */
  readonly rank: string;
  /** What is marked in a passage. */
  readonly words: readonly string[];
}

const WORD = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;
const LONGEST_WORD = 64;
const LAST_POSITION = 16_383;
const POSITIONS_KEPT = 30;
const LONGEST_QUESTION = 100;
/** Characters that hold a sentence together and are in every text. */
const FUNCTION_WORDS = new Set('的了和与及或在是之其把被对从向为以也都就着过等个');

/** The words of texts as a tsvector literal, with places and weights. */
export function searchWordsOf(texts: readonly WeighedText[], segmenter: Segmenter): string {
  const places = new Map<string, string[]>();
  let position = 0;
  const add = (word: string, weight: string) => {
    const known = places.get(word) ?? [];
    if (known.length < POSITIONS_KEPT) known.push(`${Math.min(position, LAST_POSITION)}${weight}`);
    places.set(word, known);
  };
  for (const { text, weight } of texts) {
    let before = '';
    for (const word of segmenter.cut(fold(text))) {
      position += 1;
      for (const part of new Set(segmenter.inside(word)))
        if (WORD.test(part) && part.length <= LONGEST_WORD) add(part, weight);
      for (const sign of word) {
        if (HAN.test(before) && HAN.test(sign)) add(pair(before, sign), weight);
        before = sign;
      }
    }
    position += 1;
  }
  return [...places].map(([word, at]) => `${quote(word)}:${at.join(',')}`).join(' ');
}

/** What somebody looks for; null when there is no word in it. Every word must be found. */
export function questionOf(search: string, segmenter: Segmenter): Question | null {
  const runs: string[] = [];
  const terms: { query: string; words: readonly string[] }[] = [];
  let run = '';
  const endRun = () => {
    if (run) runs.push(run);
    run = '';
  };
  const asked = fold([...search].slice(0, LONGEST_QUESTION).join(''));
  for (const word of segmenter.cut(asked)) {
    const isSingle = word.length === 1 && HAN.test(word);
    if (isSingle && !FUNCTION_WORDS.has(word)) {
      run += word;
      continue;
    }
    endRun();
    if (!isSingle && WORD.test(word) && word.length <= LONGEST_WORD) terms.push(termOf(word, segmenter));
  }
  endRun();
  terms.push(...runs.filter(({ length }) => length > 1).map(nameTerm));
  // A single character says little beside a word; alone it is all there is.
  if (terms.length === 0) terms.push(...runs.map(singleTerm));
  if (terms.length === 0) return null;
  const query = terms.map((term) => term.query).join(' & ');
  const typed = [...new Set(pairsOf(asked))].map(quote);
  return {
    query,
    rank: [`(${query})`, ...typed].join(' | '),
    words: [...new Set(terms.flatMap(({ words }) => words))],
  };
}

/** The passage with most of the words, these in 【】; null when none stands in the texts. */
export function snippetOf(texts: readonly string[], words: readonly string[]): string | null {
  const found = texts
    .map((text) => ({ text, hits: words.filter((word) => text.toLowerCase().includes(word)).length }))
    .toSorted((a, b) => b.hits - a.hits)[0];
  if (!found || found.hits === 0) return null;
  const pattern = new RegExp(
    words
      .toSorted((a, b) => b.length - a.length)
      .map(escape)
      .join('|'),
    'gi',
  );
  const first = found.text.search(pattern);
  const from = Math.max(0, first - BEFORE);
  const to = Math.min(found.text.length, first + AFTER);
  // A cut through a character of two units would leave half of it.
  const passage = found.text.slice(from, to).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
  const plain = passage.replace(/\s+/g, ' ').replaceAll('【', '〔').replaceAll('】', '〕');
  return `${from > 0 ? '…' : ''}${plain.replace(pattern, '【$&】')}${to < found.text.length ? '…' : ''}`;
}

const BEFORE = 24;
const AFTER = 76;

/** A word of the dictionary, or all the words inside it; both are marked. */
function termOf(word: string, segmenter: Segmenter) {
  const inside = [...new Set(segmenter.inside(word))].filter((part) => part !== word);
  const parts = inside.length > 1 ? ` | ${inside.map(quote).join(' & ')}` : '';
  return { query: `(${quote(word)}${parts})`, words: [word, ...(parts ? inside : [])] };
}

/** A name that the dictionary does not know: all its pairs. */
function nameTerm(name: string) {
  return { query: `(${pairsOf(name).map(quote).join(' & ')})`, words: [name] };
}

const singleTerm = (sign: string) => ({ query: `(${quote(sign)} | ${quote(`~${sign}`)}:*)`, words: [sign] });

/** The pairs of neighbouring characters in a text. */
function pairsOf(text: string): string[] {
  const signs = [...text];
  return signs
    .slice(1)
    .flatMap((sign, at) => (HAN.test(sign) && HAN.test(signs[at] ?? '') ? [pair(signs[at] ?? '', sign)] : []));
}

/** A pair stands apart from the word of the same two characters. */
const pair = (one: string, other: string) => `~${one}${other}`;
const fold = (text: string) => text.normalize('NFKC').toLowerCase();
const quote = (word: string) => `'${word.replace(/['\\]/g, '$&$&')}'`;
const escape = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
