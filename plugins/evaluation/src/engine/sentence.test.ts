/**
 * The rule in one sentence: said as a clerk would, for every indicator of every standard.
 */
import { describe, expect, it } from 'vitest';
import { rule } from './fixtures/context.ts';
import { PATHS, standardOf } from './fixtures/read.ts';
import { ruleSentence } from './index.ts';

const meetings = rule({
  points: '1',
  answer: { kind: 'periods', every: 'quarter', unit: '次' },
  score: { kind: 'shortfall', target: 'all', each: '0.25' },
});

describe('the rule in one sentence', () => {
  it('says it as a clerk would', () => {
    expect(ruleSentence(meetings)).toEqual({
      zh: '满分 1 分；四个季度每少一个扣 0.25 分。',
      en: 'Full marks 1; of all quarters, each quarter that is short takes 0.25.',
    });
  });

  it.each(['bundled', 'national', 'provincial'] as const)('has one for every indicator of the %s standard', (name) => {
    const indicators = standardOf(PATHS[name]).classes.flatMap((one) => one.items.flatMap((item) => item.indicators));

    for (const indicator of indicators) {
      const { zh, en } = ruleSentence(indicator);
      expect(zh).toMatch(/^[^；].+。$/);
      expect(en).toMatch(/^[^;].+\.$/);
      expect(zh + en).not.toMatch(/undefined|\bnull\b|\[object/);
    }
  });
});
