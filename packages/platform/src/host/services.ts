/**
 * Services: each plugin makes its own, after those of the plugins it uses; then all registries are sealed.
 *
 * A guest of a registry gets a door with its own name on it, so that whoever fills it late or wrongly is known.
 */
import { isRegistry, type Plugin } from '@cunzhi/plugin';
import type { Log } from '../log/index.ts';
import { withoutWaiting } from './check.ts';
import { messageOf, quarantined, type Problem } from './problem.ts';
import { readSettingsOf } from './settings.ts';

/** What a plugin's functions get of their own. */
export interface Own {
  readonly config: unknown;
  readonly services: unknown;
  readonly log: Log;
}

/** Makes the services of all that can run. Whoever throws is set aside: then make them anew, without what it filled in. */
export function openServices(
  plugins: readonly Plugin[],
  setAside: Map<string, Problem>,
  log: Log,
): ReadonlyMap<string, Own> {
  const opened = new Map<string, Own>();
  for (const plugin of plugins) {
    if (withoutWaiting([plugin], setAside).length === 0) continue;
    const own = { config: readSettingsOf(plugin), log: log.child({ plugin: plugin.id }) };
    try {
      const services = plugin.services?.(own as never, usesOf(plugin, opened) as never);
      if (services instanceof Promise) throw new Error('it returned a promise; what takes time belongs into `setup`');
      opened.set(plugin.id, { ...own, services });
    } catch (error) {
      setAside.set(plugin.id, broken(plugin.id, messageOf(error)));
    }
  }
  for (const { services } of opened.values()) for (const one of parts(services)) if (isRegistry(one)) one.seal();
  return opened;
}

/** The services of the used plugins, by the names in `uses`. */
function usesOf(plugin: Plugin, opened: ReadonlyMap<string, Own>): Record<string, object | undefined> {
  return Object.fromEntries(
    Object.entries(plugin.uses).map(([name, use]) => {
      const own = opened.get(use.plugin.id);
      return [name, own && servicesFor(plugin.id, own.services)];
    }),
  );
}

/** What one guest gets of a plugin's services. */
export function servicesFor(guest: string, services: unknown): object {
  if (typeof services !== 'object' || services === null) return {};
  return Object.fromEntries(
    Object.entries(services).map(([name, one]) => [name, isRegistry(one) ? one.openFor(guest) : one]),
  );
}

const parts = (services: unknown): unknown[] =>
  typeof services === 'object' && services !== null ? Object.values(services) : [];

const broken = (id: string, why: string): Problem =>
  quarantined(
    [`${id} 的 services 出错：${why}。`, `The services of ${id} failed: ${why}.`],
    ['改正或更新这个插件，再重启；别的插件照常运行。', 'Mend or update the plugin and start again; the others run as before.'],
  ); // prettier-ignore
