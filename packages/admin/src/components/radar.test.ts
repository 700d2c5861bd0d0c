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

it('gives way to the words: on a narrow screen they take two lines and the web grows smaller', () => {
  const texts = ['基本要求', '民主建设', '法治建设', '社会治理', '经济与服务', '生态环境'];

  const wide = layoutOf(texts, 560, 16);
  const narrow = layoutOf(texts, 296, 18);

  expect(wide.labels[4]?.lines).toEqual(['经济与服务']);
  expect(narrow.labels[4]?.lines).toEqual(['经济与', '服务']);
  expect(narrow.radius).toBeLessThan(wide.radius);
  for (const { x, lines, anchor } of narrow.labels) {
    const width = Math.max(...lines.map((line) => line.length)) * 18;
    expect(Math.abs(x) + (anchor === 'middle' ? width / 2 : width)).toBeLessThanOrEqual(148);
  }
});
