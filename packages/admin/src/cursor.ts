/**
 * Cursors: positions in the one event log. They are text of fixed width, so that comparing text compares positions.
 */

/** The cursor of a signal: that of the only root field. */
export function cursorOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  for (const signal of Object.values(data)) {
    if (typeof signal === 'object' && signal !== null && 'cursor' in signal && typeof signal.cursor === 'string') {
      return signal.cursor;
    }
  }
  return undefined;
}

/** True when `cursor` lies behind everything seen so far. */
export function isNews(cursor: string, seen: string | undefined): boolean {
  return seen === undefined || seen === '' || cursor > seen;
}

/** The later of what was seen and what has come. */
export function laterCursor(seen: unknown, cursor: string): string {
  return typeof seen === 'string' && !isNews(cursor, seen) ? seen : cursor;
}
