/** A plugin with all that it builds on, in the order in which they start. */
import type { AnyPlugin } from '@cunzhi/plugin';

export function closureOf(plugin: AnyPlugin, withOptional: boolean): AnyPlugin[] {
  const found = new Map<string, AnyPlugin>();
  const visit = (one: AnyPlugin): void => {
    if (found.has(one.id)) return;
    for (const { plugin: used, isOptional } of Object.values(one.uses)) if (withOptional || !isOptional) visit(used);
    found.set(one.id, one);
  };
  visit(plugin);
  return [...found.values()];
}

/** Every role that holds anything of these plugins by default. */
export const rolesOf = (plugins: readonly AnyPlugin[]): string[] => [
  ...new Set([
    'developer',
    ...plugins.flatMap(({ permissions }) => Object.values(permissions).flatMap(({ roles }) => roles)),
  ]),
];
