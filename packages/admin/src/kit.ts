/**
 * The kit of an app: client, session, texts, live socket and the plugins' admin halves, made once and provided.
 *
 * Everything with a state hangs here, so that a test can make as many kits as it likes.
 */
import './tokens.css';
import './base.css';
import type { Client } from '@urql/core';
import { install as installClient } from '@urql/vue';
import { computed, inject, shallowRef, type App, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { createClient } from './client.ts';
import { createFaults, reportPluginFault, type Faults } from './faults.ts';
import { createTexts, type Texts, type TextSource } from './i18n.ts';
import { createLiveSocket, type LiveSocket } from './live-socket.ts';
import { createLivePlugins, type LivePlugins, type PluginSource } from './live-plugins.ts';
import type { NavItem, SlotEntry } from './plugin.ts';
import { createSession, sessionQuery, type Session } from './session.ts';
import type { SlotName } from './slots.ts';

export interface SlotGuest extends SlotEntry {
  readonly plugin: string;
}

export interface Kit extends LivePlugins {
  readonly session: Session;
  readonly texts: Texts;
  readonly live: LiveSocket;
  readonly faults: Faults;
  /** The client of now; another one after signing in or out. */
  readonly client: Readonly<Ref<Client>>;
  /** The plugins that were built into this client. */
  readonly sources: readonly PluginSource[];
  /** The menu lines that this person may see, in order. */
  readonly nav: ComputedRef<readonly NavItem[]>;
  readonly guests: (slot: SlotName) => readonly SlotGuest[];
  /** Has the room anybody to show, or is its name to be shown? */
  readonly isUsed: (slot: SlotName) => boolean;
  /** True from the first page with `?slots` in its address on: every slot shows its name. */
  readonly outlines: Ref<boolean>;
  readonly install: (app: App) => void;
}

const key: InjectionKey<Kit> = Symbol('cunzhi kit');

export interface KitOptions {
  /** The address of the server: scheme and host. */
  readonly origin: string;
  /** The app's own texts, beside those of the kit. */
  readonly texts?: TextSource;
  /** The plugins that were built into the app. */
  readonly plugins?: readonly PluginSource[];
}

/** Makes the kit of an app. */
export function createKit({ origin, texts: own, plugins: sources = [] }: KitOptions): Kit {
  const live = createLiveSocket(`${origin.replace(/^http/, 'ws')}/graphql`, () => void session.check(0));
  const texts = createTexts(own);
  const outlines = shallowRef(false);
  const make = (): Client => createClient({ url: `${origin}/graphql`, live, onDoubt: () => void session.check() });
  const client = shallowRef<Client>(make());

  const session: Session = createSession({
    ask: async () => {
      const result = await client.value.query(sessionQuery, {}, { requestPolicy: 'network-only' }).toPromise();
      return result.data?.platform ? result.data : undefined;
    },
    forget: () => {
      live.close();
      client.value = make();
    },
  });

  const faults = createFaults({
    async send(input) {
      // Without a network nothing comes: that is nobody's fault. Without a session there is nobody to tell.
      if (navigator.onLine === false || !session.viewer.value) return;
      await client.value.mutation(reportPluginFault, { input }).toPromise();
    },
    say: (sentence, error) => console.error(sentence, error),
  });

  const { plugins, absent, follow } = createLivePlugins({
    sources,
    platform: () => session.platform.value,
    onEntry: texts.add,
    onFault: (plugin, error) => void faults.report({ plugin, kind: 'PAGE', where: 'entry', error }),
  });
  const guests = (slot: SlotName): readonly SlotGuest[] =>
    plugins.value
      .flatMap((plugin) => {
        const entry = plugin.slots?.[slot];
        return entry && (!entry.can || session.can(entry.can)) ? [{ ...entry, plugin: plugin.id }] : [];
      })
      .sort((a, b) => a.order - b.order);

  const kit: Kit = {
    session,
    texts,
    live,
    faults,
    client,
    sources,
    plugins,
    absent,
    follow,
    nav: computed(() =>
      plugins.value
        .flatMap((plugin) => plugin.nav ?? [])
        .filter((item) => !item.can || session.can(item.can))
        .sort((a, b) => a.order - b.order),
    ),
    guests,
    isUsed: (slot) => outlines.value || guests(slot).length > 0,
    outlines,
    install(app) {
      app.use(texts.i18n);
      app.provide(key, kit);
      installClient(app, client);
    },
  };
  return kit;
}

/** The kit of the app that a component lives in. */
export function useKit(): Kit {
  const kit = inject(key);
  if (!kit) throw new Error('No kit: the app must install createKit() before a component uses @cunzhi/admin.');
  return kit;
}

/** The session of the app. */
export function useSession(): Session {
  return useKit().session;
}
