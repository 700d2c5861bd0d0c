import { shallowRef } from 'vue';
import { describe, expect, it } from 'vitest';
import { createLivePlugins, type PluginSource } from './live-plugins.ts';
import type { AdminPlugin } from './plugin.ts';
import type { PluginState } from './session.ts';

type States = Readonly<Record<string, PluginState>>;

const entryOf = (id: string): AdminPlugin => ({ id, messages: { 'zh-CN': {}, en: {} } });

/** A client built with these entries, on a server that says these states. */
function clientOf(loads: Readonly<Record<string, () => Promise<{ admin: AdminPlugin }>>>, states: States) {
  const listOf = (now: States) => ({
    plugins: Object.entries(now).map(([id, state]) => ({ id, state, reason: null, nextStep: null, hasAdmin: true })),
  });
  const platform = shallowRef(listOf(states));
  const fetched: string[] = [];
  const faults: string[] = [];
  const sources: readonly PluginSource[] = Object.entries(loads).map(([id, load]) => ({
    id,
    paths: [],
    slots: [],
    load: () => {
      fetched.push(id);
      return load();
    },
  }));
  const live = createLivePlugins({
    sources,
    platform: () => platform.value,
    onEntry: () => {},
    onFault: (id) => void faults.push(id),
    limitMs: 20,
  });
  const shown = () => live.plugins.value.map(({ id }) => id);
  return { live, fetched, faults, shown, say: (next: States) => void (platform.value = listOf(next)) };
}

const good = (id: string) => ({ [id]: async () => ({ admin: entryOf(id) }) });

describe('the live plugins', () => {
  it('are those that the server calls live; no other entry is fetched', async () => {
    const client = clientOf(
      { ...good('core'), ...good('wells'), ...good('old') },
      { core: 'LIVE', wells: 'PAUSED', unbuilt: 'LIVE' },
    );

    await client.live.follow();

    expect(client.shown()).toEqual(['core']);
    expect(client.fetched).toEqual(['core']);
  });

  it('follow the server: what is paused goes at once, what is resumed comes back without a second fetch', async () => {
    const client = clientOf({ ...good('core'), ...good('wells') }, { core: 'LIVE', wells: 'LIVE' });
    await client.live.follow();

    client.say({ core: 'LIVE', wells: 'PAUSED' });
    const paused = client.shown();
    client.say({ core: 'LIVE', wells: 'LIVE' });
    await client.live.follow();

    expect(paused).toEqual(['core']);
    expect(client.shown()).toEqual(['core', 'wells']);
    expect(client.fetched).toEqual(['core', 'wells']);
  });

  it('do without an entry that cannot be fetched or never comes, and name it', async () => {
    const client = clientOf(
      { ...good('core'), wells: () => Promise.reject(new Error('gone')), slow: () => new Promise(() => {}) },
      { core: 'LIVE', wells: 'LIVE', slow: 'LIVE' },
    );

    await client.live.follow();

    expect(client.shown()).toEqual(['core']);
    expect([...client.live.absent.value].sort()).toEqual(['slow', 'wells']);
    expect(client.faults.sort()).toEqual(['slow', 'wells']);
  });
});
