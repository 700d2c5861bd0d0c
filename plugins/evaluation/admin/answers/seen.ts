/**
 * Which indicators somebody has opened on this device (看过).
 *
 * A help for the eye only: it never leaves the device and nobody counts it.
 */
const keyOf = (assessment: string): string => `cunzhi.seen.${assessment}`;

export function readSeen(assessment: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(assessment)) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((code): code is string => typeof code === 'string') : []);
  } catch {
    return new Set();
  }
}

export function markSeen(assessment: string, code: string): void {
  const seen = new Set(readSeen(assessment)).add(code);
  try {
    localStorage.setItem(keyOf(assessment), JSON.stringify([...seen]));
  } catch {
    // A full or closed storage costs the mark, nothing else.
  }
}
