/**
 * Sends what an earlier visit could not: the drafts of one assessment that the server has not confirmed.
 *
 * One after another, and it stops at the first that gets no answer; a refused one waits for a person.
 */
import { useSession, useWrite } from '@cunzhi/admin';
import { onBeforeUnmount, onMounted, readonly, shallowRef, watch } from 'vue';
import { outgoing } from '../answers/answer-input.ts';
import { draftsOf } from '../answers/draft-shelf.ts';
import type { StoredDraft } from '../answers/drafts.ts';
import { saveAnswer } from '../operations.ts';

export function useWaitingDrafts(assessment: () => string | undefined) {
  const { viewer } = useSession();
  const write = useWrite(saveAnswer);
  const kept = shallowRef<readonly StoredDraft[]>([]);
  let running = false;

  async function sendAll(): Promise<void> {
    const id = assessment();
    if (!id || running) return;
    running = true;
    const store = await draftsOf(viewer.value?.id ?? 'nobody');
    for (const draft of await store.listOf(id)) {
      const out = outgoing(draft.draft);
      if (draft.state === 'attention' || !out.ready) continue;
      const { indicator, baseVersion } = draft;
      const verdict = await write.run({ assessment: id, indicator, baseVersion, answer: out.answer });
      if (verdict.kind === 'unsure') break;
      if (verdict.kind === 'done') await store.drop(id, indicator, draft.savedAt);
      else await store.keep({ ...draft, state: 'attention' });
    }
    kept.value = await store.listOf(id);
    running = false;
  }

  const send = (): void => void sendAll();
  watch(assessment, send);
  onMounted(() => {
    send();
    addEventListener('online', send);
  });
  onBeforeUnmount(() => removeEventListener('online', send));

  return { kept: readonly(kept) };
}
