/** What the plugins must keep among themselves: each id once, each path once. */
import type { AdminPlugin } from '@cunzhi/admin/define';
import type { InstalledPlugin } from './plugin.ts';

/** The paths of the shell's own pages. */
const shellPaths: readonly string[] = ['/', '/me', '/plugins', '/sign-in'];

export interface ReadPlugin extends InstalledPlugin {
  readonly admin: AdminPlugin;
}

/** The problems between these plugins. */
export function checkClashes(plugins: readonly ReadPlugin[]): readonly string[] {
  return [...checkIds(plugins), ...checkPaths(plugins)];
}

function checkIds(plugins: readonly ReadPlugin[]): readonly string[] {
  return plugins.flatMap(({ id, root }, index) => {
    const first = plugins.findIndex((other) => other.id === id);
    if (first === index) return [];
    return [
      `${id}: two plugins have this id, in ${plugins[first]?.root} and ${root}. Remove one from cunzhi.config.ts.`,
    ];
  });
}

function checkPaths(plugins: readonly ReadPlugin[]): readonly string[] {
  const holders = new Map(shellPaths.map((path) => [path, 'the shell']));
  const problems: string[] = [];
  for (const { id, admin } of plugins) {
    for (const { path } of admin.pages ?? []) {
      const shape = shapeOf(path);
      const holder = holders.get(shape);
      if (holder) problems.push(`${id}: its page ${path} is already a page of ${holder}. Give it another path.`);
      else holders.set(shape, id);
    }
  }
  return problems;
}

/** The path without the names of its parameters: `/cases/:id` and `/cases/:code` are one and the same. */
function shapeOf(path: string): string {
  return path.replace(/:\w+/g, ':').replace(/(?<=.)\/$/, '');
}
