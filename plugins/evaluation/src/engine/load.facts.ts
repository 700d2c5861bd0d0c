/**
 * Facts: an answer is prefilled only by a fact of the same kind, unit, periods and keys.
 *
 * A figure that fits only nearly would fill a village's sheet with wrong numbers.
 */
import type { Fact } from './facts.ts';
import type { LoadView } from './load.view.ts';
import type { AnswerForm, FieldForm } from './rule.ts';
import { own } from './text.ts';
import type { PathPart } from './text.ts';

export function checkFacts(view: LoadView): void {
  for (const { value, parts } of view.indicators) {
    for (const { form, at } of formsOf(value.answer, [...parts, 'answer'])) checkFact(view, form, at, value.code);
  }
}

function formsOf(answer: AnswerForm, parts: PathPart[]): { form: FieldForm; at: PathPart[] }[] {
  if (answer.kind === 'findings') return [];
  if (answer.kind !== 'form') return [{ form: answer, at: parts }];
  return Object.entries(answer.fields).map(([name, form]) => ({ form, at: [...parts, 'fields', name] }));
}

function checkFact(view: LoadView, form: FieldForm, at: PathPart[], code: string): void {
  if (form.fact === undefined) return;
  const fact = own(view.catalogue.facts, form.fact);
  if (!fact) {
    view.report(
      [...at, 'fact'],
      `The fact "${form.fact}" is unknown.`,
      'Use a fact of the catalogue, or add it there.',
      code,
    );
    return;
  }
  for (const [what, wanted, given] of differences(form, fact)) {
    const message = `The fact "${form.fact}" has the ${what} ${given}, but the answer has ${wanted}.`;
    view.report([...at, 'fact'], message, `Ask for the ${what} ${given}, or use another fact.`, code);
  }
}

function differences(form: FieldForm, fact: Fact): [string, string, string][] {
  if (form.kind !== fact.type) return [['kind', form.kind, fact.type]];
  const found: [string, string, string][] = [];
  if ('unit' in form && fact.unit !== undefined && form.unit !== fact.unit) found.push(['unit', form.unit, fact.unit]);
  if (form.kind === 'periods' && fact.every !== undefined && form.every !== fact.every) {
    found.push(['period', form.every, fact.every]);
  }
  const keys = form.kind === 'checklist' ? form.elements : form.kind === 'events' ? form.kinds : null;
  if (!keys || !fact.keys) return found;
  const [wanted, given] = [Object.keys(keys).toSorted().join(', '), fact.keys.toSorted().join(', ')];
  if (wanted !== given) found.push(['set of keys', wanted, given]);
  return found;
}
