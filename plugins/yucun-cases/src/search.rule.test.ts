import { expect, it } from 'vitest';
import { questionOf, searchWordsOf, snippetOf } from './search.rule.ts';
import { loadSegmenter } from './segment.ts';

const segmenter = await loadSegmenter();
const ask = (search: string) => questionOf(search, segmenter)?.query;

it('asks for words of the dictionary as words', () => {
  expect(ask('服务')).toBe("('服务')");
  expect(ask('垃圾分类')).toBe("('垃圾') & ('分类')");
});

it('takes a long word also as the words inside it', () => {
  expect(ask('集体经济')).toBe("('集体经济' | '集体' & '经济')");
});

it('asks for a name that no dictionary knows by its pairs', () => {
  expect(ask('余村')).toBe("('~余村')");
  expect(ask('潴口溪的经验')).toBe("('经验') & ('~潴口' & '~口溪')");
});

it('ranks by the question as it was typed, too, since a name may be cut in the wrong place', () => {
  // 家村 stands in the dictionary, 鲁家村 does not.
  expect(questionOf('鲁家村', segmenter)).toEqual({
    query: "('家村')",
    rank: "(('家村')) | '~鲁家' | '~家村'",
    words: ['家村'],
  });
});

it('asks for a single character only when there is nothing else', () => {
  expect(ask('村')).toBe("('村' | '~村':*)");
  expect(ask('村 经验')).toBe("('经验')");
});

it('folds case and full-width signs', () => {
  expect(ask('ＡＢＣ shop')).toBe("('abc') & ('shop')");
});

it('asks for nothing when there is no word', () => {
  expect(questionOf('，。 、的', segmenter)).toBeNull();
  expect(questionOf('   ', segmenter)).toBeNull();
});

it('cannot be led out of its quotes', () => {
  expect(ask(`a'b & !c\\ | (x):*`)).toBe("('a') & ('b') & ('c') & ('x')");
});

it('indexes words with places and weights, and pairs beside them', () => {
  const words = searchWordsOf([{ text: '余村经验', weight: 'A' }, { text: '经验', weight: 'C' }], segmenter); // prettier-ignore

  expect(words).toBe("'余':1A '村':2A '~余村':2A '经验':3A,5C '~村经':3A '~经验':3A,5C");
});

it('marks the found words in the passage that has most of them', () => {
  const texts = ['只有经验。', `${'前'.repeat(40)}余村的经验是什么${'后'.repeat(100)}`];

  const snippet = snippetOf(texts, ['余村', '经验']);

  expect(snippet).toBe(`…${'前'.repeat(24)}【余村】的【经验】是什么${'后'.repeat(68)}…`);
});

it('keeps the marks for what was found, and makes no passage where nothing was', () => {
  expect(snippetOf(['【公告】修路\n修桥'], ['修桥'])).toBe('〔公告〕修路 【修桥】');
  expect(snippetOf(['修路'], ['修桥'])).toBeNull();
});
