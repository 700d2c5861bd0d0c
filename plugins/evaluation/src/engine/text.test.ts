/**
 * Reading: a number keeps the text it was written with, in YAML and in JSON, and nothing doubled is lost in silence.
 */
import { describe, expect, it } from 'vitest';
import { readText } from './text.ts';

describe.each([
  ['YAML', 'a: 0.10\nb: [1, -2.50, "7"]\nc: { d: null, e: true, f: "x: 1" }'],
  ['JSON', '{"a": 0.10, "b": [1, -2.50, "7"], "c": {"d": null, "e": true, "f": "x: 1"}}'],
])('%s', (_name, text) => {
  it('gives numbers as text, and the rest as it is', () => {
    expect(readText(text)).toEqual({
      value: { a: '0.10', b: ['1', '-2.50', '7'], c: { d: null, e: true, f: 'x: 1' } },
      plain: { a: 0.1, b: [1, -2.5, '7'], c: { d: null, e: true, f: 'x: 1' } },
      problems: [],
    });
  });
});

it.each(['{"a": 1, "a": 2}', 'a: 1\na: 2'])('refuses a key that stands twice: %s', (text) => {
  expect(readText(text).problems).toHaveLength(1);
});

it.each(['{"a": {"b": 1e3}}', 'a: { b: 1e3 }', 'a: { b: 0x1f }', 'a: { b: .5 }'])(
  'tells where a number is no plain decimal: %s',
  (text) => {
    expect(readText(text).problems).toMatchObject([{ place: 'a.b' }]);
  },
);

it('keeps escapes in JSON, and reads flow YAML that only looks like JSON', () => {
  expect(readText('{"a": "say \\"1\\": \\\\", "b": 2}').value).toEqual({ a: 'say "1": \\', b: '2' });
  expect(readText('{ a: 1.50 }').value).toEqual({ a: '1.50' });
});

it('is not confused by keys that every object has', () => {
  expect(Object.keys(readText('{"__proto__": 1, "constructor": 2}').value ?? {})).toEqual(['__proto__', 'constructor']);
  expect(Object.keys(readText('__proto__: 1\nconstructor: 2').value ?? {})).toEqual(['__proto__', 'constructor']);
});
