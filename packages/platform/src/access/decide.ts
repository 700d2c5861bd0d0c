/**
 * Who may do what where: one pure decision over grants, permissions and place prefixes.
 *
 * Whatever is not known is denied. `decide` and `reachOf` agree, because one is computed from the other's ranges.
 */
import type { Actor, HeldGrant, Permission, Plugin } from '@cunzhi/plugin';
import { permissionKey, SetupError } from '@cunzhi/plugin';

export interface PermissionRule {
  readonly roles: ReadonlySet<string>;
  /** True when the permission is asked at a place. */
  readonly placed: boolean;
}

export type Permissions = ReadonlyMap<Permission, PermissionRule>;

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
    Object.entries(OWN_PERMISSIONS).map(([key, roles]) => [key, { roles: new Set(roles), placed: false }]),
  );
  for (const plugin of plugins) {
    for (const [name, { roles, placed = true }] of Object.entries(plugin.permissions)) {
      const key = permissionKey(plugin.id, name);
      if (rules.has(key))
        throw new SetupError([`The permission ${key} is declared twice. Rename it in plugin ${plugin.id}.`]);
      rules.set(key, { roles: new Set(roles), placed });
    }
  }
  return rules;
}

/** For each permission, the smallest set of prefixes that these grants reach. */
export function reachOf(
  grants: readonly HeldGrant[],
  permissions: Permissions,
): ReadonlyMap<Permission, readonly string[]> {
  const reach = new Map<Permission, readonly string[]>();
  for (const [key, { roles }] of permissions) {
    const prefixes = grants.filter(({ role }) => roles.has(role)).map(({ placePrefix }) => placePrefix);
    if (prefixes.length > 0) reach.set(key, withoutCovered(prefixes));
  }
  return reach;
}

/** True when the actor holds the permission at the place; without a place, when it is held anywhere. */
export function decide(actor: Pick<Actor, 'reach'> | null, permission: Permission, placeCode?: string | null): boolean {
  const prefixes = actor?.reach.get(permission);
  if (!prefixes) return false;
  if (placeCode == null) return true;
  return prefixes.some((prefix) => placeCode.startsWith(prefix));
}

function withoutCovered(prefixes: readonly string[]): string[] {
  return [...new Set(prefixes)]
    .filter((one) => !prefixes.some((other) => other !== one && one.startsWith(other)))
    .sort();
}
