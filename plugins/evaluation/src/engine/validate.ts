/**
 * Is an answer right? Every problem at once, in words that say what would be right.
 *
 * The same check gives hints in a draft and refuses on submission, so the two can never differ.
 */
import type { AnswerProblem, ScoreContext } from './answer.ts';
import { isEmptyAnswer } from './measure.ts';
import { amountAt, groupKey, isGap, placeHolds } from './place.ts';
import type { PlaceGap } from './place.ts';
import type { Amount, FindingsForm, FormForm, ScoreRule } from './rule.ts';
import { eachAmount, simpleRulesOf } from './rule.parts.ts';
import type { IndicatorRule, Veto } from './standard.ts';
import { isRecord, own } from './text.ts';
import { eventKind, validateField } from './validate.kinds.ts';
import { BESIDE, dayAt, join, keysOf, listAt, reasonAt, reporter } from './validate.input.ts';
import type { Entry, Report } from './validate.input.ts';

/** Null and undefined are no answer yet, and no problem. */
export function hasAnswer(answer: unknown): boolean {
  return answer !== null && answer !== undefined;
}

/** The reason with which the village declared the indicator not applicable, if it did. */
export function isDeclared(answer: unknown): boolean {
  return isRecord(answer) && isRecord(answer.notApplicable);
}

/** Every problem of an answer in its context; an empty list means that it can be scored. */
export function validateAnswer(indicator: IndicatorRule, answer: unknown, context: ScoreContext): AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  const report = reporter(indicator.code, problems);
  const leaves = checkNotApplicable(indicator, answer, context, report);
  if (!hasAnswer(answer) || isDeclared(answer)) return problems;
  checkAnswer(indicator, answer, context, report);
  if (!leaves && indicator.score) checkRule(indicator.score, context, report);
  return problems;
}

/** Reports a wrong declaration or an unknown attribute; true if the place alone makes it not applicable. */
function checkNotApplicable(indicator: IndicatorRule, answer: unknown, context: ScoreContext, report: Report): boolean {
  const when = indicator.notApplicable?.when;
  const declared = isRecord(answer) ? (answer.notApplicable ?? null) : null;
  if (declared !== null) {
    if (!when || !('declared' in when)) {
      const zh = '本条不能自行声明不适用';
      report(
        'NOT_APPLICABLE_NOT_ALLOWED',
        'notApplicable',
        declared,
        zh,
        'this indicator cannot be declared not applicable',
      );
    } else {
      const record = keysOf(declared, 'notApplicable', report, { all: ['reason'] });
      if (record) reasonAt(record.reason, 'notApplicable.reason', report);
    }
  }
  if (!when) return false;
  const holds = placeHolds(when, context);
  if (isGap(holds)) reportGap(holds, report);
  return holds === true;
}

function checkAnswer(indicator: IndicatorRule, answer: unknown, context: ScoreContext, report: Report): void {
  const form = indicator.answer;
  if (isRecord(answer) && answer.kind !== undefined && answer.kind !== form.kind) {
    report('ANSWER_KIND_MISMATCH', 'kind', answer.kind, `本条应填 ${form.kind}`, `${form.kind} is expected`);
    return;
  }
  const when = indicator.notApplicable?.when;
  const covers = when !== undefined && 'empty' in when;
  const emptyCovered = covers && isEmptyAnswer(form, answer);
  if (form.kind === 'form') return checkForm(form, answer, indicator.score, { context, report, emptyCovered });
  if (form.kind === 'findings') return checkFindings(form, answer, indicator.veto, { context, report });
  // Written out, here and below: copying an object for each of 170,000 answers took half of the time.
  const rules = indicator.score ? [indicator.score] : [];
  validateField(answer, { form, rules, context, emptyCovered, prefix: '', report });
}

type Around = Pick<Entry, 'context' | 'report' | 'emptyCovered'>;

function checkForm(form: FormForm, answer: unknown, score: ScoreRule | undefined, around: Around): void {
  const { context, report, emptyCovered } = around;
  const record = keysOf(answer, '', report, { all: ['fields'], may: BESIDE });
  if (!record || record.fields === undefined) return;
  const fields = keysOf(record.fields, 'fields', report, { all: Object.keys(form.fields) });
  for (const [name, field] of Object.entries(form.fields)) {
    const value = fields ? own(fields, name) : undefined;
    if (value === undefined) continue;
    const rules = score ? simpleRulesOf(score, name) : [];
    validateField(value, { form: field, rules, context, emptyCovered, prefix: join('fields', name), report });
  }
}

function checkFindings(
  form: FindingsForm,
  answer: unknown,
  veto: Veto | undefined,
  around: Pick<Entry, 'context' | 'report'>,
): void {
  const { context, report } = around;
  const record = keysOf(answer, '', report, { all: ['findings'], may: BESIDE });
  const findings = listAt(record?.findings, 'findings', report);
  if (findings.length > 0 && veto?.lookBack.kind === 'term' && !context.termStartedOn) {
    const en = 'the day on which the term started must be stated first';
    report('ATTRIBUTE_MISSING', 'termStartedOn', null, '须先填报本届任期的起始日', en);
  }
  findings.forEach((finding, index) => {
    const where = `findings[${index}]`;
    const keys = { all: ['kind', 'date', 'authority'], may: ['person', 'document'] };
    const found = keysOf(finding, where, report, keys);
    eventKind(found?.kind, form.kinds, `${where}.kind`, around);
    dayAt(found?.date, `${where}.date`, around, false);
  });
}

function checkRule(score: ScoreRule, context: ScoreContext, report: Report): void {
  eachAmount(score, (amount) => {
    if (typeof amount !== 'string') checkAmount(amount, context, report);
  });
  if (score.kind !== 'groupAverage' && score.kind !== 'groupRank') return;
  const key = groupKey(score.group, context);
  // With the figures of the group at hand, who belongs to it has been settled.
  if (isGap(key) && !(key.gap === 'GROUP_UNKNOWN' && context.group)) reportGap(key, report);
}

function checkAmount(amount: Amount, context: ScoreContext, report: Report): void {
  const value = amountAt(amount, context);
  if (isGap(value)) reportGap(value, report);
}

function reportGap(gap: PlaceGap, report: Report): void {
  const words = {
    ATTRIBUTE_MISSING: ['属性没有填报，须先填报本村的这一情况', 'this attribute of the village must be stated first'],
    PARAMETER_UNKNOWN: ['标准里没有这个参数', 'the standard has no such parameter'],
    GROUP_UNKNOWN: ['标准里没有这个分组', 'the standard has no such group'],
  } as const;
  const [zh, en] = words[gap.gap];
  report(gap.gap, gap.name, null, zh, en);
}
