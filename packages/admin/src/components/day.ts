/** Days as people type them: 2026-11-24, 2026/11/24, 2026.11.24, 20261124 and 2026年11月24日 all mean the same day. */

/** The day in ISO form, or undefined when it is none that the calendar knows. */
export function readDay(typed: string): string | undefined {
  const text = typed
    .trim()
    .replace(/[年月/.]/g, '-')
    .replace(/日$/, '');
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, date = 0] = parts.slice(1).map(Number);
  const day = new Date(Date.UTC(year, month - 1, date));
  const isReal = day.getUTCFullYear() === year && day.getUTCMonth() === month - 1 && day.getUTCDate() === date;
  return isReal ? day.toISOString().slice(0, 10) : undefined;
}
