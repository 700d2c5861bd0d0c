/**
 * Reading an admin entry: it is data, so the build runs it, and fetches no component while it does.
 *
 * `@cunzhi/admin` is for the time being only `defineAdmin`; the `load` functions are never called.
 */
import { existsSync } from 'node:fs';
import type { AdminPlugin } from '@cunzhi/admin/define';
import { runnerImport } from 'vite';
import type { InstalledPlugin } from './plugin.ts';

export type EntryReading = { readonly admin: AdminPlugin } | { readonly problem: string };

/** The entry's data, or a sentence that says why there are none. `defineFile` stands in for `@cunzhi/admin`. */
export async function readEntry({ id, entry }: InstalledPlugin, defineFile: string): Promise<EntryReading> {
  if (!existsSync(entry)) {
    return {
      problem: `${id}: its admin entry ${entry} is not there. Mend \`admin: new URL(…)\` in the plugin, or add the folder to \`files\` in its package.json and install it again.`,
    };
  }
  try {
    const { module } = await runnerImport<{ admin?: AdminPlugin }>(entry, {
      logLevel: 'silent',
      resolve: { alias: [{ find: /^@cunzhi\/admin$/, replacement: defineFile }] },
    });
    if (module.admin) return { admin: module.admin };
    return { problem: `${id}: ${entry} exports no \`admin\`. Write \`export const admin = defineAdmin({ … })\`.` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      problem: `${id}: its admin entry cannot be read (${why}). An entry is data: move what it does into a component.`,
    };
  }
}
