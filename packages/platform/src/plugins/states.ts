/**
 * What state each installed plugin is in; read at every guarded field, so a pause holds from the next field on.
 *
 * A state other than live says why, and what to do about it.
 */
import type { LocalText } from '@cunzhi/plugin';

export type PluginState = 'live' | 'paused' | 'waiting' | 'incompatible' | 'quarantined' | 'migrating' | 'removing';

export interface PluginStatus {
  readonly id: string;
  readonly state: PluginState;
  /** Why it is in this state; null when it is live. */
  readonly reason: LocalText | null;
  /** What to do about it; null when there is nothing to do. */
  readonly nextStep: LocalText | null;
}

type Listener = (status: PluginStatus) => void;

export class PluginStates {
  readonly #statuses = new Map<string, PluginStatus>();
  readonly #listeners = new Set<Listener>();

  /** The state of a plugin; undefined when no such plugin is installed. */
  of(id: string): PluginStatus | undefined {
    return this.#statuses.get(id);
  }

  /** Sets a state; those who listen hear of a change, not of a repetition. */
  set(id: string, status: Omit<PluginStatus, 'id'>): void {
    const before = this.#statuses.get(id);
    const after = { id, ...status };
    this.#statuses.set(id, after);
    if (before?.state === after.state && before.reason?.en === after.reason?.en) return;
    for (const listener of this.#listeners) listener(after);
  }

  /** All plugins, in the order in which they were set first. */
  list(): readonly PluginStatus[] {
    return [...this.#statuses.values()];
  }

  /** True while the fields of a plugin answer null and its handlers and jobs rest: paused, migrating, or about to be removed. */
  isPaused(id: string): boolean {
    const state = this.#statuses.get(id)?.state;
    return state === 'paused' || state === 'removing' || state === 'migrating';
  }

  /** Tells of each change until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

export const LIVE = { state: 'live', reason: null, nextStep: null } as const;
