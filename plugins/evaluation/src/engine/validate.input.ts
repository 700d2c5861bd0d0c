/**
 * The small checks of which every answer is made: keys, numbers, days, lists, picked points.
 *
 * A check reports and goes on: who fills in a form learns of everything at once.
 */
import type { AnswerProblem, AnswerProblemCode, ScoreContext } from './answer.ts';
import { isDay, isWithin } from './days.ts';
import { decimalOf, decimalsUsed, exact, isOnStep } from './exact.ts';
import type { Decimal, Exact } from './exact.ts';
import type { FieldForm, ScoreRule } from './rule.ts';
import { isRecord, own, quote } from './text.ts';

export type Report = (code: AnswerProblemCode, field: string, value: unknown, zh: string, en: string) => void;

/** One place where an answer, or a field of a form, is filled in. */
export interface Entry {
  form: FieldForm;
  rules: readonly ScoreRule[];
  context: ScoreContext;
  /** "Not applicable when empty" lets 0/0 and an empty draw pass. */
  emptyCovered: boolean;
  prefix: string;
  report: Report;
}

export function reporter(indicator: string, problems: AnswerProblem[]): Report {
  return (code, field, value, zh, en) => {
    const shown = quote(value);
    const message = {
      zh: `${placeWords(field)}填的是 ${shown}：${zh}。`,
      en: `${field || 'answer'} is ${shown}: ${en}.`,
    };
    problems.push({ code, indicator, field, value, message });
  };
}

const WORDS: Readonly<Record<string, string>> = {
  value: '这里', numerator: '前一个数', denominator: '总数', met: '勾选', option: '选项', events: '事件', deliveries: '事项', counts: '次数',
  current: '今年', previous: '上年', drawn: '抽查', unit: '对象', passed: '结果', points: '分数', reason: '理由', kind: '类别', date: '日期',
  due: '到期日', done: '完成日', findings: '情况', authority: '认定机关', person: '当事人', document: '文书', check: '检查方法', evidence: '佐证',
  village: '村里的分', township: '镇里的分', county: '县里的分', city: '市里的分', termStartedOn: '本届任期起始日',
}; // prettier-ignore

/** A place in an answer as people say it: `events[0].date` is 第 1 条事件的日期; a key nobody knows is 这里. */
function placeWords(field: string): string {
  const parts = field.split('.').flatMap((part) => {
    const [, name = '', index] = /^([A-Za-z]*)(?:\[(\d+)\])?/.exec(part) ?? [];
    const word = own(WORDS, name);
    if (word === undefined) return [];
    return [index === undefined ? word : `第 ${Number(index) + 1} 条${word}`];
  });
  return parts.join('的') || '这里';
}

/** Keys that may stand beside those of any answer. */
export const BESIDE = ['kind', 'fact', 'notApplicable'];

/** The record if it has exactly the keys; else a report and null. */
export function keysOf(
  value: unknown,
  field: string,
  report: Report,
  keys: { all: readonly string[]; may?: readonly string[] },
): Record<string, unknown> | null {
  const { all, may = [] } = keys;
  if (!isRecord(value)) {
    const en = `expected an object with ${all.join(', ')}`;
    report('ANSWER_KIND_MISMATCH', field, value, `应有 ${all.join('、')}`, en);
    return null;
  }
  for (const key of Object.keys(value)) {
    if (all.includes(key) || may.includes(key)) continue;
    const zh = `不认识 ${key}，应有 ${all.join('、')}`;
    report('ANSWER_KIND_MISMATCH', join(field, key), value[key], zh, `only ${all.join(', ')} belong here`);
  }
  for (const key of all) {
    if (own(value, key) !== undefined) continue;
    const zh = `没有填，应有 ${all.join('、')}`;
    report('ANSWER_KIND_MISMATCH', join(field, key), undefined, zh, `${key} must be filled in`);
  }
  return value;
}

