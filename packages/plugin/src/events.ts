/**
 * Events: facts announced after a change, written in the change's own transaction.
 *
 * A payload holds ids, states, due dates and colours; no name, text or amount.
 */
import type { ZodType, output } from 'zod';
import type { Permission, ServiceContext } from './context.ts';

/** Short names with the shape of their payload. */
export type EventSchemas = Readonly<Record<string, ZodType<EventPayload>>>;
export type EventPayload = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Full names (`wells.well.dry`) with their payloads: what `on`, `guard` and `jobs` are typed by. */
export type EventMap = Readonly<Record<string, EventPayload>>;
export type EventsOf<Id extends string, Schemas> = {
  readonly [Name in keyof Schemas & string as `${Id}.${Name}`]: Schemas[Name] extends ZodType
    ? output<Schemas[Name]>
    : never;
};

/** What an event says beside its name and payload. */
export interface EventAbout {
  readonly placeCode: string;
  /** Who may hear of it: holders of this permission at the place. */
  readonly permission: Permission;
  /** The aggregate that changed; readers drop a version that is not newer than the one they know. */
  readonly subject: { readonly id: string; readonly version: number };
}

export interface EventInput extends EventAbout {
  /** `<plugin id>.<thing>.<happened>`, declared in the plugin's `events`. */
  readonly name: string;
  readonly payload: EventPayload;
}

export interface PlatformEvent extends EventInput {
  /** Position in the log, fixed-width text that compares as text. */
  readonly cursor: string;
  readonly id: string;
  readonly plugin: string;
  readonly occurredAt: Date;
  readonly actorId: string | null;
}

/** An event with the payload of its name. */
export type EventOf<Map extends EventMap, Name extends keyof Map> = Omit<PlatformEvent, 'name' | 'payload'> & {
  readonly name: Name;
  readonly payload: Map[Name];
};

/** Called after commit, at least once; `event.id` tells a repetition. */
export type EventHandlers<Map = EventMap> = {
  readonly [Name in keyof Map]?: (ctx: ServiceContext, event: EventOf<Map & EventMap, Name>) => Promise<void>;
};

/** Called before commit in the writer's transaction; what it throws refuses the change. */
export type EventGuards<Map = EventMap> = EventHandlers<Map>;

export interface EventSet<Id extends string, Schemas extends EventSchemas> {
  readonly plugin: Id;
  readonly schemas: Schemas;
  /** Writes one event into the log, in the same transaction as the change it tells of. */
  emit<Name extends keyof Schemas & string>(
    ctx: ServiceContext,
    name: Name,
    about: EventAbout & { readonly payload: output<Schemas[Name]> },
  ): Promise<void>;
}

/** Declares what a plugin announces: `defineEvents('wells', { 'well.dry': z.object({ … }) })`. */
export function defineEvents<const Id extends string, const Schemas extends EventSchemas>(
  plugin: Id,
  schemas: Schemas,
): EventSet<Id, Schemas> {
  return { plugin, schemas, emit: (ctx, name, about) => ctx.emit({ name: `${plugin}.${name}`, ...about }) };
}
