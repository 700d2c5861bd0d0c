/**
 * useLive: listens from the position of a query's answer on, so that nothing falls between reading and listening.
 *
 * What lies at or before the last position seen is dropped; without a socket, `refetch` is called every 15 seconds.
 */
import { useClientHandle } from '@urql/vue';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { computed, onScopeDispose, readonly, shallowRef, watch, type Ref } from 'vue';
import { cursorOf, isNews } from './cursor.ts';
import { useKit } from './kit.ts';

export type LiveWord = 'live' | 'catchingUp' | 'polling' | 'offline';

export interface LiveOptions<Data, Variables extends AnyVariables & object> {
  readonly subscription: TypedDocumentNode<Data, Variables>;
  /** All variables but `after`. */
  readonly variables: () => Omit<Variables, 'after'>;
  /** The cursor of the snapshot on the screen; nothing is listened to before it is known. */
  readonly after: Readonly<Ref<string | null | undefined>>;
  readonly onEvent: (data: Data) => void;
  /** Reads the page's query again: after a gap in the log, and every 15 seconds while there is no socket. */
  readonly refetch?: () => void;
}

export interface Live {
  readonly state: Readonly<Ref<LiveWord>>;
  readonly since: Readonly<Ref<number>>;
}

const pollEveryMs = 15_000;
const patienceMs = 6_000;
const settleMs = 1_000;
const resumeWithinMs = 2_000;

/** Starts to listen; stops with the component. */
export function useLive<Data, Variables extends AnyVariables & object>(options: LiveOptions<Data, Variables>): Live {
  const { live } = useKit();
  const handle = useClientHandle();
  const now = shallowRef(Date.now());
  const since = shallowRef(Date.now());
  let seen: string | undefined;
  let unsubscribe: (() => void) | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;

  const state = computed<LiveWord>(() => {
    const age = now.value - live.since.value;
    if (live.connection.value === 'connected') return age < settleMs ? 'catchingUp' : 'live';
    if (live.connection.value !== 'broken' && age < patienceMs) return 'catchingUp';
    if (live.connection.value === 'broken' && age < patienceMs) return 'catchingUp';
    return options.refetch && navigator.onLine ? 'polling' : 'offline';
  });

  function listen(): void {
    unsubscribe?.();
    clearTimeout(again);
    const after = options.after.value;
    if (!after) return;
    const start = seen && !isNews(after, seen) ? seen : after;
    seen = start;
    const variables: object = { ...options.variables(), after: start };
    ({ unsubscribe } = handle.client.subscription(options.subscription, variables as Variables).subscribe((result) => {
      const codes = result.error?.graphQLErrors.map((error) => error.extensions?.code) ?? [];
      if (codes.includes('RESUME_GAP')) {
        seen = undefined;
        options.refetch?.();
      }
      // Plugins came or went: the stream has ended, and goes on under the new schema from where it was.
      if (codes.includes('SCHEMA_CHANGED')) again = setTimeout(listen, resumeWithinMs * Math.random());
      if (!result.data) return;
      const cursor = cursorOf(result.data);
      if (cursor && !isNews(cursor, seen)) return;
      seen = cursor ?? seen;
      options.onEvent(result.data);
    }));
  }

  watch([() => JSON.stringify(options.variables()), () => Boolean(options.after.value)], listen, { immediate: true });
  watch(state, () => (since.value = Date.now()));

  const clock = setInterval(() => (now.value = Date.now()), settleMs);
  const poll = setInterval(() => {
    if (state.value === 'polling') options.refetch?.();
  }, pollEveryMs);
  onScopeDispose(() => {
    clearInterval(clock);
    clearInterval(poll);
    clearTimeout(again);
    unsubscribe?.();
  });

  return { state, since: readonly(since) };
}
