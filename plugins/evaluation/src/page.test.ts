/** What pages cost: a list of fifty villages as much as one of two, a sheet of 129 no more than twelve statements. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { act, fillSheet, openRoundOf, responseOf, STANDARD, TOWNSHIP, YEAR, YUCUN } from './evaluation.fixture.ts';
import { itemRatios } from './index.ts';

let host: TestHost;
let id: string;
beforeAll(async () => {
  host = await createTestHost();
  const { villages } = await (
    await host.as('anji')
  ).data(`{ villages(within: "${TOWNSHIP}", kind: VILLAGE, first: 100) { nodes { code } } }`);
  await openRoundOf(host, TOWNSHIP, villages.nodes.map(({ code }: { code: string }) => code)); // prettier-ignore
  id = await fillSheet(host, YUCUN, 'answers');
});
afterAll(() => host.close());

it('lists fifty villages with their progress in as many statements as two', async () => {
  const anji = await host.as('anji');
  const list = (first: number) =>
    anji.data(
      `{ villages(within: "${TOWNSHIP}", first: ${first}) { nodes { name assessment(standard: "${STANDARD}", year: ${YEAR}) { state progress { total answered scored evidenceMissing } standing { total gradeName } } } } }`,
    );
  await list(2);
  const [few, many] = [await host.countStatements(() => list(2)), await host.countStatements(() => list(50))];

  const { villages } = await list(50);
  const states = villages.nodes.map(
    ({ assessment }: { assessment: { state: string } | null }) => assessment?.state ?? null,
  );

  // The place, the villages, their assessments, the round that names the edition.
  expect([few, many]).toEqual([4, 4]);
  expect(states).toContain('DRAFTING');
});

it('pages through the assessments of a round', async () => {
  const anji = await host.as('anji');
  const page = async (after: string | null) =>
    (
      await anji.data(
        `query ($after: String) { assessments(within: "${TOWNSHIP}", year: ${YEAR}, state: DRAFTING, first: 6, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { village { code } round { year } } } }`,
        { after },
      )
    ).assessments;
  const first = await page(null);
  const second = await page(first.pageInfo.endCursor);
  const codes = [...first.nodes, ...second.nodes].map(({ village }: { village: { code: string } }) => village.code);

  expect(codes).toHaveLength(Math.min(first.totalCount, 12));
  expect(codes).toEqual([...new Set(codes)].toSorted());
});

it('offers what the records of another plugin say; an answer that says the same stands on them', async () => {
  const yucun = await host.as('yucun');
  await settleOneCase();
  const before = await responseOf(yucun, id, 'D1.05');
  const { assessment } = await yucun.data(
    `query ($id: ID!) { assessment(id: $id) { response(indicator: "D1.05") { prefill { fact source recordCount isComplete asOf answer { ... on RatioAnswer { numerator denominator } } } } } }`,
    { id },
  );

  expect(assessment.response.prefill).toMatchObject({
    fact: 'mediation.settledRate',
    source: '调解成功 / 调解终结',
    recordCount: 1,
    isComplete: true,
    answer: { numerator: '1', denominator: '1' },
  });
  expect(before).toMatchObject({ version: 2, evidenceMissing: 1 });
  const same = await act(yucun, 'saveAnswer', {
    assessment: id,
    indicator: 'D1.05',
    baseVersion: 2,
    answer: { ratio: { numerator: '1', denominator: '1' } },
  });
  expect(same).toMatchObject({ evidenceMissing: 0, village: { points: '1' } });
  const other = await act(yucun, 'saveAnswer', {
    assessment: id,
    indicator: 'D1.05',
    baseVersion: 3,
    answer: { ratio: { numerator: '2', denominator: '2' } },
  });
  expect(other).toMatchObject({ evidenceMissing: 1 });
});

it('shows a whole sheet with scores, evidence and prefill in at most twelve statements', async () => {
  await fillSheet(host, '330523108200', 'scored');
  const town = await host.as('tianhuangping');
  const page = `query ($code: PlaceCode!) { village(code: $code) { assessment(standard: "${STANDARD}", year: ${YEAR}) { id state version possibleActions cursor
    village { name township { name } } round { year area { name } standard { name { zh } notice { zh } } } progress { answered }
    columns { level total classes { class { code } points full } } standing { total }
    responses { version indicator { code name class { code } item { code } } answer { __typename } hints { code } evidence { id title kind } evidenceMissing updatedBy
      village { status points trace { text { zh } points } } township { status points methods reason by trace { text { zh } points } } county { points } city { points } standing { level }
      prefill { fact source recordCount answer { __typename } } } } } }`; // prettier-ignore
  await town.data(page, { code: '330523108200' });

  const statements = await host.countStatements(() => town.data(page, { code: '330523108200' }));

  const { village } = await town.data(page, { code: '330523108200' });
  expect(village.assessment.responses).toHaveLength(129);
  expect(village.assessment.responses.every(({ township }: { township: object | null }) => township !== null)).toBe(
    true,
  );
  expect(statements).toBeLessThanOrEqual(12);
});

it('gives the ratios of items for other scores, of many villages in few statements', async () => {
  const ratios = await host.asSystem((ctx) => itemRatios(ctx, [YUCUN, '330523108200', '330502001005'], STANDARD, YEAR));

  expect([...ratios.keys()].toSorted()).toEqual(['330523108200', YUCUN]);
  expect(ratios.get('330523108200')?.get('A1')).toEqual({ earned: '4', full: '4', isComplete: true });
  // No election this year: the item on elections fell away as a whole, and counts neither way.
  expect(ratios.get(YUCUN)?.get('B1')).toEqual({ earned: '0', full: '0', isComplete: true });
});

/** Yucun's mediator settles one dispute, as people do. */
async function settleOneCase(): Promise<void> {
  const yucun = await host.as('yucun');
  const acts: [string, string, object][] = [
    ['registerMediationCase', 'RegisterMediationCaseInput', { village: YUCUN, type: 'D02', facts: '排水沟。' }],
    ['acceptMediationCase', 'MediationActInput', {}],
    ['startMediation', 'MediationActInput', {}],
    ['recordOralAgreement', 'RecordOralAgreementInput', { content: '一起修。' }],
  ];
  let seen: object = {};
  for (const [name, input, more] of acts) {
    const document = `mutation ($input: ${input}!) { done: ${name}(input: $input) { ... on MediationCase { id baseVersion: version } } }`;
    const { done } = await yucun.data(document, { input: { ...seen, ...more, clientWriteId: crypto.randomUUID() } });
    seen = done;
  }
}
