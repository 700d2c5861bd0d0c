import { expect, it } from 'vitest';
import { createDraftStore, memoryShelf, type StoredDraft } from './drafts.ts';

const given = (change: Partial<StoredDraft> = {}): Omit<StoredDraft, 'key'> => ({
  assessment: 'a1',
  indicator: 'A1.01',
  draft: { fields: { kind: 'yesNo', value: true }, notApplicable: null },
  baseVersion: 3,
  baseAnswer: null,
  savedAt: 'first',
  state: 'waiting',
  ...change,
});

it('finds what was kept, by assessment and indicator', async () => {
  const store = createDraftStore(memoryShelf());
  await store.keep(given());

  expect(await store.find('a1', 'A1.01')).toMatchObject({ baseVersion: 3, savedAt: 'first' });
  expect(await store.find('a1', 'A1.02')).toBeUndefined();
});

it('lists the drafts of one assessment only', async () => {
  const store = createDraftStore(memoryShelf());
  await store.keep(given());
  await store.keep(given({ assessment: 'a2' }));

  expect((await store.listOf('a1')).map((draft) => draft.key)).toEqual(['a1|A1.01']);
});

it('keeps a newer draft when an older one is confirmed', async () => {
  const store = createDraftStore(memoryShelf());
  await store.keep(given());
  await store.keep(given({ savedAt: 'second' }));

  await store.drop('a1', 'A1.01', 'first');
  expect(await store.find('a1', 'A1.01')).toMatchObject({ savedAt: 'second' });

  await store.drop('a1', 'A1.01', 'second');
  expect(await store.find('a1', 'A1.01')).toBeUndefined();
});

it('keeps a copy: later typing does not change what was kept', async () => {
  const store = createDraftStore(memoryShelf());
  const draft = given();
  await store.keep(draft);
  draft.draft.notApplicable = 'changed';

  expect((await store.find('a1', 'A1.01'))?.draft.notApplicable).toBeNull();
});
