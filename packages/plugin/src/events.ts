/**
 * Events: facts announced after a change, written in the change's own transaction.
 *
 * A payload holds ids, states, due dates and colours; no name, text or amount.
 */
import type { Permission } from './context.ts';

export interface EventInput {
  /** `<plugin id>.<thing><Happened>`, declared in the plugin's `events`. */
  readonly name: string;
  readonly placeCode: string;
  /** Who may hear of it: holders of this permission at the place. */
  readonly permission: Permission;
  /** The aggregate that changed; readers drop a version that is not newer than the one they know. */
  readonly subject: { readonly id: string; readonly version: number };
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}

export interface PlatformEvent extends EventInput {
  /** Position in the log, fixed-width text that compares as text. */
  readonly cursor: string;
  readonly id: string;
  readonly plugin: string;
  readonly occurredAt: Date;
  readonly actorId: string | null;
}
