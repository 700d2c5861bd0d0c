/**
 * One copy of what holds state: a second Vue knows nothing of the first one's components, a second router of its routes.
 *
 * The build takes the shell's copy for everybody; a plugin made for another version of it is named here.
 */
import { dirname } from 'node:path';
import { findPackage } from './packages.ts';
import type { InstalledPlugin } from './plugin.ts';

const single: readonly string[] = ['vue', 'vue-router', 'vue-i18n', '@urql/vue', 'element-plus'];

/** The problems of one plugin; `shell` is the folder whose copies count. */
export function checkCopies({ id, entry }: InstalledPlugin, shell: string): readonly string[] {
  return single.flatMap((name) => {
    const [own, ours] = [findPackage(dirname(entry), name), findPackage(shell, name)];
    if (!own || !ours || own.root === ours.root || own.version === ours.version) return [];
    return [
      `${id} brings a second copy of ${name}: ${own.version} in ${own.root}, beside ${ours.version} in ${ours.root}. Move ${name} to the peerDependencies of ${id}, or install ${id} with ${name} ${ours.version}.`,
    ];
  });
}
