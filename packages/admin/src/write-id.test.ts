import { expect, it } from 'vitest';
import { createWriteIds, newWriteId } from './write-id.ts';

function countedIds() {
  let count = 0;
  return createWriteIds(() => `id-${(count += 1)}`);
}

it('keeps the id of an input until the server has clearly answered', () => {
  const ids = countedIds();
  const input = { assessment: 'a', answer: { yesNo: { value: true } } };

  const first = ids.idFor(input);
  const repeated = ids.idFor({ ...input });
  ids.settle(input);
  const next = ids.idFor(input);

  expect([first, repeated, next]).toEqual(['id-1', 'id-1', 'id-2']);
});

it('gives another input another id', () => {
  const ids = countedIds();

  expect(ids.idFor({ value: 1 })).not.toBe(ids.idFor({ value: 2 }));
});

it('makes ids in the shape of a UUID, each of them once', () => {
  const made = Array.from({ length: 1000 }, newWriteId);

  expect(new Set(made).size).toBe(1000);
  for (const id of made) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
});