/** As `keysOf`, for a whole answer. */
export function answerKeys(value: unknown, entry: Entry, all: readonly string[], may: readonly string[] = BESIDE) {
  return keysOf(value, entry.prefix, entry.report, { all, may });
}

export function join(field: string, key: string): string {
  return field === '' ? key : `${field}.${key}`;
}

/** The exact number; else a report and null. `undefined` is left to the check of keys. */
export function numberAt(
  value: unknown,
  field: string,
  report: Report,
  bounds: { least?: Decimal; most?: Decimal; decimals?: Decimal } = {},
): Exact | null {
  if (value === undefined) return null;
  const text = decimalOf(value);
  if (text === null) {
    report('NOT_A_NUMBER', field, value, '应是 3 或 0.25 这样的数', 'a number such as 3 or 0.25 is expected');
    return null;
  }
  if (bounds.decimals !== undefined && decimalsUsed(text) > Number(bounds.decimals)) {
    const most = bounds.decimals;
    report('TOO_MANY_DECIMALS', field, value, `最多 ${most} 位小数`, `at most ${most} decimals are allowed`);
  }
  const number = exact(text);
  const { least, most } = bounds;
  if (least !== undefined && number.compare(exact(least)) < 0) {
    report('NUMBER_OUT_OF_RANGE', field, value, `不得小于 ${least}`, `it must be at least ${least}`);
  }
  if (most !== undefined && number.compare(exact(most)) > 0) {
    report('NUMBER_OUT_OF_RANGE', field, value, `不得大于 ${most}`, `it must be at most ${most}`);
  }
  return number;
}

/** A day inside the period, when `inside` asks for it. */
export function dayAt(value: unknown, field: string, entry: Pick<Entry, 'context' | 'report'>, inside: boolean): void {
  if (value === undefined) return;
  if (!isDay(value)) {
    entry.report(
      'ANSWER_KIND_MISMATCH',
      field,
      value,
      '应是 2024-03-08 这样的日期',
      'a day such as 2024-03-08 is expected',
    );
    return;
  }
  const { from, to } = entry.context.period;
  if (inside && !isWithin(value, entry.context.period)) {
    entry.report(
      'DATE_OUTSIDE_PERIOD',
      field,
      value,
      `不在考核期 ${from} 至 ${to} 内`,
      `it must lie in ${from} to ${to}`,
    );
  }
}

export function listAt(value: unknown, field: string, report: Report): unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined) report('ANSWER_KIND_MISMATCH', field, value, '应是一个列表', 'a list is expected');
  return [];
}

export function reasonAt(value: unknown, field: string, report: Report): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  report('REASON_MISSING', field, value, '必须写明理由', 'a reason in words is needed');
}

/** Points that a person picks: there, inside the bounds, on a step counted from `from`. */
export function pickedAt(
  value: unknown,
  field: string,
  report: Report,
  range: { from: Decimal; to: Decimal; step?: Decimal },
): void {
  if (value === undefined || value === null || value === '') {
    report(
      'POINTS_MISSING',
      field,
      value,
      `请在 ${range.from} 至 ${range.to} 分内给分`,
      `pick ${range.from} to ${range.to} points`,
    );
    return;
  }
  const points = numberAt(value, field, report);
  if (points === null) return;
  const from = exact(range.from);
  if (points.compare(from) < 0 || points.compare(exact(range.to)) > 0) {
    const bounds = `${range.from} 至 ${range.to}`;
    report('POINTS_OUT_OF_BOUNDS', field, value, `只能给 ${bounds} 分`, `it must lie in ${range.from} to ${range.to}`);
  } else if (range.step !== undefined && !isOnStep(points.sub(from), exact(range.step))) {
    const { step } = range;
    report(
      'POINTS_OFF_STEP',
      field,
      value,
      `只能以 ${step} 分为一级`,
      `it must be on a step of ${step} from ${range.from}`,
    );
  }
}
