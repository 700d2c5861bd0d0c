/**
 * The village's column while it drafts: what an answer changes, and what the whole sheet then amounts to.
 *
 * Pure: a sheet and new answers in, changed rows and kept totals out.
 */
import type { ResponseRow } from './assessment.loader.ts';
import { evidenceMissing, scoreDraft, withTextNumbers } from './answer.rule.ts';
import type { StoredAnswer } from './answer.shape.ts';
import { columnOf } from './column.rule.ts';
import type { TraceStep } from './engine/index.ts';
import type { Assessment } from './evaluation.table.ts';
import { originOf, type Facts } from './prefill.rule.ts';
import type { Sheet } from './sheet.service.ts';
import { isForLevel, type Edition } from './standard.rule.ts';

export type DraftChange = Pick<
  ResponseRow,
  | 'id'
  | 'answer'
  | 'hints'
  | 'selfStatus'
  | 'selfPoints'
  | 'selfVeto'
  | 'standingStatus'
  | 'standingPoints'
  | 'recordCount'
> & { readonly selfTrace: readonly TraceStep[] };

/** What a response becomes with an answer; null empties it. */
export function changeOf(sheet: Sheet, row: ResponseRow, answer: StoredAnswer | null, facts: Facts): DraftChange {
  const placed = sheet.edition.byCode.get(row.indicator);
  if (!placed) throw new Error(`${row.indicator} does not stand in the edition of its round.`);
  const given = answer && withTextNumbers(answer);
  const origin = given && originOf(placed.indicator, given, facts);
  const kept = given && origin ? { ...given, fact: origin } : given;
  return { ...scoredChange(sheet, row, kept), answer: kept, recordCount: origin?.records ?? 0 };
}

/** Scores what stands there anew, as attributes of the village may have changed; null when nothing moves. */
export function rescored(sheet: Sheet, row: ResponseRow): DraftChange | null {
  const change = scoredChange(sheet, row, row.answer);
  const isSame =
    change.selfStatus === row.selfStatus &&
    change.selfPoints === row.selfPoints &&
    JSON.stringify(change.hints) === JSON.stringify(row.hints);
  return isSame ? null : { ...change, answer: row.answer, recordCount: row.recordCount };
}

function scoredChange(
  sheet: Sheet,
  row: ResponseRow,
  answer: StoredAnswer | null,
): Omit<DraftChange, 'answer' | 'recordCount'> {
  const placed = sheet.edition.byCode.get(row.indicator);
  if (!placed) throw new Error(`${row.indicator} does not stand in the edition of its round.`);
  const { hints, status, points, veto, trace } = scoreDraft(placed.indicator, answer, sheet.context);
  const standing = { standingStatus: status, standingPoints: points };
  return { id: row.id, hints, selfStatus: status, selfPoints: points, selfVeto: veto, selfTrace: trace, ...standing };
}

/** The rows of a sheet with changes put in. */
export function withChanges(
  sheet: Sheet,
  changes: readonly ({ readonly id: string } & Partial<ResponseRow>)[],
): ResponseRow[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  return sheet.responses.map((row) => ({ ...row, ...byId.get(row.id) }));
}

export type KeptTotals = Pick<Assessment, 'answered' | 'evidenceMissing' | 'columns'>;

/** The kept totals of the village's column. */
export function villageTotals({ edition, assessment }: Sheet, rows: readonly ResponseRow[]): KeptTotals {
  const entries = new Map(
    rows.map((row) => [row.indicator, { status: row.selfStatus, points: row.selfPoints, veto: row.selfVeto }]),
  );
  return {
    answered: rows.filter((row) => isAnswered(edition, row)).length,
    evidenceMissing: rows.filter((row) => missingOf(edition, row) > 0).length,
    columns: { ...assessment.columns, village: columnOf(edition, 'village', entries) },
  };
}

/** What only a higher level may fill in needs no answer of the village. */
export function isAnswered(edition: Edition, row: ResponseRow): boolean {
  const placed = edition.byCode.get(row.indicator);
  return row.selfStatus !== 'unanswered' || (placed !== undefined && !isForLevel(placed.indicator, 'village'));
}

export function missingOf(edition: Edition, row: ResponseRow): number {
  const placed = edition.byCode.get(row.indicator);
  return placed ? evidenceMissing(placed.indicator, row) : 0;
}
