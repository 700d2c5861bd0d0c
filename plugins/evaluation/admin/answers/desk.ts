/**
 * The desk of a scorer (评分台): which methods a desk implies, and which indicator comes next.
 *
 * Papers and records are what one looks at from a desk; going there or asking people is ticked by hand.
 */
import type { CheckMethod, IndicatorText } from '../evaluation.model.ts';

const fromTheDesk: readonly CheckMethod[] = ['PAPERS', 'SYSTEM'];

/** The methods that are ticked to begin with. */
export function methodsToBeginWith(check: IndicatorText['check']): CheckMethod[] {
  return check.methods.filter((method) => fromTheDesk.includes(method));
}

/** Whether the ticked methods are enough: every one, or any one. */
export function isCheckedEnough(check: IndicatorText['check'], ticked: readonly CheckMethod[]): boolean {
  return check.all
    ? check.methods.every((method) => ticked.includes(method))
    : check.methods.some((method) => ticked.includes(method));
}

export interface DeskLine {
  indicator: { code: string };
  township: { status: string } | null;
}

export const isScored = (line: DeskLine): boolean =>
  line.township !== null && line.township.status !== 'UNANSWERED' && line.township.status !== 'PENDING';

/** The next indicator without a score after this one, round the end; itself when all are scored. */
export function nextUnscored(lines: readonly DeskLine[], code: string): string {
  const at = lines.findIndex((line) => line.indicator.code === code);
  const turned = [...lines.slice(at + 1), ...lines.slice(0, at + 1)];
  return turned.find((line) => !isScored(line))?.indicator.code ?? code;
}

/** Whether a key belongs to what somebody is typing. */
export function isTyping(event: Pick<KeyboardEvent, 'target' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as { tagName?: string; type?: string; isContentEditable?: boolean } | null;
  if (target?.isContentEditable) return true;
  if (target?.tagName === 'INPUT') return target.type !== 'radio' && target.type !== 'checkbox';
  return target?.tagName === 'TEXTAREA' || target?.tagName === 'SELECT';
}
