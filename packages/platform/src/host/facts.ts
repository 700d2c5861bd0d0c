/**
 * Facts of all plugins behind one door; a fact whose owner is away or fails is missing, never zero.
 */
import {
  SetupError,
  type FactDefinition,
  type FactQuery,
  type FactValue,
  type Plugin,
  type ServiceContext,
} from '@cunzhi/plugin';

export type FactReader = (
  ctx: ServiceContext,
  query: FactQuery,
) => Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>>;

/** @throws SetupError when two plugins publish the same fact. */
export function collectFacts(plugins: readonly Plugin[]): FactReader {
  const definitions = new Map<string, FactDefinition>();
  for (const plugin of plugins) {
    for (const [id, definition] of Object.entries(plugin.facts)) {
      if (definitions.has(id)) throw new SetupError([`The fact ${id} has two owners; ${plugin.id} is the second.`]);
      definitions.set(id, definition);
    }
  }
  return async (ctx, { ids, villages, year }) => {
    const known = [...new Set(ids)].filter((id) => definitions.has(id));
    const values = await Promise.all(known.map((id) => definitions.get(id)?.load(ctx, villages, year)));
    return new Map(known.map((id, index) => [id, values[index] ?? new Map<string, FactValue>()]));
  };
}
