/**
 * For tests: the best or worst answer to an indicator, found by trying a few of each kind and asking the engine.
 *
 * It knows no threshold of any standard, so a new edition needs no new test data.
 */
import type { StoredAnswer } from './answer.shape.ts';
import { isRefusal, scoreIndicator, type FieldForm, type Indicator, type ScoreContext } from './engine/index.ts';
import type { Sheet } from './sheet.service.ts';

const NUMBERS = ['0', '1', '2', '3', '4', '5', '7', '10', '12', '20', '30', '50', '60', '100', '200', '365', '1000'];
const PERIODS = { week: 52, month: 12, quarter: 4, half: 2 } as const;

export type Quality = 'best' | 'worst';

/** Answers of a whole sheet, in the shape of the engine; what the place alone decides is left out. */
export function answersOf(
  { edition, context, responses }: Sheet,
  quality: Quality = 'best',
): Record<string, StoredAnswer> {
  const settled = new Set(
    responses.filter((row) => row.answer === null && row.selfStatus !== 'unanswered').map((row) => row.indicator),
  );
  const placed = edition.indicators.filter(({ indicator }) => !settled.has(indicator.code));
  return Object.fromEntries(placed.map(({ indicator }) => [indicator.code, answerOf(indicator, context, quality)]));
}

function answerOf(indicator: Indicator, context: ScoreContext, quality: Quality): StoredAnswer {
  const form = indicator.answer;
  const pick = (ones: readonly StoredAnswer[]) => pickOf(indicator, context, { ones, quality });
  if (form.kind === 'findings') return { findings: [] };
  if (form.kind !== 'form') return pick(candidates(form, context));
  const fields = Object.entries(form.fields).map(([key, field]) => [key, candidates(field, context)] as const);
  let chosen: Record<string, StoredAnswer> = Object.fromEntries(fields.map(([key, [first]]) => [key, first ?? {}]));
  // Twice through the fields: a field that is refused beside another finds its place in the second turn.
  for (const [key, ones] of [...fields, ...fields]) {
    const answer = pick(ones.map((one) => ({ fields: { ...chosen, [key]: one } }))); // prettier-ignore
    chosen = answer['fields'] as Record<string, StoredAnswer>;
  }
  return { fields: chosen };
}

function pickOf(
  indicator: Indicator,
  context: ScoreContext,
  { ones, quality }: { readonly ones: readonly StoredAnswer[]; readonly quality: Quality },
): StoredAnswer {
  const valued = ones.map((answer) => ({ answer, value: valueOf(indicator, answer, context) }));
  const right = valued.filter(({ value }) => value >= 0);
  const sign = quality === 'best' ? 1 : -1;
  return (right.length > 0 ? right : valued).reduce((a, b) => (sign * b.value > sign * a.value ? b : a)).answer;
}

function valueOf(indicator: Indicator, answer: StoredAnswer, context: ScoreContext): number {
  const outcome = scoreIndicator(indicator, answer, context);
  return isRefusal(outcome) ? -1 : Number(outcome.points ?? 0);
}

function candidates(form: FieldForm, { period }: ScoreContext): StoredAnswer[] {
  switch (form.kind) {
    case 'yesNo':
      return [{ value: true }, { value: false }];
    case 'number':
      return NUMBERS.map((value) => ({ value }));
    case 'ratio':
      return [{ numerator: '10', denominator: '10' }, { numerator: '0', denominator: '10' }, { numerator: '0', denominator: '0' }, { numerator: '100', denominator: '100' }]; // prettier-ignore
    case 'checklist':
      return [{ met: Object.keys(form.elements) }, { met: [] }];
    case 'choice':
      return Object.keys(form.options).map((option) => ({ option }));
    case 'events':
      return [{ events: [] }, ...Object.keys(form.kinds).map((kind) => ({ events: [{ kind, date: period.from }] }))];
    case 'deliveries':
      return [{ deliveries: [{ due: period.to, done: period.from }] }, { deliveries: [] }];
    case 'periods':
      return [{ counts: Array.from({ length: PERIODS[form.every] }, () => '20') }];
    case 'comparison':
      return [
        { current: '1', previous: '5' },
        { current: '5', previous: '1' },
      ];
    case 'sample':
      return [
        {
          drawn: Array.from({ length: Number(form.least ?? 1) }, (_, index) => ({
            unit: `第${index + 1}户`,
            passed: true,
          })),
        },
      ];
    case 'assessor':
      return [{ points: '0', reason: '测试' }];
  }
}
