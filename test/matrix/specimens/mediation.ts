/** Cases, their board, their signals and every act on them. */
import { randomUUID } from 'node:crypto';
import type { Specimens, Target } from '../specimen.ts';

const write = (input: object) => ({ input: { ...input, clientWriteId: randomUUID() } });
const act = (target: Target, state: string, more: object = {}) =>
  write({ id: target.id(`case ${state}`), baseVersion: 1, ...more });

const TEXT = 'mediation.case.read';
const ACTS = 'mediation.case.write';

export const mediation: Specimens = {
  specimens: [
    {
      root: 'query mediationCase',
      stands: 'village',
      args: (target) => ({ id: target.id('case TERMINATED') }),
      covers: ['MediationCase', 'MediationParty', 'Sensitive', 'DisputeType', 'DisputeSubtype'],
      sees: {
        'MediationCase.facts': TEXT,
        'MediationCase.agreement': TEXT,
        'MediationCase.parties': TEXT,
        MediationParty: TEXT,
        Sensitive: TEXT,
      },
    },
    {
      root: 'query mediationCase',
      stands: 'village',
      isApart: true,
      args: (target) => ({ id: target.id('case UNHANDLED') }),
      covers: ['MediationCase'],
      sees: {
        'MediationCase.facts': `${TEXT} of another`,
        'MediationCase.agreement': `${TEXT} of another`,
        'MediationCase.parties': `${TEXT} of another`,
      },
      empty: {
        'MediationCase.endedAt': 'The case goes on.',
        'MediationCase.reason': 'The case goes on.',
      },
    },
    {
      root: 'query mediationCases',
      stands: 'village',
      args: ({ code }) => ({ within: code, first: 100 }),
      finds: 'case ACCEPTED',
      covers: ['MediationCaseConnection', 'MediationCaseEdge'],
    },
    {
      root: 'query mediationBoard',
      isApart: true,
      stands: 'village',
      args: ({ code }) => ({ within: code }),
      covers: ['MediationBoard', 'MediationBoardColumn', 'MediationCase', 'MediationAction'],
      sees: {
        MediationCase: 'mediation.case.meta|mediation.case.write of a case',
        MediationAction: ACTS,
        'MediationCase.facts': TEXT,
        'MediationCase.agreement': TEXT,
        'MediationCase.parties': TEXT,
      },
    },
    { root: 'query disputeTypes', stands: 'everywhere', covers: [] },
    {
      root: 'mutation registerMediationCase',
      stands: 'village',
      args: ({ code }) => write({ village: code, type: 'D02', subtype: 'D0201', facts: '经过' }),
    },
    { root: 'mutation acceptMediationCase', stands: 'village', args: (target) => act(target, 'REGISTERED') },
    { root: 'mutation startMediation', stands: 'village', args: (target) => act(target, 'ACCEPTED') },
    {
      root: 'mutation recordOralAgreement',
      stands: 'village',
      args: (target) => act(target, 'IN_MEDIATION', { content: '一起修。' }),
    },
    {
      root: 'mutation terminateMediation',
      stands: 'village',
      args: (target) => act(target, 'IN_MEDIATION', { reason: 'NO_PROSPECT', alternativesTold: true }),
    },
    {
      root: 'mutation addMediationParty',
      stands: 'village',
      args: (target) => write({ caseId: target.id('case IN_MEDIATION'), role: 'RESPONDENT', name: '某人' }),
    },
    {
      root: 'mutation correctMediationParty',
      stands: 'village',
      args: (target) =>
        write({ id: target.id('party IN_MEDIATION'), baseVersion: 1, role: 'APPLICANT', name: '另一人' }),
    },
    {
      root: 'mutation revealMediationPartyField',
      stands: 'village',
      args: (target) => write({ id: target.id('party IN_MEDIATION'), field: 'PHONE', reason: '通知开会' }),
    },
  ],
  exempt: {
    Revealed: 'Given by one mutation, whose cells stand under its own name.',
    RevealLimitError: 'Given to whoever has seen as much as anybody may.',
    MediationGuardError: 'Given to whoever may act on the case only.',
    MediationTransitionRefusedError: 'Given to whoever may act on the case only.',
  },
};
