/**
 * The session: who is signed in, and what the menus may show.
 *
 * `can` is a courtesy to the eye; the server decides on every field by itself.
 */
import { readonly, shallowRef, type Ref } from 'vue';
import { askAccount, type AccountAnswer } from './account.ts';
import { graphql } from './graphql.ts';
import { look, setLook } from './look.ts';
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
  /** Its role asks for a second proof of identity, and this session has shown one only. */
  readonly needsSecondFactor: boolean;
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
        needsSecondFactor
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

export interface Session {
  readonly viewer: Readonly<Ref<Viewer | null>>;
  readonly platform: Readonly<Ref<Platform | undefined>>;
  /** `next` says whether a second factor or another password is wanted before one is in. */
  readonly signIn: (username: string, password: string) => Promise<AccountAnswer>;
  /** The first sign-in, with a code on paper: sets the password, then signs in with it. */
  readonly activate: (username: string, code: string, password: string) => Promise<AccountAnswer>;
  /** Any other step that may end signed in: a second factor, another password. */
  readonly step: (path: string, body: object) => Promise<AccountAnswer>;
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
    if (!data.viewer && look.value) {
      // The look has run out, or the right to it; whoever looked is themselves again.
      setLook(undefined);
      return load();
    }
    viewer.value = data.viewer;
    platform.value = data.platform;
    return true;
  }

  async function check(leastMs = checkEveryMs): Promise<void> {
    if (!viewer.value || Date.now() - checkedAt < leastMs) return;
    await load();
  }

  async function step(path: string, body: object): Promise<AccountAnswer> {
    const answer = await askAccount(path, body);
    if (!answer.ok || answer.next !== 'done') return answer;
    forget();
    return (await load()) && viewer.value ? answer : { ok: false, why: 'offline' };
  }

  const signIn = (username: string, password: string) => step('sign-in/username', { username, password });

  async function activate(username: string, code: string, password: string): Promise<AccountAnswer> {
    const answer = await askAccount('activate', { username, code, password });
    return answer.ok ? signIn(username, password) : answer;
  }

  async function signOut(): Promise<void> {
    await askAccount('sign-out', {});
    setLook(undefined);
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
    activate,
    step,
    signOut,
    can,
    grantsOf: (role) => viewer.value?.grants.filter((grant) => grant.role.key === role) ?? [],
    load,
    check,
  };
}
