/**
 * The one list of installed plugins: `cunzhi.config.ts`, the same file that the server starts from.
 *
 * Reading it runs the plugins' server halves as far as they define themselves, which does nothing else.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { packageOf } from './packages.ts';
import type { InstalledPlugin } from './plugin.ts';

const ours = '@cunzhi/';

/** What the build wants of a plugin value; the rest is the server's. */
interface PluginValue {
  readonly id: string;
  readonly version?: string;
  readonly compat: string;
  readonly admin?: URL;
}

/** The plugins that bring an admin half. @throws when the file is not there, or names no plugins. */
export async function readInstalled(configFile: string): Promise<readonly InstalledPlugin[]> {
  if (!existsSync(configFile)) {
    throw new Error(`There is no ${configFile}. Set CUNZHI_CONFIG to the file that names your plugins.`);
  }
  const { default: config }: { default?: unknown } = await tsImport(pathToFileURL(configFile).href, import.meta.url);
  if (!isConfig(config)) {
    throw new Error(`${configFile} names no plugins. Write \`export default defineConfig({ plugins: [core, …] })\`.`);
  }
  return config.plugins.flatMap(({ admin, ...plugin }) => (admin ? [installedOf(plugin, fileURLToPath(admin))] : []));
}

function installedOf({ id, compat, version = '0.0.0' }: PluginValue, file: string): InstalledPlugin {
  const entry = existsSync(file) ? realpathSync(file) : file;
  const home = packageOf(entry);
  return {
    id,
    version,
    compat,
    entry,
    root: home?.root ?? dirname(entry),
    isBundled: home?.name.startsWith(ours) ?? false,
  };
}

function isConfig(config: unknown): config is { readonly plugins: readonly PluginValue[] } {
  return typeof config === 'object' && config !== null && 'plugins' in config && Array.isArray(config.plugins);
}
