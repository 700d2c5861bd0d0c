import { describe, expect, it } from 'vitest';
import type { PluginFault, PluginInfo } from './operations.ts';
import { actOf, dependantsOf, faultCount, firstToSee, isUnbuilt } from './plugin-states.ts';

const fault = (count: number): PluginFault => ({
  id: `f${count}`,
  at: '2026-11-24T02:32:00Z',
  kind: 'SLOT',
  where: 'village.detail.side@1',
  message: '7F3A TypeError: x is undefined',
  count,
});

const plugin = (id: string, change: Partial<PluginInfo> = {}): PluginInfo => ({
  id,
  version: '1.0.0',
  compat: '^1.0.0',
  state: 'LIVE',
  reason: null,
  nextStep: null,
  uses: [],
  hasAdmin: true,
  settings: [],
  tables: [],
  guards: [],
  faults: [],
  ...change,
});

const source = (id: string) => ({ id, paths: [], slots: [], load: () => new Promise<never>(() => {}) });

describe('the page 插件', () => {
  it('opens with the plugin that needs somebody: not live, then with faults, then the first', () => {
    const [core, wells, old] = [
      plugin('core'),
      plugin('wells', { faults: [fault(1)] }),
      plugin('old', { state: 'QUARANTINED' }),
    ];

    expect(firstToSee([core, wells, old])).toBe(old);
    expect(firstToSee([core, wells])).toBe(wells);
    expect(firstToSee([core])).toBe(core);
    expect(firstToSee([])).toBeUndefined();
  });

  it('counts a repeated fault as often as it happened, and none where faults may not be seen', () => {
    expect(faultCount(plugin('wells', { faults: [fault(3), fault(2)] }))).toBe(5);
    expect(faultCount(plugin('wells', { faults: null }))).toBe(0);
  });

  it('misses in the build only what is live and has pages', () => {
    const built = [source('core')];

    expect(isUnbuilt(plugin('core'), built)).toBe(false);
    expect(isUnbuilt(plugin('wells'), built)).toBe(true);
    expect(isUnbuilt(plugin('wells', { hasAdmin: false }), built)).toBe(false);
    expect(isUnbuilt(plugin('wells', { state: 'PAUSED' }), built)).toBe(false);
  });

  it('offers what the state allows, and never a pause of the core', () => {
    const states = ['LIVE', 'PAUSED', 'WAITING', 'INCOMPATIBLE', 'QUARANTINED', 'MIGRATING', 'REMOVING'] as const;

    expect(states.map((state) => actOf({ id: 'wells', state }))).toEqual([
      'pause',
      'resume',
      'retry',
      'retry',
      'retry',
      undefined,
      undefined,
    ]);
    expect(actOf({ id: 'core', state: 'LIVE' })).toBeUndefined();
  });

  it('names the plugins that build on one', () => {
    const all = [
      plugin('core'),
      plugin('evaluation', { uses: ['core'] }),
      plugin('wells', { uses: ['core', 'evaluation'] }),
    ];

    expect(dependantsOf('core', all)).toEqual(['evaluation', 'wells']);
    expect(dependantsOf('wells', all)).toEqual([]);
  });
});
