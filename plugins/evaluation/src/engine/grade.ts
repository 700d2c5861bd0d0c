/**
 * Grades (等次): by fixed lines, or by a village's place among its group.
 *
 * 79.99 is not 80, a share of places is only cut, and a veto can lower a grade but never lift it.
 */
import { exact } from './exact.ts';
import type { Decimal } from './exact.ts';
import { betterThan, figuresOfValues, isInTop } from './group.ts';
import type { GroupFigures } from './group.ts';
import type { Grading, LineGrading, ShareGrading, VetoEffect } from './standard.ts';

/** The grade of a total against lines, with the effects of its vetoes. */
export function gradeByLines(grading: LineGrading, total: Decimal, effects: readonly VetoEffect[]): string {
  if (effects.includes('disqualify')) return grading.disqualified;
  const points = exact(total);
  const reached = orderedLines(grading).find(({ min }) => points.compare(exact(min)) >= 0);
  return capped(grading, reached?.grade ?? grading.disqualified, effects);
}

export interface Graded {
  code: string;
  total: Decimal;
  effects: readonly VetoEffect[];
}

/** Grades of all villages of one group; the disqualified leave it before it is ranked. */
export function gradeByShares(grading: ShareGrading, villages: readonly Graded[]): Map<string, string> {
  const ranked = villages.filter(({ effects }) => !effects.includes('disqualify'));
  const figures = figuresOfValues(ranked.map(({ total }) => exact(total)));
  return new Map(
    villages.map((village) => {
      const isOut = village.effects.includes('disqualify');
      return [village.code, isOut ? grading.disqualified : shareOf(grading, village, figures)];
    }),
  );
}

function shareOf(grading: ShareGrading, { total, effects }: Graded, figures: GroupFigures): string {
  const points = exact(total);
  if (grading.least !== undefined && points.compare(exact(grading.least)) < 0) return grading.disqualified;
  const place = betterThan(points, figures, 'higher') + 1;
  const band = grading.grades.find(({ top }) => isInTop(place, figures.sorted.length, top));
  return capped(grading, band?.grade ?? grading.disqualified, effects);
}

/** The grades from best to worst; the disqualified grade stands last if it is not in the list. */
export function gradeOrder(grading: Grading): string[] {
  const listed = grading.kind === 'lines' ? orderedLines(grading) : grading.grades;
  const order = listed.map(({ grade }) => grade);
  return order.includes(grading.disqualified) ? order : [...order, grading.disqualified];
}

function orderedLines(grading: LineGrading): LineGrading['grades'] {
  return grading.grades.toSorted((a, b) => exact(b.min).compare(exact(a.min)));
}

function capped(grading: Grading, grade: string, effects: readonly VetoEffect[]): string {
  const order = gradeOrder(grading);
  const places = effects.map((effect) => (effect === 'disqualify' ? -1 : order.indexOf(effect.capGrade)));
  return order[Math.max(order.indexOf(grade), ...places)] ?? grade;
}
