/**
 * Builds the schema from the plugins in order, then walks it once.
 *
 * A fresh builder for each build: what a broken plugin left behind is gone with it.
 */
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { SetupError, type AnyPlugin } from '@cunzhi/plugin';
import type { Permissions } from '../access/index.ts';
import { createBuilder } from './builder.ts';
import { Owners, PLATFORM } from './owner.ts';
import { addPlatform, type About } from './platform.graphql.ts';
import { dress } from './verbs.ts';
import { findProblems, type SchemaProblem } from './walk.ts';

/** What the host hands to a plugin's `graphql`: its settings, services and log, and the services of those it uses. */
export interface Given {
  readonly own: object;
  /** For one guest: a registry is a door with the guest's name on it. */
  readonly services: (guest: string) => object;
}

export interface BuildOptions {
  readonly plugins: readonly AnyPlugin[];
  readonly about: About;
  readonly given?: ReadonlyMap<string, Given>;
  /** Checked when given: a field may name only what is declared. */
  readonly permissions?: Permissions;
}

/** The schema did not come about; each problem names its plugin. */
export class SchemaBuildError extends SetupError {
  readonly found: readonly SchemaProblem[];

  constructor(found: readonly SchemaProblem[], options?: ErrorOptions) {
    super(
      found.map(({ problem }) => problem),
      options,
    );
    this.found = found;
  }
}

/** @throws SchemaBuildError that names every problem, its plugin and its cure. */
export function buildSchema({ plugins, about, given, permissions }: BuildOptions): GraphQLSchema {
  const owners = new Owners();
  const builder = createBuilder();
  const verbs = dress(builder, plugins, owners);
  owners.during(PLATFORM, () => addPlatform(verbs, about));
  const doors = new Map<string, (guest: string) => object>();
  for (const plugin of plugins) {
    const used = Object.entries(plugin.uses).map(
      ([name, { plugin: one }]) => [name, doors.get(one.id)?.(plugin.id)] as const,
    );
    const mine = given?.get(plugin.id);
    const door = blame(plugin.id, () =>
      owners.during(plugin.id, () =>
        plugin.graphql?.(verbs as never, Object.fromEntries(used) as never, (mine?.own ?? {}) as never),
      ),
    );
    doors.set(plugin.id, (guest) => ({ ...mine?.services(guest), ...(typeof door === 'object' ? door : {}) }));
  }
  const schema = blame(undefined, () => builder.toSchema());
  owners.stampTypes(schema);
  const found = findProblems(schema, plugins, permissions);
  if (found.length > 0) throw new SchemaBuildError(found);
  return schema;
}

/** The schema as text, sorted, for the checked-in print. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

function blame<T>(plugin: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof SetupError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    const problem = plugin ? `The \`graphql\` of ${plugin} failed: ${why}` : `The schema cannot be built: ${why}`;
    throw new SchemaBuildError([{ plugin: plugin ?? PLATFORM, problem }], { cause });
  }
}
