/** The number of a case (案号), written from its committee's pattern. */

/** `({year})浙湖安人调字第{number}号`, 2026, 1 → `(2026)浙湖安人调字第0001号`; a count with more digits is written out. */
export function writeNumber(
  { pattern, digits }: { pattern: string; digits: number },
  year: number,
  count: number,
): string {
  return pattern.replace('{year}', String(year)).replace('{number}', String(count).padStart(digits, '0'));
}
