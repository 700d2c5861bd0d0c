/**
 * Rules that add or take piece by piece, as a clerk would say them.
 *
 * Numbers stand as the standard wrote them; nothing is computed here.
 */
import { amountWords } from './sentence.condition.ts';
import type { AnswerForm, Late, PerElement, PerEvent, SampleFailures, Shortfall } from './rule.ts';
import type { Names } from './standard.ts';
import { own } from './text.ts';
import { PERIOD_WORDS, says } from './words.ts';

export function stepWords(rule: PerElement | Shortfall | PerEvent | Late | SampleFailures, form: AnswerForm): Names {
  switch (rule.kind) {
    case 'perElement':
    case 'missingElement':
      return elementWords(rule, form);
    case 'shortfall':
      return shortfallWords(rule, form);
    case 'perEvent':
      return eventWords(rule, form);
    case 'late': {
      const [first, perDay] = [amountWords(rule.first), amountWords(rule.perDay)];
      const grace = rule.grace === undefined || rule.grace === '0' ? '' : `超过宽限 ${rule.grace} 天的，`;
      const graceEn = grace === '' ? '' : ` after ${rule.grace} days of grace`;
      const zh = `${grace}迟交先扣 ${first.zh} 分，以后每天再扣 ${perDay.zh} 分`;
      return says(zh, `late${graceEn}: ${first.en} off, then ${perDay.en} for each further day`);
    }
    case 'sampleFailures': {
      const each = amountWords(rule.each);
      return says(`抽查每有一个不合格扣 ${each.zh} 分`, `${each.en} off for each unit that fails`);
    }
  }
}

/** What the measure of a form is called in the sentence. */
export function labelOf(form: AnswerForm): string {
  switch (form.kind) {
    case 'ratio':
      return `${form.numerator}占${form.denominator}的比例`;
    case 'checklist':
      return '具备的项数';
    case 'periods':
      return `达标的${PERIOD_WORDS[form.every].zh.replace('个', '')}数`;
    case 'deliveries':
      return '按时完成的次数';
    default:
      return '';
  }
}

function elementWords(rule: PerElement, form: AnswerForm): Names {
  const isAdding = rule.kind === 'perElement';
  const [verb, verbEn] = isAdding ? ['得', 'gives'] : ['扣', 'takes'];
  const [start, startEn] = isAdding ? ['每具备一项', 'each element'] : ['每缺一项', 'each missing element'];
  if (rule.each !== undefined) {
    const each = amountWords(rule.each);
    return says(`${start}${verb} ${each.zh} 分`, `${startEn} ${verbEn} ${each.en}`);
  }
  const labels = form.kind === 'checklist' ? form.elements : {};
  const prices = Object.entries(rule.elements ?? {});
  const zh = prices.map(([element, points]) => `${own(labels, element) ?? element} ${points} 分`).join('，');
  const en = prices.map(([element, points]) => `${element} ${points}`).join(', ');
  return says(`${start}${verb}分：${zh}`, `${startEn} ${verbEn}: ${en}`);
}

function shortfallWords(rule: Shortfall, form: AnswerForm): Names {
  const each = amountWords(rule.each);
  if (rule.target === 'all' && form.kind === 'periods') {
    const { zh, one, en } = PERIOD_WORDS[form.every];
    const least = form.least === undefined || form.least === '1' ? '' : `（每期至少 ${form.least} ${form.unit}）`;
    const counted = form.every === 'quarter' ? `四${zh}` : `全年各${zh.replace('个', '')}`;
    const text = `${counted}${least}每少一个扣 ${each.zh} 分`;
    return says(text, `of all ${en}, each ${one} that is short takes ${each.en}`);
  }
  const target = rule.target === 'all' ? says('全部', 'all') : amountWords(rule.target);
  const isPercent = form.kind === 'ratio' || form.kind === 'sample';
  const unit = isPercent ? '个百分点' : 'unit' in form ? form.unit : '';
  const per = rule.per ?? '1';
  const isLower = rule.better === 'lower';
  const part = { exact: '', started: '（不满一档按一档）', whole: '（满一档才计）' }[rule.steps ?? 'exact'];
  const partEn = { exact: '', started: ' (each started step)', whole: ' (whole steps only)' }[rule.steps ?? 'exact'];
  const text = `要求${isLower ? '不超过' : '达到'} ${target.zh}${isPercent ? '%' : ''}，每${isLower ? '多' : '少'} ${per} ${unit}扣 ${each.zh} 分${part}`;
  return says(text, `${target.en} wanted, each ${per} ${isLower ? 'over' : 'short'} takes ${each.en}${partEn}`);
}

function eventWords(rule: PerEvent, form: AnswerForm): Names {
  const labels = form.kind === 'events' ? form.kinds : {};
  const [verb, verbEn] = rule.sign === 'add' ? ['加', 'adds'] : ['扣', 'takes'];
  const words = Object.entries(rule.kinds).map(([kind, price]) => {
    const each =
      'each' in price ? amountWords(price.each) : says(`${price.from} 至 ${price.to}`, `${price.from} to ${price.to}`);
    const most = price.most === undefined ? '' : `（最多 ${price.most} 分）`;
    const mostEn = price.most === undefined ? '' : ` (at most ${price.most})`;
    return says(
      `${own(labels, kind) ?? kind}每起${verb} ${each.zh} 分${most}`,
      `each ${kind} ${verbEn} ${each.en}${mostEn}`,
    );
  });
  return says(words.map(({ zh }) => zh).join('，'), words.map(({ en }) => en).join(', '));
}
