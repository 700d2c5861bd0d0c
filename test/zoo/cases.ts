/** What a case of the zoo is: a bad plugin, what is wrong with it, and what the host must say of it. */
import type { AnyPlugin } from '@cunzhi/plugin';
import type { Zoo } from './zoo.ts';

interface Bad {
  readonly what: string;
  readonly plugin: AnyPlugin;
  /** Others that it needs to be wrong with. */
  readonly beside?: readonly AnyPlugin[];
}

/** One that never runs: it is set aside before, with a state, a reason and a next step. */
export interface Caged extends Bad {
  /** When it is not listed under its id. */
  readonly listedAs?: string;
  /** The state, and what the reason must say; the whole of it stands in diagnoses.md. */
  readonly is: readonly [state: 'QUARANTINED' | 'INCOMPATIBLE' | 'WAITING', says: string];
  /** It was installed before, from an earlier version of its package: writes that, and then the one of now. */
  readonly versions?: readonly [earlier: () => void, now: () => void];
}

/** One that runs, and fails at what it does: it stays live, and costs its own field, event or job. */
export interface Failing extends Bad {
  /** It takes long, and holds the event log back meanwhile: it gets a host of its own. */
  readonly isSlow?: true;
  /** Makes it fail; without it, it fails when the host stops. */
  readonly provoke?: (zoo: Zoo) => Promise<Answered>;
  /** The code of the only error; `null` when the asker must notice nothing. */
  readonly answers: string | null;
  /** The fault on the page 插件: its kind, and what it must say. Null where nothing went wrong. */
  readonly fault: readonly [kind: string, says: string] | null;
}

export interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly plugin?: string };
  }[];
}
