/**
 * Faults of plugins: what went wrong, where and how often, kept for seven days for whoever looks after the plugins.
 *
 * Noting a fault never throws and never makes anybody wait; equal faults are one row with a count.
 */
import type { Sql } from 'postgres';
import type { Log } from '../log/index.ts';

export const FAULT_KINDS = ['field', 'handler', 'job', 'webhook', 'guard', 'start', 'slot', 'page'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly plugin: string;
  readonly kind: FaultKind;
  /** The field, event, job, slot or page: `Village.wells`, `wells.well.dry`. */
  readonly where: string;
  /** What it said; no text, name or amount of people. */
  readonly message: string;
}

export interface NotedFault extends Fault {
  readonly id: string;
  /** When it happened last. */
  readonly at: Date;
  readonly count: number;
}

/** Never throws, never waits. */
export type NoteFault = (fault: Fault) => void;

export interface FaultBook {
  readonly note: NoteFault;
  /** Faults of the last seven days, newest first, at most 50. */
  list(plugin: string): Promise<readonly NotedFault[]>;
  /** Writes what waits. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_MS = 500;
const MESSAGE_MOST = 500;
/** Different faults that may wait, and that are kept for each plugin: a message that differs every time fills no disk. */
const WAITING_MOST = 500;
const KEPT_MOST = 500;

/** Opens the book over the platform's own connection. */
export function openFaults(follow: Sql, log: Log): FaultBook {
  const waiting = new Map<string, { fault: Fault; count: number }>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const batch = [...waiting.values()];
    waiting.clear();
    if (batch.length === 0) return;
    const rows = batch.map(({ fault: { where, ...fault }, count }) => ({ ...fault, place: where, count }));
    try {
      await follow`
        insert into platform.plugin_fault ${follow(rows, 'plugin', 'kind', 'place', 'message', 'count')}
        on conflict (plugin, kind, place, md5(message)) do update set count = plugin_fault.count + excluded.count, last_at = now()`;
      await follow`
        delete from platform.plugin_fault where last_at < now() - interval '7 days' or id in (
          select id from (select id, row_number() over (partition by plugin order by last_at desc) as rank from platform.plugin_fault) ranked
          where rank > ${KEPT_MOST})`;
    } catch (error) {
      log.warn({ error: String(error), faults: rows.length }, 'faults of plugins could not be noted in the database');
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (writing = writing.then(write));
  };

  return {
    note(given) {
      const fault = tidy(given);
      const key = JSON.stringify(fault);
      const known = waiting.get(key);
      if (known) known.count++;
      else if (waiting.size < WAITING_MOST) waiting.set(key, { fault, count: 1 });
      timer ??= setTimeout(() => void flush(), FLUSH_MS);
    },
    async list(plugin) {
      await flush();
      return follow<NotedFault[]>`
        select id, plugin, kind, place as "where", message, count, last_at as at from platform.plugin_fault
        where plugin = ${plugin} and last_at > now() - interval '7 days' order by last_at desc, id limit 50`;
    },
    flush,
    close: flush,
  };
}

function tidy({ plugin, kind, where, message }: Fault): Fault {
  const text = (value: unknown, most: number) => String(value).replaceAll('\u0000', '').slice(0, most);
  return { plugin: text(plugin, 60), kind, where: text(where, 200), message: text(message, MESSAGE_MOST) };
}
