/**
 * Which plugins run, in which order: each after those that it uses. Only the data of `uses` is read.
 */
import { SetupError, type Plugin } from '@cunzhi/plugin';
import { checkPlugins } from './check.ts';
import { sentence } from './problem.ts';

/** All of these plugins, each after those that it uses. @throws SetupError when one of them could not run. */
export function orderPlugins(plugins: readonly Plugin[]): Plugin[] {
  const { ordered, setAside } = checkPlugins(plugins);
  if (setAside.size > 0) throw new SetupError([...setAside.values()].map((one) => sentence(one, 'en')));
  return [...ordered];
}

/** Ids of the plugins that cannot run without this one, near and far, in the order given. */
export function dependantsOf(id: string, plugins: readonly Plugin[]): string[] {
  const away = new Set([id]);
  for (let before = 0; before !== away.size;) {
    before = away.size;
    for (const plugin of plugins) if (needs(plugin).some((used) => away.has(used))) away.add(plugin.id);
  }
  return plugins.map((plugin) => plugin.id).filter((one) => one !== id && away.has(one));
}

/** Ids of the plugins that this one cannot do without. */
export function needs(plugin: Plugin): string[] {
  return Object.values(plugin.uses)
    .filter(({ isOptional }) => !isOptional)
    .map((use) => use.plugin.id);
}
