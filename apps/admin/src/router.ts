/**
 * The router: the shell's own pages; those of the plugins come when somebody is signed in.
 *
 * Without a session every way leads to the sign-in page, which remembers where one wanted to go.
 */
import type { Can, Kit } from '@cunzhi/admin';
import { createRouter, createWebHistory, type Router } from 'vue-router';
import { pluginPermissions } from './plugins-page/permissions.ts';
import { checkEveryMs, type Start } from './start.ts';
import { wantedOf } from './wanted.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's title. */
    title?: string;
    can?: Can | undefined;
    /** The id of the plugin whose page this is. */
    plugin?: string;
    /** Shown without a session. */
    isOpen?: boolean;
  }
}

/** Makes the router of an app. */
export function makeRouter(kit: Kit, start: Start): Router {
  const router = createRouter({
    history: createWebHistory(),
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
    routes: [
      {
        path: '/sign-in',
        name: 'sign-in',
        component: () => import('./pages/SignIn.vue'),
        meta: { title: 'app.signIn.title', isOpen: true },
      },
      { path: '/', name: 'home', component: () => import('./pages/Home.vue'), meta: { title: 'app.home.title' } },
      { path: '/me', name: 'me', component: () => import('./pages/Me.vue'), meta: { title: 'app.me.title' } },
      {
        path: '/plugins/:id?',
        name: 'plugins',
        component: () => import('./pages/Plugins.vue'),
        meta: { title: 'app.plugins.title', can: pluginPermissions },
      },
      {
        // A plugin that is away, or not built in; the pages of those that are here go before this one.
        path: '/p/:plugin/:rest(.*)*',
        name: 'plugin-away',
        component: () => import('./pages/PluginAway.vue'),
        meta: { title: 'app.away.title' },
      },
      {
        path: '/:path(.*)*',
        name: 'not-found',
        component: () => import('./pages/NotFound.vue'),
        meta: { title: 'app.notFound.title' },
      },
    ],
  });

  router.beforeEach(async (to) => {
    if (!(await start.session())) return true;
    const isSignedIn = kit.session.viewer.value !== null;
    if (to.meta.isOpen) return isSignedIn && to.name === 'sign-in' ? wantedOf(to.query) : true;
    if (!isSignedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
    if (await start.pages(router)) return { path: to.path, query: to.query, hash: to.hash, replace: true };
    const isHidden = to.meta.can && !kit.session.can(to.meta.can);
    return isHidden ? { name: 'not-found', params: { path: to.path.slice(1).split('/') }, replace: true } : true;
  });
  // The server's list of plugins may have changed since; the page does not wait for the answer.
  router.afterEach((to) => {
    if ('slots' in to.query) kit.outlines.value = true;
    void kit.session.check(checkEveryMs);
  });
  router.onError(() => start.fail());
  return router;
}
