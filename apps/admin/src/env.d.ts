/** What the build makes: the installed plugins by id, from `plugins.vite.ts`. */
declare module 'virtual:cunzhi-plugins' {
  export const built: Readonly<Record<string, Omit<import('@cunzhi/admin').PluginSource, 'id'>>>;
}
