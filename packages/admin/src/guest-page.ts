/**
 * A page of a plugin as the router wants it: fetched before the address changes, and drawn inside its wall.
 *
 * One law: fetching never rejects. A page that does not come is a page that says so, and can be tried again.
 */
import { defineComponent, h, type Component } from 'vue';
import { useRoute } from 'vue-router';
import PluginBoundary from './components/PluginBoundary.vue';
import { componentOf } from './guest.ts';
import type { PageEntry } from './plugin.ts';
import { comesWithinMs, within } from './within.ts';

/** Returns what stands as `component` in the route of this page. */
export function guestPage(plugin: string, page: PageEntry): () => Promise<Component> {
  return async () => {
    const first = await firstOf(page);
    return defineComponent({
      name: 'GuestPage',
      setup() {
        const route = useRoute();
        return () =>
          h(PluginBoundary, {
            plugin,
            kind: 'PAGE',
            where: page.path,
            load: page.load,
            first,
            renewOn: route.fullPath,
          });
      },
    });
  };
}

async function firstOf(page: PageEntry): Promise<() => Component> {
  try {
    const component = componentOf(await within(page.load(), comesWithinMs, 'The page did not come within 8 seconds.'));
    return () => component;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
