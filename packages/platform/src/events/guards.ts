/**
 * Guards: what other plugins ask before a change is committed; the only way for a plugin to block another's write.
 *
 * A guard refuses by throwing a `UserError`, and by nothing else. One that fails, or has not answered when the 100 ms for all
 * guards of a write are over, is a fault of its plugin, noted for the administrator, and the write goes on: a clerk who registers
 * a dispute must not lose the afternoon because a plugin of somebody else is broken or slow. Who may write is decided before,
 * by permissions and row security; a rule that must hold without exception is a constraint of the database.
 */
import { UserError, type Actor, type PendingEvent, type Plugin, type ServiceContext } from '@cunzhi/plugin';
import { pluginActor, type Permissions } from '../access/index.ts';
import { isLostRace, messageOf, sqlStateOf } from '../database/index.ts';

export interface Guards {
  /** The plugins that are asked before this event is written, in the order in which they are asked. */
  of(event: string): readonly string[];
  /** Asks all guards of these events. @throws UserError of the first that refuses. */
  ask(events: readonly PendingEvent[], enter: EnterGuard): Promise<void>;
}

/** Runs one guard inside the writer's transaction, as this actor, and undoes whatever it did. */
export type EnterGuard = (
  options: { readonly plugin: string; readonly actor: Actor; readonly limitMs: number },
  work: (ctx: ServiceContext) => Promise<void>,
) => Promise<void>;

export interface GuardOptions {
  readonly plugins: readonly Plugin[];
  readonly permissions: Permissions;
  /** Guards of a plugin that is paused or set aside are not asked. */
  readonly isLive: (plugin: string) => boolean;
  readonly noteFault: (fault: { plugin: string; kind: 'guard'; where: string; message: string }) => void;
  readonly limitMs?: number;
}

interface Guard {
  readonly plugin: string;
  readonly actor: Actor;
  readonly ask: (ctx: ServiceContext, event: never) => Promise<void>;
}

export function collectGuards({ plugins, permissions, isLive, noteFault, limitMs = 100 }: GuardOptions): Guards {
  const byEvent = new Map<string, Guard[]>();
  for (const plugin of plugins) {
    const actor = pluginActor(plugin, permissions);
    for (const [event, ask] of Object.entries(plugin.guard))
      byEvent.set(event, [...(byEvent.get(event) ?? []), { plugin: plugin.id, actor, ask }]);
  }
  return {
    of: (event) => (byEvent.get(event) ?? []).map(({ plugin }) => plugin),
    async ask(events, enter) {
      const deadline = performance.now() + limitMs;
      for (const event of events) {
        for (const { plugin, actor, ask } of byEvent.get(event.name) ?? []) {
          if (!isLive(plugin)) continue;
          try {
            const left = Math.floor(deadline - performance.now());
            if (left <= 0) throw new GuardTimeout(limitMs);
            await enter({ plugin, actor, limitMs: left }, (ctx) => within(left, limitMs, ask(ctx, event as never)));
          } catch (error) {
            if (error instanceof UserError || isLostRace(error)) throw error;
            noteFault({ plugin, kind: 'guard', where: event.name, message: sentenceOf(error, limitMs) });
          }
        }
      }
    },
  };
}

class GuardTimeout extends Error {
  constructor(limitMs: number) {
    super(`The guards of this write had not answered after ${limitMs} ms; the write went on.`);
  }
}

async function within(ms: number, limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new GuardTimeout(limitMs)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** 57014: the database stopped a statement of the guard when its time was over. */
const sentenceOf = (error: unknown, limitMs: number) =>
  sqlStateOf(error) === '57014' ? new GuardTimeout(limitMs).message : messageOf(error);
