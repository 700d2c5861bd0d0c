/**
 * A plugin is one value: data on top, functions below; only `id` and `compat` are required.
 *
 * Defining a plugin does nothing; the host reads the value and decides when each part comes to life.
 *
 * @module
 */
import type { input, output, ZodType } from 'zod';
import type { PluginBuilder } from './builder.ts';
import type { Db, Permission, ServiceContext } from './context.ts';
import type { LocalText } from './errors.ts';
import type { EventGuards, EventHandlers, EventSchemas, EventSet, EventsOf } from './events.ts';
import type { FactDefinition } from './facts.ts';
import type { JobDefinition, JobDefinitions } from './jobs.ts';
import type { Log } from './log.ts';
import type { TableDeclaration } from './tables.ts';
import type { AnyPlugin, Doors, OptionalUse, PermissionsOf, Uses, UsesPermissions } from './uses.ts';

export interface PermissionDeclaration extends LocalText {
  /** The roles that hold it by default. */
  readonly roles: readonly string[];
  /** False for permissions that are not asked at a place. */
  readonly placed?: boolean;
  /** 2 for what asks for a second proof of identity, also of roles that need none. */
  readonly factors?: 1 | 2;
  /** True when only those who handle a record hold it, whatever their reach. */
  readonly handlersOnly?: boolean;
}
export type PermissionDeclarations = Readonly<Record<string, PermissionDeclaration>>;

/** What happens to a plugin's tables when it is uninstalled: nothing, a file of JSON lines and then gone, or gone. */
export type UninstallMode = 'keep' | 'export' | 'drop';

/** What a plugin's functions get of their own: settings, services, a log. */
export interface Own<Config = unknown, Services = unknown> {
  readonly config: Config;
  readonly services: Services;
  readonly log: Log;
}

/** For `setup`: also a way to work as the platform itself, each call one transaction. */
export interface SetupContext<Config = unknown, Services = unknown> extends Own<Config, Services> {
  run<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<T>;
}

/** For `reference`: an owner's connection, and the folder with the norms as data. */
export interface ReferenceContext {
  readonly db: Db;
  readonly standards: URL;
}

/** A plugin as the host sees it. `Id` to `Services` say what other plugins may name; they are inferred. */
export interface Plugin<
  Id extends string = string,
  Permissions extends PermissionDeclarations = PermissionDeclarations,
  Events extends EventSchemas = EventSchemas,
  Config extends ZodType = ZodType,
  Services = unknown,
  Door = unknown,
> {
  readonly id: Id;
  /** Its own version. */
  readonly version: string;
  /** The platform versions it works with, a semver range. */
  readonly compat: string;
  readonly uses: Readonly<Record<string, { readonly plugin: AnyPlugin; readonly isOptional: boolean }>>;
  readonly config: Config | undefined;
  /** What `cunzhi.config.ts` says, not parsed yet. */
  readonly settings: unknown;
  readonly tables: readonly TableDeclaration[];
  readonly migrations: URL | undefined;
  readonly permissions: Permissions;
  readonly events: Events;
  readonly facts: Readonly<Record<string, FactDefinition>>;
  readonly jobs: Readonly<Record<string, JobDefinition>>;
  readonly services: ((own: never, uses: never) => Services) | undefined;
  readonly on: AnyHandlers;
  readonly guard: AnyHandlers;
  readonly reference: ((ctx: ReferenceContext) => Promise<void>) | undefined;
  readonly graphql: ((builder: never, uses: never, own: never) => Door) | undefined;
  readonly admin: URL | undefined;
  readonly uninstall: UninstallMode;
  readonly setup: ((ctx: never) => Promise<Stop | void>) | undefined;
  /** Why its types and root fields need not begin with its id. */
  readonly plainNames: string | undefined;
  /** The plugin that its `events` were declared for by `defineEvents`. */
  readonly eventsOf: string | undefined;
  /** The copy of this package that defined it: two copies do not know each other's types. */
  readonly contract: string;
}

/** Handlers by full event name; only the host, which checked the payload, calls them. */
export type AnyHandlers = Readonly<Record<string, (ctx: ServiceContext, event: never) => Promise<void>>>;

export type Stop = () => Promise<void> | void;

export interface PluginInput<
  Id extends string,
  U extends Uses,
  Permissions extends PermissionDeclarations,
  Events extends EventSchemas,
  Config extends ZodType,
  Services,
  Door,
