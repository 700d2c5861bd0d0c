/** Days and years as people in China count them. */

const day = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The local day of an instant, `2026-11-24`. */
export const localDay = (at: Date): string => day.format(at);

/** The local year of an instant. */
export const localYear = (at: Date): number => Number(localDay(at).slice(0, 4));

/** True when a norm is in force on a day; both ends count. */
export function isInForce({ validFrom, validTo }: { validFrom: string; validTo: string | null }, on: string): boolean {
  return validFrom <= on && (validTo === null || on <= validTo);
}
