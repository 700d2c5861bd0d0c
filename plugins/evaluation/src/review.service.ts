/**
 * The township's review (考评): begun by an inspector, signed by the justice office.
 *
 * Nothing is signed while an indicator has no score.
 */
import type { ServiceContext } from '@cunzhi/plugin';
import { nextOf } from './answering.service.ts';
import { announce } from './assessment.event.ts';
import { updateMany } from './bulk.service.ts';
import { AssessmentIncompleteError, type AssessmentGap } from './evaluation.errors.ts';
import { assessment, type Assessment } from './evaluation.table.ts';
import { unscoredGaps } from './gap.rule.ts';
import { getRound } from './round.service.ts';
import { dayInChina } from './round.rule.ts';
import { columnEntries } from './scoring.service.ts';
import { loadSheets, lockAssessments } from './sheet.service.ts';
import { checkVersion, stepOf } from './step.service.ts';

export interface ReviewStep {
  readonly id: string;
  readonly baseVersion?: number;
}

/** @throws NotFoundError, VersionConflictError, ActionNotAllowedError, or AssessmentIncompleteError outside the round's dates. */
export async function startReview(ctx: ServiceContext, input: ReviewStep): Promise<Assessment> {
  return only(await startReviews(ctx, [input]));
}

/** The same for many at once. */
export async function startReviews(ctx: ServiceContext, inputs: readonly ReviewStep[]): Promise<Assessment[]> {
  const { locked, states } = await lockForStep(ctx, inputs, 'startReview');
  const gaps = await Promise.all(locked.map((one) => dateGaps(ctx, one)));
  if (gaps.some((ones) => ones.length > 0)) throw new AssessmentIncompleteError(gaps.flat());
  return move(ctx, 'reviewStarted', locked.map((one, index) => ({ one, change: { state: states[index] ?? one.state } }))); // prettier-ignore
}

/** @throws NotFoundError, VersionConflictError, ActionNotAllowedError, or AssessmentIncompleteError with what is not scored. */
export async function signReview(ctx: ServiceContext, input: ReviewStep): Promise<Assessment> {
  return only(await signReviews(ctx, [input]));
}

/** The same for many at once; one gap anywhere stops all of them. */
export async function signReviews(ctx: ServiceContext, inputs: readonly ReviewStep[]): Promise<Assessment[]> {
  const { locked, states } = await lockForStep(ctx, inputs, 'signReview');
  const sheets = await loadSheets(ctx, locked);
  const columns = await columnEntries(
    ctx,
    locked.map(({ id }) => id),
  );
  const gaps = sheets.flatMap((sheet) => {
    const entries = [...(columns.get(sheet.assessment.id) ?? [])].filter(([, { status }]) => status !== 'unanswered');
    return unscoredGaps(sheet, new Set(entries.map(([indicator]) => indicator)));
  });
  if (gaps.length > 0) throw new AssessmentIncompleteError(gaps);
  const signature = { signedBy: ctx.actor.name, signedAt: ctx.now() };
  const moves = locked.map((one, index) => ({ one, change: { state: states[index] ?? one.state, ...signature } }));
  return move(ctx, 'reviewSigned', moves);
}

async function lockForStep(ctx: ServiceContext, inputs: readonly ReviewStep[], action: 'startReview' | 'signReview') {
  const permission = action === 'startReview' ? 'evaluation.score.write' : 'evaluation.review.sign';
  const base = new Map(inputs.map(({ id, baseVersion }) => [id.toLowerCase(), baseVersion]));
  const locked = await lockAssessments(ctx, [...base.keys()], permission);
  const states = locked.map((one) => {
    const state = stepOf(ctx, one, action);
    checkVersion(one.version, base.get(one.id));
    return state;
  });
  return { locked, states };
}

async function dateGaps(ctx: ServiceContext, { roundId }: Assessment): Promise<AssessmentGap[]> {
  const { scoringUntil } = await getRound(ctx, roundId);
  const today = dayInChina(ctx.now());
  if (today <= scoringUntil) return [];
  const zh = `评分在 ${scoringUntil} 截止，今天是 ${today}。请县里调整轮次的日期。`;
  const en = `Scoring ended on ${scoringUntil}; today is ${today}. Ask the county to move the dates of the round.`;
  return [{ indicator: null, code: 'OUTSIDE_ROUND_DATES', text: { zh, en } }];
}

async function move(
  ctx: ServiceContext,
  event: 'reviewStarted' | 'reviewSigned',
  moves: readonly { readonly one: Assessment; readonly change: Partial<Assessment> }[],
): Promise<Assessment[]> {
  await updateMany(
    ctx,
    assessment,
    moves.map(({ one, change }) => ({ id: one.id, ...change })),
  );
  const moved = moves.map(({ one, change }) => nextOf(one, change));
  for (const one of moved) await announce(ctx, event, one, { level: 'township' });
  return moved;
}

function only(moved: readonly Assessment[]): Assessment {
  const [one] = moved;
  if (!one) throw new Error('An assessment was moved and is not there.');
  return one;
}
