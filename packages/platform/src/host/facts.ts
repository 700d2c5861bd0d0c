/**
 * Facts of all plugins behind one door; a fact whose owner is away, rests or fails is missing, never zero.
 */
import type { FactQuery, FactValue, Plugin, ServiceContext } from '@cunzhi/plugin';
import type { NoteFault } from '../plugins/index.ts';
import { messageOf } from './problem.ts';

export type FactReader = (
  ctx: ServiceContext,
  query: FactQuery,
) => Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>>;

export interface FactSource {
  /** The plugins that run now. */
  readonly plugins: () => readonly Plugin[];
  readonly isPaused: (plugin: string) => boolean;
  readonly noteFault: NoteFault;
}

export function collectFacts({ plugins, isPaused, noteFault }: FactSource): FactReader {
  return async (ctx, { ids, villages, year }) => {
    const found = new Map<string, ReadonlyMap<string, FactValue>>();
    const wanted = new Set(ids);
    const read = async ({ id: plugin, facts }: Plugin): Promise<void> => {
      for (const [fact, { load }] of Object.entries(facts)) {
        if (!wanted.has(fact) || isPaused(plugin)) continue;
        try {
          found.set(fact, await load(ctx, villages, year));
        } catch (error) {
          noteFault({ plugin, kind: 'field', where: `fact ${fact}`, message: messageOf(error) });
        }
      }
    };
    await Promise.all(plugins().map(read));
    return found;
  };
}
