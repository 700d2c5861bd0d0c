/**
 * A stream of answers that ends when the schema is swapped: its last answer is an error SCHEMA_CHANGED.
 *
 * The reader asks again after the last cursor that it saw; nothing is missed, and nothing of the old schema lives on.
 */
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Locale } from '@cunzhi/plugin';
import type { Host } from '../host/index.ts';

const SENTENCES = {
  zh: '服务器上的插件有变动，请接着上次的位置重新订阅。',
  en: 'The plugins of the server have changed; subscribe again after your last position.',
};

export async function* untilSwap(
  stream: AsyncIterable<ExecutionResult>,
  host: Pick<Host, 'onSwap'>,
  { locale, blamed }: { locale: Locale; blamed: (one: ExecutionResult) => ExecutionResult },
): AsyncGenerator<ExecutionResult> {
  let isSwapped = false;
  let wake = () => {};
  const forget = host.onSwap(() => ((isSwapped = true), wake()));
  const iterator = stream[Symbol.asyncIterator]();
  // A promise of its own for each step: racing against one that lives as long as the stream would keep every step.
  const step = () =>
    new Promise<IteratorResult<ExecutionResult> | 'swapped'>((done, failed) => {
      wake = () => done('swapped');
      if (isSwapped) wake();
      // eslint-disable-next-line promise/no-callback-in-promise -- these settle the promise of this step
      else iterator.next().then(done, failed);
    });
  try {
    for (let next = await step(); ; next = await step()) {
      if (next === 'swapped') {
        yield { errors: [new GraphQLError(SENTENCES[locale], { extensions: { code: 'SCHEMA_CHANGED' } })] };
        return;
      }
      if (next.done) return;
      yield blamed(next.value);
    }
  } finally {
    forget();
    // A reader that waits for its next event would wait for the end of the stream; it is told, and not waited for.
    void iterator.return?.();
  }
}
