/**
 * What holds for the repository as a whole: it names no machine, its packages agree, it may be used by anybody.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly path: string;
  readonly name: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('the files of the repository', () => {
  // An archive without .git has no list of files; a clone, and so CI, has.
  it.skipIf(!existsSync(join(root, '.git')))('name no path of a machine and no host of a package registry', () => {
    const named = trackedFiles()
      .filter((path) => existsSync(join(root, path)))
      .map((path) => ({ path, text: read(path) }))
      .filter(({ text }) => !text.includes('\0'))
      .flatMap(({ path, text }) => [...text.matchAll(MACHINE)].map(([found]) => `${path}: ${found.trim()}`));

    expect(named).toEqual([]);
  });

  it('come under the MIT licence, each package too', () => {
    expect(read('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} Cunzhi contributors\n/);
    expect(manifests.filter(({ license }) => license !== 'MIT').map(({ path }) => path)).toEqual([]);
  });
});

describe('the packages', () => {
  it('name exact versions: two installs a year apart are the same', () => {
    const loose = manifests.flatMap(({ path, ...manifest }) =>
      Object.entries(allDependencies(manifest))
        .filter(([, version]) => !/^(workspace:\*|\d+\.\d+\.\d+(-[\w.]+)?)$/.test(version))
        .map(([name, version]) => `${path}: ${name} ${version}`),
    );

    expect(loose).toEqual([]);
  });

  it('name one version of each dependency: two copies of graphql do not know each other’s types', () => {
    const versions = new Map<string, Set<string>>();
    for (const [name, version] of manifests.flatMap((manifest) => Object.entries(allDependencies(manifest)))) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }

    expect([...versions].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  it('need each other in no circle', () => {
    const needs = new Map(manifests.map(({ name, dependencies = {} }) => [name, Object.keys(dependencies)]));

    expect([...needs.keys()].filter((name) => reachableFrom(needs.get(name) ?? [], needs).has(name))).toEqual([]);
  });
});

/** An absolute path of a build machine, or an address that packages are fetched from; not a path inside an address. */
const MACHINE = /(?<![\w.)\]}/*-])\/(?:wor[k]|tm[p]|farm)\/[\w.]|https?:\/\/registr[y]\.[\w.]+/g;

const manifests: readonly Manifest[] = [
  'package.json',
  'test/package.json',
  'standards/package.json',
  ...['packages', 'plugins', 'apps'].flatMap((room) =>
    readdirSync(join(root, room)).map((name) => `${room}/${name}/package.json`),
  ),
]
  .filter((path) => existsSync(join(root, path)))
  .map((path) => ({ ...(JSON.parse(read(path)) as Omit<Manifest, 'path'>), path }));

function allDependencies(manifest: Partial<Manifest>): Readonly<Record<string, string>> {
  return { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
}

function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
}

function reachableFrom(
  names: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
  seen: Set<string> = new Set(),
): Set<string> {
  for (const name of names.filter((one) => !seen.has(one))) {
    seen.add(name);
    reachableFrom(needs.get(name) ?? [], needs, seen);
  }
  return seen;
}
