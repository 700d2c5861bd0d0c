/**
 * Vetoes (一票否决): findings of listed authorities inside a look-back decide about the grade, not about points.
 *
 * Both ends of the look-back are included; one person counts once, however many papers name him.
 */
import type { Finding, IndicatorScore, ScoreContext } from './answer.ts';
import { isWithin, yearsBefore } from './days.ts';
import type { Period } from './days.ts';
import { exactText } from './exact.ts';
import type { IndicatorRule, LookBack, Veto, VetoEffect } from './standard.ts';
import { isRecord } from './text.ts';
import { write } from './work.ts';
import type { Work } from './work.ts';

type VetoContext = Pick<ScoreContext, 'period' | 'awardedOn' | 'termStartedOn'>;

export interface VetoDecision {
  effect: VetoEffect | 'none';
  /** How many findings counted, of any person. */
  counted: number;
  window: Period;
}

/** Null when findings must be weighed over the term, but nobody has stated when it started. */
export function decideVeto(veto: Veto, findings: readonly Finding[], context: VetoContext): VetoDecision | null {
  const from = startOf(veto.lookBack, context) ?? (findings.length === 0 ? context.period.from : null);
  if (from === null) return null;
  const window = { from, to: context.period.to };
  const counted = findings.filter(
    ({ authority, date }) => veto.authority.includes(authority) && isWithin(date, window),
  );
  const hits = veto.when.some(({ kinds, atLeast }) => persons(counted, kinds) >= Number(atLeast));
  return { effect: hits ? veto.effect : 'none', counted: counted.length, window };
}

export function scoreVeto(veto: Veto, indicator: IndicatorRule, answer: unknown, work: Work): IndicatorScore {
  const findings = isRecord(answer) && Array.isArray(answer.findings) ? (answer.findings as Finding[]) : [];
  const decision = decideVeto(veto, findings, work.context);
  // Validation asks for the start of the term before any finding is weighed.
  if (!decision) throw new Error(`${indicator.code}: the start of the term is not stated`);
  const { effect, counted, window } = decision;
  write(work.trace, 'answer', `有 ${findings.length} 份认定。`, `There are ${findings.length} findings.`);
  const inside = `${window.from} 至 ${window.to}`;
  const rule = `回溯期 ${inside}，由所列机关认定的 ${counted} 份计入。`;
  write(work.trace, 'rule', rule, `${counted} of them count, by a listed authority in ${window.from} to ${window.to}.`);
  const { zh, en } = effectWords(effect);
  write(work.trace, 'veto', `${zh}。`, `${en}.`, work.full);
  const score: IndicatorScore = { status: 'scored', points: exactText(work.full), trace: work.trace };
  return { ...score, veto: { effect, counted } };
}

export function effectWords(effect: VetoEffect | 'none'): { zh: string; en: string } {
  if (effect === 'none') return { zh: '不构成否决', en: 'No veto follows' };
  if (effect === 'disqualify') return { zh: '一票否决', en: 'The village is disqualified' };
  return { zh: `等次不得高于 ${effect.capGrade}`, en: `The grade is at most ${effect.capGrade}` };
}

function startOf(lookBack: LookBack, context: VetoContext): string | null {
  const { period, awardedOn, termStartedOn } = context;
  switch (lookBack.kind) {
    case 'years':
      return yearsBefore(period.to, Number(lookBack.years));
    case 'sinceAward':
      if (awardedOn && awardedOn <= period.to) return awardedOn;
      return yearsBefore(period.to, Number(lookBack.otherwiseYears));
    case 'term':
      return termStartedOn ?? null;
    case 'cycle':
      return period.from;
  }
}

// A finding that names nobody stands for itself.
function persons(findings: readonly Finding[], kinds: readonly string[]): number {
  const fitting = findings.filter(({ kind }) => kinds.includes(kind));
  const named = new Set(fitting.flatMap(({ person }) => person ?? []));
  return named.size + fitting.filter(({ person }) => person === undefined || person === null).length;
}
