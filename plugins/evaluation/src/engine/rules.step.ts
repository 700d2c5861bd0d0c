/**
 * Rules that add or take points piece by piece: elements, shortfall, events, lateness, failed units.
 *
 * Every piece is a step with the running value after it; floor and cap come later, once, for all rules.
 */
import type { AnswerEvent } from './answer.ts';
import { daysBetween } from './days.ts';
import { ZERO, exact, exactText, larger, smaller, sumOf } from './exact.ts';
import type { Exact } from './exact.ts';
import { numberOf } from './filled.ts';
import type { Filled, FilledChecklist, FilledDeliveries, FilledEvents } from './filled.ts';
import { wholeOf } from './measure.ts';
import type { EventPrice, Late, PerElement, PerEvent, SampleFailures, Shortfall } from './rule.ts';
import { own } from './text.ts';
import { gapUnit, told } from './words.ts';
import { amount, write } from './work.ts';
import type { Work } from './work.ts';

export function elements(rule: PerElement, filled: FilledChecklist, work: Work): Exact {
  const isAdding = rule.kind === 'perElement';
  const each = rule.each === undefined ? null : amount(work, rule.each);
  const labels = filled.form.elements;
  const counted = Object.keys(labels).filter((element) => filled.answer.met.includes(element) === isAdding);
  const sum = sumOf(counted.map((element) => each ?? exact(own(rule.elements, element) ?? '0')));
  if (counted.length === 0 && !isAdding) return nothingTaken(work);
  const names = counted.map((element) => labels[element]).join('、');
  const value = exactText(sum);
  if (isAdding) {
    const text = `具备 ${counted.length} 项，共得 ${value} 分。`;
    write(work.trace, 'add', text, `${counted.length} elements give ${value} points.`, sum);
    return sum;
  }
  const left = work.full.sub(sum);
  const en = `${counted.length} elements are missing (${counted.join(', ')}): ${value} points off.`;
  write(work.trace, 'deduct', `缺 ${counted.length} 项（${names}），扣 ${value} 分。`, en, left);
  return left;
}

export function shortfall(rule: Shortfall, filled: Filled, measure: Exact, work: Work): Exact {
  const target = rule.target === 'all' ? (wholeOf(filled) ?? measure) : amount(work, rule.target);
  const isLower = rule.better === 'lower';
  const gap = larger(ZERO, isLower ? measure.sub(target) : target.sub(measure));
  if (gap.n === 0n) return nothingTaken(work);
  const each = amount(work, rule.each);
  const raw = gap.div(exact(rule.per ?? '1'));
  const count = rule.steps === 'started' ? raw.ceil() : rule.steps === 'whole' ? raw.floor() : raw;
  const taken = count.mul(each);
  const left = work.full.sub(taken);
  const unit = gapUnit(filled);
  const [goal, times] = [exactText(target), exactText(each)];
  const [missing, counted] = [told(gap), told(count)];
  const zh = `要求${isLower ? '不超过' : ''} ${goal}，${isLower ? '超过' : '少'} ${missing.zh} ${unit.zh}，`;
  const text = `${zh}按 ${counted.zh} × ${times} 扣 ${told(taken).zh} 分。`;
  const en = `${goal} wanted, ${missing.en} ${isLower ? 'over' : 'short'}: ${counted.en} × ${times} points off.`;
  write(work.trace, 'deduct', text, en, left);
  return left;
}

export function perEvent(rule: PerEvent, filled: FilledEvents, work: Work): Exact {
  const isAdding = rule.sign === 'add';
  let running = isAdding ? ZERO : work.full;
  let isUntouched = true;
  for (const [kind, price] of Object.entries(rule.kinds)) {
    const events = filled.answer.events.filter((event) => event.kind === kind);
    if (events.length === 0) continue;
    isUntouched = false;
    const { sum, held } = priceOf(events, price, work);
    running = isAdding ? running.add(held) : running.sub(held);
    const most = held === sum ? '' : `，本类最多 ${exactText(held)} 分`;
    const mostEn = held === sum ? '' : `, at most ${exactText(held)} for this kind`;
    const label = filled.form.kinds[kind];
    const text = `${label} ${events.length} 起，${isAdding ? '加' : '扣'} ${exactText(sum)} 分${most}。`;
    const en = `${events.length} × ${kind}: ${exactText(sum)} points ${isAdding ? 'added' : 'off'}${mostEn}.`;
    write(work.trace, isAdding ? 'add' : 'deduct', text, en, running);
  }
  if (isUntouched && !isAdding) return nothingTaken(work);
  if (isUntouched) write(work.trace, 'rule', '没有加分事项，得 0 分。', 'Nothing to add: 0 points.', running);
  return running;
}

export function late(rule: Late, filled: FilledDeliveries, work: Work): Exact {
  const grace = Number(rule.grace ?? '0');
  const { to } = work.context.period;
  const delays = filled.answer.deliveries
    .map(({ due, done }) => ({ due, done, days: daysBetween(due, done ?? to) - grace }))
    .filter(({ days }) => days > 0)
    .toSorted((a, b) => order(a.due, b.due) || order(a.done ?? '9', b.done ?? '9'));
  if (delays.length === 0) return nothingTaken(work);
  const [first, perDay] = [amount(work, rule.first), amount(work, rule.perDay)];
  let running = work.full;
  for (const { due, done, days } of delays) {
    const taken = first.add(perDay.mul(exact(days - 1)));
    running = running.sub(taken);
    const state = done === null ? '至期末未完成' : `${done} 完成`;
    const price = `${exactText(first)} + ${exactText(perDay)} × ${days - 1}`;
    const text = `应于 ${due} 完成，${state}，迟 ${days} 天，扣 ${price} = ${exactText(taken)} 分。`;
    const how = done === null ? 'not done by the end of the period' : `done on ${done}`;
    const en = `Due ${due}, ${how}: ${days} days late, ${price} = ${exactText(taken)} points off.`;
    write(work.trace, 'deduct', text, en, running);
  }
  return running;
}

export function sampleFailures(rule: SampleFailures, filled: Filled, work: Work): Exact {
  if (filled.kind !== 'sample') return work.full;
  const failed = filled.answer.drawn.filter((unit) => !unit.passed).length;
  if (failed === 0) return nothingTaken(work);
  const each = amount(work, rule.each);
  const taken = each.mul(exact(failed));
  const left = work.full.sub(taken);
  const price = `${failed} × ${exactText(each)} = ${exactText(taken)}`;
  const text = `${filled.form.units}中 ${failed} 个不合格，扣 ${price} 分。`;
  write(work.trace, 'deduct', text, `${failed} units failed: ${price} points off.`, left);
  return left;
}

function nothingTaken(work: Work): Exact {
  const full = exactText(work.full);
  write(work.trace, 'rule', `没有扣分，得满分 ${full} 分。`, `Nothing is taken off: full ${full} points.`, work.full);
  return work.full;
}

function priceOf(events: readonly AnswerEvent[], price: EventPrice, work: Work): { sum: Exact; held: Exact } {
  const sum =
    'each' in price
      ? amount(work, price.each).mul(exact(events.length))
      : sumOf(events.map((event) => numberOf(event.points ?? price.from)));
  const held = price.most === undefined ? sum : smaller(sum, exact(price.most));
  return { sum, held };
}

// Not localeCompare: the order of days must not depend on the machine's language.
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
