import { expect, it } from 'vitest';
import { isCheckedEnough, isTyping, methodsToBeginWith, nextUnscored, type DeskLine } from './desk.ts';

const line = (code: string, status: string | null): DeskLine => ({
  indicator: { code },
  township: status === null ? null : { status },
});

it('ticks what a desk implies and nothing that needs a visit', () => {
  expect(methodsToBeginWith({ methods: ['PAPERS', 'VISIT'], all: false })).toEqual(['PAPERS']);
  expect(methodsToBeginWith({ methods: ['SITE'], all: false })).toEqual([]);
});

it('wants every method where the standard says so, else any', () => {
  expect(isCheckedEnough({ methods: ['PAPERS', 'SITE'], all: true }, ['PAPERS'])).toBe(false);
  expect(isCheckedEnough({ methods: ['PAPERS', 'SITE'], all: false }, ['PAPERS'])).toBe(true);
});

it('goes to the next one without a score, round the end, and stays when all are scored', () => {
  const lines = [line('A1', null), line('A2', 'SCORED'), line('A3', 'UNANSWERED')];
  expect(nextUnscored(lines, 'A1')).toBe('A3');
  expect(nextUnscored(lines, 'A3')).toBe('A1');
  expect(nextUnscored([line('A1', 'SCORED')], 'A1')).toBe('A1');
});

it('leaves the keys alone while somebody types', () => {
  const key = (tagName: string, type = 'text') => ({
    target: Object.assign(new EventTarget(), { tagName, type }),
    ctrlKey: false,
    metaKey: false,
    altKey: false,
  });
  expect(isTyping(key('INPUT'))).toBe(true);
  expect(isTyping(key('INPUT', 'checkbox'))).toBe(false);
  expect(isTyping(key('BUTTON'))).toBe(false);
  expect(isTyping({ ...key('BUTTON'), ctrlKey: true })).toBe(true);
});
