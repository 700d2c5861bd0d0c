/**
 * @cunzhi/evaluation: villages assess themselves by a standard, townships score them, everybody sees how points came about.
 *
 * The scoring engine is pure and has a door of its own, `@cunzhi/evaluation/engine`.
 */
import { core } from '@cunzhi/core';
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { addActs } from './act.graphql.ts';
import { addAnswers } from './answer.graphql.ts';
import { events } from './assessment.event.ts';
import { addAssessments } from './assessment.graphql.ts';
import { wordEnum } from './doors.ts';
import { LEVELS } from './engine/index.ts';
import { addErrors } from './errors.graphql.ts';
import {
  assessment,
  edition,
  fact,
  response,
  responseEvidence,
  round,
  score,
  villageAttribute,
} from './evaluation.table.ts';
import { addForms } from './form.graphql.ts';
import { permissions } from './permissions.ts';
import { loadReference } from './reference.ts';
import { addSignals } from './signal.graphql.ts';
import { addStandards } from './standard.graphql.ts';

const READ = ['evaluation.answer.read', 'evaluation.score.read'] as const;
const FILL_IN = ['evaluation.answer.write', 'evaluation.answer.sign'] as const;
const SCORE = ['evaluation.score.write', 'evaluation.score.review', 'evaluation.review.sign'] as const;
const OPEN = ['evaluation.round.open', 'evaluation.round.close'] as const;

export const evaluation = definePlugin({
  id: 'evaluation',
  version: '1.0.0',
  compat: '^1.0.0',
  admin: new URL('../admin/index.ts', import.meta.url),
  uses: { core },
  migrations: new URL('../migrations/', import.meta.url),
  tables: [
    global(edition, 'A standard is the same for everybody.'),
    global(fact, 'The catalogue of facts is the same for everybody.'),
    global(round, 'That a round is open is known to every village in its area and to those who look on.', {
      write: OPEN,
    }),
    placed(assessment, { read: READ, write: [...FILL_IN, ...SCORE, ...OPEN] }),
    placed(response, { read: READ, write: [...FILL_IN, ...SCORE, ...OPEN] }),
    placed(score, { read: READ, write: [...FILL_IN, ...SCORE] }),
    placed(responseEvidence, { read: READ, write: FILL_IN }),
    placed(villageAttribute, { read: READ, write: [...FILL_IN, ...OPEN] }),
  ],
  permissions,
  plainNames: 'Standard, round, assessment and score are words of the glossary.',
  events,
  reference: loadReference,
  graphql: (b, { core: door }) => {
    const ScoreLevel = wordEnum(b, 'ScoreLevel', LEVELS, 'A level that scores.');
    addErrors(b);
    const answers = addAnswers(b);
    const standards = addStandards(b, door, addForms(b, { ScoreLevel }));
    const assessments = addAssessments(b, { core: door, answers, standards, ScoreLevel });
    addActs(b, { answers, standards, assessments });
    addSignals(b, { assessments, ScoreLevel });
    return { ...standards, Assessment: assessments.Assessment, Round: assessments.Round };
  },
});

export { saveAnswer, saveAnswers } from './answering.service.ts';
export { findAssessment, itemRatios, type ItemRatio } from './assessment.service.ts';
export { stateAttributes } from './attribute.service.ts';
export { attachEvidence, attachMany } from './evidence.service.ts';
export type { Assessment, Round } from './evaluation.table.ts';
export { signReview, startReview } from './review.service.ts';
export { openRound } from './opening.service.ts';
export { draftRound, getRound } from './round.service.ts';
export { scoreIndicator, scoreIndicators } from './scoring.service.ts';
export { loadSheets, type Sheet } from './sheet.service.ts';
export { submitAssessment } from './submission.service.ts';
