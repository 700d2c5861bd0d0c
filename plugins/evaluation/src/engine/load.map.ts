/**
 * The map from the edition before: every indicator of both editions occurs in it exactly once.
 *
 * An indicator that is forgotten here would vanish from every comparison of years without a word.
 */
import type { LoadView } from './load.view.ts';
import type { Standard } from './standard.ts';

/** `before` is the earlier edition, when it is at hand; without it only the codes of this one can be checked. */
export function checkMap(view: LoadView, before: Standard | null): void {
  if (!view.isSound(['previous'])) return;
  const { previous } = view.standard;
  if (!previous) return;
  const now = view.named.map(({ value }) => value.code).filter((code) => typeof code === 'string');
  checkSide(
    view,
    'now',
    previous.map.flatMap((entry) => entry.now),
    now,
    view.standard.edition,
  );
  const codes = previous.map.flatMap((entry) => entry.before);
  const known = before?.edition === previous.edition ? codesOf(before) : null;
  checkSide(view, 'before', codes, known ?? [...new Set(codes)], previous.edition);
}

function codesOf(standard: Standard): string[] {
  return standard.classes.flatMap(({ items }) => items.flatMap(({ indicators }) => indicators.map(({ code }) => code)));
}

function checkSide(view: LoadView, side: 'now' | 'before', mapped: string[], codes: string[], edition: string): void {
  const report = (code: string, message: string, cure: string) => view.report(['previous', 'map'], message, cure, code);
  for (const code of codes) {
    if (mapped.includes(code)) continue;
    report(
      code,
      `The indicator "${code}" of edition ${edition} is missing under ${side}.`,
      `Add it to one entry of the map.`,
    );
  }
  mapped.forEach((code, at) => {
    if (mapped.indexOf(code) !== at)
      report(code, `The indicator "${code}" stands twice under ${side}.`, 'Name it once.');
    else if (!codes.includes(code)) report(code, `Edition ${edition} has no indicator "${code}".`, 'Correct the code.');
  });
}
