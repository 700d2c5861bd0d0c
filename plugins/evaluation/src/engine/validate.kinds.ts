/**
 * What a right answer of each kind looks like, one function a kind.
 *
 * Only the form, the rule and the context decide; a number is compared exactly, never rounded first.
 */
import { exact } from './exact.ts';
import type { ChecklistForm, ChoiceForm, EventsForm, NumberForm, PeriodsForm, RatioForm, SampleForm } from './rule.ts';
import type { EventRange, ScoreRule } from './rule.ts';
import { own } from './text.ts';
import { BESIDE, answerKeys, dayAt, join, keysOf, listAt, numberAt, pickedAt, reasonAt } from './validate.input.ts';
import type { Entry } from './validate.input.ts';

/** Reports everything that is wrong with one answer, or one field of a form. */
export function validateField(answer: unknown, entry: Entry): void {
  const { form } = entry;
  switch (form.kind) {
    case 'yesNo':
      return yesNo(answer, entry);
    case 'number':
      return number(answer, form, entry);
    case 'ratio':
      return ratio(answer, form, entry);
    case 'checklist':
      return checklist(answer, form, entry);
    case 'choice':
      return choice(answer, form, entry);
    case 'events':
      return events(answer, form, entry);
    case 'deliveries':
      return deliveries(answer, entry);
    case 'periods':
      return periods(answer, form, entry);
    case 'comparison':
      return comparison(answer, entry);
    case 'sample':
      return sample(answer, form, entry);
    case 'assessor':
      return assessor(answer, entry);
  }
}

/** Periods in a year; a year has 52 weeks or 53. */
export const PERIODS_A_YEAR = { week: [52, 53], month: [12], quarter: [4], half: [2] } as const;

function at(entry: Entry, key: string): string {
  return join(entry.prefix, key);
}

function yesNo(answer: unknown, entry: Entry): void {
  const value = answerKeys(answer, entry, ['value'])?.value;
  if (value === undefined || typeof value === 'boolean') return;
  entry.report('ANSWER_KIND_MISMATCH', at(entry, 'value'), value, '应是 true 或 false', 'true or false is expected');
}

function number(answer: unknown, form: NumberForm, entry: Entry): void {
  const record = answerKeys(answer, entry, ['value']);
  const bounds = { least: form.least ?? '0', most: form.most, decimals: form.decimals };
  numberAt(record?.value, at(entry, 'value'), entry.report, bounds);
}

function ratio(answer: unknown, form: RatioForm, entry: Entry): void {
  const record = answerKeys(answer, entry, ['numerator', 'denominator']);
  const { report } = entry;
  const part = numberAt(record?.numerator, at(entry, 'numerator'), report, { least: '0' });
  const whole = numberAt(record?.denominator, at(entry, 'denominator'), report, { least: '0' });
  if (!part || !whole || part.s < 0n || whole.s < 0n) return;
  const isEmpty = part.n === 0n && whole.n === 0n;
  if (isEmpty && (form.empty === 'zero' || entry.emptyCovered)) return;
  if (form.mayExceed !== true && part.compare(whole) > 0) {
    const most = `${form.numerator}不得超过${form.denominator} ${record?.denominator}`;
    report(
      'NUMERATOR_OVER_DENOMINATOR',
      at(entry, 'numerator'),
      record?.numerator,
      most,
      'the part must not exceed the whole',
    );
    return;
  }
  if (whole.n === 0n) {
    const right = `${form.denominator}为 0 时无法计算比例`;
    report('DENOMINATOR_ZERO', at(entry, 'denominator'), record?.denominator, right, 'the whole must be more than 0');
  } else if (form.leastDenominator !== undefined && whole.compare(exact(form.leastDenominator)) < 0) {
    const least = form.leastDenominator;
    const right = `${form.denominator}至少 ${least}`;
    report(
      'DENOMINATOR_TOO_SMALL',
      at(entry, 'denominator'),
      record?.denominator,
      right,
      `at least ${least} must be asked`,
    );
  }
}

function checklist(answer: unknown, form: ChecklistForm, entry: Entry): void {
  const field = at(entry, 'met');
  const seen = new Set<unknown>();
  for (const element of listAt(answerKeys(answer, entry, ['met'])?.met, field, entry.report)) {
    if (seen.has(element)) {
      entry.report('DUPLICATE_ELEMENT', field, element, '同一要素只能填一次', 'each element may be named once');
    } else if (typeof element !== 'string' || own(form.elements, element) === undefined) {
      const names = Object.keys(form.elements).join(', ');
      entry.report('UNKNOWN_ELEMENT', field, element, `不在要素表内（${names}）`, `the elements are ${names}`);
    }
    seen.add(element);
  }
}

function choice(answer: unknown, form: ChoiceForm, entry: Entry): void {
  const option = answerKeys(answer, entry, ['option'])?.option;
  if (option === undefined || (typeof option === 'string' && own(form.options, option) !== undefined)) return;
  const names = Object.keys(form.options).join(', ');
  entry.report('UNKNOWN_OPTION', at(entry, 'option'), option, `没有这个选项（${names}）`, `the options are ${names}`);
}

