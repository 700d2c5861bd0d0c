/**
 * The installed plugins in the build: reads `cunzhi.config.ts`, checks every admin entry, and makes `virtual:cunzhi-plugins`.
 *
 * One law: what is wrong stops the build, all of it at once, each in a sentence that names the plugin and the cure.
 */
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { tsImport } from 'tsx/esm/api';
import { searchForWorkspaceRoot, type Plugin, type Rolldown } from 'vite';
import { checkClashes, type ReadPlugin } from './installed/clash.check.ts';
import { checkCopies } from './installed/copy.check.ts';
import { readEntry } from './installed/entry.ts';
import { checkEntry, type Offer } from './installed/entry.check.ts';
import { readInstalled } from './installed/list.ts';
import { packageOf } from './installed/packages.ts';
import { checkSizes, type BuiltChunk } from './installed/size.check.ts';

const virtualId = 'virtual:cunzhi-plugins';
const resolvedId = `\0${virtualId}`;
const defineFile = createRequire(import.meta.url).resolve('@cunzhi/admin/define');

/** The Vite plugin for one `cunzhi.config.ts`. */
export function cunzhiPlugins({ config }: { readonly config: string }): Plugin {
  let plugins: readonly ReadPlugin[] = [];

  return {
    name: 'cunzhi-plugins',
    async config(user) {
      plugins = await readAll(config);
      const root = user.root ?? process.cwd();
      return { server: { fs: { allow: [searchForWorkspaceRoot(root), ...plugins.map((plugin) => plugin.root)] } } };
    },
    configureServer(server) {
      // An entry is checked when the server starts; another list of plugins is another start.
      server.watcher.add(config);
      server.watcher.on('change', (file) => file === config && void server.restart());
    },
    resolveId: (id) => (id === virtualId ? resolvedId : undefined),
    load: (id) => (id === resolvedId ? codeOf(plugins) : undefined),
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [chunkOf(file)] : []));
      stopAt(plugins.flatMap((plugin) => checkSizes(plugin, chunks)));
    },
  };
}

async function readAll(config: string): Promise<readonly ReadPlugin[]> {
  const offer = await readOffer();
  const installed = await readInstalled(config);
  const readings = await Promise.all(
    installed.map(async (plugin) => ({ plugin, reading: await readEntry(plugin, defineFile) })),
  );
  const plugins = readings.flatMap(({ plugin, reading }) =>
    'admin' in reading ? [{ ...plugin, admin: reading.admin }] : [],
  );
  stopAt([
    ...readings.flatMap(({ reading }) => ('problem' in reading ? [reading.problem] : [])),
    ...plugins.flatMap((plugin) => checkEntry(plugin, plugin.admin, offer)),
    ...plugins.flatMap((plugin) => checkCopies(plugin, import.meta.dirname)),
    ...checkClashes(plugins),
  ]);
  return plugins;
}

/** What this platform offers: the version and the slots of its own `@cunzhi/admin`. */
async function readOffer(): Promise<Offer> {
  const { slotNames }: { slotNames: readonly string[] } = await tsImport(defineFile, import.meta.url);
  return { version: packageOf(defineFile)?.version ?? '0.0.0', slots: slotNames };
}

function codeOf(plugins: readonly ReadPlugin[]): string {
  const lines = plugins.map(({ id, entry, admin }) => {
    const paths = JSON.stringify((admin.pages ?? []).map(({ path }) => path));
    const slots = JSON.stringify(Object.keys(admin.slots ?? {}));
    return `  ${JSON.stringify(id)}: { paths: ${paths}, slots: ${slots}, load: () => import(${JSON.stringify(entry)}) },`;
  });
  return ['export const built = {', ...lines, '};'].join('\n');
}

function chunkOf(chunk: Rolldown.OutputChunk): BuiltChunk {
  return {
    file: chunk.fileName,
    module: chunk.facadeModuleId,
    isEntry: chunk.isEntry,
    imports: [...chunk.imports, ...chunk.dynamicImports],
    gzipBytes: gzipSync(chunk.code).length,
  };
}

function stopAt(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
