/** What villages, townships and bureaus do: one mutation for each act, each with its write id and the version that was seen. */
import { InputRefusedError, VersionConflictError, type RequestContext } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import type { addAnswers } from './answer.graphql.ts';
import { saveAnswer } from './answering.service.ts';
import type { addAssessments } from './assessment.graphql.ts';
import { responseById, type ResponseRow } from './assessment.loader.ts';
import { getAssessment } from './assessment.service.ts';
import { stateWithin } from './attribute.service.ts';
import { attachEvidence, detachEvidence } from './evidence.service.ts';
import { ActionNotAllowedError, AssessmentIncompleteError, ScoreRefusedError } from './evaluation.errors.ts';
import { signReview, startReview } from './review.service.ts';
import { openRound } from './opening.service.ts';
import { draftRound, getRound } from './round.service.ts';
import { scoreIndicator } from './scoring.service.ts';
import type { addStandards } from './standard.graphql.ts';
import { submitAssessment } from './submission.service.ts';

interface Shared {
  readonly answers: ReturnType<typeof addAnswers>;
  readonly standards: ReturnType<typeof addStandards>;
  readonly assessments: ReturnType<typeof addAssessments>;
}

export function addActs(b: Builder, { answers, standards, assessments }: Shared): void {
  const { Assessment, Response, Round } = assessments;
  const inputs = addInputs(b, { answers, standards });
  const replayResponse = (id: string, ctx: RequestContext): Promise<ResponseRow | null> => ctx.load(responseById, id);
  const replayAssessment = (id: string, ctx: RequestContext) => getAssessment(ctx, id);
  const Stated = b.objectRef<{ villages: readonly string[] }>('StatedAttributes').implement({
    description: 'Attributes were stated.',
    fields: (t) => ({
      villages: t.field({
        type: ['PlaceCode'],
        description: 'Of which villages.',
        resolve: ({ villages }) => [...villages],
      }),
    }),
  });
  const OUTDATED = [VersionConflictError, ActionNotAllowedError];

  b.mutations((t) => ({
    draftRound: t.field({
      type: Round,
      permission: 'evaluation.round.open',
      description: 'Draws up a round for an area and a year.',
      errors: { types: [...OUTDATED, InputRefusedError] },
      args: { input: t.arg({ type: inputs.DraftRound, required: true, description: 'The round.' }) },
      replay: (id, ctx) => getRound(ctx, id),
      resolve: (_root, { input }, ctx) => draftRound(ctx.service(), input),
    }),
    openRound: t.field({
      type: Round,
      permission: 'evaluation.round.open',
      description: 'Opens a drafted round for every village of its area.',
      errors: { types: [...OUTDATED, InputRefusedError] },
      args: { input: t.arg({ type: inputs.OpenRound, required: true, description: 'Which round.' }) },
      replay: (id, ctx) => getRound(ctx, id),
      resolve: (_root, { input }, ctx) => openRound(ctx.service(), input),
    }),
    stateVillageAttributes: t.field({
      type: Stated,
      permission: ['evaluation.round.open', 'evaluation.answer.write'],
      description: 'States what villages are (election year, watercourse …), as rules may ask.',
      errors: { types: [InputRefusedError] },
      args: { input: t.arg({ type: inputs.StateAttributes, required: true, description: 'Where and what.' }) },
      resolve: async (_root, { input }, ctx) => ({ villages: await stateWithin(ctx.service(), input) }),
    }),
    saveAnswer: t.field({
      type: Response,
      permission: 'evaluation.answer.write',
      description: 'Saves one answer of a draft; what is not right yet comes back as hints.',
      errors: { types: [...OUTDATED, InputRefusedError] },
      args: { input: t.arg({ type: inputs.SaveAnswer, required: true, description: 'The answer.' }) },
      replay: replayResponse,
      resolve: (_root, { input }, ctx) => saveAnswer(ctx.service(), { ...input, answer: input.answer ?? null }),
    }),
    attachEvidence: t.field({
      type: Response,
      permission: 'evaluation.answer.write',
      description: 'Adds a file, a record or the title of a paper to a response.',
      errors: { types: [ActionNotAllowedError, InputRefusedError] },
      args: { input: t.arg({ type: inputs.AttachEvidence, required: true, description: 'What and where.' }) },
      replay: replayResponse,
      resolve: (_root, { input }, ctx) => attachEvidence(ctx.service(), input),
    }),
    detachEvidence: t.field({
      type: Response,
      permission: 'evaluation.answer.write',
      description: 'Takes a piece of evidence from a response.',
      errors: { types: [ActionNotAllowedError, InputRefusedError] },
      args: { input: t.arg({ type: inputs.DetachEvidence, required: true, description: 'What and where.' }) },
      replay: replayResponse,
      resolve: (_root, { input }, ctx) => detachEvidence(ctx.service(), input),
    }),
    submitAssessment: t.field({
      type: Assessment,
      permission: 'evaluation.answer.sign',
      description: 'Hands the assessment in to the township, with a promise that all is true.',
      errors: { types: [...OUTDATED, AssessmentIncompleteError] },
      args: { input: t.arg({ type: inputs.Submit, required: true, description: 'Which one, and who promises.' }) },
      replay: replayAssessment,
      resolve: (_root, { input }, ctx) => submitAssessment(ctx.service(), input),
    }),
    startReview: t.field({
      type: Assessment,
      permission: 'evaluation.score.write',
      description: 'Begins to score what a village handed in.',
      errors: { types: [...OUTDATED, AssessmentIncompleteError] },
      args: { input: t.arg({ type: inputs.StartReview, required: true, description: 'Which one.' }) },
      replay: replayAssessment,
      resolve: (_root, { input }, ctx) => startReview(ctx.service(), input),
    }),
    scoreIndicator: t.field({
      type: Response,
      permission: 'evaluation.score.write',
      description:
        'Scores one indicator beside the village: agrees, enters an own answer, or gives points with a reason.',
      errors: { types: [...OUTDATED, ScoreRefusedError] },
      args: { input: t.arg({ type: inputs.Score, required: true, description: 'The score.' }) },
      replay: replayResponse,
      resolve: (_root, { input }, ctx) => scoreIndicator(ctx.service(), input),
    }),
    signReview: t.field({
      type: Assessment,
      permission: 'evaluation.review.sign',
      description: 'Signs the scores of the township.',
      errors: { types: [...OUTDATED, AssessmentIncompleteError] },
      args: { input: t.arg({ type: inputs.SignReview, required: true, description: 'Which one.' }) },
      replay: replayAssessment,
      resolve: (_root, { input }, ctx) => signReview(ctx.service(), input),
    }),
  }));
}

