/**
 * Installing the platform from a folder of tarballs: what `pnpm pack` made, before anything is published.
 *
 * Each package that lies there is taken from there, for whoever asks for it; everything else comes from the registry.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from './refused.mjs';

/**
 * @param {string} folder Absolute.
 * @throws {Refused} when there is no tarball in the folder.
 */
export function overridesFor(folder) {
  const tarballs = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tgz')) : [];
  if (tarballs.length === 0) throw new Refused(`There is no tarball (*.tgz) in ${folder}. Fill it with \`pnpm pack\`.`);
  const overrides = Object.fromEntries(
    tarballs.map((name) => [nameIn(join(folder, name)), `file:${join(folder, name)}`]),
  );

  return {
    /** The files of a scaffold with the tarballs in place of versions; for npm and for pnpm. */
    apply: (files) =>
      files.map(([path, text]) => {
        if (path === 'package.json') return [path, inManifest(text, overrides)];
        if (path === 'pnpm-workspace.yaml') return [path, `${text}${asYaml(overrides)}`];
        return [path, text];
      }),
  };
}

function nameIn(tarball) {
  return JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' })).name;
}

function inManifest(text, overrides) {
  const manifest = JSON.parse(text);
  for (const name of Object.keys(manifest.devDependencies)) {
    if (overrides[name]) manifest.devDependencies[name] = overrides[name];
  }
  // npm takes an override of a direct dependency only when it says the same as the dependency.
  const direct = Object.keys(manifest.devDependencies);
  manifest.overrides = Object.fromEntries(
    Object.entries(overrides).map(([name, file]) => [name, direct.includes(name) ? `$${name}` : file]),
  );
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function asYaml(overrides) {
  const lines = Object.entries(overrides).map(([name, file]) => `  '${name}': '${file}'`);
  return ['overrides:', ...lines, ''].join('\n');
}
