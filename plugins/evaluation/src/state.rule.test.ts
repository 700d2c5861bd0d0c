import { expect, it } from 'vitest';
import { ASSESSMENT_ACTIONS, ASSESSMENT_STATES, ASSESSMENT_TABLE } from './assessment.rule.ts';
import { dayInChina, enumName, possibleIn, ROUND_STATES, ROUND_TABLE, transitionOf } from './round.rule.ts';

it('opens a round only from its draft', () => {
  const allowed = ROUND_STATES.filter((state) => transitionOf(ROUND_TABLE, 'openRound', state));

  expect(allowed).toEqual(['draft']);
  expect(transitionOf(ROUND_TABLE, 'draftRound', null)?.to).toBe('draft');
});

it('moves an assessment only along its table', () => {
  const moves = ASSESSMENT_STATES.flatMap((state) =>
    ASSESSMENT_ACTIONS.flatMap((action) => {
      const to = transitionOf(ASSESSMENT_TABLE, action, state)?.to;
      return to ? [`${state} → ${action} → ${to}`] : [];
    }),
  );

  expect(moves).toEqual([
    'drafting → saveAnswer → drafting',
    'drafting → submitAssessment → submitted',
    'submitted → startReview → scoring',
    'scoring → scoreIndicator → scoring',
    'scoring → signReview → signed',
  ]);
});

it('offers what the table and the rights of the viewer allow together', () => {
  const all = () => true;
  const inspector = (permission: string) => permission === 'evaluation.score.write';

  expect(possibleIn(ASSESSMENT_TABLE, 'drafting', all)).toEqual(['saveAnswer', 'submitAssessment']);
  expect(possibleIn(ASSESSMENT_TABLE, 'scoring', inspector)).toEqual(['scoreIndicator']);
  expect(possibleIn(ASSESSMENT_TABLE, 'drafting', inspector)).toEqual([]);
  expect(possibleIn(ASSESSMENT_TABLE, 'determined', all)).toEqual([]);
});

it('writes words as GraphQL does, and days as China counts them', () => {
  expect(['notRated', 'drafting', 'saveAnswer'].map(enumName)).toEqual(['NOT_RATED', 'DRAFTING', 'SAVE_ANSWER']);
  expect(dayInChina(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31');
  expect(dayInChina(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01');
});
