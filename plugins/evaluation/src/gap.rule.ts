/**
 * Gaps (缺口): everything that keeps an assessment from being handed in, or from being signed.
 *
 * Every gap at once, in the order of the standard, each with what would close it.
 */
import type { LocalText } from '@cunzhi/plugin';
import { exactAtLeast } from './decimal.rule.ts';
import { evidenceMissing } from './answer.rule.ts';
import type { ResponseRow } from './assessment.loader.ts';
import { isAnswered, villageTotals } from './draft.rule.ts';
import type { AssessmentGap } from './evaluation.errors.ts';
import type { Sheet } from './sheet.service.ts';

/** What a village has to mend before it hands in. */
export function gapsOfSheet(sheet: Sheet): AssessmentGap[] {
  const gaps = sheet.responses.flatMap((row) => gapsOfRow(sheet, row));
  return [...gaps, ...selfScoreGaps(sheet)];
}

function gapsOfRow({ edition }: Sheet, row: ResponseRow): AssessmentGap[] {
  const { indicator } = row;
  const placed = edition.byCode.get(indicator);
  if (!placed) return [];
  const gaps: AssessmentGap[] = row.hints.map(({ code, message }) => ({ indicator, code, text: message }));
  if (gaps.length === 0 && !isAnswered(edition, row)) {
    gaps.push(gap(indicator, 'UNANSWERED', { zh: `${indicator} 还没有填。`, en: `${indicator} has no answer yet.` }));
  }
  const missing = evidenceMissing(placed.indicator, row);
  if (missing > 0) {
    const zh = `${indicator} 还少 ${missing} 份佐证：${placed.indicator.evidence.what.join('、')}。`;
    gaps.push(gap(indicator, 'EVIDENCE_MISSING', { zh, en: `${indicator} lacks ${missing} of its evidence.` }));
  }
  return gaps;
}

function selfScoreGaps(sheet: Sheet): AssessmentGap[] {
  const least = sheet.edition.standard.round.selfScoreToSubmit;
  const { total } = villageTotals(sheet, sheet.responses).columns.village ?? {};
  if (least === undefined || (total != null && exactAtLeast(total, least))) return [];
  const shown = total ?? '—';
  const zh = `自评 ${shown} 分，不到 ${least} 分，还不能提交；差得多的条目在上面。`;
  return [
    gap(null, 'SELF_SCORE_TOO_LOW', { zh, en: `The self score is ${shown}; at least ${least} is needed to hand in.` }),
  ];
}

/** What a township has not scored yet. */
export function unscoredGaps(sheet: Sheet, scored: ReadonlySet<string>): AssessmentGap[] {
  return sheet.responses
    .filter(({ indicator }) => !scored.has(indicator))
    .map(({ indicator }) =>
      gap(indicator, 'NOT_SCORED', { zh: `${indicator} 还没有评分。`, en: `${indicator} has not been scored yet.` }),
    );
}

const gap = (indicator: string | null, code: string, text: LocalText): AssessmentGap => ({ indicator, code, text });
