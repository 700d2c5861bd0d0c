/**
 * The routes of the plugins: a page for each path of a live plugin, and words in its place while the plugin is away.
 *
 * They follow the server's list: a pause takes the page away and a resumption brings it back, without a reload.
 */
import { guestPage, type Kit } from '@cunzhi/admin';
import type { Router } from 'vue-router';

const awayPage = () => import('./pages/PluginAway.vue');

/** Returns the action that brings the routes in line with the server's list; what has not changed is left alone. */
export function followPlugins(kit: Kit, router: Router): () => void {
  const standing = new Map<string, 'page' | 'away'>();

  function addAway(plugin: string, path: string): void {
    const name = `${plugin} ${path}`;
    if (standing.get(name) === 'away') return;
    standing.set(name, 'away');
    router.addRoute({ path, name, component: awayPage, meta: { title: 'app.away.title', plugin } });
  }

  function addPages(plugin: Kit['plugins']['value'][number]): void {
    for (const page of plugin.pages ?? []) {
      const name = `${plugin.id} ${page.path}`;
      if (standing.get(name) === 'page') continue;
      standing.set(name, 'page');
      const meta = { title: page.title, can: page.can, plugin: plugin.id };
      router.addRoute({ path: page.path, name, component: guestPage(plugin.id, page), meta });
    }
  }

  return () => {
    for (const { id, paths } of kit.sources) {
      const plugin = kit.plugins.value.find((one) => one.id === id);
      if (plugin) addPages(plugin);
      else for (const path of paths) addAway(id, path);
    }
    const { value: here } = router.currentRoute;
    const isMoved = here.matched.length > 0 && router.resolve(here.fullPath).matched[0] !== here.matched[0];
    if (isMoved) void router.replace({ path: here.path, query: here.query, hash: here.hash, force: true });
  };
}
