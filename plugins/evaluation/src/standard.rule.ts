/**
 * A standard laid out for reading: every indicator with its place, in the order of the standard.
 *
 * Pure views of a parsed standard; nothing is computed about villages here.
 */
import type { Indicator, Level, ScoreRule, Standard, StandardClass, StandardItem } from './engine/index.ts';

/** An edition with its parsed standard. */
export interface Edition {
  readonly hash: string;
  readonly standard: Standard;
  readonly indicators: readonly PlacedIndicator[];
  readonly byCode: ReadonlyMap<string, PlacedIndicator>;
}

/** An indicator with the class and item it stands in. */
export interface PlacedIndicator {
  readonly standard: Standard;
  readonly class: StandardClass;
  readonly item: StandardItem;
  readonly indicator: Indicator;
  readonly ordinal: number;
}

export function layOut(hash: string, standard: Standard): Edition {
  const indicators = standard.classes
    .flatMap((one) =>
      one.items.flatMap((item) => item.indicators.map((indicator) => ({ standard, class: one, item, indicator }))),
    )
    .map((placed, index) => ({ ...placed, ordinal: index + 1 }));
  return { hash, standard, indicators, byCode: new Map(indicators.map((placed) => [placed.indicator.code, placed])) };
}

/** The rules that score one field of a form, or the whole answer when no field is named. */
export function rulesOf({ score }: Indicator, field?: string): ScoreRule[] {
  if (!score) return [];
  if (field === undefined) return [score];
  return score.kind === 'combine' ? score.parts.filter((part) => part.field === field).map((part) => part.score) : [];
}

/** False for what only an assessor of a higher level may fill in. */
export function isForLevel(indicator: Indicator, level: Level): boolean {
  const [rule] = rulesOf(indicator);
  return rule?.kind !== 'discretion' || !rule.by || rule.by.includes(level);
}

/** The name of a grade as people say it. */
export function gradeName(standard: Standard, grade: string): string {
  return standard.grading.grades.find((one) => one.grade === grade)?.name ?? grade;
}

/** The facts that may fill an answer, by field; the whole answer under ''. */
export function factsOf({ answer }: Indicator): ReadonlyMap<string, string> {
  const named =
    answer.kind === 'form'
      ? Object.entries(answer.fields).map(([field, form]) => [field, form.fact] as const)
      : [['', answer.kind === 'findings' ? undefined : answer.fact] as const];
  return new Map(named.flatMap(([field, fact]) => (fact === undefined ? [] : [[field, fact] as const])));
}
