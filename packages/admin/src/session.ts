/**
 * The session: who is signed in, and what the menus may show.
 *
 * `can` is a courtesy to the eye; the server decides on every field by itself.
 */
import { readonly, shallowRef, type Ref } from 'vue';
import { graphql } from './graphql.ts';
import type { Can } from './plugin.ts';

export interface PlaceName {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWNSHIP' | 'VILLAGE';
}
export interface Grant {
  readonly id: string;
  readonly role: { readonly key: string; readonly name: { readonly zh: string; readonly en: string } };
  readonly place: PlaceName | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}
export interface Viewer {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly permissions: readonly string[];
}
export interface Platform {
  readonly isDemonstration: boolean;
  readonly version: string;
  readonly plugins: readonly {
    readonly id: string;
    readonly state: PluginState;
    readonly reason: string | null;
    readonly nextStep: string | null;
    readonly hasAdmin: boolean;
  }[];
}
export interface SessionData {
  readonly viewer: Viewer | null;
  readonly platform: Platform;
}

export const sessionQuery = graphql<SessionData>(/* GraphQL */ `
  query Session {
    viewer {
      id
      username
      name
      grants {
        id
        role {
          key
          name {
            zh
            en
          }
        }
        place {
          code
          name
          fullName
          level
        }
        validFrom
        validTo
      }
      permissions
    }
    platform {
      isDemonstration
      version
      plugins {
        id
        state
        reason
        nextStep
        hasAdmin
      }
    }
  }
`);

/** What the server says about a plugin. */
export type PluginState = 'LIVE' | 'PAUSED' | 'WAITING' | 'INCOMPATIBLE' | 'QUARANTINED' | 'MIGRATING' | 'REMOVING';

const checkEveryMs = 5_000;

/** How signing in ended; the sentence is the same for an unknown name and a wrong password. */
export type SignInResult =
  { readonly ok: true } | { readonly ok: false; readonly why: 'wrong' | 'tooMany' | 'offline' };

export interface Session {
  readonly viewer: Readonly<Ref<Viewer | null>>;
  readonly platform: Readonly<Ref<Platform | undefined>>;
  readonly signIn: (username: string, password: string) => Promise<SignInResult>;
  readonly signOut: () => Promise<void>;
  /** Holds any of these permissions, anywhere or at a place inside a grant. */
  readonly can: (permission: Can, place?: string) => boolean;
  readonly grantsOf: (role: string) => readonly Grant[];
  /** Reads viewer and platform; false when the server could not be reached. */
  readonly load: () => Promise<boolean>;
  /**
   * Asks whether the session still holds and which plugins live, at most once in five seconds, or in what is given;
   * when it does not hold, `viewer` becomes null.
   */
  readonly check: (leastMs?: number) => Promise<void>;
}

export interface SessionDoors {
  /** Asks the session query anew; undefined when the server could not be reached. */
  readonly ask: () => Promise<SessionData | undefined>;
  /** Called when the person changes: the cache of one is not shown to another. */
  readonly forget: () => void;
}

/** Makes the session of a tab; nobody is signed in before `load`. */
export function createSession({ ask, forget }: SessionDoors): Session {
  const viewer = shallowRef<Viewer | null>(null);
  const platform = shallowRef<Platform>();
  let checkedAt = 0;

  async function load(): Promise<boolean> {
    checkedAt = Date.now();
    const data = await ask();
    if (!data) return false;
    viewer.value = data.viewer;
    platform.value = data.platform;
    return true;
  }

  async function check(leastMs = checkEveryMs): Promise<void> {
    if (!viewer.value || Date.now() - checkedAt < leastMs) return;
    await load();
  }

  async function signIn(username: string, password: string): Promise<SignInResult> {
    const response = await post('/api/auth/sign-in/username', { username, password });
    if (!response || response.status >= 500) return { ok: false, why: 'offline' };
    if (response.status === 429) return { ok: false, why: 'tooMany' };
    if (!response.ok) return { ok: false, why: 'wrong' };
    forget();
    return (await load()) && viewer.value ? { ok: true } : { ok: false, why: 'offline' };
  }

  async function signOut(): Promise<void> {
    await post('/api/auth/sign-out', {});
    viewer.value = null;
    forget();
  }

  function can(permission: Can, place?: string): boolean {
    const wanted = typeof permission === 'string' ? [permission] : permission;
    if (!wanted.some((one) => viewer.value?.permissions.includes(one))) return false;
    if (!place) return true;
    return viewer.value?.grants.some((grant) => !grant.place || place.startsWith(grant.place.code)) ?? false;
  }

  return {
    viewer: readonly(viewer) as Readonly<Ref<Viewer | null>>,
    platform: readonly(platform) as Readonly<Ref<Platform | undefined>>,
    signIn,
    signOut,
    can,
    grantsOf: (role) => viewer.value?.grants.filter((grant) => grant.role.key === role) ?? [],
    load,
    check,
  };
}

async function post(path: string, body: object): Promise<Response | undefined> {
  try {
    return await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'x-cunzhi-client': 'admin/1.0.0' },
      body: JSON.stringify(body),
    });
  } catch {
    return undefined;
  }
}
