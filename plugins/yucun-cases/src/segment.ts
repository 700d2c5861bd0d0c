/**
 * Cutting Chinese text into words, by jieba and its dictionary.
 *
 * The dictionary takes half a second and 50 MB: it is read when somebody first searches or publishes, not before, and once.
 */
export interface Segmenter {
  /** The text as words, nothing left out. */
  cut(text: string): readonly string[];
  /** The words of the dictionary inside a longer word, and the word itself. */
  inside(word: string): readonly string[];
}

let loading: Promise<Segmenter> | undefined;

/** The segmenter: reference data of the process that never changes. */
export function loadSegmenter(): Promise<Segmenter> {
  return (loading ??= load());
}

async function load(): Promise<Segmenter> {
  const [{ Jieba }, { dict }] = await Promise.all([import('@node-rs/jieba'), import('@node-rs/jieba/dict.js')]);
  const jieba = Jieba.withDict(dict);
  // Without guessing of unknown words (HMM): a guess depends on its neighbours, and a search has other neighbours than a text.
  return { cut: (text) => jieba.cut(text, false), inside: (word) => jieba.cutForSearch(word, false) };
}
