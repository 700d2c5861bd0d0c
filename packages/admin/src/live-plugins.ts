/**
 * The plugins that live here now: the server's list says which, the build says where their entries are.
 *
 * One law: only the entry of a live plugin is fetched, and what stops being live is gone from menu and slots at once.
 */
import { computed, shallowRef, type ComputedRef } from 'vue';
import type { AdminPlugin } from './plugin.ts';
import type { Platform } from './session.ts';
import { comesWithinMs, within } from './within.ts';

/** A plugin whose admin half was built into the client; its entry is fetched when it is wanted. */
export interface PluginSource {
  readonly id: string;
  /** The paths of its pages and the names of its slots, as the build read them. */
  readonly paths: readonly string[];
  readonly slots: readonly string[];
  readonly load: () => Promise<{ readonly admin: AdminPlugin }>;
}

export interface LivePlugins {
  /** The entries of the live plugins, as far as they have come. */
  readonly plugins: ComputedRef<readonly AdminPlugin[]>;
  /** The live plugins whose entries did not come. */
  readonly absent: ComputedRef<readonly string[]>;
  /** Fetches the entries that are still missing; ends within 8 seconds, and never throws. */
  readonly follow: () => Promise<void>;
}

export interface LivePluginsDoors {
  readonly sources: readonly PluginSource[];
  /** The server's list, as it is now. */
  readonly platform: () => Pick<Platform, 'plugins'> | undefined;
  /** Called with each entry before it is shown: its texts must be there first. */
  readonly onEntry: (plugin: AdminPlugin) => void;
  readonly onFault: (plugin: string, error: unknown) => void;
  readonly limitMs?: number;
}

/** Makes the list of live plugins; nothing is fetched before `follow`. */
export function createLivePlugins(doors: LivePluginsDoors): LivePlugins {
  const { sources, platform, onEntry, onFault, limitMs = comesWithinMs } = doors;
  const entries = shallowRef<ReadonlyMap<string, AdminPlugin>>(new Map());
  const failed = shallowRef<ReadonlySet<string>>(new Set());
  const live = computed(
    () => new Set(platform()?.plugins.flatMap(({ id, state }) => (state === 'LIVE' ? [id] : [])) ?? []),
  );

  async function fetchEntry({ id, load }: PluginSource): Promise<void> {
    try {
      const { admin } = await within(load(), limitMs, 'The entry did not come within 8 seconds.');
      onEntry(admin);
      entries.value = new Map(entries.value).set(id, admin);
      failed.value = new Set([...failed.value].filter((other) => other !== id));
    } catch (error) {
      failed.value = new Set(failed.value).add(id);
      onFault(id, error);
    }
  }

  return {
    plugins: computed(() =>
      sources.flatMap(({ id }) => {
        const entry = live.value.has(id) ? entries.value.get(id) : undefined;
        return entry ? [entry] : [];
      }),
    ),
    absent: computed(() => [...failed.value].filter((id) => live.value.has(id))),
    async follow() {
      await Promise.all(sources.filter(({ id }) => live.value.has(id) && !entries.value.has(id)).map(fetchEntry));
    },
  };
}
