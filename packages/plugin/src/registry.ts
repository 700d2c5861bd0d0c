/**
 * Registries: extension points of a plugin, filled by others while services start and sealed before the schema is built.
 *
 * @module
 */

/** Entries with the id of the plugin that brought each. */
export interface Registry<Entry> {
  readonly kind: 'registry';
  /** All entries, in the order of the plugins; complete once the host has sealed it. */
  entries(): readonly { readonly plugin: string; readonly entry: Entry }[];
  /** The door for one guest. */
  openFor(plugin: string): RegistryDoor<Entry>;
  seal(): void;
}

/** What a guest gets. */
export interface RegistryDoor<Entry> {
  /** @throws Error that names the plugin when the registry is sealed: add in `services`, not later. */
  add(entry: Entry): void;
}

/** Makes a registry; return it from `services` under the name that guests shall use. */
export function registry<Entry>(): Registry<Entry> {
  const entries: { readonly plugin: string; readonly entry: Entry }[] = [];
  let isSealed = false;
  return {
    kind: 'registry',
    entries: () => entries,
    openFor: (plugin) => ({
      add(entry) {
        if (isSealed)
          throw new Error(`${plugin} fills a registry after it was sealed. Add in \`services\`, not later.`);
        entries.push({ plugin, entry });
      },
    }),
    seal: () => void (isSealed = true),
  };
}

/** True for a value that `registry()` made. @internal */
export function isRegistry(value: unknown): value is Registry<unknown> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'registry';
}
