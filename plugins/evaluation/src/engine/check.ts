/**
 * Whether a score was checked as its indicator demands: methods used, papers there, no photo where none is wanted.
 *
 * A photo is refused where it proves nothing: nobody is made to pose for a score.
 */
import type { AnswerProblem } from './answer.ts';
import type { Check, Indicator } from './standard.ts';
import { reporter } from './validate.input.ts';

/** A list wants any one of its methods, `all` wants every one. */
export function checkMethods(indicator: { code: string; check: Check }, used: readonly string[]): AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const { check } = indicator;
  const isAny = Array.isArray(check);
  const wanted: readonly string[] = isAny ? check : check.all;
  const isDone = isAny
    ? wanted.some((method) => used.includes(method))
    : wanted.every((method) => used.includes(method));
  if (isDone) return problems;
  const names = wanted.join(isAny ? ' or ' : ' and ');
  const zh = `应采用${isAny ? '其中一种' : '全部'}检查方法：${wanted.join('、')}`;
  reporter(indicator.code, problems)('CHECK_METHOD_MISSING', 'check', used, zh, `${names} must be used`);
  return problems;
}

/** Records of the platform count towards `min` like papers; `count` holds both. */
export function checkEvidence(
  indicator: { code: string; evidence: Pick<Indicator['evidence'], 'min' | 'photo'> },
  given: { count: number; photos: number },
): AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const report = reporter(indicator.code, problems);
  const { min, photo } = indicator.evidence;
  if (given.count + given.photos < Number(min)) {
    report('EVIDENCE_MISSING', 'evidence', given.count, `至少需要 ${min} 份佐证`, `at least ${min} pieces are needed`);
  }
  if (photo === 'required' && given.photos === 0) {
    report('EVIDENCE_MISSING', 'evidence', given.photos, '本条需要照片', 'a photo is needed here');
  }
  if (photo === 'never' && given.photos > 0) {
    report('PHOTO_NOT_WANTED', 'evidence', given.photos, '本条不要照片，请删去', 'no photo is wanted here; remove it');
  }
  return problems;
}
