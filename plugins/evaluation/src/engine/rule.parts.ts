/**
 * Looking inside a score rule: its amounts, its parts, the kinds of answers that it can read.
 *
 * Whoever adds a kind of rule names here what it contains; checks and scoring then see it everywhere.
 */
import type { Amount, AnswerForm, ScoreRule, SimpleRule, Thresholds } from './rule.ts';

type Kind = AnswerForm['kind'];

const COUNTED: readonly Kind[] = [
  'number',
  'ratio',
  'checklist',
  'events',
  'deliveries',
  'periods',
  'comparison',
  'sample',
];
const MEASURED: readonly Kind[] = ['yesNo', ...COUNTED];

/** Which answers a rule can read. */
export const READS: Record<ScoreRule['kind'], readonly Kind[]> = {
  allOrNothing: [...MEASURED, 'choice'],
  perElement: ['checklist'],
  missingElement: ['checklist'],
  shortfall: MEASURED,
  proportion: MEASURED,
  bands: MEASURED,
  options: ['choice'],
  perEvent: ['events'],
  late: ['deliveries'],
  yearOnYear: ['comparison'],
  sampleFailures: ['sample'],
  discretion: ['assessor'],
  combine: ['form'],
  groupAverage: MEASURED,
  groupRank: MEASURED,
};

/** The rules that read one field of a form. */
export function simpleRulesOf(score: ScoreRule, field: string): SimpleRule[] {
  if (score.kind !== 'combine') return [];
  return score.parts.filter((part) => part.field === field).map((part) => part.score);
}

/** Every number of a rule that may name a parameter. */
export function amountsOf(score: ScoreRule): Amount[] {
  const amounts: Amount[] = [];
  eachAmount(score, (amount) => amounts.push(amount));
  return amounts;
}

/** As `amountsOf`, without a list: it is asked once for every answer. */
export function eachAmount(score: ScoreRule, visit: (amount: Amount) => void): void {
  switch (score.kind) {
    case 'allOrNothing':
      return eachThreshold(score.when, visit);
    case 'perElement':
    case 'missingElement':
    case 'sampleFailures':
      return score.each === undefined ? undefined : visit(score.each);
    case 'shortfall':
      if (score.target !== 'all') visit(score.target);
      return visit(score.each);
    case 'proportion':
      if (score.from !== undefined) visit(score.from);
      return visit(score.target);
    case 'bands':
    case 'groupAverage':
      for (const band of score.bands) eachThreshold(band, visit);
      return;
    case 'perEvent':
      for (const price of Object.values(score.kinds)) if ('each' in price) visit(price.each);
      return;
    case 'late':
      visit(score.first);
      return visit(score.perDay);
    case 'combine':
      for (const part of score.parts) eachAmount(part.score, visit);
      return;
    case 'options':
    case 'yearOnYear':
    case 'discretion':
    case 'groupRank':
  }
}

function eachThreshold({ atLeast, over, atMost, under }: Thresholds, visit: (amount: Amount) => void): void {
  if (atLeast !== undefined) visit(atLeast);
  if (over !== undefined) visit(over);
  if (atMost !== undefined) visit(atMost);
  if (under !== undefined) visit(under);
}
