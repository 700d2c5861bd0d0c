/**
 * The invented assessments of 2026: a round in Anji, three townships filled to different degrees.
 *
 * Yucun has all but three indicators, so that the demonstration can be finished by hand; nothing here is about a real village.
 */
import { addEvidence, type Evidence } from '@cunzhi/core';
import {
  attachMany, draftRound, findAssessment, loadSheets, openRound, saveAnswers, scoreIndicators, signReview, startReview, stateAttributes,
  submitAssessment, type Assessment, type Sheet,
} from '@cunzhi/evaluation'; // prettier-ignore
import { listVillageCodes } from '@cunzhi/core';
import type { FileStore } from '@cunzhi/platform';
import type { ServiceContext } from '@cunzhi/plugin';
import { inventAnswer } from './answers.ts';
import { demonstrationPhoto } from './photo.ts';
import type { Chance } from './random.ts';

const YEAR = 2026;
const STANDARD = 'huzhou-mzfz';
const COUNTY = '330523';
const YUCUN = '330523108204';
/** Tianhuangping, Shanchuan, Tianzihu. */
const TOWNSHIPS = ['330523108', '330523206', '330523111'];
/** What the three open indicators of Yucun leave for the demonstration: short forms that anybody can fill in. */
const OPEN_IN_YUCUN = 3;
const SCORED_PART = 0.6;

type End = 'drafting' | 'submitted' | 'scoring' | 'signed';
const ENDS: readonly End[] = ['drafting', 'submitted', 'scoring', 'signed', 'drafting'];

/** Fills the round in one transaction. */
export async function fillEvaluation(ctx: ServiceContext, store: FileStore, chance: Chance): Promise<void> {
  await stateAttributes(ctx, await inventAttributes(ctx, chance));
  const dates = { selfAssessmentUntil: `${YEAR}-12-10`, scoringUntil: `${YEAR}-12-31` };
  const drafted = await draftRound(ctx, { standard: STANDARD, year: YEAR, area: COUNTY, ...dates });
  await openRound(ctx, { id: drafted.id, baseVersion: drafted.version });

  const photo = await store.put(demonstrationPhoto());
  const villages = (await Promise.all(TOWNSHIPS.map((code) => listVillageCodes(ctx, code, ['village'])))).flat();
  for (const [index, { code }] of villages.entries()) {
    const assessment = await findAssessment(ctx, code, { standard: STANDARD, year: YEAR });
    if (!assessment) continue;
    const end = code === YUCUN ? 'drafting' : (ENDS[index % ENDS.length] ?? 'drafting');
    await fillVillage(ctx, assessment, {
      end,
      chance,
      photo,
      share: code === YUCUN || end !== 'drafting' ? 1 : chance.next(),
    });
  }
}

interface Plan {
  readonly end: End;
  /** How much of the sheet is filled in. */
  readonly share: number;
  readonly chance: Chance;
  readonly photo: Awaited<ReturnType<FileStore['put']>>;
}

async function fillVillage(
  ctx: ServiceContext,
  assessment: Assessment,
  { end, share, chance, photo }: Plan,
): Promise<void> {
  const [sheet] = await loadSheets(ctx, [assessment]);
  if (!sheet) return;
  const open = new Set(assessment.placeCode === YUCUN ? shortIndicators(sheet).slice(0, OPEN_IN_YUCUN) : []);
  const codes = sheet.edition.indicators.map(({ indicator }) => indicator.code);
  const filled = codes.slice(0, Math.round(codes.length * share)).filter((code) => !open.has(code));
  await saveAnswers(ctx, [{ assessment: assessment.id, answers: answersOf(sheet, filled, chance) }]);
  await attachMany(
    ctx,
    assessment.id,
    await inventEvidence(ctx, sheet, {
      codes: codes.filter((code) => !open.has(code)).slice(0, Math.max(filled.length, 1)),
      photo,
    }),
  );
  if (end === 'drafting') return;

  await submitAssessment(ctx, { id: assessment.id, promise: '演示·村主任' });
  if (end === 'submitted') return;
  await startReview(ctx, { id: assessment.id });
  const scored = end === 'signed' ? codes : codes.slice(0, Math.round(codes.length * SCORED_PART));
  await scoreIndicators(ctx, [
    { assessment: assessment.id, scores: scored.map((code) => scoreOf(sheet, code, chance)) },
  ]);
  if (end === 'signed') await signReview(ctx, { id: assessment.id });
}

