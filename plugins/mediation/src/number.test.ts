import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { acceptCase, registerCase } from './index.ts';
import { caseAfter, NEIGHBOUR, perform } from './case.fixture.ts';

let clock = new Date('2026-03-02T01:00:00Z');
let host: TestHost;
let wang: Client;
beforeAll(async () => {
  host = await createTestHost({ now: () => clock });
  wang = await host.as('yucun');
});
afterAll(() => host.close());

const numberFor = async (village: string): Promise<string | null> => {
  const { id } = await host.asSystem((ctx) => registerCase(ctx, { village, type: 'D02', facts: '争执。' }));
  return (await host.asSystem((ctx) => acceptCase(ctx, { id, baseVersion: 1 }))).number;
};

it('counts from 1 at acceptance, without a gap, also when many accept at once and some are refused', async () => {
  const registered = [];
  for (let i = 0; i < 6; i++) registered.push(await caseAfter(wang, [], i === 2 ? { type: 'D90', subtype: null } : {}));

  const answers = await Promise.all(registered.map(({ id }) => perform(wang, 'acceptCase', { id, baseVersion: 1 })));

  expect(answers.flatMap(({ number }) => number ?? []).toSorted()).toEqual(
    [1, 2, 3, 4, 5].map((count) => `(2026)浙湖安人调字第000${count}号`),
  );
  expect(answers[2]).toMatchObject({ code: 'MEDIATION_GUARD' });
});

it('counts each committee for itself, with the short character of its county', async () => {
  expect(await numberFor(NEIGHBOUR)).toBe('(2026)浙湖安人调字第0001号');
  expect(await numberFor('330502001005')).toBe('(2026)浙湖吴人调字第0001号');
});

it('begins anew with the local year', async () => {
  clock = new Date('2026-12-31T15:59:59Z');
  expect(await numberFor(NEIGHBOUR)).toBe('(2026)浙湖安人调字第0002号');

  clock = new Date('2026-12-31T16:00:00Z');
  expect(await numberFor(NEIGHBOUR)).toBe('(2027)浙湖安人调字第0001号');
});
