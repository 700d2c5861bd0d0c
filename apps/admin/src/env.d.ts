/** What the build makes: the installed plugins by id, from `plugins.vite.ts`. */
declare module 'virtual:cunzhi-plugins' {
  import type { PluginSource } from '@cunzhi/admin';

  export const built: Readonly<Record<string, Omit<PluginSource, 'id'>>>;
}
