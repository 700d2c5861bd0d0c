/** The plugins as the command line sees them, without a running host: their states, and the plan of an uninstall. */
import { SetupError, type Plugin } from '@cunzhi/plugin';
import { asOwner } from '../database/index.ts';
import type { PluginStatus } from '../plugins/index.ts';
import { buildSchema, type UninstallPlan } from '../schema/index.ts';
import { checkPlugins, VERSION, withoutWaiting } from './check.ts';
import { clearRemoving, readMarks, restOf } from './marks.ts';
import { dependantsOf } from './order.ts';
import { readReadiness } from './readiness.ts';
import { forgetStarts, heldBack, isHeldBack } from './starts.ts';
import { lostFields, planUninstall } from './uninstall.ts';

/** The state of each plugin as the next start would find it, by what can be known without starting it. */
export async function listStates(databaseUrl: string, plugins: readonly Plugin[]): Promise<PluginStatus[]> {
  const { ordered, names, setAside: found } = checkPlugins(plugins);
  const setAside = new Map(found);
  const marks = await asOwner(databaseUrl, async (sql) => {
    const ready = await readReadiness(sql, ordered);
    for (const [id, problem] of ready.setAside) setAside.set(id, problem);
    if (await isHeldBack(sql))
      for (const { id } of ordered) if (id !== 'core' && !setAside.has(id)) setAside.set(id, heldBack());
    return readMarks(sql);
  });
  withoutWaiting(ordered, setAside);
  return names.map((id) => ({
    id,
    ...(setAside.get(id) ?? restOf(marks.get(id)) ?? { state: 'live' as const, reason: null, nextStep: null }),
  }));
}

/** Lets the next start try everything: dead starts are forgotten, and removals of this plugin, or of all, taken back. */
export async function retryNextStart(databaseUrl: string, plugin?: string): Promise<void> {
  await asOwner(databaseUrl, async (sql) => {
    await forgetStarts(sql);
    await clearRemoving(sql, plugin);
  });
}

/** @throws SetupError when no such plugin stands in the configuration. */
export function getInstalled(plugins: readonly Plugin[], id: string): Plugin {
  const plugin = plugins.find((one) => one.id === id);
  if (plugin) return plugin;
  throw new SetupError([
    `No plugin "${id}" stands in cunzhi.config.ts. Installed are ${plugins.map((one) => one.id).join(', ')}.`,
  ]);
}

/** What would go with a plugin. */
export async function planUninstallOf(
  databaseUrl: string,
  plugins: readonly Plugin[],
  id: string,
): Promise<UninstallPlan> {
  const plugin = getInstalled(plugins, id);
  const { ordered } = checkPlugins(plugins);
  const gone = new Set([id, ...dependantsOf(id, ordered)]);
  const lost = lostBetween(ordered, ordered.filter((one) => !gone.has(one.id))); // prettier-ignore
  return asOwner(databaseUrl, (sql) => planUninstall(sql, plugin, plugins, lost));
}

/** A plugin that does not build has no fields to lose. */
function lostBetween(before: readonly Plugin[], after: readonly Plugin[]): string[] {
  const about = { version: VERSION, isDemonstration: false, plugins: [] } as const;
  try {
    return lostFields(buildSchema({ plugins: before, about }), buildSchema({ plugins: after, about }));
  } catch {
    return [];
  }
}
