/**
 * Events: facts announced after a change, written in the change's own transaction.
 *
 * A payload holds ids, states, due dates and colours; no name, text or amount.
 *
 * @module
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
  /** For a permission of a closed circle (`handlersOnly`): the persons who may hear of it. Without it everybody in reach. */
  readonly handlers?: readonly string[] | undefined;
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

/**
 * Called after commit, in the order of the log, each handler with a place of its own.
 *
 * What it writes through `ctx.db` happens exactly once, since the place moves in the same transaction; what it does elsewhere
 * happens at least once, and `event.id` tells a repetition. After 30 seconds it is cut off. A failure is tried again with
 * growing waits and holds back this handler alone; after ten the event is laid aside (`cunzhi dead-letters`).
 */
export type EventHandlers<Map = EventMap> = {
  readonly [Name in keyof Map]?: (ctx: ServiceContext, event: EventOf<Map & EventMap, Name>) => Promise<void>;
};

/** An event that is about to be written: it has no place in the log yet. */
export type PendingEvent<Event extends { readonly name: unknown; readonly payload: unknown } = PlatformEvent> = Omit<
  Event,
  'id' | 'cursor'
>;

/**
 * Called before commit in the writer's transaction, at most 100 ms for all guards together: throw a `UserError` to refuse.
 *
 * A guard looks and changes nothing: what it wrote or locked is undone. It sees what is committed and what its writer wrote;
 * two writers at once do not see each other, so what must hold for certain is a constraint of the database.
 */
export type EventGuards<Map = EventMap> = {
  readonly [Name in keyof Map]?: (
    ctx: ServiceContext,
    event: PendingEvent<EventOf<Map & EventMap, Name>>,
  ) => Promise<void>;
};

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
