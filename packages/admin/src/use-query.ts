/**
 * useQuery: a page's one question to the server.
 *
 * What was read once stays on the screen while it is asked again, and when asking again does not work.
 */
import { useQuery as useUrqlQuery } from '@urql/vue';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { computed, readonly, shallowRef, watch, type Ref } from 'vue';
import { failureOf, type Failure } from './failure.ts';

export interface QueryOptions<Data, Variables extends AnyVariables & object> {
  readonly query: TypedDocumentNode<Data, Variables>;
  readonly variables?: () => Variables;
  /** While it answers true, nothing is asked. */
  readonly pause?: () => boolean;
  /** Asks again whenever it changes. */
  readonly refreshOn?: Readonly<Ref<unknown>>;
}

export interface QueryState<Data> {
  readonly data: Readonly<Ref<Data | undefined>>;
  readonly error: Readonly<Ref<Failure | undefined>>;
  /** True while the first answer, or the answer to changed variables, is on its way. */
  readonly fetching: Readonly<Ref<boolean>>;
  /** True while newer data are being read; the old are shown. */
  readonly stale: Readonly<Ref<boolean>>;
  /** When the data shown were received. */
  readonly at: Readonly<Ref<number | undefined>>;
  readonly refetch: () => void;
}

/** Asks, and asks again when the variables change. */
export function useQuery<Data, Variables extends AnyVariables & object>(
  options: QueryOptions<Data, Variables>,
): QueryState<Data> {
  const variables = computed(() => ({ ...options.variables?.() }) as Variables);
  const result = useUrqlQuery<Data, Variables>({
    query: options.query,
    variables,
    pause: computed(() => options.pause?.() ?? false),
  });
  const at = shallowRef<number>();
  const refetch = (): void => void result.executeQuery({ requestPolicy: 'network-only' });

  watch(result.data, (data) => (at.value = data ? Date.now() : undefined), { immediate: true });
  if (options.refreshOn) watch(options.refreshOn, refetch);

  return {
    data: result.data,
    error: computed(() => (result.error.value ? failureOf(result.error.value) : undefined)),
    fetching: readonly(result.fetching),
    stale: readonly(result.stale),
    at: readonly(at),
    refetch,
  };
}
