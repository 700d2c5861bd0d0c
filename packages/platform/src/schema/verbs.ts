/**
 * The builder as plugins get it: the library's, with the verbs of a plugin and the stamp of whoever builds.
 *
 * There is one builder for all plugins of a build; who is building is known from outside (`Owners.during`).
 */
import type { BaseTypeRef, FieldMap, SchemaTypes } from '@pothos/core';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { AnyPlugin, EntityOptions, InterfaceOptions, PluginBuilder, TableDeclaration } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import { mapTable, type Mapped } from './entity.mapping.ts';
import { addEntityVerbs, addRootVerbs, type Atlas } from './entity.ts';
import { stampFields, type Owners } from './owner.ts';

type Thunk = (t: never) => FieldMap;
type Implementable = BaseTypeRef<SchemaTypes, object> & { implement(options: object): unknown };
/** The library's builder, as loosely as its methods are wrapped here. */
interface Loose {
  objectRef(name: string): Implementable;
  interfaceRef(name: string): Implementable;
  connectionObject(options: object): unknown;
  configStore: { addTypeRef(ref: BaseTypeRef<SchemaTypes, object>): void };
  [method: string]: unknown;
}

/** Dresses a fresh builder for these plugins. */
export function dress(builder: Builder, plugins: readonly AnyPlugin[], owners: Owners): PluginBuilder {
  const loose = builder as unknown as Loose;
  const atlas = makeAtlas(loose, plugins, owners);
  claimTypes(loose, owners);
  wrapThunks(loose, owners, atlas);
  const roots = makeRoots(loose);
  return Object.assign(loose, {
    entity: (name: string, table: PgTable, { description, interfaces = [], where }: EntityOptions<PgTable>) => {
      const ref = loose.objectRef(name);
      ref.implement({ description, interfaces });
      return atlas.note(ref, table, where);
    },
    entityInterface: (name: string, table: PgTable, { description, typeOf }: InterfaceOptions<PgTable>) => {
      const ref = loose.interfaceRef(name);
      ref.implement({ description, resolveType: typeOf });
      return atlas.note(ref, table, undefined);
    },
    fields: (ref: { kind: string }, fields: Thunk) =>
      call(loose, ref.kind === 'Interface' ? 'interfaceFields' : 'objectFields', ref, fields),
    queries: loose['queryFields'],
    mutations: (fields: Thunk) => (roots.mutation(), call(loose, 'mutationFields', fields)),
    subscriptions: (fields: Thunk) => (roots.subscription(), call(loose, 'subscriptionFields', fields)),
  }) as unknown as PluginBuilder;
}

function makeAtlas(builder: Loose, plugins: readonly AnyPlugin[], owners: Owners) {
  const declarations = new Map<PgTable, TableDeclaration>(
    plugins.flatMap(({ tables }) => tables.map((one) => [one.table, one] as const)),
  );
  const mapped = new Map<unknown, Mapped>();
  const connections = new Map<unknown, unknown>();
  const atlas: Atlas & { note(ref: Implementable, table: PgTable, where: Mapped['where']): unknown } = {
    mappedOf: (ref) => mapped.get(ref),
    isForeign: ({ owner }) => owner !== owners.current,
    connectionOf(ref) {
      const name = mapped.get(ref)?.name ?? '';
      const made = connections.get(ref) ?? builder.connectionObject({ type: ref, name: `${name}Connection` });
      connections.set(ref, made);
      return made;
    },
    note(ref, table, where) {
      const declaration = declarations.get(table);
      mapped.set(ref, mapTable({ name: ref.name, owner: owners.current, table, where, declaration }));
      return Object.assign(ref, { table });
    },
  };
  return atlas;
}

/** Every type that comes into being is claimed for whoever is building. */
function claimTypes({ configStore }: Loose, owners: Owners): void {
  const add = configStore.addTypeRef.bind(configStore);
  configStore.addTypeRef = (ref) => {
    const plugin = owners.current;
    ref.onConfig((config: unknown) => {
      if (hasName(config)) owners.during(plugin, () => owners.claim(config.name));
    });
    add(ref);
  };
}

/** Field functions run late, when the schema is made: each remembers who gave it. */
function wrapThunks(builder: Loose, owners: Owners, atlas: Atlas): void {
  const remember = (thunk: unknown, ref: unknown, isRoot: boolean): unknown => {
    if (typeof thunk !== 'function') return thunk;
    const plugin = owners.current;
    return (t: never) =>
      owners.during(plugin, () => stampFields((thunk as Thunk)(withVerbs(t, ref, atlas)), plugin, isRoot));
  };
  const wrap = (method: string, rewrite: (parameters: unknown[]) => unknown[]) => {
    const before = builder[method] as (...parameters: unknown[]) => unknown;
    builder[method] = (...parameters: unknown[]) => before.apply(builder, rewrite(parameters));
  };
  for (const method of ['objectType', 'interfaceType'])
    wrap(method, ([ref, options, fields]) => {
      const own = options as { fields?: unknown };
      return [
        ref,
        own.fields ? { ...own, fields: remember(own.fields, ref, false) } : own,
        remember(fields, ref, false),
      ];
    });
  for (const method of ['objectFields', 'interfaceFields'])
    wrap(method, ([ref, fields]) => [ref, remember(fields, ref, false)]);
  wrap('queryFields', ([fields]) => [remember(fields, ROOT, true)]);
  wrap('mutationFields', ([fields]) => [remember(fields, undefined, true)]);
  wrap('subscriptionFields', ([fields]) => [remember(fields, undefined, false)]);
}

const ROOT = Symbol('Query');

function withVerbs(t: never, ref: unknown, atlas: Atlas): never {
  if (ref === ROOT) return addRootVerbs(t, atlas);
  const source = atlas.mappedOf(ref);
  return source ? addEntityVerbs(t, source, atlas) : t;
}

/** A root type without fields is no valid schema: it comes with the first plugin that needs it. */
function makeRoots(builder: Loose) {
  const once = (method: string, description: string) => {
    let isMade = false;
    return () => {
      if (!isMade) call(builder, method, { description });
      isMade = true;
    };
  };
  return {
    mutation: once('mutationType', 'What can be done.'),
    subscription: once('subscriptionType', 'What can be listened to.'),
  };
}

const call = (builder: Loose, method: string, ...parameters: unknown[]): unknown =>
  (builder[method] as (...all: unknown[]) => unknown).apply(builder, parameters);

const hasName = (config: unknown): config is { name: string } =>
  typeof config === 'object' && config !== null && 'name' in config && typeof config.name === 'string';
