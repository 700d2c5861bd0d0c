/**
 * When a job is due: five fields, read in Asia/Shanghai whatever the server's own time zone is.
 *
 * China has had no summer time since 1991: Shanghai is eight hours ahead, always.
 */
import { parseCronItem, type CronItem, type ParsedCronItem } from 'graphile-worker';

export interface Schedule {
  /** True when the job is due in this minute. */
  isDueAt(instant: Date): boolean;
  /** True when it was due again after this tick and up to now: then that later one is run, and this one is not. */
  isSuperseded(tick: Date, now: Date): boolean;
}

type Matcher = Exclude<CronItem['match'], string>;

const MINUTE_MS = 60_000;
const SHANGHAI_MS = 8 * 60 * MINUTE_MS;
/** A server that was down for longer makes up nothing older. */
export const MADE_UP_MS = 8 * 24 * 60 * MINUTE_MS;

/** @throws Error when the pattern cannot be read. */
export function readSchedule(pattern: string): Schedule {
  const { match } = parseCronItem({ task: 'schedule', match: pattern });
  const isDueAt = (instant: Date) => match(digestOf(new Date(instant.getTime() + SHANGHAI_MS)));
  return {
    isDueAt,
    isSuperseded(tick, now) {
      for (let ms = tick.getTime() + MINUTE_MS; ms <= now.getTime(); ms += MINUTE_MS)
        if (isDueAt(new Date(ms))) return true;
      return false;
    },
  };
}

/** The schedule as the queue's library wants it: it asks minute by minute, in UTC. */
export function cronItem(task: string, { isDueAt }: Schedule): ParsedCronItem {
  const match: Matcher = ({ month, date, hour, min }) => isDueAt(instantOf(month, date, hour, min));
  return parseCronItem({
    task,
    match,
    identifier: task,
    // One queue for each job: a run that takes longer than its interval is not overtaken by the next.
    options: { backfillPeriod: MADE_UP_MS, maxAttempts: 10, queueName: task },
  });
}

/** The library leaves the year out: it is the one that brings the moment nearest to now. */
export function instantOf(month: number, date: number, hour: number, min: number, now = new Date()): Date {
  const year = now.getUTCFullYear();
  const candidates = [year - 1, year, year + 1].map((one) => new Date(Date.UTC(one, month - 1, date, hour, min)));
  const distance = (one: Date) => Math.abs(one.getTime() - now.getTime());
  return candidates.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

const digestOf = (local: Date) => ({
  min: local.getUTCMinutes(),
  hour: local.getUTCHours(),
  date: local.getUTCDate(),
  month: local.getUTCMonth() + 1,
  dow: local.getUTCDay(),
});
