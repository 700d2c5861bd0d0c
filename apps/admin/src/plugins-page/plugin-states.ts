/** How a plugin's state looks, and which plugin is looked at first: the one that needs somebody. */
import type { IconKey, PluginSource, PluginState, TagKind } from '@cunzhi/admin';
import type { PluginInfo } from './operations.ts';

/** Colour and icon of each state; the word stands in the messages. */
export const looks: Readonly<Record<PluginState, { readonly kind: TagKind; readonly icon: IconKey }>> = {
  LIVE: { kind: 'done', icon: 'check' },
  PAUSED: { kind: 'warn', icon: 'pause' },
  WAITING: { kind: 'info', icon: 'clock' },
  INCOMPATIBLE: { kind: 'danger', icon: 'warn' },
  QUARANTINED: { kind: 'danger', icon: 'stop' },
  MIGRATING: { kind: 'info', icon: 'refresh' },
  REMOVING: { kind: 'muted', icon: 'leave' },
};

/** Live on the server with pages of its own, but this client was built without it. */
export function isUnbuilt({ id, state, hasAdmin }: PluginInfo, sources: readonly PluginSource[]): boolean {
  return state === 'LIVE' && hasAdmin && !sources.some((source) => source.id === id);
}

/** What can be done to it here: a plugin that was set aside is tried again. Everything builds on the core, so it cannot rest. */
export function actOf({ id, state }: Pick<PluginInfo, 'id' | 'state'>): 'pause' | 'resume' | 'retry' | undefined {
  if (state === 'LIVE') return id === 'core' ? undefined : 'pause';
  if (state === 'PAUSED') return 'resume';
  return state === 'MIGRATING' || state === 'REMOVING' ? undefined : 'retry';
}

/** How many faults of the last 7 days, counting repetitions. */
export function faultCount({ faults }: PluginInfo): number {
  return (faults ?? []).reduce((sum, fault) => sum + fault.count, 0);
}

/** The plugin that the page opens with: the first that is not live, else the first with faults, else the first. */
export function firstToSee(plugins: readonly PluginInfo[]): PluginInfo | undefined {
  return (
    plugins.find(({ state }) => state !== 'LIVE') ?? plugins.find((plugin) => faultCount(plugin) > 0) ?? plugins[0]
  );
}

/** The plugins that build on this one. */
export function dependantsOf(id: string, plugins: readonly PluginInfo[]): readonly string[] {
  return plugins.filter(({ uses }) => uses.includes(id)).map((plugin) => plugin.id);
}
