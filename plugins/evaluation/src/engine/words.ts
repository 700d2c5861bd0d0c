/**
 * An answer, its measure and a condition in words, for traces and for the rule sentence.
 *
 * Lists are told in the order of the form, so that the order of entering never shows.
 */
import { exactText, hasEnd, shortText } from './exact.ts';
import type { Exact } from './exact.ts';
import { textOf } from './filled.ts';
import type { Filled } from './filled.ts';
import type { PeriodsForm } from './rule.ts';
import type { Names } from './standard.ts';

export const PERIOD_WORDS: Record<PeriodsForm['every'], { zh: string; one: string; en: string }> = {
  week: { zh: '周', one: 'week', en: 'weeks' },
  month: { zh: '个月', one: 'month', en: 'months' },
  quarter: { zh: '个季度', one: 'quarter', en: 'quarters' },
  half: { zh: '个半年', one: 'half-year', en: 'half-years' },
};

/** What was entered. */
export function answerWords(filled: Filled): Names {
  switch (filled.kind) {
    case 'yesNo':
      return filled.answer.value ? says('回答：是。', 'The answer is yes.') : says('回答：否。', 'The answer is no.');
    case 'number': {
      const value = `${textOf(filled.answer.value)} ${filled.form.unit}`;
      return says(`填报 ${value}。`, `The answer is ${value}.`);
    }
    case 'ratio': {
      const { numerator, denominator } = filled.form;
      const [part, whole] = [textOf(filled.answer.numerator), textOf(filled.answer.denominator)];
      return says(`${numerator} ${part}，${denominator} ${whole}。`, `${part} out of ${whole} were entered.`);
    }
    case 'checklist': {
      const met = Object.keys(filled.form.elements).filter((element) => filled.answer.met.includes(element));
      if (met.length === 0) return says('没有具备任何一项。', 'No element is met.');
      const labels = met.map((element) => filled.form.elements[element]);
      return says(`已具备：${labels.join('、')}。`, `Met: ${met.join(', ')}.`);
    }
    case 'choice': {
      const { option } = filled.answer;
      return says(`选择：${filled.form.options[option]}。`, `The option chosen is ${option}.`);
    }
    case 'events':
      return eventWords(filled.form.kinds, filled.answer.events);
    case 'deliveries': {
      const count = filled.answer.deliveries.length;
      return says(`${filled.form.what}应完成 ${count} 次。`, `${count} deliveries were due.`);
    }
    case 'periods': {
      const counts = filled.answer.counts.map(textOf);
      const { zh, en } = PERIOD_WORDS[filled.form.every];
      const text = `${counts.length} ${zh}依次为 ${counts.join('、')} ${filled.form.unit}。`;
      return says(text, `The ${counts.length} ${en} have ${counts.join(', ')}.`);
    }
    case 'comparison':
      return comparisonWords(filled.form.unit, textOf(filled.answer.current), filled.answer.previous);
    case 'sample': {
      const { drawn } = filled.answer;
      const passed = drawn.filter((unit) => unit.passed).length;
      const text = `抽取${filled.form.units} ${drawn.length}，合格 ${passed}。`;
      return says(text, `${drawn.length} were drawn, ${passed} passed.`);
    }
    case 'assessor': {
      const points = textOf(filled.answer.points);
      const { reason } = filled.answer;
      return says(
        `评分人给 ${points} 分，理由：${reason}。`,
        `The assessor gives ${points} points; reason: ${reason}.`,
      );
    }
  }
}

/** The measure, where it is not simply the answer; else null. */
export function measureWords(filled: Filled, measure: Exact): Names | null {
  if (filled.kind === 'ratio' || filled.kind === 'sample') {
    const percent = told(measure);
    return says(`比例为 ${percent.zh}%。`, `That is ${percent.en} %.`);
  }
  const value = exactText(measure);
  switch (filled.kind) {
    case 'checklist': {
      const whole = Object.keys(filled.form.elements).length;
      return says(`共 ${whole} 项，具备 ${value} 项。`, `${value} of ${whole} elements are met.`);
    }
    case 'deliveries':
      return says(`按时完成 ${value} 次。`, `${value} were on time.`);
    case 'periods': {
      const { zh, en } = PERIOD_WORDS[filled.form.every];
      const least = filled.form.least ?? '1';
      const text = `达到 ${least} ${filled.form.unit}的有 ${value} ${zh}，共 ${filled.answer.counts.length} ${zh}。`;
      return says(text, `${value} of ${filled.answer.counts.length} ${en} reached ${least}.`);
    }
    default:
      return null;
  }
}

/** The unit in which a gap of the measure is told. */
export function gapUnit(filled: Filled): Names {
  switch (filled.kind) {
    case 'ratio':
    case 'sample':
      return says('个百分点', 'percentage points');
    case 'number':
    case 'comparison':
      return says(filled.form.unit, filled.form.unit);
    case 'periods': {
      const { zh, en } = PERIOD_WORDS[filled.form.every];
      return says(zh, en);
    }
    case 'checklist':
      return says('项', 'elements');
    default:
      return says('次', 'times');
  }
}

export function says(zh: string, en: string): Names {
  return { zh, en };
}

/** A number to read; one that has no finite decimal is rounded to two, with 约 or "about". */
export function told(value: Exact): Names {
  const short = shortText(value);
  return hasEnd(value) ? says(short, short) : says(`约 ${short}`, `about ${short}`);
}

function eventWords(kinds: Record<string, string>, events: { kind: string }[]): Names {
  if (events.length === 0) return says('没有发生。', 'Nothing happened.');
  const counts = Object.keys(kinds)
    .map((kind) => ({ kind, count: events.filter((event) => event.kind === kind).length }))
    .filter(({ count }) => count > 0);
  const zh = counts.map(({ kind, count }) => `${kinds[kind]} ${count}`).join('、');
  const en = counts.map(({ kind, count }) => `${kind} ${count}`).join(', ');
  return says(`共发生 ${events.length} 起：${zh}。`, `${events.length} in all: ${en}.`);
}

function comparisonWords(unit: string, current: string, previous: string | number | null): Names {
  if (previous === null) return says(`本期 ${current} ${unit}，没有上期数。`, `${current} now, no earlier figure.`);
  const before = textOf(previous);
  return says(`本期 ${current} ${unit}，上期 ${before} ${unit}。`, `${current} now, ${before} before.`);
}
