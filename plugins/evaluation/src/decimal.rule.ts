/**
 * Decimals as text: compared and added exactly, without any binary float.
 */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

function scaled(text: string, places: number): bigint {
  const match = DECIMAL.exec(text);
  if (!match) throw new Error(`"${text}" is not a decimal.`);
  const [, sign = '', whole = '', part = ''] = match;
  const value = BigInt(whole + part.padEnd(places, '0'));
  return sign === '-' ? -value : value;
}

const placesOf = (text: string) => (text.split('.')[1] ?? '').length;

/** True when the first is not less than the second. */
export function exactAtLeast(one: string, other: string): boolean {
  const places = Math.max(placesOf(one), placesOf(other));
  return scaled(one, places) >= scaled(other, places);
}

/** True for the same number, however many zeros it is written with. */
export function isSameNumber(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return exactAtLeast(one, other) && exactAtLeast(other, one);
}

/** The same number as plain text: no zeros in front, none behind. */
export function plain(text: string): string {
  const short = text.replace(/^(-?)0+(?=\d)/, '$1').replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''); // prettier-ignore
  return short === '-0' ? '0' : short;
}