function answersOf(sheet: Sheet, codes: readonly string[], chance: Chance) {
  const answers = codes.flatMap((code) => {
    const placed = sheet.edition.byCode.get(code);
    const isSettled = sheet.responses.some((row) => row.indicator === code && row.selfStatus !== 'unanswered');
    const answer = placed && !isSettled ? inventAnswer(placed.indicator, sheet.context, chance, 0.92) : null;
    return answer ? [[code, answer] as const] : [];
  });
  return Object.fromEntries(answers);
}

/** Yes or no, a number, a checklist: what a visitor can fill in within a minute. */
function shortIndicators({ edition }: Sheet): string[] {
  const kinds = ['yesNo', 'number', 'checklist'];
  const picked = kinds.map((kind) =>
    edition.indicators.find(
      ({ indicator }) =>
        indicator.answer.kind === kind && indicator.evidence.photo === 'never' && !indicator.notApplicable,
    ),
  );
  return picked.flatMap((one) => (one ? [one.indicator.code] : []));
}

async function inventEvidence(
  ctx: ServiceContext,
  sheet: Sheet,
  { codes, photo }: { readonly codes: readonly string[]; readonly photo: Plan['photo'] },
) {
  const { placeCode } = sheet.assessment;
  const paper = await addEvidence(ctx, { placeCode, kind: 'paper', title: '（演示）台账第一册' });
  const second = await addEvidence(ctx, { placeCode, kind: 'paper', title: '（演示）台账第二册' });
  const picture = await addEvidence(ctx, {
    placeCode,
    kind: 'file',
    title: '演示图片.png',
    fileHash: photo.hash,
    contentType: photo.contentType,
    size: photo.size,
  });
  return codes.flatMap((indicator) => {
    const evidence = sheet.edition.byCode.get(indicator)?.indicator.evidence;
    const papers: Evidence[] = [paper, second].slice(0, Number(evidence?.min ?? 0));
    return [...papers, ...(evidence?.photo === 'required' ? [picture] : [])].map((one) => ({
      indicator,
      evidence: one,
    }));
  });
}

/** Mostly agrees; now and then a little less, with the reason. */
function scoreOf(sheet: Sheet, code: string, chance: Chance) {
  const indicator = sheet.edition.byCode.get(code)?.indicator;
  const check = indicator?.check ?? [];
  const methods = Array.isArray(check) ? check.slice(0, 1) : check.all;
  const rule = indicator?.score;
  if (rule?.kind === 'discretion') return { indicator: code, methods, points: rule.to, reason: '（演示）工作扎实。' };
  const isLess = !indicator?.veto && chance.next() < 0.1;
  return isLess
    ? { indicator: code, methods, points: '0', reason: '（演示）现场没有看到记录。' }
    : { indicator: code, methods, agree: true };
}

async function inventAttributes(ctx: ServiceContext, chance: Chance) {
  const villages = await listVillageCodes(ctx, COUNTY, ['village']);
  return villages.flatMap(({ code: placeCode }) => [
    { placeCode, year: YEAR, key: 'electionYear', value: false },
    { placeCode, year: YEAR, key: 'auditDue', value: false },
    { placeCode, year: YEAR, key: 'population', value: chance.between(600, 2_400) },
    { placeCode, key: 'hasRepresentativeMeeting', value: true },
    { placeCode, key: 'hasWatercourse', value: chance.next() < 0.9 },
  ]);
}