function events(answer: unknown, form: EventsForm, entry: Entry): void {
  const field = at(entry, 'events');
  const list = listAt(answerKeys(answer, entry, ['events'])?.events, field, entry.report);
  const may = ['points', 'reason', 'person', 'record'];
  list.forEach((event, index) => {
    const where = `${field}[${index}]`;
    const record = keysOf(event, where, entry.report, { all: ['kind', 'date'], may });
    if (!record) return;
    eventKind(record.kind, form.kinds, `${where}.kind`, entry);
    dayAt(record.date, `${where}.date`, entry, true);
    const range = typeof record.kind === 'string' ? rangeOf(entry.rules, record.kind) : null;
    if (!range) return;
    pickedAt(record.points, `${where}.points`, entry.report, range);
    reasonAt(record.reason, `${where}.reason`, entry.report);
  });
}

/** Also for the findings of a veto. */
export function eventKind(
  kind: unknown,
  kinds: Record<string, string>,
  field: string,
  entry: Pick<Entry, 'report'>,
): void {
  if (kind === undefined || (typeof kind === 'string' && own(kinds, kind) !== undefined)) return;
  const names = Object.keys(kinds).join(', ');
  entry.report('UNKNOWN_EVENT_KIND', field, kind, `没有这类事件（${names}）`, `the kinds are ${names}`);
}

function rangeOf(rules: readonly ScoreRule[], kind: string): EventRange | null {
  for (const rule of rules) {
    const price = rule.kind === 'perEvent' ? own(rule.kinds, kind) : undefined;
    if (price && 'from' in price) return price;
  }
  return null;
}

function deliveries(answer: unknown, entry: Entry): void {
  const field = at(entry, 'deliveries');
  const list = listAt(answerKeys(answer, entry, ['deliveries'])?.deliveries, field, entry.report);
  list.forEach((delivery, index) => {
    const record = keysOf(delivery, `${field}[${index}]`, entry.report, { all: ['due', 'done'] });
    dayAt(record?.due, `${field}[${index}].due`, entry, true);
    if (record && record.done !== null) dayAt(record.done, `${field}[${index}].done`, entry, false);
  });
}

function periods(answer: unknown, form: PeriodsForm, entry: Entry): void {
  const field = at(entry, 'counts');
  const record = answerKeys(answer, entry, ['counts']);
  const counts = listAt(record?.counts, field, entry.report);
  const allowed: readonly number[] = PERIODS_A_YEAR[form.every];
  if (Array.isArray(record?.counts) && !allowed.includes(counts.length)) {
    const zh = `应填 ${allowed.join(' 或 ')} 期，填了 ${counts.length} 期`;
    const en = `${allowed.join(' or ')} counts are expected, not ${counts.length}`;
    entry.report('PERIOD_COUNT_WRONG', field, counts, zh, en);
  }
  counts.forEach((count, index) => numberAt(count, `${field}[${index}]`, entry.report, { least: '0' }));
}

function comparison(answer: unknown, entry: Entry): void {
  const record = answerKeys(answer, entry, ['current', 'previous']);
  numberAt(record?.current, at(entry, 'current'), entry.report, { least: '0' });
  if (record?.previous !== null) {
    numberAt(record?.previous, at(entry, 'previous'), entry.report, { least: '0' });
  }
}

function sample(answer: unknown, form: SampleForm, entry: Entry): void {
  const field = at(entry, 'drawn');
  const { report } = entry;
  const drawn = answerKeys(answer, entry, ['drawn'])?.drawn;
  const list = listAt(drawn, field, report);
  const least = Number(form.least ?? '1');
  const isCovered = list.length === 0 && entry.emptyCovered;
  if (Array.isArray(drawn) && list.length < least && !isCovered) {
    report('SAMPLE_TOO_SMALL', field, drawn, `至少抽 ${least} ${form.units}`, `at least ${least} must be drawn`);
  }
  const seen = new Set<unknown>();
  list.forEach((unit, index) => {
    const record = keysOf(unit, `${field}[${index}]`, report, { all: ['unit', 'passed'] });
    if (record && seen.has(record.unit)) {
      report(
        'DUPLICATE_ELEMENT',
        `${field}[${index}].unit`,
        record.unit,
        '同一户只能抽一次',
        'each unit may be drawn once',
      );
    }
    if (record?.passed !== undefined && typeof record.passed !== 'boolean') {
      report(
        'ANSWER_KIND_MISMATCH',
        `${field}[${index}].passed`,
        record.passed,
        '应是 true 或 false',
        'true or false is expected',
      );
    }
    seen.add(record?.unit);
  });
}

function assessor(answer: unknown, entry: Entry): void {
  const { report, context } = entry;
  const record = answerKeys(answer, entry, [], ['points', 'reason', ...BESIDE]);
  const rule = entry.rules.find((candidate) => candidate.kind === 'discretion');
  if (!record || rule?.kind !== 'discretion') return;
  if (rule.by && !rule.by.includes(context.level)) {
    const names = rule.by.join(', ');
    report(
      'NOT_YOURS_TO_SCORE',
      at(entry, 'points'),
      context.level,
      `只由 ${names} 评分`,
      `only ${names} may score this`,
    );
  }
  pickedAt(record.points, at(entry, 'points'), report, rule);
  reasonAt(record.reason, at(entry, 'reason'), report);
}
