/**
 * Two copies of a package that must be one: graphql and @cunzhi/plugin do not know the types of their twin.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from '@cunzhi/plugin';
import { quarantined, type Problem } from './problem.ts';

const SINGLE = ['graphql', '@cunzhi/plugin'];

export function copyProblems(plugin: Plugin): Problem[] {
  return SINGLE.flatMap((name) => {
    const ours = packageFolder(name, import.meta.url);
    const places = [plugin.admin, plugin.migrations].filter((url) => url?.protocol === 'file:').map(String);
    const theirs = [
      ...(name === '@cunzhi/plugin' ? [folderOf(name, plugin.contract)] : [packageFolder(name, plugin.contract)]),
      ...places.map((place) => packageFolder(name, place)),
    ].find((folder) => folder !== undefined && folder !== ours);
    if (!ours || !theirs) return [];
    return quarantined(
      [
        `${plugin.id} 带来了第二份 ${name}：${theirs}，平台用的是 ${ours}。`,
        `${plugin.id} brings a second copy of ${name}: ${theirs}; the platform uses ${ours}.`,
      ],
      [
        `在 ${plugin.id} 的 package.json 里把 ${name} 写成 peerDependencies，再重新安装。`,
        `Make ${name} a peer dependency in the package.json of ${plugin.id}, and install again.`,
      ],
    );
  });
}

/** The folder of a package as this file would import it; undefined when it would not find any. */
function packageFolder(name: string, from: string): string | undefined {
  try {
    return folderOf(name, createRequire(from).resolve(name));
  } catch {
    return undefined;
  }
}

/** The folder with the package.json of this name, above a file or its URL. */
function folderOf(name: string, fileOrUrl: string): string | undefined {
  let folder = dirname(fileOrUrl.startsWith('file:') ? fileURLToPath(fileOrUrl) : fileOrUrl);
  for (let above = dirname(folder); ; [folder, above] = [above, dirname(above)]) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === name)
      return realpathSync(folder);
    if (above === folder) return undefined;
  }
}
