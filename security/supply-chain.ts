/**
 * What can be known offline about what we take in: the lockfile against known flaws, where packages come from, their licences,
 * the age of the list. Pure: it is handed what it judges, and gives one sentence for each problem.
 */
import { satisfies, validRange } from 'semver';

export interface Advisory {
  readonly package: string;
  /** The versions that have the flaw. */
  readonly range: string;
  /** CVE, GHSA, or `pin` for the oldest version that we have tested with. */
  readonly id: string;
  readonly reason: string;
}

/** The part of pnpm-lock.yaml that is looked at. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly resolution?: Resolution }>>;
}
interface Resolution {
  readonly integrity?: string;
  readonly tarball?: string;
  readonly type?: string;
}

export interface Licences {
  readonly allowed: readonly string[];
  /** Package → why it may stay. */
  readonly exceptions: Readonly<Record<string, string>>;
}

/** Locked versions that lie in the range of an advisory. */
export function findFlaws({ packages }: Lockfile, advisories: readonly Advisory[]): string[] {
  const locked = Object.keys(packages).map(nameAndVersion);
  return advisories.flatMap(({ package: name, range, id, reason }) => {
    if (!validRange(range)) return [`${name}: "${range}" is no range of versions.`];
    return locked
      .filter((one) => one.name === name && satisfies(one.version, range))
      .map(
        ({ version }) => `${name} ${version} has a known flaw (${id}): ${reason} Take a version outside of ${range}.`,
      );
  });
}

/** Packages that come without a checksum, or from somewhere else than the registry. */
export function findStrangers({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([key, { resolution = {} }]) => {
    const elsewhere = resolution.tarball ?? resolution.type;
    if (elsewhere) return [`${key} comes from ${elsewhere} and not from the registry. Use a published version.`];
    return resolution.integrity?.startsWith('sha512-')
      ? []
      : [`${key} has no sha512 checksum in the lockfile. Lock it anew.`];
  });
}

/** Packages whose licence is not on the list; `found` is licence → packages. */
export function findLicences(
  found: Readonly<Record<string, readonly { readonly name: string }[]>>,
  { allowed, exceptions }: Licences,
): string[] {
  return Object.entries(found)
    .filter(([licence]) => !isAllowed(licence, allowed))
    .flatMap(([licence, packages]) => packages.map(({ name }) => ({ name, licence })))
    .filter(({ name }) => !(name in exceptions))
    .map(
      ({ name, licence }) =>
        `${name} comes under ${licence}, which is not on the list. Do without it, or say in security/advisories.json why it may stay.`,
    );
}

/** Before a release somebody looks for new flaws; after fourteen days the list is old. */
export function findOldList(lookedThroughOn: string, now: Date): string[] {
  const days = Math.floor((now.getTime() - Date.parse(lookedThroughOn)) / 86_400_000);
  return days <= 14
    ? []
    : [`security/advisories.json was looked through ${days} days ago. Look again, and set lookedThroughOn.`];
}

/** Versions that pnpm's own check finds too young: an attack is mostly found within days. */
export function findYoung(said: string): string[] {
  return [...said.matchAll(/(\S+@\S+) was published at (\d{4}-\d{2}-\d{2})/g)].map(
    ([, version, day]) => `${version} was published on ${day}, less than a week ago. Wait, or lock an older version.`,
  );
}

/** `@scope/name@1.2.3(peer@4.5.6)` → name and version. */
function nameAndVersion(key: string): { name: string; version: string } {
  const bare = key.replace(/\(.*$/, '');
  const at = bare.lastIndexOf('@');
  return { name: bare.slice(0, at), version: bare.slice(at + 1) };
}

const isAllowed = (licence: string, allowed: readonly string[]) =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((one) => allowed.includes(one.trim()));
