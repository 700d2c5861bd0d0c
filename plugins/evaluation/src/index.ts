/**
 * @cunzhi/evaluation: villages assess themselves by a standard, townships score them, everybody sees how points came about.
 *
 * The scoring engine is pure and has a door of its own, `@cunzhi/evaluation/engine`.
 */
import { core } from '@cunzhi/core';
import { definePlugin, global, placed } from '@cunzhi/plugin';
import { addActs } from './act.graphql.ts';
import { addAnswers } from './answer.graphql.ts';
import { ASSESSMENT_EVENTS } from './assessment.event.ts';
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
import { loadReference } from './reference.ts';
import { addSignals } from './signal.graphql.ts';
import { addStandards } from './standard.graphql.ts';

const READ = ['evaluation.answer.read', 'evaluation.score.read'];
const FILL_IN = ['evaluation.answer.write', 'evaluation.answer.sign'];
const SCORE = ['evaluation.score.write', 'evaluation.score.review', 'evaluation.review.sign'];
const OPEN = ['evaluation.round.open', 'evaluation.round.close'];

export const evaluation = definePlugin({
  id: 'evaluation',
  compat: '^1.0.0',
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
  permissions: {
    'answer.read': {
      zh: '看自评',
      en: 'Read self-assessments',
      roles: ['clerk', 'chair', 'inspector', 'justice', 'county', 'city'],
    },
    'answer.write': { zh: '填自评', en: 'Fill in self-assessments', roles: ['clerk', 'chair'] },
    'answer.sign': { zh: '提交自评', en: 'Hand in self-assessments', roles: ['chair'] },
    'appeal.file': { zh: '申诉', en: 'File appeals', roles: ['chair'] },
    'appeal.decide': { zh: '决定申诉', en: 'Decide appeals', roles: ['county', 'city'] },
    'score.read': { zh: '看评分', en: 'Read scores', roles: ['inspector', 'justice', 'county', 'city'] },
    'score.write': { zh: '镇街评分', en: 'Score for the township', roles: ['inspector'] },
    'score.review': { zh: '县级复核', en: 'Check for the county', roles: ['county'] },
    'review.sign': { zh: '镇街签字', en: 'Sign for the township', roles: ['justice'] },
    'visit.write': { zh: '记录现场检查', en: 'Record visits', roles: ['inspector'] },
    'round.open': { zh: '开评审轮次', en: 'Open rounds', roles: ['county', 'city'] },
    'round.close': { zh: '结束评审轮次', en: 'Close rounds', roles: ['city'] },
    'title.award': { zh: '命名', en: 'Award titles', roles: ['city'] },
    'standard.publish': { zh: '发布标准', en: 'Publish standards', roles: ['city'], placed: false },
  },
  events: { ...ASSESSMENT_EVENTS, roundOpened: 'A round was opened for its villages.' },
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
