/** Packages on the disk, found as Node finds them: upwards, and behind links. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly root: string;
}

/** The package that a file belongs to; undefined when it lies in none. */
export function packageOf(file: string): Package | undefined {
  return upwards(dirname(file), (folder) => readPackage(folder));
}

/** The package that code in this folder gets when it imports this name. */
export function findPackage(folder: string, name: string): Package | undefined {
  return upwards(folder, (at) => readPackage(join(at, 'node_modules', name)));
}

function upwards(from: string, find: (folder: string) => Package | undefined): Package | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = find(folder);
    if (found || folder === dirname(folder)) return found;
  }
}

function readPackage(folder: string): Package | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(readFileSync(file, 'utf8'));
  // Folders inside a package may hold a package.json that only says `"type": "module"`.
  if (typeof name !== 'string') return undefined;
  return { name, version: typeof version === 'string' ? version : '0.0.0', root: realpathSync(folder) };
}
