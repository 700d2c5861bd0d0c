/**
 * The installed plugins (插件), and where their admin halves come from.
 *
 * An entry is fetched only when somebody is signed in and the server says that the plugin is live.
 */
import type { PluginSource } from '@cunzhi/admin';

/** Every bundled plugin; the order decides nothing. */
export const pluginSources: readonly PluginSource[] = [
  { id: 'core', load: () => import('@cunzhi/core/admin') },
  { id: 'evaluation', load: () => import('@cunzhi/evaluation/admin') },
  { id: 'mediation', load: () => import('@cunzhi/mediation/admin') },
  { id: 'three-governance', load: () => import('@cunzhi/three-governance/admin') },
  { id: 'yucun-cases', load: () => import('@cunzhi/yucun-cases/admin') },
];
