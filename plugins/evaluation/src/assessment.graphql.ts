/** Assessments and rounds in GraphQL: progress, columns side by side, what the viewer may do now. */
import type { Builder } from './builder.ts';
import type { addAnswers } from './answer.graphql.ts';
import { responsesOf, roundById, type ResponseRow } from './assessment.loader.ts';
import { ASSESSMENT_ACTIONS, ASSESSMENT_STATES } from './assessment.rule.ts';
import { findAssessment, getAssessment, listAssessments } from './assessment.service.ts';
import { addColumns, columnsOf } from './column.graphql.ts';
import { standingLevel } from './column.rule.ts';
import { wordEnum, type CoreDoor } from './doors.ts';
import { getEdition } from './edition.loader.ts';
import type { Level } from './engine/index.ts';
import { assessment, round, type Assessment } from './evaluation.table.ts';
import { addResponses } from './response.graphql.ts';
import { ROUND_STATES } from './round.rule.ts';
import { getRound, listRounds, roundProgress, type RoundProgress } from './round.service.ts';
import type { addStandards } from './standard.graphql.ts';
import type { Edition } from './standard.rule.ts';
import { possibleActions } from './step.service.ts';

interface Shared {
  readonly core: CoreDoor;
  readonly answers: ReturnType<typeof addAnswers>;
  readonly standards: ReturnType<typeof addStandards>;
  readonly ScoreLevel: ReturnType<typeof wordEnum<Level>>;
}
export function addAssessments(b: Builder, shared: Shared) {
  const { core, standards } = shared;
  const AssessmentState = wordEnum(b, 'AssessmentState', ASSESSMENT_STATES, 'Where an assessment stands.');
  const AssessmentAction = wordEnum(b, 'AssessmentAction', ASSESSMENT_ACTIONS, 'What can be done with an assessment.');
  const RoundState = wordEnum(b, 'RoundState', ROUND_STATES, 'Where a round stands.');
  const { Response } = addResponses(b, shared);
  const { ScoreColumn } = addColumns(b, shared);

  const Progress = b.objectRef<Assessment>('AssessmentProgress').implement({
    description: 'How far an assessment is; kept up to date, cheap in lists.',
    fields: (t) => ({
      total: t.exposeInt('total', { description: 'Indicators in all.' }),
      answered: t.exposeInt('answered', { description: 'Answered by the village.' }),
      scored: t.exposeInt('scored', { description: 'Scored by the township.' }),
      evidenceMissing: t.exposeInt('evidenceMissing', { description: 'Indicators that still lack evidence.' }),
    }),
  });

  const RoundRef = b.entity('Round', round, {
    description: 'A round of assessment: an edition, a year, an area (轮次).',
  });
  const AssessmentRef = b.entity('Assessment', assessment, {
    description: 'A village assessed by a standard in a year (评定).',
  });
  b.fields(AssessmentRef, (t) => ({
    id: t.id({ description: 'Its id.' }),
    village: t.one(core.Village, { by: 'placeCode', description: 'The village.' }),
    round: t.one(RoundRef, { by: 'roundId', description: 'Its round.' }),
    state: t.column('state', { type: AssessmentState, description: 'Where it stands.' }),
    notRatedReason: t.column('notRatedReason', {
      description: 'Why the village is not rated.',
    }),
    version: t.column('version', { description: 'Grows with every change of the assessment.' }),
    progress: t.field({ type: Progress, description: 'How far it is.', resolve: (one) => one }),
    columns: t.field({
      type: [ScoreColumn],
      description: 'The columns that there are, from the village up.',
      resolve: async (one, _args, ctx) => columnsOf(one, await editionOf(one, ctx)),
    }),
    standing: t.field({
      type: ScoreColumn,
      nullable: true,
      description: 'The column that stands.',
      resolve: async (one, _args, ctx) =>
        columnsOf(one, await editionOf(one, ctx)).find(({ level }) => level === standingLevel(one.columns)) ?? null,
    }),
    responses: t.field({
      type: [Response],
      description: 'All indicators, or those of a class, in the order of the standard.',
      args: { class: t.arg.string({ description: 'Code of a class.' }) },
      resolve: async (one, { class: code }, ctx) =>
        rowsOfClass(await ctx.load(responsesOf, one.id), await editionOf(one, ctx), code),
    }),
    response: t.field({
      type: Response,
      nullable: true,
      description: 'One indicator.',
      args: { indicator: t.arg.string({ required: true, description: 'Its code.' }) },
      resolve: async ({ id }, { indicator }, ctx) =>
        (await ctx.load(responsesOf, id)).find((row) => row.indicator === indicator) ?? null,
    }),
    possibleActions: t.field({
      type: [AssessmentAction],
      description: 'What the viewer may do now.',
      resolve: (one, _args, ctx) => possibleActions(ctx, one),
    }),
    promisedBy: t.column('promisedBy', { description: 'Who promised that all is true.' }),
    signedBy: t.column('signedBy', { description: 'Who signed for the township.' }),
    cursor: t.field({
      type: 'EventCursor',
      description: 'Listen after it and nothing is missed.',
      resolve: (_one, _args, ctx) => ctx.cursor(),
    }),
  }));

  const ProgressOfRound = b.objectRef<RoundProgress>('RoundProgress').implement({
    description: 'How many villages of a round, within your reach, stand where.',
    fields: (t) => {
      const count = (description: string, ...states: Assessment['state'][]) =>
        t.int({
          description,
          resolve: ({ byState }) => states.reduce((sum, state) => sum + (byState.get(state) ?? 0), 0),
        });
      return {
        total: t.exposeInt('total', { description: 'All villages.' }),
        drafting: count('Still drafting.', 'drafting', 'returned'),
        submitted: count('Handed in.', 'submitted'),
        scoring: count('Being scored.', 'scoring'),
        signed: count('Signed by the township, or further.', 'signed', 'checked', 'noticed', 'determined', 'corrected'),
        cursor: t.field({
          type: 'EventCursor',
          description: 'Listen after it and nothing is missed.',
          resolve: (_one, _args, ctx) => ctx.cursor(),
        }),
      };
    },
  });
  b.fields(RoundRef, (t) => ({
    id: t.id({ description: 'Its id.' }),
    standard: t.field({
      type: standards.Standard,
      description: 'The edition it has pinned.',
      resolve: ({ editionHash }, _args, ctx) => getEdition(ctx, editionHash),
    }),
    year: t.column('year', { description: 'The year assessed.' }),
    area: t.one(core.Place, { by: 'areaCode', description: 'Where.' }),
    state: t.column('state', { type: RoundState, description: 'Where it stands.' }),
    selfAssessmentUntil: t.column('selfUntil', { description: 'Last day of self-assessment.' }),
    scoringUntil: t.column('scoringUntil', { description: 'Last day of scoring.' }),
    version: t.column('version', { description: 'Grows with every change.' }),
    progress: t.field({
      type: ProgressOfRound,
      description: 'How far it is, within your reach.',
      args: { within: t.arg({ type: 'PlaceCode', description: 'Only within this place.' }) },
      resolve: ({ id }, { within }, ctx) => roundProgress(ctx, id, within),
    }),
  }));

  b.fields(core.Village, (t) => ({
    assessment: t.field({
      type: AssessmentRef,
      nullable: true,
      permission: 'evaluation.answer.read',
      description: 'Its assessment of a year; null when there is none, or it is out of your reach.',
      args: {
        standard: t.arg.string({ required: true, description: 'Code of the standard.' }),
        year: t.arg.int({ required: true, description: 'The year.' }),
      },
      resolve: (village, args, ctx) => findAssessment(ctx, village.code, args),
    }),
  }));
  const READ = ['evaluation.answer.read', 'evaluation.score.read'] as const;
  b.queries((t) => ({
    assessment: t.field({
      type: AssessmentRef,
      nullable: true,
      permission: READ,
      description: 'One assessment; NOT_FOUND when it is not there or not yours.',
      args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
      resolve: (_root, { id }, ctx) => getAssessment(ctx, id),
    }),
    assessments: t.connection({
      type: AssessmentRef,
      permission: READ,
      description: 'Assessments within your reach, in the order of the villages.',
      args: {
        round: t.arg.id({ description: 'Only of this round.' }),
        year: t.arg.int({ description: 'Only of this year.' }),
        within: t.arg({ type: 'PlaceCode', description: 'Only within this place.' }),
        state: t.arg({ type: AssessmentState, description: 'Only in this state.' }),
      },
      resolve: (_root, { round, year, within, state, ...args }, ctx) =>
        listAssessments(ctx, { round, year, within, state }, args),
    }),
    round: t.field({
      type: RoundRef,
      nullable: true,
      signedIn: true,
      description: 'One round; NOT_FOUND when there is none.',
      args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
      resolve: (_root, { id }, ctx) => getRound(ctx, id),
    }),
    rounds: t.connection({
      type: RoundRef,
      signedIn: true,
      description: 'Rounds that touch a place, the latest first.',
      args: {
        within: t.arg({ type: 'PlaceCode', description: 'A place in the area, or around it.' }),
        year: t.arg.int({ description: 'Only of this year.' }),
      },
      resolve: (_root, { within, year, ...args }, ctx) => listRounds(ctx, { within, year }, args),
    }),
  }));
  return { Assessment: AssessmentRef, AssessmentState, Response, Round: RoundRef };
}

async function editionOf({ roundId }: Assessment, ctx: Parameters<typeof getEdition>[0]): Promise<Edition> {
  const round = await ctx.load(roundById, roundId);
  if (!round) throw new Error('An assessment without a round.');
  return getEdition(ctx, round.editionHash);
}

function rowsOfClass(rows: readonly ResponseRow[], edition: Edition, code: string | null | undefined): ResponseRow[] {
  return rows.filter((row) => !code || edition.byCode.get(row.indicator)?.class.code === code);
}
