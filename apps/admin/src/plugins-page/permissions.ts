/** Who may see the page 插件, and who may act on it; the server decides all the same. */
export const managing = 'platform.plugin.manage';
export const pluginPermissions: readonly string[] = [managing, 'platform.plugin.diagnose'];
