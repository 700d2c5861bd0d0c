/**
 * The actor of an operation, loaded anew each time.
 *
 * Persons and grants belong to the core plugin; it hands the platform this one function.
 */
import { createHash } from 'node:crypto';
import type { Actor, HeldGrant, Plugin } from '@cunzhi/plugin';
import type { Database } from '../database/index.ts';
import { reachOf, type Permissions } from './decide.ts';

export interface Holder {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** Valid now by the database clock. */
  readonly grants: readonly HeldGrant[];
}

/** Finds the person behind a sign-in account with the grants that are valid now; undefined when disabled or unknown. */
export type FindHolder = (database: Database, accountId: string) => Promise<Holder | undefined>;

/** Finds the person as whom an account looks, with their grants of this moment; undefined when the look is not theirs or has ended. */
export type FindLooked = (database: Database, lookId: string, accountId: string) => Promise<Holder | undefined>;

/** Looking as somebody else: who may, and where it is written down. */
export interface Looking {
  readonly permission: string;
  readonly find: FindLooked;
}

export interface ActorOptions {
  readonly permissions: Permissions;
  readonly findHolder: FindHolder;
  readonly looking?: Looking | undefined;
  /**
   * In demonstration mode one factor is enough, and every account may send free documents, so that scripts and plugin authors
   * can try things.
   */
  readonly isDemonstration: boolean;
}

/** Who has signed in, and how well that was proved. */
export interface SignedIn {
  readonly accountId: string;
  readonly factors: 1 | 2;
  /** The session of a person's request; programs of the platform have none. */
  readonly sessionId?: string | undefined;
  /** They look as somebody else. */
  readonly lookId?: string | undefined;
}

export async function loadActor(
  database: Database,
  { accountId, factors: shown, lookId }: SignedIn,
  options: ActorOptions,
): Promise<Actor | null> {
  const holder = await options.findHolder(database, accountId);
  if (!holder) return null;
  const factors = options.isDemonstration ? 2 : shown;
  const reach = new Map(reachOf(holder.grants, options.permissions, factors));
  if (options.isDemonstration) reach.set('graphql.adhoc', ['']);
  const actor: Actor = { ...holder, factors, reach };
  if (lookId === undefined) return actor;
  const looked = await options.looking?.find(database, lookId, accountId);
  return looked ? lookedAs(looked, actor, options) : null;
}

/**
 * What somebody sees who looks as another: that person's reach, as far as the looker may look, without closed circles and without
 * what asks for two proofs of identity by itself. Nothing is left of it when the looker's own right has ended.
 */
function lookedAs(looked: Holder, looker: Actor, { permissions, looking, isDemonstration }: ActorOptions): Actor {
  const within = looker.reach.get(looking?.permission ?? '') ?? [];
  const grants = looked.grants.filter(({ placePrefix }) => within.some((prefix) => placePrefix.startsWith(prefix)));
  const open = new Map([...permissions].filter(([, rule]) => !rule.handlersOnly && rule.factors === 1));
  const reach = new Map(reachOf(grants, open, 2));
  if (isDemonstration) reach.set('graphql.adhoc', ['']);
  return { ...looked, grants, factors: 2, reach, lookedAsBy: looker.id };
}

/** The platform itself at work (commands, imports, demonstration data): every permission, everywhere. */
export function systemActor(permissions: Permissions, person: { id: string; name: string }): Actor {
  const reach = new Map([...permissions.keys()].map((key) => [key, ['']]));
  return { id: person.id, username: 'system', name: person.name, grants: [], factors: 2, reach };
}

/** The platform at work for a plugin (handlers, guards, jobs): the plugin's permissions and those of the plugins it uses, everywhere. */
export function pluginActor(plugin: Plugin, permissions: Permissions): Actor {
  const ids = new Set([plugin.id, ...Object.values(plugin.uses).map(({ plugin: used }) => used.id)]);
  const keys = [...permissions.keys()].filter((key) => ids.has(key.slice(0, key.indexOf('.'))));
  return named(`plugin:${plugin.id}`, plugin.id, new Map(keys.map((key) => [key, ['']])));
}

/** Another system that reads in the reach of a role at a place (webhooks). */
export function roleActor(name: string, as: { role: string; place: string }, permissions: Permissions): Actor {
  const grant: HeldGrant = {
    id: name, role: as.role, placePrefix: as.place, validFrom: new Date(0), validTo: null, reason: name, version: 1, factors: 1,
  }; // prettier-ignore
  return { ...named(name, name, reachOf([grant], permissions, 2)), grants: [grant] };
}

/** Nobody's account: the same name is the same id everywhere, so that the event log can tell who it was. */
function named(username: string, name: string, reach: Actor['reach']): Actor {
  const hash = createHash('sha256').update(`cunzhi ${username}`).digest('hex');
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return { id, username, name, grants: [], factors: 2, reach };
}
