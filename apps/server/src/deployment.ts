/**
 * A deployment (部署) is a folder with a `cunzhi.config.ts`: which plugins run here, and with which norms.
 *
 * The file is looked for in the current folder, or named; nobody imports it, so that one server runs any deployment.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError, type CunzhiConfig } from '@cunzhi/plugin';
import { standards } from '@cunzhi/standards';

const NAME = 'cunzhi.config.ts';
const RIGHT = `It must end with \`export default defineConfig({ plugins: [core] });\`.`;

/** A configuration with its norms: those of `@cunzhi/standards` where it names none. */
export type DeployedConfig = CunzhiConfig & { readonly standards: URL };

export interface Deployment {
  readonly configFile: string;
  /** Where the config file lies; `.data/` lies beside it. */
  readonly folder: string;
  readonly config: DeployedConfig;
}

/** Gives a command its deployment; a command that needs none never asks. */
export type FindDeployment = () => Promise<Deployment>;

/**
 * Loads the named config file, else that of the current folder.
 *
 * @throws SetupError when it is not there, fails while it is loaded, or exports something else.
 */
export async function loadDeployment(named?: string): Promise<Deployment> {
  const file = resolve(named ?? NAME);
  if (!existsSync(file)) {
    throw new SetupError([
      named
        ? `The config file ${file} is not there. Name an existing one with --config or CUNZHI_CONFIG.`
        : `There is no ${NAME} in ${process.cwd()}. Go to the folder of the deployment, or name the file: cunzhi --config FILE.`,
    ]);
  }
  const configFile = realpathSync(file);
  const config = checked(await load(configFile), configFile);
  return { configFile, folder: dirname(configFile), config: { ...config, standards: config.standards ?? standards } };
}

async function load(file: string): Promise<unknown> {
  try {
    const loaded = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly default?: unknown };
    return loaded.default;
  } catch (cause) {
    if (cause instanceof SetupError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError([`${file} could not be loaded: ${why}${moduleHint(dirname(file))}`], { cause });
  }
}

/** Node takes a .ts file for CommonJS unless its package says otherwise, and then fails with words that lead nowhere. */
function moduleHint(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return dirname(folder) === folder ? '' : moduleHint(dirname(folder));
  const { type }: { type?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'));
  return type === 'module' ? '' : ` Write "type": "module" into ${manifest}, and try again.`;
}

/** @throws SetupError with every problem of what the file exports. */
function checked(value: unknown, file: string): CunzhiConfig {
  if (value === undefined) throw new SetupError([`${file} has no default export. ${RIGHT}`]);
  if (!isObject(value) || !Array.isArray(value['plugins'])) {
    throw new SetupError([`The default export of ${file} names no list \`plugins\`. ${RIGHT}`]);
  }
  const problems = value['plugins'].flatMap((one: unknown, index) =>
    isObject(one) && typeof one['id'] === 'string'
      ? []
      : [
          `Number ${index + 1} of \`plugins\` in ${file} is ${one === undefined ? 'undefined' : 'not a plugin'}. Name what definePlugin returned; look at how it is imported.`,
        ],
  );
  if (value['standards'] !== undefined && !(value['standards'] instanceof URL)) {
    problems.push(`\`standards\` in ${file} is not a URL. Write new URL('./standards/', import.meta.url).`);
  }
  if (problems.length > 0) throw new SetupError(problems);
  // Whatever else stands in it was given its type by defineConfig.
  return value as unknown as CunzhiConfig;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
