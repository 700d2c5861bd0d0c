/**
 * Answering (填报): a village fills in its sheet, one answer at a time or many at once.
 *
 * What is wrong with an answer is kept beside it as hints; points and totals follow in the same transaction.
 */
import { InputRefusedError, NotFoundError, type ServiceContext } from '@cunzhi/plugin';
import { readAnswer } from './answer.mapping.ts';
import { sizeProblems } from './answer.rule.ts';
import type { AnswerInput, StoredAnswer } from './answer.shape.ts';
import { announce } from './assessment.event.ts';
import type { ResponseRow } from './assessment.loader.ts';
import { updateMany } from './bulk.service.ts';
import { changeOf, villageTotals, withChanges } from './draft.rule.ts';
import { assessment, response, type Assessment } from './evaluation.table.ts';
import { loadFactsOf } from './prefill.loader.ts';
import { loadSheets, lockAssessments, type Sheet } from './sheet.service.ts';
import { checkVersion, stepOf } from './step.service.ts';

export interface SaveAnswer {
  readonly assessment: string;
  readonly indicator: string;
  /** Of the response. */
  readonly baseVersion: number;
  /** Null empties it. */
  readonly answer: AnswerInput | null;
}

/** @throws NotFoundError, VersionConflictError, ActionNotAllowedError, or InputRefusedError for another kind of answer. */
export async function saveAnswer(ctx: ServiceContext, input: SaveAnswer): Promise<ResponseRow> {
  const sheet = await openSheet(ctx, input.assessment, 'evaluation.answer.write');
  stepOf(ctx, sheet.assessment, 'saveAnswer');
  const row = responseIn(sheet, input.indicator);
  checkVersion(row.version, input.baseVersion);
  const [written] = await write(ctx, [{ sheet, answers: [{ row, answer: readInput(sheet, row, input.answer) }] }]);
  return responseIn({ ...sheet, responses: written ?? [] }, input.indicator);
}

export interface SaveAnswers {
  readonly assessment: string;
  /** In the shape of the engine. */
  readonly answers: Readonly<Record<string, StoredAnswer | null>>;
}

/** The same for many answers of many villages, as few statements as for one; takes the latest version of each. */
export async function saveAnswers(ctx: ServiceContext, inputs: readonly SaveAnswers[]): Promise<void> {
  const locked = await lockAssessments(
    ctx,
    inputs.map((input) => input.assessment),
    'evaluation.answer.write',
  );
  for (const one of locked) stepOf(ctx, one, 'saveAnswer');
  const problems = inputs.flatMap(({ answers }) => sizeProblems(answers));
  if (problems.length > 0) throw new InputRefusedError(problems);
  const sheets = new Map((await loadSheets(ctx, locked)).map((sheet) => [sheet.assessment.id, sheet]));
  const given = inputs.map((input) => {
    const sheet = sheets.get(input.assessment);
    if (!sheet) throw new NotFoundError();
    return {
      sheet,
      answers: Object.entries(input.answers).map(([indicator, answer]) => ({
        row: responseIn(sheet, indicator),
        answer,
      })),
    };
  });
  await write(ctx, given);
}

/** Locks one assessment and reads its sheet. */
export async function openSheet(ctx: ServiceContext, id: string, permission: string): Promise<Sheet> {
  const [sheet] = await loadSheets(ctx, await lockAssessments(ctx, [id], permission));
  if (!sheet) throw new NotFoundError();
  return sheet;
}

/** @throws NotFoundError for an indicator that the standard does not have. */
export function responseIn(sheet: Pick<Sheet, 'responses'>, indicator: string): ResponseRow {
  const row = sheet.responses.find((one) => one.indicator === indicator);
  if (!row) throw new NotFoundError();
  return row;
}

function readInput(sheet: Sheet, row: ResponseRow, input: AnswerInput | null): StoredAnswer | null {
  const placed = sheet.edition.byCode.get(row.indicator);
  if (!input || !placed) return null;
  const { answer, problems } = readAnswer(placed.indicator.answer, input);
  const all = [...problems, ...sizeProblems(answer)];
  if (all.length > 0) throw new InputRefusedError(all);
  return answer;
}

interface Given {
  readonly sheet: Sheet;
  readonly answers: readonly { readonly row: ResponseRow; readonly answer: StoredAnswer | null }[];
}

async function write(ctx: ServiceContext, given: readonly Given[]): Promise<ResponseRow[][]> {
  const by = { updatedAt: ctx.now(), updatedBy: ctx.actor.id, updatedByName: ctx.actor.name };
  const changes = await Promise.all(
    given.map((one) => Promise.all(one.answers.map((answer) => change(ctx, one.sheet, answer)))),
  );
  const signed = changes.map((ones) => ones.map((one) => ({ ...one, ...by })));
  await updateMany(ctx, response, signed.flat());
  const sheets = given.map(({ sheet }, index) => ({ sheet, rows: withChanges(sheet, signed[index] ?? []) }));
  await keepTotals(ctx, sheets);
  for (const { sheet, answers } of given) {
    const indicator = answers.length === 1 ? answers[0]?.row.indicator : undefined;
    await announce(ctx, 'answerSaved', nextOf(sheet.assessment), { indicator, level: 'village' });
  }
  const changed = new Set(signed.flat().map(({ id }) => id));
  return sheets.map(({ rows }) =>
    rows.map((row) => (changed.has(row.id) ? { ...row, version: row.version + 1 } : row)),
  );
}

async function change(ctx: ServiceContext, sheet: Sheet, { row, answer }: Given['answers'][number]) {
  const placed = sheet.edition.byCode.get(row.indicator);
  const facts = placed && answer ? await loadFactsOf(ctx, placed.indicator, sheet.assessment) : new Map();
  return changeOf(sheet, row, answer, facts);
}

/** Brings the kept totals of sheets up to date with these rows; raises the versions of the assessments. */
export async function keepTotals(
  ctx: ServiceContext,
  sheets: readonly { readonly sheet: Sheet; readonly rows: readonly ResponseRow[] }[],
): Promise<void> {
  await updateMany(
    ctx,
    assessment,
    sheets.map(({ sheet, rows }) => ({ id: sheet.assessment.id, ...villageTotals(sheet, rows) })),
  );
}

/** The assessment as it stands after a change that raised its version. */
export const nextOf = (one: Assessment, change: Partial<Assessment> = {}): Assessment => ({
  ...one,
  ...change,
  version: one.version + 1,
});
