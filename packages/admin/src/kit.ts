/**
 * The kit of an app: client, session, texts, live socket and the plugins' admin halves, made once and provided.
 *
 * Everything with a state hangs here, so that a test can make as many kits as it likes.
 */
import './tokens.css';
import './base.css';
import type { Client } from '@urql/core';
import { install as installClient } from '@urql/vue';
import { computed, inject, readonly, shallowRef, type App, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { createClient } from './client.ts';
import { createTexts, type Texts, type TextSource } from './i18n.ts';
import { createLiveSocket, type LiveSocket } from './live-socket.ts';
import type { AdminPlugin, NavItem, SlotEntry, SlotName } from './plugin.ts';
import { createSession, sessionQuery, type Session } from './session.ts';

/** A plugin whose entry has not been fetched yet. */
export interface PluginSource {
  readonly id: string;
  readonly load: () => Promise<{ readonly admin: AdminPlugin }>;
}

export interface SlotGuest extends SlotEntry {
  readonly plugin: string;
}

export interface Kit {
  readonly session: Session;
  readonly texts: Texts;
  readonly live: LiveSocket;
  /** The client of now; another one after signing in or out. */
  readonly client: Readonly<Ref<Client>>;
  readonly plugins: Readonly<Ref<readonly AdminPlugin[]>>;
  /** Fetches the entries of all enabled plugins; one that fails is left out and named in `absent`. */
  readonly loadPlugins: (sources: readonly PluginSource[]) => Promise<readonly AdminPlugin[]>;
  readonly absent: Readonly<Ref<readonly string[]>>;
  /** The menu lines that this person may see, in order. */
  readonly nav: ComputedRef<readonly NavItem[]>;
  readonly guests: (slot: SlotName) => readonly SlotGuest[];
  readonly install: (app: App) => void;
}

const key: InjectionKey<Kit> = Symbol('cunzhi kit');

export interface KitOptions {
  /** The address of the server: scheme and host. */
  readonly origin: string;
  /** The app's own texts, beside those of the kit. */
  readonly texts?: TextSource;
}

/** Makes the kit of an app. */
export function createKit({ origin, texts: own }: KitOptions): Kit {
  const live = createLiveSocket(`${origin.replace(/^http/, 'ws')}/graphql`);
  const texts = createTexts(own);
  const plugins = shallowRef<readonly AdminPlugin[]>([]);
  const absent = shallowRef<readonly string[]>([]);
  const make = (): Client => createClient({ url: `${origin}/graphql`, live, onStranger: () => void session.check() });
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

  async function loadPlugins(sources: readonly PluginSource[]): Promise<readonly AdminPlugin[]> {
    const wanted = sources.filter(({ id }) => isEnabled(session, id));
    const results = await Promise.allSettled(wanted.map((source) => source.load()));
    const loaded: AdminPlugin[] = [];
    const missing: string[] = [];
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') loaded.push(result.value.admin);
      else missing.push(wanted[index]?.id ?? '');
    });
    for (const plugin of loaded) texts.add(plugin);
    plugins.value = loaded;
    absent.value = missing;
    return loaded;
  }

  const kit: Kit = {
    session,
    texts,
    live,
    client,
    plugins: readonly(plugins) as Readonly<Ref<readonly AdminPlugin[]>>,
    absent: readonly(absent),
    loadPlugins,
    nav: computed(() =>
      plugins.value
        .flatMap((plugin) => plugin.nav ?? [])
        .filter((item) => !item.can || session.can(item.can))
        .sort((a, b) => a.order - b.order),
    ),
    guests: (slot) =>
      plugins.value
        .flatMap((plugin) => {
          const entry = plugin.slots?.[slot];
          return entry && (!entry.can || session.can(entry.can)) ? [{ ...entry, plugin: plugin.id }] : [];
        })
        .sort((a, b) => a.order - b.order),
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

function isEnabled(session: Session, id: string): boolean {
  const info = session.platform.value?.plugins.find((plugin) => plugin.id === id);
  return !info || info.state.toLowerCase() === 'live';
}
