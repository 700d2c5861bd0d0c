import { expect, it } from 'vitest';
import { createBoardMemory } from './board.ts';
import type { MediationColumn, MediationSignal } from './operations.ts';

const event = (eventId: string, caseId: string, version: number): MediationSignal => ({
  __typename: 'MediationEvent',
  eventId,
  cursor: eventId,
  type: 'case.accepted',
  at: '2026-11-24T02:00:00Z',
  caseId,
  placeCode: '330523108204',
  procedure: 'ACCEPTED',
  version,
});
const column: MediationColumn = {
  procedure: 'REGISTERED',
  totalCount: 1,
  cases: [
    {
      __typename: 'MediationCase',
      id: 'c1',
      number: null,
      procedure: 'REGISTERED',
      version: 2,
      registeredAt: '2026-11-24T01:00:00Z',
      endedAt: null,
      place: { code: '330523108204', name: '余村' },
      type: { code: 'D02', name: { zh: '邻里', en: 'Neighbours' } },
      subtype: null,
    },
  ],
};

it('takes an event once', () => {
  const memory = createBoardMemory();
  expect(memory.isNews(event('e1', 'c9', 1))).toBe(true);
  expect(memory.isNews(event('e1', 'c9', 1))).toBe(false);
});

it('drops what the screen shows already', () => {
  const memory = createBoardMemory();
  memory.show([column]);

  expect(memory.isNews(event('e1', 'c1', 2))).toBe(false);
  expect(memory.isNews(event('e2', 'c1', 3))).toBe(true);
});

it('takes a heartbeat as a sign of life only', () => {
  expect(createBoardMemory().isNews({ __typename: 'MediationHeartbeat', cursor: '1' })).toBe(false);
});
