/**
 * Who may do what where: one pure decision over grants, permissions and place prefixes.
 *
 * Whatever is not known is denied. `decide` reads the ranges of `reachOf`, which also become the scope of the database: they agree.
 */
import type { Actor, AskedPlace, HeldGrant, Permission, Plugin } from '@cunzhi/plugin';
import { permissionKey, SetupError } from '@cunzhi/plugin';

export interface PermissionRule {
  readonly roles: ReadonlySet<string>;
  /** True when the permission is asked at a place. */
  readonly placed: boolean;
  /** Proofs of identity that a session must have shown before this permission is held. */
  readonly factors: 1 | 2;
  /** True when only those who handle the record hold it, and not everybody in reach. */
  readonly handlersOnly: boolean;
}

export type Permissions = ReadonlyMap<Permission, PermissionRule>;

/** `by` is the place prefix of the grant; `why` is for the audit log and never goes to a client. */
export type Decision = { readonly allow: true; readonly by: string } | { readonly allow: false; readonly why: string };

/** Permissions of the platform itself; no plugin declares them. */
export const OWN_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'graphql.adhoc': ['developer'],
  'graphql.introspect': ['developer'],
  'platform.plugin.manage': ['admin'],
  'platform.plugin.diagnose': ['developer'],
  'platform.job.manage': ['admin'],
  'platform.health.read': ['admin'],
};

/** All permissions of the installed plugins, under their full keys. @throws SetupError on a key declared twice. */
export function collectPermissions(plugins: readonly Plugin[]): Permissions {
  const rules = new Map<Permission, PermissionRule>(
    Object.entries(OWN_PERMISSIONS).map(([key, roles]) => [
      key,
      { roles: new Set(roles), placed: false, factors: 1, handlersOnly: false },
    ]),
  );
  for (const plugin of plugins) {
    for (const [name, declared] of Object.entries(plugin.permissions)) {
      const key = permissionKey(plugin.id, name);
      if (rules.has(key))
        throw new SetupError([`The permission ${key} is declared twice. Rename it in plugin ${plugin.id}.`]);
      const { roles, placed = true, factors = 1, handlersOnly = false } = declared;
      rules.set(key, { roles: new Set(roles), placed, factors, handlersOnly });
    }
  }
  return rules;
}

/**
 * For each permission, the smallest set of prefixes that these grants reach.
 *
 * A grant whose role asks for two factors, and a permission that does, count for nothing in a session that has shown one.
 */
export function reachOf(
  grants: readonly HeldGrant[],
  permissions: Permissions,
  factors: 1 | 2,
): ReadonlyMap<Permission, readonly string[]> {
  const ready = grants.filter((grant) => grant.factors <= factors);
  const reach = new Map<Permission, readonly string[]>();
  for (const [key, rule] of permissions) {
    if (rule.factors > factors) continue;
    const prefixes = ready.filter(({ role }) => rule.roles.has(role)).map(({ placePrefix }) => placePrefix);
    if (prefixes.length > 0) reach.set(key, withoutCovered(prefixes));
  }
  return reach;
}

/**
 * May the actor do this there? Without a place the question is whether it is held anywhere: lists ask so, and row security
 * gives them the rows in reach.
 */
export function decide(
  permissions: Permissions,
  actor: Pick<Actor, 'id' | 'reach'> | null,
  permission: Permission,
  place?: AskedPlace | null,
): Decision {
  const rule = permissions.get(permission);
  if (!rule) return no('no such permission');
  const prefixes = actor?.reach.get(permission);
  if (!actor || !prefixes?.length) return no('not held');
  if (place == null || !rule.placed) return { allow: true, by: prefixes[0] ?? '' };
  const { code, handlers } = typeof place === 'string' ? { code: place, handlers: undefined } : place;
  if (rule.handlersOnly && !handlers?.includes(actor.id)) return no('not a handler');
  const by = prefixes.find((prefix) => code.startsWith(prefix));
  return by === undefined ? no('out of reach') : { allow: true, by };
}

const no = (why: string): Decision => ({ allow: false, why });

function withoutCovered(prefixes: readonly string[]): string[] {
  return [...new Set(prefixes)]
    .filter((one) => !prefixes.some((other) => other !== one && one.startsWith(other)))
    .sort();
}
