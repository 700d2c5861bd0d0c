/**
 * Facts of all plugins behind one door; a fact whose owner is away, rests or fails is missing, never zero.
 */
import type { FactQuery, FactValue, Plugin, ServiceContext } from '@cunzhi/plugin';
import type { NoteFault } from '../plugins/index.ts';
import { within } from './limit.ts';
import { messageOf } from './problem.ts';

/** Whoever asks for a fact does not wait for it longer than this. */
const LIMIT_MS = 2_000;

export type FactReader = (
  enter: (plugin: string) => ServiceContext,
  query: FactQuery,
) => Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>>;

export interface FactSource {
  /** The plugins that run now. */
  readonly plugins: () => readonly Plugin[];
  readonly isPaused: (plugin: string) => boolean;
  readonly noteFault: NoteFault;
  readonly limitMs?: number | undefined;
}

export function collectFacts({ plugins, isPaused, noteFault, limitMs = LIMIT_MS }: FactSource): FactReader {
  return async (enter, { ids, villages, year }) => {
    const found = new Map<string, ReadonlyMap<string, FactValue>>();
    const wanted = new Set(ids);
    const read = async ({ id: plugin, facts }: Plugin): Promise<void> => {
      for (const [fact, { load }] of Object.entries(facts)) {
        if (!wanted.has(fact) || isPaused(plugin)) continue;
        try {
          const late = `it was not read within ${limitMs / 1000} s, and is missing`;
          const values: unknown = await within(limitMs, late, () => load(enter(plugin), villages, year));
          if (!(values instanceof Map)) throw new Error(`${fact} gives no Map of villages and their values`);
          found.set(fact, values);
        } catch (error) {
          noteFault({ plugin, kind: 'field', where: `fact ${fact}`, message: messageOf(error) });
        }
      }
    };
    await Promise.all(plugins().map(read));
    return found;
  };
}
