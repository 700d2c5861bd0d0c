/** Scores of villages, the model behind them, and computing them anew. */
import type { Specimens } from '../specimen.ts';

export const threeGovernance: Specimens = {
  specimens: [
    {
      root: 'query village',
      stands: 'village',
      args: ({ code }) => ({ code }),
      covers: ['Village', 'GovernanceScore', 'PillarScore', 'GovernanceContribution'],
      nested: { 'Village.governance': '(year: 2026)', 'Village.assessment': '(standard: "huzhou-mzfz", year: 2026)' },
      sees: {
        'Village.assessment': 'evaluation.answer.read',
        GovernanceScore: 'three-governance.score.read',
        PillarScore: 'three-governance.score.read',
        GovernanceContribution: 'three-governance.score.read',
      },
      empty: { 'GovernanceScore.withheldReason': 'The score is not withheld.' },
    },
    {
      root: 'query governanceModel',
      stands: 'everywhere',
      args: () => ({ edition: '2026' }),
      covers: ['GovernanceModel', 'GovernancePillar', 'GovernanceModelIndicator'],
    },
    { root: 'mutation recomputeGovernance', stands: 'anywhere', args: ({ code }) => ({ within: code, year: 2026 }) },
  ],
  exempt: { GovernanceRecomputed: 'A count, given by recomputeGovernance, whose cells are run.' },
};
