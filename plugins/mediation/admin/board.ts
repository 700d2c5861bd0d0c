/**
 * The board's memory of what it has seen: an event counts once, and only if it is newer than what is shown.
 *
 * Events carry no content; whoever wants it asks again and is checked again.
 */
import type { MediationColumn, MediationSignal } from './operations.ts';

export interface BoardMemory {
  /** The versions on the screen. */
  show(columns: readonly MediationColumn[]): void;
  /** True when the signal says something that the screen does not show yet. */
  isNews(signal: MediationSignal): boolean;
}

const MOST_REMEMBERED = 1_000;

export function createBoardMemory(): BoardMemory {
  const seen = new Set<string>();
  let versions = new Map<string, number>();

  return {
    show(columns) {
      versions = new Map(columns.flatMap(({ cases }) => cases.map((one) => [one.id, one.version] as const)));
    },
    isNews(signal) {
      if (signal.__typename === 'MediationHeartbeat' || seen.has(signal.eventId)) return false;
      if (seen.size >= MOST_REMEMBERED) seen.clear();
      seen.add(signal.eventId);
      return signal.version > (versions.get(signal.caseId) ?? 0);
    },
  };
}
