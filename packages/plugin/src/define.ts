/**
 * A plugin is one value: data on top, functions below.
 *
 * Defining a plugin does nothing; the host reads the value and decides when each part comes to life.
 */
import type { PluginBuilder } from './builder.ts';
import type { Db, Permission } from './context.ts';
import type { LocalText } from './errors.ts';
import type { FactDefinition } from './facts.ts';
import type { TableDeclaration } from './tables.ts';

export interface PermissionDeclaration extends LocalText {
  /** The roles that hold it by default. */
  readonly roles: readonly string[];
  /** False for permissions that are not asked at a place. */
  readonly placed?: boolean;
}

export interface Plugin<Door = unknown> {
  readonly id: string;
  readonly compat: string;
  readonly uses: Readonly<Record<string, Plugin>>;
  readonly tables: readonly TableDeclaration[];
  /** Folder of SQL files, applied in file order, each once. */
  readonly migrations: URL | undefined;
  readonly permissions: Readonly<Record<string, PermissionDeclaration>>;
  /** Names of the events that it announces, without the id, each with a sentence. */
  readonly events: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, FactDefinition>>;
  readonly reference: ((ctx: ReferenceContext) => Promise<void>) | undefined;
  readonly graphql: ((builder: PluginBuilder, doors: never) => Door) | undefined;
}

/** For `reference`: an owner's connection, and the folder with the norms as data. */
export interface ReferenceContext {
  readonly db: Db;
  readonly standards: URL;
}

type Doors<Uses> = { readonly [Name in keyof Uses]: Uses[Name] extends Plugin<infer Door> ? Door : never };

export interface PluginInput<Uses extends Record<string, Plugin>, Door> {
  /** `[a-z][a-z0-9]*(-[a-z0-9]+)*`, at most 40 characters; first part of permissions, events and paths. */
  readonly id: string;
  /** The platform versions it works with, a semver range. */
  readonly compat: string;
  /** Plugins it builds on, by object: presence, order and types from one reference. */
  readonly uses?: Uses;
  readonly tables?: readonly TableDeclaration[];
  readonly migrations?: URL;
  /** `answer.write` of plugin `evaluation` becomes `evaluation.answer.write`. */
  readonly permissions?: Readonly<Record<string, PermissionDeclaration>>;
  readonly events?: Readonly<Record<string, string>>;
  readonly facts?: Readonly<Record<string, FactDefinition>>;
  /** Brings norms from `standards/` into the plugin's global tables, at `cunzhi apply`; running it again changes nothing. */
  readonly reference?: (ctx: ReferenceContext) => Promise<void>;
  /** Types and fields; what it returns is what other plugins get under `uses.<name>`. */
  readonly graphql?: (builder: PluginBuilder, doors: Doors<Uses>) => Door;
}

/** Declares a plugin. Pure: nothing runs, nothing is registered. */
export function definePlugin<const Uses extends Record<string, Plugin> = Record<never, Plugin>, Door = undefined>(
  input: PluginInput<Uses, Door>,
): Plugin<Door> {
  return {
    uses: {},
    tables: [],
    migrations: undefined,
    permissions: {},
    events: {},
    facts: {},
    reference: undefined,
    ...input,
    graphql: input.graphql,
  };
}

/** The full key of a permission that a plugin declares under its short name. */
export function permissionKey(pluginId: string, name: string): Permission {
  return `${pluginId}.${name}`;
}
