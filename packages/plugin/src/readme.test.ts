/** The README is true: each of its blocks stands word for word in the example, which compiles and passes its tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const example = new URL('../example/', import.meta.url);
const files = readdirSync(example, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile() && !one.parentPath.includes('node_modules') && /\.(ts|vue|sql)$/.test(one.name))
  .map((one) => readFileSync(`${one.parentPath}/${one.name}`, 'utf8'));

const blocks = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
const code = blocks.filter(({ language }) => language !== 'text');

it('has blocks of known languages only, so that none escapes the comparison', () => {
  expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(['sql', 'text', 'ts', 'vue']);
});

/** A block may stand deeper in its file than in the README. */
const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));

it.each(code)('shows what stands in the example: $text', ({ text }) => {
  expect([0, 2, 4].some((by) => files.some((file) => file.includes(indented(text, by))))).toBe(true);
});

it('says hello in at most fifteen lines', () => {
  const [hello] = code;
  expect(hello?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
});
