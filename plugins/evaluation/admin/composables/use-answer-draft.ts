/**
 * The answer that somebody is typing (没有保存按钮): kept on the device, sent 400 ms after the last key.
 *
 * One write at a time; nothing typed is ever replaced by what comes from the server without a person's choice.
 */
import { useWrite, type SaveWord, type WriteError } from '@cunzhi/admin';
import { computed, onBeforeUnmount, onMounted, readonly, shallowRef, watch, type Ref } from 'vue';
import { outgoing, sameAnswer, saysSame } from '../answers/answer-input.ts';
import type { DraftStore } from '../answers/drafts.ts';
import { draftOf, type AnswerDraft } from '../answers/field-draft.ts';
import type { ResponseDetail } from '../evaluation.model.ts';
import { saveAnswer } from '../operations.ts';

const PAUSE_MS = 400;
const LONGEST_WAIT_MS = 30_000;

export interface AnswerDraftOptions {
  assessment: string;
  response: Readonly<Ref<ResponseDetail>>;
  drafts: () => Promise<DraftStore>;
  /** Reads the response again, after the server named a newer one. */
  refetch: () => void;
}

export function useAnswerDraft({ assessment, response, drafts, refetch }: AnswerDraftOptions) {
  const write = useWrite(saveAnswer);
  const { indicator } = response.value;
  const form = indicator.answerForm;

  const latest = shallowRef(response.value);
  const draft = shallowRef<AnswerDraft>(draftOf(form, response.value.answer));
  const state = shallowRef<SaveWord>('saved');
  const unfinished = shallowRef<'date' | 'rows' | null>(null);
  const refusal = shallowRef<WriteError | null>(null);
  /** The device could not keep it: what is typed is on this page only until it has been sent. */
  const isUnsafe = shallowRef(false);
  const clashAt = shallowRef<number | null>(null);
  /** What the server holds now, while it differs from what was typed here. */
  const theirs = computed(() =>
    clashAt.value !== null && latest.value.version >= clashAt.value ? latest.value : null,
  );

  let base = response.value;
  let dirty = false;
  let sending = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function change(next: AnswerDraft): void {
    draft.value = next;
    dirty = true;
    if (state.value === 'saved') state.value = 'saving';
    wait(PAUSE_MS);
  }

  function wait(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  }

  /** Keeps what is typed, then sends it; also called on leaving a field, the page, the tab. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (!dirty) return;
    const out = outgoing(draft.value);
    const canSend = out.ready && !sending && clashAt.value === null;
    unfinished.value = out.ready ? null : out.waiting;
    // Marked before anything is awaited: what is typed meanwhile counts as new.
    if (canSend) {
      dirty = false;
      sending = true;
      state.value = 'saving';
    }
    const sent = await keep(out.ready ? 'waiting' : 'attention');
    if (!out.ready) state.value = 'attention';
    if (!out.ready || !canSend) return;

    const verdict = await write.run({
      assessment,
      indicator: indicator.code,
      baseVersion: base.version,
      answer: out.answer,
    });
    sending = false;
    if (verdict.kind === 'done') await saved(verdict.data, sent);
    else if (verdict.kind === 'unsure') tryLater();
    else await stop(verdict.kind, verdict.error);
  }

  async function keep(as: 'waiting' | 'attention'): Promise<string> {
    const stamp = `${Date.now()}-${Math.random()}`;
    const kept = {
      assessment,
      indicator: indicator.code,
      draft: draft.value,
      baseVersion: base.version,
      baseAnswer: base.answer,
      savedAt: stamp,
      state: as,
    };
    // A device that keeps nothing must not stop the sending.
    isUnsafe.value = await drafts()
      .then((store) => store.keep(kept))
      .then(
        () => false,
        () => true,
      );
    return stamp;
  }

  async function saved(next: ResponseDetail, sent: string): Promise<void> {
    base = next;
    latest.value = next;
    failures = 0;
    refusal.value = null;
    // Said to be saved only when it is off the shelf: a draft that stays there would be sent again and hold back the hand-in.
    await drafts()
      .then((store) => store.drop(assessment, indicator.code, sent))
      .catch(() => {});
    if (dirty) await flush();
    else state.value = 'saved';
  }

  function tryLater(): void {
    dirty = true;
    state.value = 'waiting';
    failures += 1;
    wait(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** failures) * (0.7 + Math.random() * 0.3));
  }

  async function stop(kind: 'conflict' | 'refused', error: WriteError): Promise<void> {
    dirty = true;
    state.value = 'attention';
    await keep('attention');
    if (kind === 'refused') {
      refusal.value = error;
      return;
    }
    clashAt.value = typeof error.currentVersion === 'number' ? error.currentVersion : base.version + 1;
    refetch();
  }

  /** Ends a conflict: what was typed here is sent over theirs, or theirs takes its place. */
  async function decide(choice: 'mine' | 'theirs'): Promise<void> {
    base = latest.value;
    clashAt.value = null;
    if (choice === 'mine') {
      dirty = true;
      return flush();
    }
    dirty = false;
    draft.value = draftOf(form, base.answer);
    state.value = 'saved';
    await (await drafts()).drop(assessment, indicator.code);
  }

  /** Takes a newer response that this page caused itself (evidence added), or that arrived from outside. */
  function accept(next: ResponseDetail): void {
    if (next.version < latest.value.version) return;
    latest.value = next;
    const untouched = sameAnswer(form, next.answer, base.answer);
    if (clashAt.value !== null) {
      if (next.version < clashAt.value) return;
      if (untouched) void decide('mine');
      else if (saysSame(draft.value, draftOf(form, next.answer))) void decide('theirs');
      return;
    }
    if (untouched && !sending) base = next;
    else if (!dirty && !sending) {
      base = next;
      draft.value = draftOf(form, next.answer);
    }
  }

  async function restore(): Promise<void> {
    const kept = await (await drafts()).find(assessment, indicator.code);
    if (!kept || dirty || kept.draft.fields.kind !== draft.value.fields.kind) return;
    base = { ...base, version: kept.baseVersion, answer: kept.baseAnswer };
    draft.value = kept.draft;
    dirty = true;
    await flush();
  }

  const leave = (): void => void flush();
  const online = (): void => void (state.value === 'waiting' && flush());

  watch(response, accept);
  onMounted(() => {
    void restore();
    addEventListener('online', online);
    document.addEventListener('visibilitychange', leave);
  });
  onBeforeUnmount(() => {
    leave();
    clearTimeout(timer);
    removeEventListener('online', online);
    document.removeEventListener('visibilitychange', leave);
  });

  return {
    // Not `readonly`: its proxies go all the way down, and a database cannot keep a proxy.
    draft: computed(() => draft.value),
    latest: computed(() => latest.value),
    state: readonly(state),
    unfinished: readonly(unfinished),
    refusal: computed(() => refusal.value),
    isUnsafe: readonly(isUnsafe),
    theirs,
    change,
    flush,
    decide,
    accept,
  };
}
