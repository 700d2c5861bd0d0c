/**
 * Sums and codes: points add up from indicator to standard, and no code stands twice.
 *
 * Bonus and veto stand outside the sum.
 */
import { exact, exactText, isDecimal, isOnStep, sumOf } from './exact.ts';
import type { LoadView, Placed } from './load.view.ts';

type Weighed = { code: string; points: string };

export function checkSums(view: LoadView): void {
  const { standard, classes } = view;
  if (isDecimal(standard.points) && Array.isArray(standard.classes)) {
    checkSum(
      view,
      { value: { code: 'the standard', points: standard.points }, parts: [] },
      classes.map(({ value }) => value),
      'classes',
    );
  }
  for (const one of classes) checkSum(view, one, one.value.items, 'items');
  for (const item of view.items) {
    const base = Array.isArray(item.value.indicators)
      ? item.value.indicators.filter((part) => part?.role !== 'bonus' && !part?.veto)
      : undefined;
    checkSum(view, item, base, 'indicators');
  }
  checkSteps(view);
}

export function checkCodes(view: LoadView): void {
  const seen = new Map<string, string>();
  for (const { value, parts } of [...view.classes, ...view.items, ...view.named]) {
    const { code } = value;
    if (typeof code !== 'string') continue;
    if (seen.has(code)) {
      view.report(
        [...parts, 'code'],
        `The code "${code}" stands twice.`,
        'Give each class, item and indicator its own code.',
        code,
      );
    }
    seen.set(code, code);
  }
  for (const one of view.classes) checkInside(view, one, one.value.items, 'items', '');
  for (const item of view.items) checkInside(view, item, item.value.indicators, 'indicators', '.');
}

function checkSum(view: LoadView, whole: Placed<Weighed>, list: readonly Weighed[] | undefined, name: string): void {
  if (!isDecimal(whole.value.points) || !Array.isArray(list)) return;
  const points = list.map((part) => part?.points);
  if (!points.every(isDecimal)) return;
  const sum = exactText(sumOf(points.map((text) => exact(text))));
  if (sum === exactText(exact(whole.value.points))) return;
  const message = `The points of the ${name} in ${whole.value.code} add up to ${sum}, not to ${whole.value.points}.`;
  view.report([...whole.parts, 'points'], message, `Change points to ${sum}, or correct the ${name}.`);
}

// Otherwise rounding could lift a score over its full marks, or keep it from ever reaching them.
function checkSteps(view: LoadView): void {
  if (!view.isSound(['rounding'])) return;
  for (const { value, parts } of view.indicators) {
    const step = (value.round ?? view.standard.rounding).step;
    for (const key of ['points', 'floor', 'cap'] as const) {
      const points = value[key];
      if (points === undefined || isOnStep(exact(points), exact(step))) continue;
      const message = `${key} is ${points}, which rounding in steps of ${step} can never give.`;
      view.report([...parts, key], message, `Use a multiple of ${step}, or another rounding.`, value.code);
    }
  }
}

function checkInside(
  view: LoadView,
  whole: Placed<{ code: string }>,
  list: readonly { code: string }[] | undefined,
  name: string,
  between: string,
): void {
  if (!Array.isArray(list) || typeof whole.value.code !== 'string') return;
  list.forEach((part, at) => {
    if (typeof part?.code !== 'string' || part.code.startsWith(whole.value.code + between)) return;
    const message = `"${part.code}" stands inside ${whole.value.code}, but its code belongs elsewhere.`;
    view.report(
      [...whole.parts, name, at, 'code'],
      message,
      `Begin the code with ${whole.value.code}${between}.`,
      part.code,
    );
  });
}
