/**
 * The shelf of drafts in IndexedDB, one database an account.
 *
 * A browser that keeps nothing gets a shelf in memory; the page then says that the answer is not safe yet.
 */
import { createDraftStore, memoryShelf, type DraftShelf, type DraftStore, type StoredDraft } from './drafts.ts';

const STORE = 'draft';

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no answer'));
  });
}

function openDatabase(account: string): Promise<IDBDatabase> {
  const request = indexedDB.open(`cunzhi-answers-${account}`, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
  return done(request);
}

function databaseShelf(database: IDBDatabase): DraftShelf {
  const store = (mode: IDBTransactionMode) => database.transaction(STORE, mode).objectStore(STORE);
  return {
    get: (key) => done<StoredDraft | undefined>(store('readonly').get(key)),
    all: () => done<StoredDraft[]>(store('readonly').getAll()),
    put: async (draft) => void (await done(store('readwrite').put(draft))),
    remove: async (key) => void (await done(store('readwrite').delete(key))),
  };
}

const opened = new Map<string, Promise<DraftStore>>();

/** The drafts of an account on this device. Opened once a tab. */
export function draftsOf(account: string): Promise<DraftStore> {
  const known = opened.get(account);
  if (known) return known;

  const store = openDatabase(account).then(
    (database) => createDraftStore(databaseShelf(database)),
    () => createDraftStore(memoryShelf()),
  );
  opened.set(account, store);
  return store;
}
