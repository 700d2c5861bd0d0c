/**
 * Answers that the server has not confirmed yet (未存上), kept on this device in IndexedDB.
 *
 * A draft leaves only after an answer of the server that names it, or after a person decided a conflict.
 */
import type { Answer } from './answer.model.ts';
import type { AnswerDraft } from './field-draft.ts';

export interface StoredDraft {
  /** `<assessment>|<indicator>` */
  key: string;
  assessment: string;
  indicator: string;
  draft: AnswerDraft;
  /** The version and the answer that the person had seen when typing began. */
  baseVersion: number;
  baseAnswer: Answer | null;
  savedAt: string;
  /** `waiting` will be sent again by itself; `attention` waits for a person. */
  state: 'waiting' | 'attention';
}

/** What the draft store needs of a place to keep things; IndexedDB in the browser, a map in a test. */
export interface DraftShelf {
  get(key: string): Promise<StoredDraft | undefined>;
  all(): Promise<StoredDraft[]>;
  put(draft: StoredDraft): Promise<void>;
  remove(key: string): Promise<void>;
}

export const draftKey = (assessment: string, indicator: string): string => `${assessment}|${indicator}`;

/** Keep, find and drop the drafts of one shelf. */
export function createDraftStore(shelf: DraftShelf) {
  return {
    find: (assessment: string, indicator: string) => shelf.get(draftKey(assessment, indicator)),
    listOf: async (assessment: string) => (await shelf.all()).filter((draft) => draft.assessment === assessment),
    keep: (draft: Omit<StoredDraft, 'key'>) =>
      shelf.put({ ...draft, key: draftKey(draft.assessment, draft.indicator) }),
    /** Drops a draft if it still is the one that was confirmed: a newer one stays. */
    async drop(assessment: string, indicator: string, confirmed?: string): Promise<void> {
      const key = draftKey(assessment, indicator);
      const kept = await shelf.get(key);
      if (kept && (confirmed === undefined || kept.savedAt === confirmed)) await shelf.remove(key);
    },
  };
}

export type DraftStore = ReturnType<typeof createDraftStore>;

/** A shelf in memory: for tests, and for browsers whose storage is closed. */
export function memoryShelf(): DraftShelf {
  const drafts = new Map<string, StoredDraft>();
  return {
    get: async (key) => structuredClone(drafts.get(key)),
    all: async () => [...drafts.values()].map((draft) => structuredClone(draft)),
    put: async (draft) => void drafts.set(draft.key, structuredClone(draft)),
    remove: async (key) => void drafts.delete(key),
  };
}
