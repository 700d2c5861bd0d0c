/**
 * Handing in (提交): the chair promises that the sheet is true, and the village's column is frozen.
 *
 * Nothing goes in with a gap; what draft hints said is refused here, by the same check.
 */
import { sql } from 'drizzle-orm';
import type { ServiceContext } from '@cunzhi/plugin';
import { nextOf } from './answering.service.ts';
import { textProblems } from './answer.rule.ts';
import { announce } from './assessment.event.ts';
import { updateMany } from './bulk.service.ts';
import { rescored, villageTotals, withChanges } from './draft.rule.ts';
import { engineVersion } from './engine/index.ts';
import { AssessmentIncompleteError, type AssessmentGap } from './evaluation.errors.ts';
import { assessment, response, type Assessment } from './evaluation.table.ts';
import { gapsOfSheet } from './gap.rule.ts';
import { loadSheets, lockAssessments, type Sheet } from './sheet.service.ts';
import { checkVersion, stepOf } from './step.service.ts';

export interface SubmitAssessment {
  readonly id: string;
  readonly baseVersion?: number;
  /** The name of whoever promises that it is true. */
  readonly promise: string;
}

/** @throws NotFoundError, VersionConflictError, ActionNotAllowedError, or AssessmentIncompleteError with every gap. */
export async function submitAssessment(ctx: ServiceContext, input: SubmitAssessment): Promise<Assessment> {
  const [submitted] = await submitAssessments(ctx, [input]);
  if (!submitted) throw new Error('An assessment was handed in and is not there.');
  return submitted;
}

/** The same for many at once; one gap anywhere stops all of them. */
export async function submitAssessments(
  ctx: ServiceContext,
  inputs: readonly SubmitAssessment[],
): Promise<Assessment[]> {
  const byId = new Map(inputs.map((input) => [input.id.toLowerCase(), input]));
  const locked = await lockAssessments(ctx, [...byId.keys()], 'evaluation.answer.sign');
  const states = locked.map((one) => {
    const state = stepOf(ctx, one, 'submitAssessment');
    checkVersion(one.version, byId.get(one.id)?.baseVersion);
    return state;
  });
  const sheets = await bringUpToDate(ctx, await loadSheets(ctx, locked));
  const gaps = sheets.flatMap((sheet) => [
    ...promiseGaps(byId.get(sheet.assessment.id)?.promise ?? ''),
    ...gapsOfSheet(sheet),
  ]);
  if (gaps.length > 0) throw new AssessmentIncompleteError(gaps);

  await freeze(ctx, sheets);
  const changes = sheets.map((sheet, index) => ({
    id: sheet.assessment.id,
    state: states[index] ?? sheet.assessment.state,
    promisedBy: byId.get(sheet.assessment.id)?.promise.trim() ?? null,
    promisedAt: ctx.now(),
    ...villageTotals(sheet, sheet.responses),
  }));
  await updateMany(ctx, assessment, changes);
  const submitted = sheets.map((sheet, index) => nextOf(sheet.assessment, changes[index]));
  for (const one of submitted) await announce(ctx, 'assessmentSubmitted', one, { level: 'village' });
  return submitted;
}

/** Attributes of the village may have been stated since an answer was saved: its score follows them. */
async function bringUpToDate(ctx: ServiceContext, sheets: readonly Sheet[]): Promise<Sheet[]> {
  const changes = sheets.map((sheet) => sheet.responses.flatMap((row) => rescored(sheet, row) ?? []));
  await updateMany(ctx, response, changes.flat());
  return sheets.map((sheet, index) => ({ ...sheet, responses: withChanges(sheet, changes[index] ?? []) }));
}

/** The village's column as score rows, in one statement for all villages. */
async function freeze(ctx: ServiceContext, sheets: readonly Sheet[]): Promise<void> {
  const heads = sheets.map(({ assessment: { id }, edition: { hash } }) => ({ id, hash }));
  await ctx.db.execute(sql`
    insert into plugin_evaluation.score (response_id, assessment_id, place_code, indicator, level, version, status, points, veto, answer,
      by_id, by_name, at, trace, engine_version, edition_hash)
    select r.id, r.assessment_id, r.place_code, r.indicator, 'village', 1, r.self_status, r.self_points, r.self_veto, r.answer,
      coalesce(r.updated_by, ${ctx.actor.id}), coalesce(r.updated_by_name, ${ctx.actor.name}), ${ctx.now().toISOString()}::timestamptz,
      r.self_trace, ${engineVersion}, a.hash
    from plugin_evaluation.response r
    join jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) a (id uuid, hash text) on a.id = r.assessment_id`);
}

function promiseGaps(promise: string): AssessmentGap[] {
  const name = promise.trim();
  if (name === '') {
    const text = {
      zh: '还没有写承诺人的姓名：请写上对材料真实性负责的人。',
      en: 'The name of whoever promises that all is true is missing.',
    };
    return [{ indicator: null, code: 'PROMISE_MISSING', text }];
  }
  return textProblems(name, 'promise', 100).map(({ code, text }) => ({ indicator: null, code, text }));
}