> {
  /** `[a-z][a-z0-9]*(-[a-z0-9]+)*`, at most 40 characters; first part of permissions, events and paths. */
  readonly id: Id;
  /** Its own version, as in its package.json. */
  readonly version?: string;
  /** The platform versions it works with, a semver range. */
  readonly compat: string;
  /** Plugins it builds on, by object: presence, order and types from one reference; `optional(x)` for maybe. */
  readonly uses?: U;
  /** The shape of its settings; checked at start. */
  readonly config?: Config;
  /** `reading.write` of plugin `wells` becomes `wells.reading.write`. */
  readonly permissions?: Permissions;
  /** Its tables, all in PostgreSQL schema `plugin_<id>`. */
  readonly tables?: readonly TableDeclaration<NoInfer<PermissionsOf<Id, Permissions> | UsesPermissions<U>>>[];
  /** Folder of SQL files, applied in file order, each once. */
  readonly migrations?: URL;
  /** Made by `defineEvents(id, …)`, whose `emit` is the way to announce one. */
  readonly events?: EventSet<NoInfer<Id>, Events>;
  /** Figures about villages that standards and scores may use, by full name: `wells.low`. */
  readonly facts?: Readonly<Record<`${string}.${string}`, FactDefinition>>;
  /** Work on a schedule, or after an event. */
  readonly jobs?: JobDefinitions<NoInfer<EventsOf<Id, Events> & UsesEvents<U>>>;
  /** What other plugins may call, and registries that they may fill. */
  readonly services?: (own: Omit<Own<output<Config>>, 'services'>, uses: Doors<U>) => Services;
  /** After commit, at least once, each with its own place in the event log. */
  readonly on?: EventHandlers<NoInfer<EventsOf<Id, Events> & UsesEvents<U>>>;
  /** Before commit, inside the transaction, at most 100 ms: may refuse by throwing a `UserError`. */
  readonly guard?: EventGuards<NoInfer<EventsOf<Id, Events> & UsesEvents<U>>>;
  /** Brings norms from `standards/` into the plugin's global tables, at `cunzhi apply`; running it again changes nothing. */
  readonly reference?: (ctx: ReferenceContext) => Promise<void>;
  /** Types and fields; what it returns is what other plugins get under `uses.<name>`, beside the services. */
  readonly graphql?: (b: BuilderFor<Id, Permissions, U>, uses: Doors<U>, own: Own<output<Config>, Services>) => Door;
  /** The file of its admin entry: `new URL('../admin/index.ts', import.meta.url)`. */
  readonly admin?: URL;
  /** What happens to its tables when it is uninstalled; by default they are kept. */
  readonly uninstall?: UninstallMode;
  /** Rare: something that lives as long as the host; returns how to stop it. */
  readonly setup?: (ctx: SetupContext<output<Config>, Services>) => Promise<Stop | void>;
  /** For plugins whose nouns stand in the glossary: why their types and root fields need no prefix. */
  readonly plainNames?: string;
}

/** Permissions that belong to the platform itself. */
export type PlatformPermission =
  | 'graphql.adhoc'
  | 'graphql.introspect'
  | 'platform.plugin.manage'
  | 'platform.plugin.diagnose'
  | 'platform.job.manage'
  | 'platform.health.read';

/** The builder of a plugin, for files of its own: `BuilderFor<'wells', typeof permissions, { core: typeof core }>`. */
export type BuilderFor<Id extends string, Permissions, U extends Uses> = PluginBuilder<
  PermissionsOf<Id, Permissions> | UsesPermissions<U> | PlatformPermission
>;

type UnionToIntersection<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer All) => void
  ? All
  : never;
type EventsOfUse<U> =
  U extends OptionalUse<infer P>
    ? EventsOfUse<P>
    : U extends Plugin<infer Id, PermissionDeclarations, infer Events>
      ? EventsOf<Id, Events>
      : never;
type UsesEvents<U extends Uses> = [keyof U] extends [never] ? unknown : UnionToIntersection<EventsOfUse<U[keyof U]>>;

/** Declares a plugin. Pure: nothing runs, nothing is registered. */
export function definePlugin<
  const Id extends string,
  // eslint-disable-next-line typescript/no-empty-object-type -- "uses nothing" has no keys at all
  const U extends Uses = {},
  // eslint-disable-next-line typescript/no-empty-object-type -- "has no permissions"
  const Permissions extends PermissionDeclarations = {},
  // eslint-disable-next-line typescript/no-empty-object-type -- "announces nothing"
  Events extends EventSchemas = {},
  Config extends ZodType = ZodType<undefined>,
  Services = undefined,
  Door = undefined,
>(
  given: PluginInput<Id, U, Permissions, Events, Config, Services, Door>,
): Plugin<Id, Permissions, Events, Config, Services, Door> {
  const uses = Object.entries<AnyPlugin | OptionalUse>(given.uses ?? {}).map(([name, use]) => [
    name,
    // Empty when two packages import each other: the host says so, with a cure.
    use && 'optional' in use ? { plugin: use.optional, isOptional: true } : { plugin: use, isOptional: false },
  ]);
  return {
    version: '0.0.0',
    settings: undefined,
    tables: [],
    migrations: undefined,
    facts: {},
    services: undefined,
    reference: undefined,
    admin: undefined,
    uninstall: 'keep',
    setup: undefined,
    plainNames: undefined,
    ...given,
    uses: Object.fromEntries(uses),
    config: given.config,
    permissions: given.permissions ?? ({} as Permissions),
    events: given.events?.schemas ?? ({} as Events),
    jobs: (given.jobs ?? {}) as Readonly<Record<string, JobDefinition>>,
    on: (given.on ?? {}) as AnyHandlers,
    guard: (given.guard ?? {}) as AnyHandlers,
    graphql: given.graphql as Plugin<Id, Permissions, Events, Config, Services, Door>['graphql'],
    eventsOf: given.events?.plugin,
    contract: import.meta.url,
  };
}

/** The plugin with its settings from `cunzhi.config.ts`; they are checked against its `config` at start. */
export function configure<P extends AnyPlugin>(plugin: P, settings: SettingsOf<P>): P {
  return { ...plugin, settings };
}

/** What a plugin's settings look like before its schema fills in the defaults. */
export type SettingsOf<P> = P extends { readonly config: infer Config } ? input<Extract<Config, ZodType>> : never;

/** The full key of a permission that a plugin declares under its short name. */
export function permissionKey(pluginId: string, name: string): Permission {
  return `${pluginId}.${name}`;
}
