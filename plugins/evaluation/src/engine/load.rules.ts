/**
 * Rules and answers that fit together: a rule can read its answer, and names only elements that the answer has.
 *
 * What cannot be read must stop the file, not the evening on which a village wants to submit.
 */
import type { LoadView } from './load.view.ts';
import { READS } from './rule.parts.ts';
import type { AnswerForm, Condition, ScoreRule } from './rule.ts';
import type { Indicator } from './standard.ts';
import type { PathPart } from './text.ts';

type Report = (parts: PathPart[], message: string, cure: string) => void;

export function checkRules(view: LoadView): void {
  for (const { value, parts } of view.indicators) {
    const report: Report = (at, message, cure) => view.report([...parts, ...at], message, cure, value.code);
    if (value.score) checkScore(value.answer, value.score, ['score'], report);
    if (value.veto) checkVeto(value, report);
  }
}

function checkScore(form: AnswerForm, score: ScoreRule, at: PathPart[], report: Report): void {
  if (!READS[score.kind].includes(form.kind)) {
    const message = `The rule ${score.kind} cannot read an answer of kind ${form.kind}.`;
    report([...at, 'kind'], message, `Ask for one of ${READS[score.kind].join(', ')}, or use another rule.`);
    return;
  }
  switch (score.kind) {
    case 'perElement':
    case 'missingElement':
      if (form.kind === 'checklist')
        checkKeys('element', score.elements ?? {}, form.elements, [...at, 'elements'], report);
      break;
    case 'options':
      if (form.kind === 'choice') checkKeys('option', score.options, form.options, [...at, 'options'], report);
      break;
    case 'perEvent':
      if (form.kind === 'events') checkKeys('event kind', score.kinds, form.kinds, [...at, 'kinds'], report);
      break;
    case 'allOrNothing':
      checkCondition(form, score.when, [...at, 'when'], report);
      break;
    case 'shortfall':
      if (score.target === 'all' && !HAS_ALL.includes(form.kind)) {
        report(
          [...at, 'target'],
          `"all" means nothing for an answer of kind ${form.kind}.`,
          'Write the target as a number.',
        );
      }
      break;
    case 'combine':
      score.parts.forEach((part, index) => {
        const field =
          form.kind === 'form' && Object.hasOwn(form.fields, part.field) ? form.fields[part.field] : undefined;
        const where = [...at, 'parts', index];
        if (field) checkScore(field, part.score, [...where, 'score'], report);
        else
          report([...where, 'field'], `The form has no field "${part.field}".`, 'Add the field, or correct its name.');
      });
      break;
    default:
  }
}

const HAS_ALL: readonly string[] = ['periods', 'checklist', 'deliveries', 'ratio', 'sample'];

const WHOLE_TESTS = { is: ['yesNo'], all: HAS_ALL, none: ['events'], options: ['choice'] } as const;

function checkCondition(form: AnswerForm, when: Condition, at: PathPart[], report: Report): void {
  for (const [name, kinds] of Object.entries(WHOLE_TESTS)) {
    if (!Object.hasOwn(when, name) || (kinds as readonly string[]).includes(form.kind)) continue;
    report(
      [...at, name],
      `"${name}" means nothing for an answer of kind ${form.kind}.`,
      `Use it for ${kinds.join(', ')}.`,
    );
  }
  for (const name of ['atLeast', 'over', 'atMost', 'under']) {
    if (!Object.hasOwn(when, name) || form.kind !== 'choice') continue;
    report([...at, name], 'A choice has no number to compare.', 'Use options.');
  }
  if (form.kind !== 'choice') return;
  const listed = Object.fromEntries((when.options ?? []).map((option) => [option, true]));
  checkKeys('option', listed, form.options, [...at, 'options'], report);
}

function checkVeto({ answer, veto }: Indicator, report: Report): void {
  if (answer.kind !== 'findings' || !veto) return;
  veto.when.forEach(({ kinds }, at) => {
    const listed = Object.fromEntries(kinds.map((kind) => [kind, true]));
    checkKeys('event kind', listed, answer.kinds, ['veto', 'when', at, 'kinds'], report);
  });
}

function checkKeys(what: string, used: object, known: Record<string, string>, at: PathPart[], report: Report): void {
  for (const key of Object.keys(used)) {
    if (Object.hasOwn(known, key)) continue;
    const names = Object.keys(known).join(', ');
    report([...at, key], `The ${what} "${key}" is unknown.`, `Use one of ${names}, or add it to the answer.`);
  }
}
