/**
 * Names: every source, parameter, group, attribute and grade that a standard mentions is defined in it.
 *
 * A misspelt name must stop the file; read as "nothing" it would silently change scores.
 */
import type { LoadView } from './load.view.ts';
import { exact } from './exact.ts';
import { gradeOrder } from './grade.ts';
import { isDay } from './days.ts';
import { amountsOf } from './rule.parts.ts';
import type { Indicator, ParameterCase, PlaceTest, SourceRef } from './standard.ts';
import { isRecord, own } from './text.ts';
import type { PathPart } from './text.ts';

export function checkNames(view: LoadView): void {
  for (const { value, parts } of [...view.classes, ...view.items]) {
    if (view.isSound([...parts, 'sources'])) checkSources(view, value.sources, parts);
  }
  for (const { value, parts } of view.indicators) checkIndicator(view, value, parts);
  if (view.isSound(['parameters'])) checkParameters(view);
  if (view.isSound(['groups'])) checkGroups(view);
  if (view.isSound(['scope'])) checkScope(view);
  if (view.isSound(['grading'])) checkGrades(view);
  checkDays(view);
}

function checkIndicator(view: LoadView, indicator: Indicator, parts: PathPart[]): void {
  const { code, score, notApplicable } = indicator;
  checkSources(view, indicator.sources, parts, code);
  for (const amount of score ? amountsOf(score) : []) {
    if (typeof amount !== 'string') checkKnown(view, 'parameter', amount.param, [...parts, 'score'], code);
  }
  if (score?.kind === 'groupAverage' || score?.kind === 'groupRank') {
    checkKnown(view, 'group', score.group, [...parts, 'score', 'group'], code);
  }
  if (notApplicable) checkTest(view, notApplicable.when, [...parts, 'notApplicable', 'when'], code);
}

function checkSources(
  view: LoadView,
  sources: readonly SourceRef[] | undefined,
  parts: PathPart[],
  code?: string,
): void {
  sources?.forEach(({ key }, at) => checkKnown(view, 'source', key, [...parts, 'sources', at, 'key'], code));
}

function checkParameters(view: LoadView): void {
  for (const [name, parameter] of Object.entries(view.standard.parameters)) {
    checkSources(view, parameter.sources, ['parameters', name]);
    parameter.cases?.forEach((one, at) => checkCase(view, one, ['parameters', name, 'cases', at]));
  }
}

function checkCase(view: LoadView, one: ParameterCase, parts: PathPart[]): void {
  if (one.group !== undefined) checkKnown(view, 'group', one.group, [...parts, 'group']);
  if (one.attribute === undefined) return;
  if (one.under !== undefined) checkTest(view, { attribute: one.attribute, under: one.under }, parts);
  if (one.is !== undefined) checkTest(view, { attribute: one.attribute, is: one.is }, parts);
}

function checkGroups(view: LoadView): void {
  for (const [name, group] of Object.entries(view.standard.groups)) {
    if (group.kind === 'sameAttribute') checkKnown(view, 'attribute', group.attribute, ['groups', name, 'attribute']);
  }
}

function checkScope(view: LoadView): void {
  view.standard.scope.excludes.forEach(({ when }, at) => {
    const parts = ['scope', 'excludes', at, 'when'];
    checkTest(view, when, parts);
    if (!('empty' in when || 'declared' in when)) return;
    view.report(parts, 'The scope cannot depend on an answer.', 'Test an attribute or a group of the village.');
  });
}

function checkTest(view: LoadView, test: PlaceTest, parts: PathPart[], code?: string): void {
  if ('group' in test) checkKnown(view, 'group', test.group, [...parts, 'group'], code);
  if (!('attribute' in test)) return;
  if (!checkKnown(view, 'attribute', test.attribute, [...parts, 'attribute'], code)) return;
  if (!view.isSound(['attributes'])) return;
  const { type } = view.standard.attributes[test.attribute] ?? { type: 'word' };
  const wanted = 'under' in test ? 'number' : typeof test.is === 'boolean' ? 'yesNo' : 'word';
  if (type === wanted) return;
  const message = `The attribute "${test.attribute}" is a ${type}, but the test treats it as a ${wanted}.`;
  view.report(parts, message, `Test it as a ${type}, or change its type.`, code);
}

function checkGrades(view: LoadView): void {
  const { grading, titles } = view.standard;
  const names = grading.grades.map(({ grade }) => grade);
  names.forEach((grade, at) => {
    if (names.indexOf(grade) === at) return;
    view.report(['grading', 'grades', at, 'grade'], `The grade "${grade}" stands twice.`, 'Name each grade once.');
  });
  if (grading.kind === 'lines') checkGrade(view, grading.disqualified, ['grading', 'disqualified'], names);
  if (grading.kind === 'shares') {
    checkKnown(view, 'group', grading.group, ['grading', 'group']);
    grading.grades.forEach(({ top }, at) => {
      const before = grading.grades[at - 1]?.top;
      if (before === undefined || exact(top).compare(exact(before)) > 0) return;
      view.report(
        ['grading', 'grades', at, 'top'],
        `${top} is not more than ${before} before it.`,
        'Shares are cumulative: let them grow.',
      );
    });
  }
  if (view.isSound(['titles'])) {
    titles.forEach(({ leastGrade }, at) => checkGrade(view, leastGrade, ['titles', at, 'leastGrade'], names));
  }
  const all = gradeOrder(grading);
  for (const { value, parts } of view.indicators) {
    if (!value.veto || value.veto.effect === 'disqualify') continue;
    checkGrade(view, value.veto.effect.capGrade, [...parts, 'veto', 'effect', 'capGrade'], all, value.code);
  }
  checkSources(view, grading.sources, ['grading']);
}

function checkGrade(view: LoadView, grade: string, parts: PathPart[], names: readonly string[], code?: string): void {
  if (names.includes(grade)) return;
  view.report(parts, `The grade "${grade}" is unknown.`, `Use one of ${names.join(', ')}, or add the grade.`, code);
}

function checkDays(view: LoadView): void {
  if (view.isSound(['published']) && !isDay(view.standard.published))
    notADay(view, ['published'], view.standard.published);
  if (!view.isSound(['inForce'])) return;
  const { from, until } = view.standard.inForce;
  if (!isDay(from)) notADay(view, ['inForce', 'from'], from);
  if (until !== null && !isDay(until)) notADay(view, ['inForce', 'until'], until);
  if (until === null || from <= until) return;
  view.report(['inForce', 'until'], `"${until}" lies before "${from}".`, 'Let the edition end after it begins.');
}

function notADay(view: LoadView, parts: PathPart[], value: string): void {
  view.report(parts, `"${value}" is not a day of the calendar.`, 'Write a day that exists, such as "2024-02-29".');
}

const HOMES = { source: 'sources', parameter: 'parameters', group: 'groups', attribute: 'attributes' } as const;

function checkKnown(view: LoadView, what: keyof typeof HOMES, name: string, parts: PathPart[], code?: string): boolean {
  const home = HOMES[what];
  // Where the whole list is missing or misshapen, the schema has said so already.
  const list: unknown = view.standard[home];
  if (!isRecord(list) || own(list, name) !== undefined) return true;
  view.report(parts, `The ${what} "${name}" is unknown.`, `Define it under ${home}, or correct its spelling.`, code);
  return false;
}
