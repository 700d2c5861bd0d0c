/** Responses and scores in GraphQL: the columns of one indicator side by side, each with the steps that led to it. */
import type { LocalText, RequestContext } from '@cunzhi/plugin';
import { evidenceById } from '@cunzhi/core';
import type { Builder } from './builder.ts';
import { showAnswer } from './answer.mapping.ts';
import type { addAnswers } from './answer.graphql.ts';
import type { ShownAnswer } from './answer.shape.ts';
import {
  assessmentById,
  evidenceOf,
  roundById,
  scoresOf,
  traceOf,
  type ResponseRow,
  type ScoreRow,
} from './assessment.loader.ts';
import { wordEnum, type CoreDoor } from './doors.ts';
import { isAnswered, missingOf } from './draft.rule.ts';
import { factName, getEdition } from './edition.loader.ts';
import type { CheckMethod, Level, TraceStep } from './engine/index.ts';
import type { Hint } from './evaluation.table.ts';
import { loadFactsOf } from './prefill.loader.ts';
import { fillingOf, type Filling } from './prefill.rule.ts';
import { METHODS, type addStandards } from './standard.graphql.ts';
import type { Edition, PlacedIndicator } from './standard.rule.ts';

const STATUSES = ['scored', 'notApplicable', 'exempt', 'dropped', 'pending', 'unanswered'] as const;

interface Shared {
  readonly core: CoreDoor;
  readonly answers: ReturnType<typeof addAnswers>;
  readonly standards: ReturnType<typeof addStandards>;
  readonly ScoreLevel: ReturnType<typeof wordEnum<Level>>;
}

interface ShownFilling extends Filling {
  readonly shown: ShownAnswer | null;
}

/** One column of one indicator: the village's draft, or a row of the score table. */
interface ShownScore extends Pick<ScoreRow, 'level' | 'version' | 'status' | 'points' | 'answer' | 'reason'> {
  readonly methods: readonly CheckMethod[];
  readonly by: string | null;
  readonly at: Date | null;
  /** Whose trace it is. */
  readonly traceKey: string;
  readonly placed: PlacedIndicator;
}

