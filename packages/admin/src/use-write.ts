/**
 * useWrite: one mutation that takes one `input`, and its verdict.
 *
 * A lost answer is asked again with the same write id, so that nothing happens twice.
 */
import { useClientHandle } from '@urql/vue';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { readonly, shallowRef, type Ref } from 'vue';
import { verdictOf, type Verdict, type WriteError } from './verdict.ts';
import { createWriteIds } from './write-id.ts';

type InputOf<Variables> = Variables extends { input: infer Input extends object } ? Input : never;
/** The input, in which the write id may be left out. */
export type WriteInput<Variables> =
  InputOf<Variables> extends { clientWriteId: string }
    ? Omit<InputOf<Variables>, 'clientWriteId'> & { clientWriteId?: string }
    : InputOf<Variables>;

export interface Write<Data, Variables> {
  /** Sends; never throws. */
  readonly run: (input: WriteInput<Variables>) => Promise<Verdict<Data>>;
  readonly busy: Readonly<Ref<boolean>>;
  /** The error of the last run, until the next one begins. */
  readonly failure: Readonly<Ref<WriteError | undefined>>;
}

/** Prepares a mutation; the answer is asked for within 20 seconds. */
export function useWrite<Data, Variables extends AnyVariables & object>(
  mutation: TypedDocumentNode<Data, Variables>,
): Write<Data, Variables> {
  const handle = useClientHandle();
  const ids = createWriteIds();
  const running = shallowRef(0);
  const busy = shallowRef(false);
  const failure = shallowRef<WriteError>();

  async function run(input: WriteInput<Variables>): Promise<Verdict<Data>> {
    const given = 'clientWriteId' in input && typeof input.clientWriteId === 'string' ? input.clientWriteId : undefined;
    const sent = { ...input, clientWriteId: given ?? ids.idFor(input) };
    running.value += 1;
    busy.value = true;
    failure.value = undefined;
    const result = await handle.client
      .mutation<Data, Variables>(mutation, { input: sent } as object as Variables)
      .toPromise();
    const verdict = verdictOf<Data>(result);
    if (verdict.kind !== 'unsure') ids.settle(input);
    running.value -= 1;
    busy.value = running.value > 0;
    failure.value = verdict.error;
    return verdict;
  }

  return { run, busy: readonly(busy), failure: readonly(failure) as Readonly<Ref<WriteError | undefined>> };
}
