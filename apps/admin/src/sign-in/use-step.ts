/** One step of signing in: busy while it is asked, and the sentence when it did not go on. What was typed stays. */
import type { AccountAnswer, AccountFailure } from '@cunzhi/admin';
import { readonly, shallowRef } from 'vue';

/** Runs one step at a time; `trouble` is a message key or the server's own sentence. */
export function useStep() {
  const isBusy = shallowRef(false);
  const trouble = shallowRef<string>();
  const why = shallowRef<AccountFailure['why']>();

  /** The answer when it went on, undefined when it did not. */
  async function run(ask: () => Promise<AccountAnswer>): Promise<Extract<AccountAnswer, { ok: true }> | undefined> {
    trouble.value = undefined;
    isBusy.value = true;
    const answer = await ask();
    isBusy.value = false;
    if (answer.ok) return answer;
    why.value = answer.why;
    trouble.value = answer.sentence ?? `app.signIn.${answer.why}`;
    return undefined;
  }

  const refuse = (key: string): void => void (trouble.value = key);
  return { isBusy: readonly(isBusy), trouble: readonly(trouble), why: readonly(why), run, refuse };
}
