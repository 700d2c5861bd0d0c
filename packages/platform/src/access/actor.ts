/**
 * The actor of an operation, loaded anew each time.
 *
 * Persons and grants belong to the core plugin; it hands the platform this one function.
 */
import type { Actor, HeldGrant } from '@cunzhi/plugin';
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

export interface ActorOptions {
  readonly permissions: Permissions;
  readonly findHolder: FindHolder;
  /** In demonstration mode every account may send free documents, so that scripts and plugin authors can try things. */
  readonly isDemonstration: boolean;
}

export async function loadActor(database: Database, accountId: string, options: ActorOptions): Promise<Actor | null> {
  const holder = await options.findHolder(database, accountId);
  if (!holder) return null;
  const reach = new Map(reachOf(holder.grants, options.permissions));
  if (options.isDemonstration) reach.set('graphql.adhoc', ['']);
  return { ...holder, reach };
}

/** The platform itself at work (commands, imports, demonstration data): every permission, everywhere. */
export function systemActor(permissions: Permissions, person: { id: string; name: string }): Actor {
  const reach = new Map([...permissions.keys()].map((key) => [key, ['']]));
  return { id: person.id, username: 'system', name: person.name, grants: [], reach };
}
