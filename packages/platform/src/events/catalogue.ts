/**
 * The catalogue: which events the installed plugins declare, and the shape of each one's payload.
 *
 * Nothing enters the log that was not declared, and of a payload only what its schema names: the log is kept and sent on.
 */
import type { EventInput, EventPayload, EventSchemas, Plugin } from '@cunzhi/plugin';

export interface EventCatalogue {
  /** Full names, in the order of the plugins. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** The payload as it goes into the log. @throws Error that names plugin, event and field: a fault of the plugin. */
  check(event: Pick<EventInput, 'name' | 'payload'>): EventPayload;
}

export function collectEvents(plugins: readonly Plugin[]): EventCatalogue {
  const schemas: ReadonlyMap<string, EventSchemas[string]> = new Map(
    plugins.flatMap(({ id, events }) =>
      Object.entries<EventSchemas[string]>(events).map(([name, schema]) => [`${id}.${name}`, schema] as const),
    ),
  );
  return {
    names: [...schemas.keys()],
    has: (name) => schemas.has(name),
    check({ name, payload }) {
      const schema = schemas.get(name);
      if (!schema) throw new Error(unknownEvent(name, plugins));
      const parsed = schema.safeParse(payload);
      if (parsed.success) return parsed.data;
      const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'payload'}: ${message}`);
      throw new Error(
        `The plugin ${ownerOf(name)} announces ${name} with a payload that the event's schema refuses (${problems.join('; ')}). Nothing was written. Mend the payload or the schema.`,
      );
    },
  };
}

function unknownEvent(name: string, plugins: readonly Plugin[]): string {
  const owner = plugins.find(({ id }) => id === ownerOf(name));
  const declared = Object.keys(owner?.events ?? {});
  const cure = owner
    ? `${owner.id} declares ${declared.length > 0 ? declared.join(', ') : 'no events'}. Correct the name, or add it to its \`events\`.`
    : `No plugin "${ownerOf(name)}" is installed. A full name is <plugin id>.<event>.`;
  return `The event ${name} is announced but not declared; nothing was written. ${cure}`;
}

const ownerOf = (name: string) => name.split('.')[0] ?? '';
