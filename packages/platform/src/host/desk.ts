/** The host at the desk of the plugins: what people may see of them, and the acts that they may ask for. */
import { getTableConfig } from 'drizzle-orm/pg-core';
import { NotFoundError, type Plugin } from '@cunzhi/plugin';
import type { FaultBook, PluginStates } from '../plugins/index.ts';
import type { PluginDesk, PluginView, UninstallPlan } from '../schema/index.ts';
import { listSettings, readSettingsOf, settingsProblems } from './settings.ts';

export interface DeskOptions {
  /** All that stand in the configuration, by the name they are listed under. */
  readonly installed: ReadonlyMap<string, Plugin>;
  readonly states: PluginStates;
  readonly faults: FaultBook;
  readonly plan: (plugin: Plugin) => Promise<UninstallPlan>;
  readonly pause: PluginDesk['pause'];
  readonly resume: PluginDesk['resume'];
}

export function openDesk({ installed, states, faults, plan, pause, resume }: DeskOptions): PluginDesk {
  const known = (id: string): Plugin => {
    const plugin = installed.get(id);
    if (!plugin) throw new NotFoundError();
    return plugin;
  };
  return {
    list: () => [...installed].map(([name, plugin]) => viewOf(name, plugin, states)),
    faults: (id) => faults.list(id),
    report(fault) {
      if (!installed.has(fault.plugin)) return false;
      faults.note(fault);
      return true;
    },
    plan: async (id) => plan(known(id)),
    pause: async (id, reason, by) => pause((known(id), id), reason, by),
    resume: async (id) => resume((known(id), id)),
  };
}

/** A broken plugin may hold anything: what cannot be read is left empty. */
function viewOf(name: string, plugin: Plugin, states: PluginStates): PluginView {
  const status = states.of(name) ?? { id: name, state: 'waiting', reason: null, nextStep: null };
  const read = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  return {
    ...status,
    version: read(() => String(plugin.version ?? '?'), '?'),
    compat: read(() => String(plugin.compat ?? '?'), '?'),
    uses: read(() => Object.values(plugin.uses).map((use) => use.plugin.id), []),
    hasAdmin: read(() => plugin.admin !== undefined, false),
    settings: read(() => (settingsProblems(plugin).length > 0 ? [] : listSettings(plugin, readSettingsOf(plugin))), []),
    tables: read(
      () => plugin.tables.map(({ table }) => `${getTableConfig(table).schema}.${getTableConfig(table).name}`),
      [],
    ),
    guards: read(() => Object.keys(plugin.guard), []),
  };
}
