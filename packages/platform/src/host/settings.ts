/** Settings of plugins: what `cunzhi.config.ts` says, read by the shape that the plugin declares. */
import type { Plugin } from '@cunzhi/plugin';
import { messageOf, quarantined, type Problem } from './problem.ts';

export interface ReadSetting {
  readonly key: string;
  readonly value: string;
  readonly description: string | null;
}

/** Settings whose name says that they are secret are never shown. */
const SECRET = /secret|password|passwd|token|credential|(^|[a-z])key$/i;

export function settingsProblems(plugin: Plugin): Problem[] {
  if (!plugin.config) {
    if (plugin.settings === undefined) return [];
    return [
      quarantined(
        [`cunzhi.config.ts 给了 ${plugin.id} 设置，但它没有设置可填。`, `cunzhi.config.ts gives ${plugin.id} settings, but it takes none.`],
        [`去掉 configure(${plugin.id}, …)。`, `Remove configure(${plugin.id}, …).`],
      ),
    ]; // prettier-ignore
  }
  try {
    const read = plugin.config.safeParse(given(plugin));
    if (read.success) return [];
    return read.error.issues.map(({ path, message }) => {
      const key = path.map(String).join('.') || 'settings';
      return wrong(plugin.id, key, message);
    });
  } catch (error) {
    return [wrong(plugin.id, 'settings', messageOf(error))];
  }
}

/** The settings after their defaults were filled in; only for plugins that passed the check. */
export function readSettingsOf(plugin: Plugin): unknown {
  return plugin.config?.parse(given(plugin));
}

/** The settings as people may see them. */
export function listSettings(plugin: Plugin, config: unknown): ReadSetting[] {
  if (typeof config !== 'object' || config === null) return [];
  const shape = plugin.config && 'shape' in plugin.config ? (plugin.config.shape as Record<string, unknown>) : {};
  return Object.entries(config).map(([key, value]) => {
    const field = shape[key];
    const description = field && typeof field === 'object' && 'description' in field ? field.description : undefined;
    return {
      key,
      value: SECRET.test(key) ? '••••' : typeof value === 'string' ? value : JSON.stringify(value),
      description: typeof description === 'string' ? description : null,
    };
  });
}

/** A plugin without settings in `cunzhi.config.ts` gets its defaults. */
const given = (plugin: Plugin): unknown => plugin.settings ?? {};

const wrong = (id: string, key: string, message: string): Problem =>
  quarantined(
    [`${id} 的设置 ${key} 不能用：${message}。`, `The setting ${key} of ${id} cannot be used: ${message}.`],
    [`在 cunzhi.config.ts 的 configure(${id}, …) 里改正 ${key}。`, `Mend ${key} in configure(${id}, …) in cunzhi.config.ts.`],
  ); // prettier-ignore
