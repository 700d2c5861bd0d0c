/**
 * Invented answers: a few guesses for each indicator, of which a good village takes the best and a weaker one any.
 *
 * The engine itself says which guess is good, so this file knows no threshold of the standard.
 */
import {
  isRefusal, scoreIndicator, type Answer, type AnswerForm, type FieldAnswer, type FieldForm, type Indicator, type ScoreContext,
} from '@cunzhi/evaluation/engine'; // prettier-ignore
import type { Chance } from './random.ts';

const GUESSES = 24;
const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 26, 30, 40, 50, 60, 80, 90, 100, 120, 200, 365];
const PERIODS = { week: 52, month: 12, quarter: 4, half: 2 } as const;

/** An answer for the indicator; null when no guess was taken. `quality` from 0 to 1 is how often the best one is chosen. */
export function inventAnswer(
  indicator: Indicator,
  context: ScoreContext,
  chance: Chance,
  quality: number,
): Answer | null {
  const guesses = Array.from({ length: GUESSES }, () => guess(indicator.answer, context, chance));
  const scored = guesses.flatMap((answer) => {
    const result = scoreIndicator(indicator, answer, context);
    return isRefusal(result) ? [] : [{ answer, points: Number(result.points ?? 0) }];
  });
  if (scored.length === 0) return null;
  const best = scored.reduce((a, b) => (b.points > a.points ? b : a));
  return chance.next() < quality ? best.answer : chance.pick(scored).answer;
}

function guess(form: AnswerForm, context: ScoreContext, chance: Chance): Answer {
  if (form.kind === 'findings') return { findings: [] };
  if (form.kind !== 'form') return guessField(form, context, chance);
  return {
    fields: Object.fromEntries(
      Object.entries(form.fields).map(([key, field]) => [key, guessField(field, context, chance)]),
    ),
  };
}

function guessField(form: FieldForm, { year, period }: ScoreContext, chance: Chance): FieldAnswer {
  const day = () =>
    `${year}-${String(chance.between(1, 10)).padStart(2, '0')}-${String(chance.between(1, 28)).padStart(2, '0')}`;
  switch (form.kind) {
    case 'yesNo':
      return { value: chance.next() < 0.8 };
    case 'number':
      return { value: String(chance.pick(NUMBERS)) };
    case 'ratio': {
      const denominator = chance.between(3, 40);
      return { numerator: String(Math.max(0, denominator - chance.between(0, 3))), denominator: String(denominator) };
    }
    case 'checklist':
      return { met: Object.keys(form.elements).filter(() => chance.next() < 0.9) };
    case 'choice':
      return { option: chance.pick(Object.keys(form.options)) };
    case 'events':
      return { events: chance.next() < 0.7 ? [] : [{ kind: chance.pick(Object.keys(form.kinds)), date: day() }] };
    case 'deliveries': {
      const due = day();
      return { deliveries: [{ due, done: due > period.from ? due : null }] };
    }
    case 'periods':
      return {
        counts: Array.from({ length: PERIODS[form.every] }, () =>
          String(chance.between(Number(form.least ?? 1), Number(form.least ?? 1) + 2)),
        ),
      };
    case 'comparison':
      return { current: String(chance.between(0, 6)), previous: String(chance.between(2, 8)) };
    case 'sample':
      return {
        drawn: Array.from({ length: Number(form.least ?? 5) }, (_, index) => ({
          unit: `第${index + 1}户`,
          passed: chance.next() < 0.9,
        })),
      };
    case 'assessor':
      return { points: '0', reason: '演示' };
  }
}
