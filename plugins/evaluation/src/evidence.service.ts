/**
 * Evidence of a response (佐证): files, records and papers of the village, by reference.
 *
 * A photo is taken only where the standard asks for one; an answer that records already prove needs none.
 */
import { and, eq } from 'drizzle-orm';
import { addEvidence, evidenceById, type Evidence } from '@cunzhi/core';
import { InputRefusedError, NotFoundError, type FieldProblem, type ServiceContext } from '@cunzhi/plugin';
import { checkEvidence } from './engine/index.ts';
import { textProblems } from './answer.rule.ts';
import { keepTotals, nextOf, openSheet, responseIn } from './answering.service.ts';
import { announce } from './assessment.event.ts';
import type { ResponseRow } from './assessment.loader.ts';
import { insertMany, updateMany } from './bulk.service.ts';
import { withChanges } from './draft.rule.ts';
import { response, responseEvidence } from './evaluation.table.ts';
import { asId } from './id.rule.ts';
import type { Sheet } from './sheet.service.ts';
import { stepOf } from './step.service.ts';

export interface AttachEvidence {
  readonly assessment: string;
  readonly indicator: string;
  /** Exactly one: an uploaded file or a record by its evidence id, or the title of a paper kept in the village. */
  readonly file?: string | null;
  readonly record?: string | null;
  readonly paper?: string | null;
}

const PAPER_TITLE_MOST = 200;
const PIECES_MOST = 100;

/** @throws NotFoundError, ActionNotAllowedError, InputRefusedError (PHOTO_NOT_WANTED, EVIDENCE_ELSEWHERE …). */
export async function attachEvidence(ctx: ServiceContext, input: AttachEvidence): Promise<ResponseRow> {
  const sheet = await openSheet(ctx, input.assessment, 'evaluation.answer.write');
  stepOf(ctx, sheet.assessment, 'saveAnswer', 'attachEvidence');
  const row = responseIn(sheet, input.indicator);
  const problems = [...inputProblems(input), ...(row.evidenceCount < PIECES_MOST ? [] : [tooMany()])];
  if (problems.length > 0) throw new InputRefusedError(problems);

  const { placeCode } = sheet.assessment;
  const piece =
    input.paper != null
      ? await addEvidence(ctx, { placeCode, kind: 'paper', title: input.paper.trim() })
      : await findPiece(ctx, input, placeCode);
  const isPhoto = piece.contentType?.startsWith('image/') ?? false;
  refusePhoto(sheet, row, isPhoto);
  const attached = {
    responseId: row.id,
    evidenceId: piece.id,
    placeCode,
    isPhoto,
    attachedAt: ctx.now(),
    attachedBy: ctx.actor.id,
  };
  const added = await ctx.db
    .insert(responseEvidence)
    .values(attached)
    .onConflictDoNothing()
    .returning({ id: responseEvidence.evidenceId });
  return recount(ctx, sheet, row, { pieces: added.length, photos: isPhoto ? added.length : 0 });
}

export interface DetachEvidence {
  readonly assessment: string;
  readonly indicator: string;
  readonly evidence: string;
}

/** Takes evidence from a response; the file itself stays with its village. @throws NotFoundError, ActionNotAllowedError. */
export async function detachEvidence(ctx: ServiceContext, input: DetachEvidence): Promise<ResponseRow> {
  const sheet = await openSheet(ctx, input.assessment, 'evaluation.answer.write');
  stepOf(ctx, sheet.assessment, 'saveAnswer', 'detachEvidence');
  const row = responseIn(sheet, input.indicator);
  const [removed] = await ctx.db
    .delete(responseEvidence)
    .where(and(eq(responseEvidence.responseId, row.id), eq(responseEvidence.evidenceId, asId(input.evidence))))
    .returning();
  if (!removed) throw new NotFoundError();
  return recount(ctx, sheet, row, { pieces: -1, photos: removed.isPhoto ? -1 : 0 });
}

export interface AttachedPiece {
  readonly indicator: string;
  readonly evidence: Pick<Evidence, 'id' | 'contentType'>;
}

