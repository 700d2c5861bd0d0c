/**
 * Starting: who is here, which plugins are live, which pages they bring.
 *
 * It runs once for a signed-in person and may be tried again after the server could not be reached.
 */
import type { Kit } from '@cunzhi/admin';
import { readonly, shallowRef, watch, type Ref } from 'vue';
import type { Router } from 'vue-router';
import { followPlugins } from './plugin-routes.ts';

/** How old the server's list of plugins may be when somebody goes to another page, or comes back to the tab. */
export const checkEveryMs = 30_000;

export interface Start {
  /** True when the server could not be reached, or a part of the client could not be fetched. */
  readonly unreachable: Readonly<Ref<boolean>>;
  readonly fail: () => void;
  /** Makes sure that the session is known; asks the server the first time only. */
  readonly session: () => Promise<boolean>;
  /** Makes sure that the plugins' pages are there; true when they have just been added. */
  readonly pages: (router: Router) => Promise<boolean>;
  readonly again: () => void;
}

/** Makes the start of an app. */
export function createStart(kit: Kit): Start {
  const unreachable = shallowRef(false);
  let asked: Promise<boolean> | undefined;
  let mounted: Promise<void> | undefined;

  async function session(): Promise<boolean> {
    asked ??= kit.session.load();
    const isKnown = await asked;
    if (!isKnown) asked = undefined;
    unreachable.value = !isKnown;
    return isKnown;
  }

  async function pages(router: Router): Promise<boolean> {
    if (mounted) {
      await mounted;
      return false;
    }
    const bringInLine = followPlugins(kit, router);
    mounted = kit.follow().then(bringInLine);
    await mounted;
    watch(kit.session.platform, () => void kit.follow());
    watch(kit.plugins, bringInLine);
    return true;
  }

  return {
    unreachable: readonly(unreachable),
    fail: () => void (unreachable.value = true),
    session,
    pages,
    again: () => void (unreachable.value = false),
  };
}
