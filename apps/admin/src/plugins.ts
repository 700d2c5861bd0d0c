/**
 * The plugins that were built into this client (插件): what `cunzhi.config.ts` names, as the build has checked it.
 *
 * An entry is fetched only when somebody is signed in and the server says that the plugin is live.
 */
import type { PluginSource } from '@cunzhi/admin';
import { built } from 'virtual:cunzhi-plugins';

/** Every plugin of the build; the order decides nothing. */
export const pluginSources: readonly PluginSource[] = Object.entries(built).map(([id, source]) => ({ id, ...source }));
