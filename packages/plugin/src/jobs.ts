/**
 * Jobs: work on a schedule or after an event, outside of any request.
 *
 * A job may run twice and on any machine; it gets a context of its own with the plugin's permissions, everywhere. It is one
 * transaction, cut off after a minute: long work is many events with a job each.
 *
 * @module
 */
import type { ServiceContext } from './context.ts';
import type { EventMap, EventOf } from './events.ts';

export type JobDefinition =
  | {
      /** Five fields, in Asia/Shanghai; a tick that was missed while the server was down is made up once. */
      readonly cron: string;
      readonly run: (ctx: ServiceContext) => Promise<void>;
    }
  | {
      /** Enqueued once for each such event; tried again with growing waits, at most ten times. */
      readonly on: string;
      readonly run: (ctx: ServiceContext, event: never) => Promise<void>;
    };

/** Jobs by name; the event of a job is one of the plugin's own or of those it uses. */
export type JobDefinitions<Map> = Readonly<
  Record<
    string,
    | { readonly cron: string; readonly run: (ctx: ServiceContext) => Promise<void> }
    | {
        [Name in keyof Map & string]: {
          readonly on: Name;
          readonly run: (ctx: ServiceContext, event: EventOf<Map & EventMap, Name>) => Promise<void>;
        };
      }[keyof Map & string]
  >
>;