function addInputs(b: Builder, { answers, standards }: Pick<Shared, 'answers' | 'standards'>) {
  const step = (name: string, description: string) =>
    b.inputType(name, {
      description,
      fields: (t) => ({
        id: t.id({ required: true }),
        baseVersion: t.int({ required: true }),
        clientWriteId: t.id({ required: true }),
      }),
    });
  return {
    DraftRound: b.inputType('DraftRoundInput', {
      description: 'A round to draw up.',
      fields: (t) => ({
        standard: t.string({ required: true }),
        edition: t.string(),
        year: t.int({ required: true }),
        area: t.field({ type: 'PlaceCode', required: true }),
        selfAssessmentUntil: t.field({ type: 'Date', required: true }),
        scoringUntil: t.field({ type: 'Date', required: true }),
        clientWriteId: t.id({ required: true }),
      }),
    }),
    OpenRound: step('OpenRoundInput', 'The round to open.'),
    StateAttributes: b.inputType('StateVillageAttributesInput', {
      description: 'What villages are.',
      fields: (t) => ({
        within: t.field({ type: 'PlaceCode', required: true }),
        year: t.int({ description: 'Left out for what holds in every year.' }),
        attributes: t.field({
          type: [
            b.inputType('VillageAttributeInput', {
              description: 'One attribute.',
              fields: (f) => ({ key: f.string({ required: true }), value: f.string({ required: true }) }),
            }),
          ],
          required: true,
        }),
        clientWriteId: t.id({ required: true }),
      }),
    }),
    SaveAnswer: b.inputType('SaveAnswerInput', {
      description: 'An answer to save.',
      fields: (t) => ({
        assessment: t.id({ required: true }),
        indicator: t.string({ required: true }),
        baseVersion: t.int({ required: true, description: 'Version of the response that was seen.' }),
        answer: t.field({ type: answers.AnswerInput, description: 'Null empties it.' }),
        clientWriteId: t.id({ required: true }),
      }),
    }),
    AttachEvidence: b.inputType('AttachEvidenceInput', {
      description: 'Evidence to add: exactly one of file, record and paper.',
      fields: (t) => ({
        assessment: t.id({ required: true }),
        indicator: t.string({ required: true }),
        file: t.id({ description: 'Id that POST /files answered.' }),
        record: t.id({ description: 'Id of evidence that is a record.' }),
        paper: t.string({ description: 'Title of a paper kept in the village.' }),
        clientWriteId: t.id({ required: true }),
      }),
    }),
    DetachEvidence: b.inputType('DetachEvidenceInput', {
      description: 'Evidence to take away.',
      fields: (t) => ({
        assessment: t.id({ required: true }),
        indicator: t.string({ required: true }),
        evidence: t.id({ required: true }),
        clientWriteId: t.id({ required: true }),
      }),
    }),
    Submit: b.inputType('SubmitAssessmentInput', {
      description: 'The assessment to hand in.',
      fields: (t) => ({
        id: t.id({ required: true }),
        baseVersion: t.int({ required: true }),
        promise: t.string({ required: true, description: 'Name of whoever promises that all is true.' }),
        clientWriteId: t.id({ required: true }),
      }),
    }),
    StartReview: step('StartReviewInput', 'The assessment to score.'),
    SignReview: step('SignReviewInput', 'The assessment to sign.'),
    Score: b.inputType('ScoreIndicatorInput', {
      description: 'A score: exactly one of agree, answer and points.',
      fields: (t) => ({
        assessment: t.id({ required: true }),
        indicator: t.string({ required: true }),
        baseVersion: t.int({ required: true, description: 'Version of the response that was seen.' }),
        methods: t.field({ type: [standards.CheckMethod], required: true, description: 'How it was checked.' }),
        agree: t.boolean({ description: 'Takes the column below.' }),
        answer: t.field({ type: answers.AnswerInput }),
        points: t.field({ type: 'Decimal' }),
        reason: t.string({ description: 'Why it differs from the column below.' }),
        clientWriteId: t.id({ required: true }),
      }),
    }),
  };
}
