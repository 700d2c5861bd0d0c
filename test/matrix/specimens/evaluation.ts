/** Standards, rounds, sheets with their answers, evidence and scores, and every act on them. */
import { randomUUID } from 'node:crypto';
import type { Specimens } from '../specimen.ts';

const write = (input: object) => ({ input: { ...input, clientWriteId: randomUUID() } });
const READ = 'evaluation.answer.read';
const ANSWERS = [
  'ChecklistAnswer', 'ChoiceAnswer', 'ComparisonAnswer', 'CompositeAnswer', 'DeliveriesAnswer', 'EventsAnswer', 'FindingsAnswer',
  'NotApplicableAnswer', 'NumberAnswer', 'PeriodsAnswer', 'RatioAnswer', 'SampleAnswer', 'YesNoAnswer', 'AnsweredField', 'Delivery', 'EventEntry',
  'FindingEntry', 'SampledUnit',
]; // prettier-ignore
const FORMS = [
  'ChecklistForm', 'ChoiceForm', 'ComparisonForm', 'CompositeForm', 'DeliveriesForm', 'EventsForm', 'FindingsForm', 'NumberForm',
  'PeriodsForm', 'RatioForm', 'SampleForm', 'YesNoForm', 'FormField', 'Choice', 'EventKind',
]; // prettier-ignore
const ROUND_DATES = { selfAssessmentUntil: '2028-12-10', scoringUntil: '2028-12-31' };

export const evaluation: Specimens = {
  specimens: [
    {
      root: 'query assessment',
      stands: 'village',
      args: (target) => ({ id: target.id('assessment') }),
      covers: [
        'Assessment',
        'AssessmentProgress',
        'ScoreColumn',
        'ClassScore',
        'Response',
        'AnswerHint',
        'IndicatorScore',
        'TraceStep',
        'Evidence',
        ...ANSWERS,
      ],
      sees: { Assessment: READ, Evidence: 'core.evidence.read' },
      empty: {
        'Assessment.notRatedReason': 'Every sheet of the world is rated.',
        'ScoreColumn.grade': 'No column of the world is complete, and only a complete one has a grade.',
        'ScoreColumn.gradeName': 'As its grade.',
      },
      nested: { 'Assessment.response': '(indicator: "A1.01")' },
    },
    {
      root: 'query assessments',
      stands: 'village',
      args: ({ code }) => ({ within: code, first: 100 }),
      finds: 'assessment',
      covers: ['QueryAssessmentsConnection', 'QueryAssessmentsConnectionEdge'],
    },
    {
      root: 'query round',
      stands: 'village',
      args: (target) => ({ id: target.id('round') }),
      covers: ['Round', 'RoundProgress'],
    },
    {
      root: 'query rounds',
      stands: 'village',
      args: ({ code }) => ({ within: code.slice(0, 9), first: 100 }),
      finds: 'round',
      covers: ['QueryRoundsConnection', 'QueryRoundsConnectionEdge'],
    },
    {
      root: 'query standard',
      stands: 'everywhere',
      args: () => ({ code: 'huzhou-mzfz' }),
      covers: [
        'Standard',
        'StandardClass',
        'StandardItem',
        'Indicator',
        'IndicatorRule',
        'CheckRequirement',
        'EvidenceRequirement',
        'SourceReference',
        'Notice',
        ...FORMS,
      ],
      nested: { 'Standard.indicator': '(code: "A1.01")' },
      empty: Object.fromEntries(
        [
          'ChoiceForm.fact',
          'ComparisonForm.fact',
          'EventKind.step',
          'Indicator.notApplicable',
          'NumberForm.decimals',
          'Standard.inForceUntil',
        ].map((where) => [where, 'The standard in force says nothing there.']),
      ),
    },
    { root: 'query standards', stands: 'everywhere', covers: [] },
    {
      root: 'mutation draftRound',
      stands: 'anywhere',
      args: ({ code }) => write({ standard: 'huzhou-mzfz', year: 2028, area: code, ...ROUND_DATES }),
    },
    {
      root: 'mutation openRound',
      stands: 'village',
      args: (target) => write({ id: target.id('drafted'), baseVersion: 1 }),
    },
    {
      root: 'mutation stateVillageAttributes',
      stands: 'village',
      args: ({ code }) => write({ within: code, year: 2026, attributes: [{ key: 'electionYear', value: 'true' }] }),
    },
    {
      root: 'mutation saveAnswer',
      stands: 'village',
      args: (target) =>
        write({ assessment: target.id('assessment'), indicator: 'A1.01', baseVersion: 1, answer: null }),
    },
    {
      root: 'mutation attachEvidence',
      stands: 'village',
      args: (target) => write({ assessment: target.id('assessment'), indicator: 'A1.01', paper: '台账' }),
    },
    {
      root: 'mutation detachEvidence',
      stands: 'village',
      args: (target) =>
        write({ assessment: target.id('assessment'), indicator: 'A1.01', evidence: target.id('evidence') }),
    },
    {
      root: 'mutation submitAssessment',
      empty: {
        'mutation submitAssessment':
          'The answers of the world are of the right shape and not right: the sheet is incomplete.',
      },
      stands: 'village',
      args: (target) => write({ id: target.id('assessment'), baseVersion: 1, promise: '某人' }),
    },
    {
      root: 'mutation startReview',
      stands: 'village',
      args: (target) => write({ id: target.id('submitted'), baseVersion: 1 }),
    },
    {
      root: 'mutation scoreIndicator',
      stands: 'village',
      args: (target) =>
        write({
          assessment: target.id('scoring'),
          indicator: 'A1.01',
          baseVersion: 1,
          methods: ['PAPERS'],
          agree: true,
        }),
    },
    {
      root: 'mutation signReview',
      stands: 'village',
      args: (target) => write({ id: target.id('scoring'), baseVersion: 1 }),
    },
  ],
  exempt: {
    AssessorAnswer: 'No indicator of the standard in force has this form.',
    AssessorForm: 'No indicator of the standard in force has this form.',
    ActionNotAllowedError: 'Given to whoever may see the sheet only.',
    AssessmentIncompleteError: 'Given to whoever may hand the sheet in only.',
    AssessmentGap: 'Part of AssessmentIncompleteError.',
    ScoreRefusedError: 'Given to whoever may score only.',
    ScoreProblem: 'Part of ScoreRefusedError.',
    StatedAttributes: 'Codes of places, given by stateVillageAttributes, whose cells are run.',
    Prefill:
      'Needs a fact with a value; the field itself is asked, and who gets a fact stands in the tests of its plugin.',
  },
};
