import { expect, it } from 'vitest';
import { daysUntil, markOf, neighbours, nextOpen, ratedYear, type MarkedResponse } from './progress.ts';

const response = (code: string, change: Partial<MarkedResponse> = {}): MarkedResponse => ({
  indicator: { code },
  isAnswered: false,
  evidenceMissing: 0,
  township: null,
  ...change,
});
const answered = { isAnswered: true };
const list = [
  response('A1', answered),
  response('A2'),
  response('A3', { ...answered, evidenceMissing: 1 }),
  response('A4'),
];

it('goes on with the next one without an answer, and round the end', () => {
  expect(nextOpen(list)).toBe('A2');
  expect(nextOpen(list, 'A2')).toBe('A4');
  expect(nextOpen(list, 'A4')).toBe('A2');
});

it('asks for evidence when everything is answered, and for nothing when all is there', () => {
  expect(nextOpen([response('A1', answered), response('A3', { ...answered, evidenceMissing: 1 })])).toBe('A3');
  expect(nextOpen([response('A1', answered)])).toBeNull();
});

it('has one word for each response', () => {
  const seen = new Set(['A2']);
  expect(markOf(response('A1'), seen)).toBe('untouched');
  expect(markOf(response('A2'), seen)).toBe('seen');
  expect(markOf(response('A3', answered), seen)).toBe('answered');
  expect(markOf(response('A4', { ...answered, evidenceMissing: 2 }), seen)).toBe('evidenceMissing');
  expect(markOf(response('A5', { ...answered, township: { status: 'SCORED' } }), seen)).toBe('scored');
  expect(markOf(response('A6', { township: { status: 'UNANSWERED' } }), seen)).toBe('untouched');
});

it('knows the neighbours of an indicator', () => {
  expect(neighbours(['A1', 'A2', 'A3'], 'A2')).toEqual({ place: 2, total: 3, previous: 'A1', next: 'A3' });
  expect(neighbours(['A1'], 'A1')).toEqual({ place: 1, total: 1, previous: null, next: null });
  expect(neighbours(['A1'], 'Z9')).toEqual({ place: 0, total: 1, previous: null, next: null });
});

it('counts days in the time of the villages', () => {
  const lateEvening = new Date('2026-11-24T16:30:00Z');
  expect(daysUntil('2026-11-25', lateEvening)).toBe(0);
  expect(daysUntil('2026-11-20', lateEvening)).toBe(-5);
  expect(ratedYear(new Date('2026-12-31T16:00:00Z'))).toBe(2027);
});
