/**
 * The owner stamp: every type and field carries the id of the plugin that made it, in `extensions.plugin`.
 *
 * Traces, budgets, errors and the plan of an uninstall read it; nobody has to remember to write it.
 */
import { FieldRef, type FieldMap, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { getNamedType, isInterfaceType, isObjectType, isScalarType, type GraphQLSchema } from 'graphql';

/** The owner of what the platform itself shows. */
export const PLATFORM = 'platform';

export class Owners {
  readonly #types = new Map<string, string>();
  readonly #fields = new Map<string, string>();
  #current: string | undefined;

  /** Whoever is building now. */
  get current(): string | undefined {
    return this.#current;
  }

  /** Whatever is made while `work` runs belongs to this plugin. */
  during<T>(plugin: string | undefined, work: () => T): T {
    const before = this.#current;
    this.#current = plugin;
    try {
      return work();
    } finally {
      this.#current = before;
    }
  }

  /** Notes who made a type. @throws Error when another plugin did. */
  claim(type: string): void {
    this.#note(this.#types, type, `The type ${type}`);
  }

  /** Notes who made a field. @throws Error when another plugin did. */
  claimField(where: string): void {
    this.#note(this.#fields, where, `The field ${where}`);
  }

  #note(owners: Map<string, string>, name: string, what: string): void {
    if (!this.#current) return;
    const owner = owners.get(name) ?? this.#current;
    owners.set(name, owner);
    if (owner !== this.#current) throw new Error(`${what} belongs to ${owner}. Give yours another name`);
  }

  /** Stamps the types of a finished schema; what the library made on the way belongs to the field that led to it. */
  stampTypes(schema: GraphQLSchema): void {
    const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    const stampOf = (name: string) => this.#types.get(name);
    // A page leads to its edges, and these to nothing new: three looks reach the end.
    for (let look = 1; look <= 3; look++) {
      for (const type of types) {
        if (!isObjectType(type) && !isInterfaceType(type)) continue;
        for (const field of Object.values(type.getFields())) {
          const owner = field.extensions['plugin'] ?? stampOf(type.name);
          const led = getNamedType(field.type);
          const isOpen = !stampOf(led.name) && !isScalarType(led) && !OF_THE_PLATFORM.has(led.name);
          if (typeof owner === 'string' && isOpen) this.#types.set(led.name, owner);
        }
      }
    }
    for (const type of types) type.extensions = { ...type.extensions, plugin: stampOf(type.name) ?? PLATFORM };
  }
}

/** The same fields with their owner; at the root they are nullable, so that one cannot take the others with it. */
export function stampFields<Fields extends FieldMap>(
  fields: Fields,
  plugin: string | undefined,
  isRoot: boolean,
): Fields {
  if (!plugin) return fields;
  for (const field of Object.values(fields)) {
    if (field instanceof FieldRef) field.updateConfig((config) => stamped(config, plugin, isRoot));
  }
  return fields;
}

function stamped<Types extends SchemaTypes>(
  config: PothosOutputFieldConfig<Types>,
  plugin: string,
  isRoot: boolean,
): PothosOutputFieldConfig<Types> {
  const type = isRoot ? { ...config.type, nullable: true } : config.type;
  return { ...config, type, extensions: { ...config.extensions, plugin } };
}

/** Made with the builder, before any plugin: whoever uses them first does not own them. Nor does anybody own a scalar. */
const OF_THE_PLATFORM = new Set([
  'PageInfo', 'UserError', 'FieldProblem', 'VersionConflictError', 'InputRefusedError', 'Sensitive', 'Revealed', 'RevealLimitError',
]); // prettier-ignore
