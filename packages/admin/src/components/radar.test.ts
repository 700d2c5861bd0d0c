import { expect, it } from 'vitest';
import { layoutOf, outline, pointOn, shareOf } from './radar.ts';

it('begins at twelve o’clock and goes clockwise', () => {
  expect([0, 1, 2, 3].map((spoke) => pointOn(spoke, 4, 1, 100))).toEqual([
    { x: 0, y: -100 },
    { x: 100, y: 0 },
    { x: 0, y: 100 },
    { x: -100, y: 0 },
  ]);
});

it('keeps every point inside the web', () => {
  expect(pointOn(0, 4, 1.5, 100)).toEqual({ x: 0, y: -100 });
});

it('reads decimals as the server writes them, and knows when a value is missing', () => {
  expect(shareOf('7.5', '10')).toBe(0.75);
  expect(shareOf(null, '10')).toBeNull();
  expect(shareOf('3', '0')).toBeNull();
});

it('draws an unknown value in the middle', () => {
  expect(outline([1, null, 1, 1], 100)).toBe('0,-100 0,0 0,100 -100,0');
});

const sixClasses = ['基本要求', '民主建设', '法治建设', '社会治理', '经济建设管理与公共服务', '生态环境'];
const inEnglish = ['Basics', 'Democracy', 'Rule of law', 'Social governance', 'Economy and public services', 'Ecology'];

it('gives way to the words: on a narrow screen they take more lines and the web grows smaller', () => {
  const wide = layoutOf(sixClasses, 560, 16);
  const narrow = layoutOf(sixClasses, 296, 18);

  expect(wide.labels[4]?.lines).toEqual(['经济建设管理与公共服务']);
  expect(narrow.labels[4]?.lines.length).toBeGreaterThan(1);
  expect(narrow.labels[4]?.lines.join('')).toBe('经济建设管理与公共服务');
  expect(narrow.radius).toBeLessThan(wide.radius);
});

it.each([
  [sixClasses, 560, 16],
  [sixClasses, 296, 18],
  [sixClasses, 264, 18],
  [sixClasses, 296, 25.2],
  [inEnglish, 296, 18],
  [inEnglish, 296, 25.2],
])('cuts no word off: %#', (texts, width, fontSize) => {
  for (const { x, lines, anchor } of layoutOf(texts, width, fontSize).labels) {
    const signs = lines.map((line) => [...line].reduce((sum, sign) => sum + (sign > '\u2e80' ? 1 : 0.58), 0));
    const reach = Math.max(...signs) * fontSize * (anchor === 'middle' ? 0.5 : 1);
    expect(Math.abs(x) + reach).toBeLessThanOrEqual(width / 2 + 1);
  }
});

it('numbers the spokes where no name fits', () => {
  const { isNumbered, labels } = layoutOf(inEnglish, 296, 25.2);

  expect(isNumbered).toBe(true);
  expect(labels.map(({ lines }) => lines)).toEqual([['1'], ['2'], ['3'], ['4'], ['5'], ['6']]);
});