export function addResponses(b: Builder, { core, answers, standards, ScoreLevel }: Shared) {
  const ScoreStatus = wordEnum(
    b,
    'ScoreStatus',
    STATUSES,
    'What became of an indicator; without points there is a status, never 0.',
  );
  const HintRef = b.objectRef<Hint>('AnswerHint').implement({
    description: 'What is not right yet about an answer; handing in refuses it.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code.' }),
      field: t.exposeString('field', { nullable: true, description: 'Where in the answer.' }),
      message: t.field({
        type: core.LocalText,
        description: 'What would be right.',
        resolve: ({ message }) => message,
      }),
    }),
  });
  const Step = b.objectRef<TraceStep>('TraceStep').implement({
    description: 'One step on the way to the points.',
    fields: (t) => ({
      step: t.exposeString('step', { description: 'Kind of the step.' }),
      text: t.field({
        type: core.LocalText,
        description: 'The step as a sentence.',
        resolve: ({ text, en }): LocalText => ({ zh: text, en }),
      }),
      points: t.exposeString('points', { nullable: true, description: 'The running value as exact text.' }),
    }),
  });
  const Score = b.objectRef<ShownScore>('IndicatorScore').implement({
    description: 'What one level says about one indicator.',
    fields: (t) => ({
      level: t.field({ type: ScoreLevel, description: 'Which level.', resolve: ({ level }) => level }),
      version: t.exposeInt('version', { description: 'Counts the entries of this level; none is overwritten.' }),
      status: t.field({ type: ScoreStatus, description: 'What became of it.', resolve: ({ status }) => status }),
      points: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Points; null while there are none.',
        resolve: ({ points }) => points,
      }),
      answer: t.field({
        type: answers.Answer,
        nullable: true,
        description: 'The answer behind the points.',
        resolve: ({ placed, answer }) => showAnswer(placed.indicator.answer, answer) as never,
      }),
      reason: t.exposeString('reason', { nullable: true, description: 'Why it differs from the column below.' }),
      methods: t.field({
        type: [standards.CheckMethod],
        description: 'How it was checked.',
        resolve: ({ methods }) => [...methods],
      }),
      by: t.exposeString('by', { nullable: true, description: 'Who scored.' }),
      at: t.expose('at', { type: 'DateTime', nullable: true, description: 'When.' }),
      trace: t.field({
        type: [Step],
        description: 'How the points came about.',
        resolve: async ({ traceKey }, _args, ctx) => [...(await ctx.load(traceOf, traceKey))],
      }),
    }),
  });
  const Prefill = b.objectRef<ShownFilling>('Prefill').implement({
    description: 'What records of the platform already say; offered, never written by itself.',
    fields: (t) => ({
      fact: t.string({ description: 'The facts it is made of.', resolve: ({ facts }) => facts.join(', ') }),
      answer: t.field({
        type: answers.Answer,
        nullable: true,
        description: 'The answer it would be.',
        resolve: ({ shown }) => shown as never,
      }),
      recordCount: t.exposeInt('recordCount', { description: 'How many records stand behind it.' }),
      source: t.string({
        description: 'Where it comes from, in words.',
        resolve: async ({ facts }, _args, ctx) =>
          (await Promise.all(facts.map(async (id) => (await ctx.load(factName, id)) ?? id))).join('；'),
      }),
      asOf: t.expose('asOf', { type: 'DateTime', description: 'As of when.' }),
      isComplete: t.exposeBoolean('isComplete', { description: 'False when it must be looked at.' }),
    }),
  });
  const column = (level: Level) => async (row: ResponseRow, _args: object, ctx: RequestContext) =>
    columnOf(row, level, ctx);
  const ResponseRef = b.objectRef<ResponseRow>('Response').implement({
    description: 'One indicator of one assessment: answer, evidence, columns of score.',
    permission: 'evaluation.answer.read',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      indicator: t.field({ type: standards.Indicator, description: 'What is asked.', resolve: placedOf }),
      version: t.exposeInt('version', {
        description: 'Grows with every change; saying which one was seen keeps two people apart.',
      }),
      answer: t.field({
        type: answers.Answer,
        nullable: true,
        description: 'The answer of the village.',
        resolve: async (row, _args, ctx) =>
          showAnswer((await placedOf(row, {}, ctx)).indicator.answer, row.answer) as never,
      }),
      hints: t.field({ type: [HintRef], description: 'What is not right yet.', resolve: ({ hints }) => [...hints] }),
      evidence: t.field({
        type: [core.Evidence],
        description: 'Pieces of evidence, in the order they were added.',
        resolve: async ({ id }, _args, ctx) =>
          (await Promise.all((await ctx.load(evidenceOf, id)).map((one) => ctx.load(evidenceById, one)))).filter(
            (one) => one !== null,
          ),
      }),
      isAnswered: t.boolean({
        description: 'True when nothing is left for the village to say: answered and right, or not applicable to it.',
        resolve: async (row, _args, ctx) => isAnswered((await placedOf(row, {}, ctx)).edition, row),
      }),
      evidenceMissing: t.int({
        description: 'How many pieces are still missing.',
        resolve: async (row, _args, ctx) => missingOf((await placedOf(row, {}, ctx)).edition, row),
      }),
      village: t.field({ type: Score, nullable: true, description: 'The village itself.', resolve: column('village') }),
      township: t.field({ type: Score, nullable: true, description: 'The township.', resolve: column('township') }),
      county: t.field({ type: Score, nullable: true, description: 'The county.', resolve: column('county') }),
      city: t.field({ type: Score, nullable: true, description: 'The city.', resolve: column('city') }),
      standing: t.field({
        type: Score,
        nullable: true,
        description: 'The column that stands: the highest level that has scored.',
        resolve: async (row, _args, ctx) => {
          const columns = await Promise.all(
            (['city', 'county', 'township', 'village'] as const).map((level) => columnOf(row, level, ctx)),
          );
          return columns.find((one) => one !== null) ?? null;
        },
      }),
      updatedAt: t.expose('updatedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the answer was last saved.',
      }),
      updatedBy: t.exposeString('updatedByName', { nullable: true, description: 'By whom.' }),
      prefill: t.field({ type: Prefill, nullable: true, description: 'What records already say.', resolve: prefillOf }),
    }),
  });
  return { Response: ResponseRef };
}

async function placedOf(
  row: Pick<ResponseRow, 'assessmentId' | 'indicator'>,
  _args: object,
  ctx: Pick<RequestContext, 'load'>,
): Promise<PlacedIndicator & { edition: Edition }> {
  const own = await ctx.load(assessmentById, row.assessmentId);
  const round = own && (await ctx.load(roundById, own.roundId));
  const edition = round && (await getEdition(ctx, round.editionHash));
  const placed = edition?.byCode.get(row.indicator);
  if (!edition || !placed) throw new Error(`${row.indicator} does not stand in the edition of its round.`);
  return { ...placed, edition };
}

async function columnOf(row: ResponseRow, level: Level, ctx: RequestContext): Promise<ShownScore | null> {
  const placed = await placedOf(row, {}, ctx);
  const scored = (await ctx.load(scoresOf, row.id)).find((one) => one.level === level);
  if (scored) {
    const methods = METHODS.filter((method) => scored.methods.some((one) => one === method));
    return { ...scored, methods, by: scored.byName, at: scored.at, traceKey: scored.id, placed };
  }
  if (level !== 'village' || row.selfStatus === 'unanswered') return null;
  // While the village drafts, its column is the response itself.
  const { selfStatus: status, selfPoints: points, answer, updatedAt: at, updatedByName: by, id: traceKey } = row;
  return { level, version: row.version, status, points, answer, reason: null, methods: [], by, at, traceKey, placed };
}

async function prefillOf(row: ResponseRow, _args: object, ctx: RequestContext): Promise<ShownFilling | null> {
  const { indicator } = await placedOf(row, {}, ctx);
  const own = await ctx.load(assessmentById, row.assessmentId);
  const filling = own && fillingOf(indicator, await loadFactsOf(ctx, indicator, own));
  return filling ? { ...filling, shown: showAnswer(indicator.answer, filling.answer) } : null;
}
