/**
 * What a plugin gets of another one: only through `uses`, by object, so that presence, order and types are one thing.
 *
 * @module
 */
import type { Plugin, PermissionDeclarations } from './define.ts';
import type { Registry, RegistryDoor } from './registry.ts';

/** Any plugin at all. Its functions take what only the host can give, so nobody else can call them. */
export type AnyPlugin = Plugin<string, PermissionDeclarations>;

/** A plugin that may be absent. */
export interface OptionalUse<P extends AnyPlugin = AnyPlugin> {
  readonly optional: P;
}

export type Uses = Readonly<Record<string, AnyPlugin | OptionalUse>>;

/** In `uses`: build on it when it is there; its door is then undefined when it is not. */
export function optional<P extends AnyPlugin>(plugin: P): OptionalUse<P> {
  return { optional: plugin };
}

/** What a plugin hands to others: what its `graphql` and its `services` return. */
export type DoorOf<P> =
  P extends Plugin<string, PermissionDeclarations, infer _Events, infer _Config, infer Services, infer Door>
    ? Opened<Door> & Opened<Services>
    : never;

// eslint-disable-next-line typescript/no-empty-object-type -- a plugin that hands out nothing
type Opened<Part> = Part extends object ? { readonly [K in keyof Part]: OfferedTo<Part[K]> } : {};
/** A registry is handed out as the door that a guest fills; the owner alone reads it. */
type OfferedTo<Value> = Value extends Registry<infer Entry> ? RegistryDoor<Entry> : Value;

/** The doors of all used plugins, by the names in `uses`. */
export type Doors<U extends Uses> = {
  readonly [Name in keyof U]: U[Name] extends OptionalUse<infer P> ? DoorOf<P> | undefined : DoorOf<U[Name]>;
};

/** `'wells.reading.write' | …` */
export type PermissionsOf<Id extends string, Permissions> = `${Id}.${keyof Permissions & string}`;

/** The permissions that a plugin value declares. */
export type PermissionOf<P> = P extends Plugin<infer Id, infer Permissions> ? PermissionsOf<Id, Permissions> : never;

export type UsesPermissions<U extends Uses> = {
  readonly [Name in keyof U]: U[Name] extends OptionalUse<infer P> ? PermissionOf<P> : PermissionOf<U[Name]>;
}[keyof U];
