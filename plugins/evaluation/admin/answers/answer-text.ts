/**
 * A stored answer in plain sentences, for whoever reads it and does not type.
 *
 * The words come from the caller; this file knows only which of them belong together.
 */
import type { Answer, AnswerForm, Choice } from './answer.model.ts';

/** Words by key, as vue-i18n gives them. */
export type Words = (key: string, values?: Record<string, unknown>) => string;

const labelOf = (choices: readonly Choice[], key: string): string =>
  choices.find((choice) => choice.key === key)?.label ?? key;

/** The answer as lines; none when it is of another kind than its form. */
export function answerLines(form: AnswerForm, answer: Answer, t: Words): string[] {
  const word: Words = (key, values) => t(`evaluation.text.${key}`, values ?? {});
  if (answer.__typename === 'NotApplicableAnswer') return [word('notApplicable', { reason: answer.reason })];
  if (answer.__typename === 'YesNoAnswer') return [t(answer.value ? 'evaluation.fields.yes' : 'evaluation.fields.no')];
  if (answer.__typename === 'AssessorAnswer')
    return [word('assessor', { points: answer.points, reason: answer.reason })];
  if (answer.__typename === 'NumberAnswer' && form.__typename === 'NumberForm')
    return [word('number', { number: answer.number, unit: form.unit })];
  if (answer.__typename === 'RatioAnswer' && form.__typename === 'RatioForm')
    return [
      word('ratio', {
        all: form.denominator,
        part: form.numerator,
        denominator: answer.denominator || '—',
        numerator: answer.numerator || '—',
      }),
    ];
  if (answer.__typename === 'ChecklistAnswer' && form.__typename === 'ChecklistForm')
    return answer.met.length === 0
      ? [t('evaluation.fields.noneOfThese')]
      : form.elements.map(({ key, label }) => word(answer.met.includes(key) ? 'there' : 'missing', { label }));
  if (answer.__typename === 'ChoiceAnswer' && form.__typename === 'ChoiceForm')
    return [labelOf(form.options, answer.option)];
  if (answer.__typename === 'ComparisonAnswer' && form.__typename === 'ComparisonForm')
    return [word('comparison', { current: answer.current, previous: answer.previous ?? '—', unit: form.unit })];
  if (answer.__typename === 'CompositeAnswer' && form.__typename === 'CompositeForm')
    return form.fields.flatMap((field) => {
      const given = answer.fields.find((part) => part.key === field.key)?.answer;
      const lines = given ? answerLines(field.form, given, t) : ['—'];
      return [word('field', { label: field.label, text: lines.join(word('and')) })];
    });
  return rowLines(form, answer, word);
}

function rowLines(form: AnswerForm, answer: Answer, word: Words): string[] {
  if (answer.__typename === 'PeriodsAnswer' && form.__typename === 'PeriodsForm') {
    const reached = answer.counts.filter((count) => Number(count) >= Number(form.least)).length;
    const total = word('periodsTotal', { reached, count: form.count });
    return form.count > 12 ? [total] : [answer.counts.map((count) => count || '—').join(word('and')), total];
  }
  if (answer.__typename === 'SampleAnswer' && form.__typename === 'SampleForm') {
    const passed = answer.drawn.filter((unit) => unit.passed).length;
    return [word('sample', { drawn: answer.drawn.length, passed, units: form.units })];
  }
  if (answer.__typename === 'DeliveriesAnswer')
    return answer.deliveries.length === 0
      ? [word('deliveriesNone')]
      : answer.deliveries.map(({ due, done }) => word(done ? 'delivered' : 'undelivered', { due, done: done ?? '' }));
  if (answer.__typename === 'EventsAnswer' && form.__typename === 'EventsForm')
    return answer.events.length === 0
      ? [word('eventsNone')]
      : answer.events.map((event) =>
          [event.date, labelOf(form.kinds, event.kind), event.reason ?? ''].filter(Boolean).join(' '),
        );
  if (answer.__typename === 'FindingsAnswer' && form.__typename === 'FindingsForm')
    return answer.findings.length === 0
      ? [word('findingsNone')]
      : answer.findings.map((finding) =>
          [finding.date, labelOf(form.kinds, finding.kind), finding.document ?? ''].filter(Boolean).join(' '),
        );
  return [];
}
