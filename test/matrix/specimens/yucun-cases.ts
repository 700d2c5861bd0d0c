/** Yucun cases on their way and published, and every step of the way. */
import { randomUUID } from 'node:crypto';
import type { Specimens, Target } from '../specimen.ts';

const write = (input: object) => ({ input: { ...input, clientWriteId: randomUUID() } });
const act = (target: Target, state: string, more: object = {}) =>
  write({ id: target.id(`yucun ${state}`), baseVersion: 1, ...more });

export const yucunCases: Specimens = {
  specimens: [
    {
      root: 'query yucunCase',
      stands: 'village',
      args: (target) => ({ id: target.id('yucun draft') }),
      covers: ['YucunCase'],
      sees: { 'query yucunCase': 'yucun-cases.case.read', YucunCase: 'yucun-cases.case.read' },
      empty: { 'YucunCase.snippet': 'Only what a search has found has a passage.' },
    },
    { root: 'query yucunCases', stands: 'everywhere', args: () => ({ first: 5 }), covers: [] },
    {
      root: 'query yucunDrafts',
      stands: 'village',
      args: ({ code }) => ({ within: code, first: 50 }),
      finds: 'yucun draft',
      covers: ['QueryYucunDraftsConnection', 'QueryYucunDraftsConnectionEdge'],
    },
    {
      root: 'mutation draftYucunCase',
      stands: 'village',
      args: ({ code }) =>
        write({
          village: code, title: '题', summary: '摘要', background: '背景', practice: '做法', effects: '成效', lessons: '启示',
          elements: ['LAW_GOVERNS'], periodFrom: '2025-01-01', periodTo: '2025-12-31',
        }), // prettier-ignore
    },
    { root: 'mutation submitYucunCase', stands: 'village', args: (target) => act(target, 'draft') },
    { root: 'mutation approveYucunCase', stands: 'village', args: (target) => act(target, 'submitted') },
    {
      root: 'mutation returnYucunCase',
      stands: 'village',
      args: (target) => act(target, 'townshipReviewed', { comment: '请补充' }),
    },
    { root: 'mutation publishYucunCase', stands: 'village', args: (target) => act(target, 'countyReviewed') },
  ],
  exempt: {
    QueryYucunCasesConnection: 'Published cases are for every village; the root is asked.',
    QueryYucunCasesConnectionEdge: 'As QueryYucunCasesConnection.',
    VillageYucunCasesConnection: 'Published cases of a village; the field itself is asked.',
    VillageYucunCasesConnectionEdge: 'As VillageYucunCasesConnection.',
    YucunActionRefusedError: 'Given to whoever may act on the case only.',
  },
};
