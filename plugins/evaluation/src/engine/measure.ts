/**
 * The measure of an answer: the one number that most rules look at.
 *
 * A ratio is measured in percent and never rounded; 94.99 % stays below 95 %.
 */
import { HUNDRED, ONE, ZERO, decimalOf, exact } from './exact.ts';
import type { Exact } from './exact.ts';
import { numberOf } from './filled.ts';
import type { Filled } from './filled.ts';
import type { AnswerForm } from './rule.ts';
import { isRecord, own } from './text.ts';

/** Null for the kinds that have none: choice and assessor. */
export function measureOf(filled: Filled): Exact | null {
  switch (filled.kind) {
    case 'yesNo':
      return filled.answer.value ? ONE : ZERO;
    case 'number':
      return numberOf(filled.answer.value);
    case 'ratio':
      return percent(numberOf(filled.answer.numerator), numberOf(filled.answer.denominator));
    case 'checklist':
      return exact(filled.answer.met.length);
    case 'events':
      return exact(filled.answer.events.length);
    case 'deliveries':
      return exact(filled.answer.deliveries.filter(({ due, done }) => done !== null && done <= due).length);
    case 'periods': {
      const least = exact(filled.form.least ?? '1');
      return exact(filled.answer.counts.filter((count) => numberOf(count).compare(least) >= 0).length);
    }
    case 'comparison':
      return numberOf(filled.answer.current);
    case 'sample':
      return percent(
        exact(filled.answer.drawn.filter((unit) => unit.passed).length),
        exact(filled.answer.drawn.length),
      );
    case 'choice':
    case 'assessor':
      return null;
  }
}

/** How many there are in all, for `target: all` and `when: { all: true }`. */
export function wholeOf(filled: Filled): Exact | null {
  if (filled.kind === 'periods') return exact(filled.answer.counts.length);
  if (filled.kind === 'checklist') return exact(Object.keys(filled.form.elements).length);
  if (filled.kind === 'deliveries') return exact(filled.answer.deliveries.length);
  return filled.kind === 'ratio' || filled.kind === 'sample' ? HUNDRED : null;
}

/** Denominator 0, nothing due, nothing drawn, no events; a form when every such field of it is empty. */
export function isEmptyAnswer(form: AnswerForm, answer: unknown): boolean {
  if (!isRecord(answer)) return false;
  switch (form.kind) {
    case 'ratio':
      return isZero(answer.numerator) && isZero(answer.denominator);
    case 'deliveries':
      return isEmptyList(answer.deliveries);
    case 'sample':
      return isEmptyList(answer.drawn);
    case 'events':
      return isEmptyList(answer.events);
    case 'form': {
      const values = isRecord(answer.fields) ? answer.fields : {};
      const fields = Object.entries(form.fields).filter(([, field]) => CAN_BE_EMPTY.includes(field.kind));
      return fields.length > 0 && fields.every(([name, field]) => isEmptyAnswer(field, own(values, name)));
    }
    default:
      return false;
  }
}

const CAN_BE_EMPTY: readonly string[] = ['ratio', 'deliveries', 'sample', 'events'];

function percent(part: Exact, whole: Exact): Exact {
  return whole.n === 0n ? ZERO : part.mul(HUNDRED).div(whole);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isZero(value: unknown): boolean {
  const text = decimalOf(value);
  return text !== null && exact(text).n === 0n;
}
