/**
 * Which plugins run, in which order: each after those that it uses.
 *
 * Checks data only; no plugin code runs here. Every problem is said at once.
 */
import { SetupError, type Plugin } from '@cunzhi/plugin';

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** @throws SetupError for a bad or doubled id, a missing or circular use. */
export function orderPlugins(plugins: readonly Plugin[]): Plugin[] {
  const problems: string[] = [];
  const byId = new Map<string, Plugin>();
  for (const plugin of plugins) {
    if (!ID.test(plugin.id) || plugin.id.length > 40) {
      problems.push(
        `The plugin id "${plugin.id}" is not allowed: small letters, digits and single hyphens, at most 40 characters.`,
      );
    }
    if (byId.has(plugin.id)) problems.push(`Two plugins have the id "${plugin.id}". Remove one from cunzhi.config.ts.`);
    byId.set(plugin.id, plugin);
  }
  for (const plugin of plugins) {
    for (const { plugin: used, isOptional } of Object.values(plugin.uses)) {
      if (!isOptional && !byId.has(used.id))
        problems.push(`${plugin.id} needs ${used.id}, which is not installed. Add it to cunzhi.config.ts.`);
    }
  }
  if (problems.length > 0) throw new SetupError(problems);
  return sort(byId);
}

function sort(byId: ReadonlyMap<string, Plugin>): Plugin[] {
  const ordered: Plugin[] = [];
  const visiting = new Set<string>();
  const visit = (plugin: Plugin): void => {
    if (ordered.includes(plugin)) return;
    if (visiting.has(plugin.id)) {
      throw new SetupError([
        `Plugins use each other in a circle: ${[...visiting, plugin.id].join(' → ')}. Break it with an event.`,
      ]);
    }
    visiting.add(plugin.id);
    for (const { plugin: one } of Object.values(plugin.uses)) {
      const used = byId.get(one.id);
      if (used) visit(used);
    }
    visiting.delete(plugin.id);
    ordered.push(plugin);
  };
  for (const plugin of byId.values()) visit(plugin);
  return ordered;
}