/** Attaches many pieces at once, as few statements as for one; for imports and demonstration data. */
export async function attachMany(
  ctx: ServiceContext,
  assessmentId: string,
  pieces: readonly AttachedPiece[],
): Promise<void> {
  const sheet = await openSheet(ctx, assessmentId, 'evaluation.answer.write');
  stepOf(ctx, sheet.assessment, 'saveAnswer', 'attachEvidence');
  const { placeCode } = sheet.assessment;
  const links = pieces.map(({ indicator, evidence }) => {
    const isPhoto = evidence.contentType?.startsWith('image/') ?? false;
    const row = responseIn(sheet, indicator);
    refusePhoto(sheet, row, isPhoto);
    return {
      responseId: row.id,
      evidenceId: evidence.id,
      placeCode,
      isPhoto,
      attachedAt: ctx.now(),
      attachedBy: ctx.actor.id,
    };
  });
  await insertMany(ctx, responseEvidence, links);
  const changes = sheet.responses.flatMap((row) => {
    const own = links.filter(({ responseId }) => responseId === row.id);
    return own.length === 0
      ? []
      : [counted(row, { pieces: own.length, photos: own.filter(({ isPhoto }) => isPhoto).length })];
  });
  await updateMany(ctx, response, changes);
  await keepTotals(ctx, [{ sheet, rows: withChanges(sheet, changes) }]);
  await announce(ctx, 'evidenceChanged', nextOf(sheet.assessment));
}

const counted = (row: ResponseRow, { pieces, photos }: { pieces: number; photos: number }) => ({
  id: row.id,
  evidenceCount: row.evidenceCount + pieces,
  photoCount: row.photoCount + photos,
});

async function recount(
  ctx: ServiceContext,
  sheet: Sheet,
  row: ResponseRow,
  by: { pieces: number; photos: number },
): Promise<ResponseRow> {
  if (by.pieces === 0) return row;
  const change = counted(row, by);
  // The version stays: evidence does not touch what somebody may be answering right now.
  await ctx.db.update(response).set(change).where(eq(response.id, row.id));
  await keepTotals(ctx, [{ sheet, rows: withChanges(sheet, [change]) }]);
  await announce(ctx, 'evidenceChanged', nextOf(sheet.assessment), { indicator: row.indicator, level: 'village' });
  return { ...row, ...change };
}

async function findPiece(ctx: ServiceContext, { file, record }: AttachEvidence, placeCode: string): Promise<Evidence> {
  const piece = await ctx.load(evidenceById, asId(file ?? record ?? ''));
  if (!piece || piece.kind !== (file ? 'file' : 'record')) throw new NotFoundError();
  if (piece.placeCode === placeCode) return piece;
  throw new InputRefusedError([{ path: file ? 'file' : 'record', code: 'EVIDENCE_ELSEWHERE', text: ELSEWHERE }]);
}

const ELSEWHERE = {
  zh: '这份材料是别的村的，请用本村的。',
  en: 'This piece belongs to another village; use one of this village.',
};

function refusePhoto(sheet: Sheet, row: ResponseRow, isPhoto: boolean): void {
  const placed = sheet.edition.byCode.get(row.indicator);
  if (!placed || !isPhoto || placed.indicator.evidence.photo !== 'never') return;
  const [problem] = checkEvidence(
    { code: row.indicator, evidence: { min: '0', photo: 'never' } },
    { count: 0, photos: 1 },
  );
  if (problem)
    throw new InputRefusedError([
      {
        path: 'file',
        code: problem.code,
        text: {
          zh: '这一条不要照片，没有加进来。有书面材料的话，写上材料名称就行。',
          en: 'No photo is wanted here; it was not added. Name the paper instead.',
        },
      },
    ]);
}

function inputProblems({ file, record, paper }: AttachEvidence): FieldProblem[] {
  const given = [file, record, paper].filter((one) => one != null);
  if (given.length !== 1) {
    return [
      {
        path: 'file',
        code: 'ONE_PIECE',
        text: {
          zh: '一次加一份：文件、记录或纸质材料名称，三选一。',
          en: 'Add one piece at a time: a file, a record, or the title of a paper.',
        },
      },
    ];
  }
  if (paper == null) return [];
  if (paper.trim() === '')
    return [{ path: 'paper', code: 'TITLE_MISSING', text: { zh: '请写上材料的名称。', en: 'Name the paper.' } }];
  return textProblems(paper, 'paper', PAPER_TITLE_MOST);
}

const tooMany = (): FieldProblem => ({
  path: 'file',
  code: 'LIST_TOO_LONG',
  text: {
    zh: `一条最多附 ${PIECES_MOST} 份材料，请先去掉一份。`,
    en: `At most ${PIECES_MOST} pieces are taken; take one away first.`,
  },
});
