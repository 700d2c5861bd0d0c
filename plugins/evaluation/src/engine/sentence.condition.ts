/**
 * Conditions in words: 不少于 3 且不超过 7; at least 3 and at most 7.
 *
 * A parameter is named, not resolved: the words are the same for every village.
 */
import type { Amount, AnswerForm, Band, Condition } from './rule.ts';
import type { Names } from './standard.ts';
import { PERIOD_WORDS, says } from './words.ts';

const SIDES = {
  atLeast: ['不少于', 'at least'],
  over: ['多于', 'more than'],
  atMost: ['不超过', 'at most'],
  under: ['少于', 'less than'],
} as const;

export function amountWords(amount: Amount): Names {
  if (typeof amount === 'string') return says(amount, amount);
  return says(`参数 ${amount.param}`, `the parameter ${amount.param}`);
}

export function conditionWords(condition: Condition | Band, form: AnswerForm | null): Names {
  const words = [...thresholdWords(condition, form), ...('points' in condition ? [] : wholeWords(condition, form))];
  return says(words.map(({ zh }) => zh).join('且'), words.map(({ en }) => en).join(' and '));
}

function thresholdWords(condition: Condition | Band, form: AnswerForm | null): Names[] {
  const unit = unitOf(form);
  return (['atLeast', 'over', 'atMost', 'under'] as const).flatMap((side) => {
    const amount = condition[side];
    if (amount === undefined) return [];
    const [zh, en] = SIDES[side];
    const value = amountWords(amount);
    return [
      says(`${zh} ${value.zh}${unit === '' ? ' ' : unit}`.trimEnd(), `${en} ${value.en}${unit === '%' ? ' %' : ''}`),
    ];
  });
}

function wholeWords(condition: Condition, form: AnswerForm | null): Names[] {
  const words: Names[] = [];
  if (condition.is !== undefined)
    words.push(condition.is ? says('答“是”', 'the answer yes') : says('答“否”', 'the answer no'));
  if (condition.all) words.push(says('全部具备', 'all of them'));
  if (condition.none) words.push(says('没有发生', 'none of them'));
  if (condition.options) {
    const labels = condition.options.map((option) => (form?.kind === 'choice' ? form.options[option] : option));
    words.push(says(`选“${labels.join('”或“')}”`, `one of ${condition.options.join(', ')}`));
  }
  return words;
}

function unitOf(form: AnswerForm | null): string {
  switch (form?.kind) {
    case 'ratio':
    case 'sample':
      return '%';
    case 'number':
    case 'comparison':
      return ` ${form.unit}`;
    case 'checklist':
      return ' 项';
    case 'periods':
      return ` ${PERIOD_WORDS[form.every].zh}`;
    case 'events':
      return ' 起';
    case 'deliveries':
      return ' 次';
    default:
      return '';
  }
}
