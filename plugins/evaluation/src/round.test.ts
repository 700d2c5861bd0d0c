import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, createTestHost, type TestHost } from '@cunzhi/test';
import { act, attributesOf, refusal, STANDARD, TOWNSHIP, YEAR } from './evaluation.fixture.ts';
import { stateAttributes } from './index.ts';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const round = (area: string, more: object = {}) => ({
  standard: STANDARD, year: YEAR, area, selfAssessmentUntil: '2026-11-30', scoringUntil: '2026-12-31', ...more,
}); // prettier-ignore
const codes = (refused: { fields: { code: string }[] }) => refused.fields.map(({ code }) => code);

it('draws up a round in the edition in force, and opens it for every village of its area', async () => {
  const anji = await host.as('anji');
  const drafted = await act(anji, 'draftRound', round(TOWNSHIP));

  expect(drafted).toMatchObject({ __typename: 'Round', state: 'DRAFT', version: 1, year: YEAR });
  expect(await act(anji, 'openRound', { id: drafted.id, baseVersion: 1 })).toMatchObject({
    fields: [{ code: 'ATTRIBUTE_MISSING' }],
  });

  const villages = await villagesOf(TOWNSHIP);
  await host.asSystem((ctx) => stateAttributes(ctx, villages.flatMap((code) => attributesOf(code)))); // prettier-ignore
  const opened = await act(anji, 'openRound', { id: drafted.id, baseVersion: 1 });

  expect(opened).toMatchObject({
    state: 'OPEN',
    version: 2,
    progress: { total: villages.length, drafting: villages.length },
  });
  const yucun = await host.as('yucun');
  const { village } =
    await yucun.data(`{ village(code: "330523108204") { assessment(standard: "${STANDARD}", year: ${YEAR}) {
    state possibleActions progress { total answered scored evidenceMissing } columns { level isComplete grade } responses { indicator { code } answer { __typename } } } } }`);
  expect(village.assessment).toMatchObject({
    state: 'DRAFTING',
    possibleActions: ['SAVE_ANSWER', 'SUBMIT_ASSESSMENT'],
  });
  expect(village.assessment.responses).toHaveLength(129);
  expect(village.assessment.progress).toMatchObject({ total: 129, scored: 0 });
  expect(village.assessment.columns).toEqual([{ level: 'VILLAGE', isComplete: false, grade: null }]);
});

it('opens a round once', async () => {
  const anji = await host.as('anji');
  const [{ id, version }] = (await anji.data(`{ rounds(within: "${TOWNSHIP}") { nodes { id version } } }`)).rounds
    .nodes;

  expect(await act(anji, 'openRound', { id, baseVersion: version })).toMatchObject({
    code: 'ACTION_NOT_ALLOWED',
    refusedIn: 'OPEN',
    action: 'OPEN_ROUND',
    possible: [],
  });
  expect(await act(anji, 'openRound', { id, baseVersion: version - 1 })).toMatchObject({
    code: 'VERSION_CONFLICT',
    currentVersion: version,
  });
});

it('refuses what cannot be a round, every problem at once', async () => {
  const anji = await host.as('anji');
  const draft = async (more: object) => codes(await act(anji, 'draftRound', round('330523105', more)));

  expect(await draft({ selfAssessmentUntil: '2027-01-01' })).toEqual(['DATES_OUT_OF_ORDER']);
  expect(await draft({ standard: 'unheard-of' })).toEqual(['UNKNOWN_STANDARD']);
  expect(await draft({ edition: '1999' })).toEqual(['UNKNOWN_STANDARD']);
  expect(await draft({ edition: '2017', year: 2017 })).toEqual(['UNKNOWN_STANDARD']);
  expect(await draft({ year: 3000, selfAssessmentUntil: '2027-01-01' })).toEqual([
    'YEAR_OUT_OF_RANGE',
    'DATES_OUT_OF_ORDER',
  ]);
});

it('lets a village be asked once a year, by areas that overlap too', async () => {
  const huzhou = await host.as('huzhou');

  expect(codes(await act(huzhou, 'draftRound', round(TOWNSHIP)))).toEqual(['ROUND_EXISTS']);
  expect(codes(await act(huzhou, 'draftRound', round('3305')))).toEqual(['ROUND_EXISTS']);
  expect(codes(await act(huzhou, 'draftRound', round('330523108204')))).toEqual(['ROUND_EXISTS']);
});

it('lets only one of two simultaneous callers draw up a round', async () => {
  const [anji, huzhou] = await Promise.all([host.as('anji'), host.as('huzhou')]);
  const input = round('330523106');

  const results = await Promise.all([act(anji, 'draftRound', input), act(huzhou, 'draftRound', input)]);

  expect(results.map(({ __typename }) => __typename).toSorted()).toEqual(['InputRefusedError', 'Round']);
});

it('answers the same write id with the same round', async () => {
  const anji = await host.as('anji');
  const input = { ...round('330523107'), clientWriteId: Client.writeId() };

  const first = await act(anji, 'draftRound', input);

  expect(await act(anji, 'draftRound', input)).toEqual(first);
});

it('refuses rounds outside the reach, and of those who may not open any', async () => {
  const [anji, wuxing, yucun, tianhuangping] = await Promise.all(
    ['anji', 'wuxing', 'yucun', 'tianhuangping'].map((name) => host.as(name)),
  );
  const { id } = (await anji!.data(`{ rounds(within: "330523107") { nodes { id } } }`)).rounds.nodes[0];

  expect(await refusal(anji!, 'draftRound', round('330502'))).toBe('NOT_FOUND');
  expect(await refusal(anji!, 'draftRound', round('3305'))).toBe('NOT_FOUND');
  expect(await refusal(wuxing!, 'openRound', { id, baseVersion: 1 })).toBe('NOT_FOUND');
  expect(await refusal(yucun!, 'draftRound', round('330523108204'))).toBe('NOT_FOUND');
  expect(await refusal(tianhuangping!, 'draftRound', round(TOWNSHIP))).toBe('NOT_FOUND');
  expect(await refusal(anji!, 'openRound', { id: 'not-an-id', baseVersion: 1 })).toBe('NOT_FOUND');
  expect(await refusal(host.stranger(), 'draftRound', round(TOWNSHIP))).toBe('NOT_FOUND');
});

it('counts a round only within the reach of whoever looks', async () => {
  const progress = `{ rounds(within: "${TOWNSHIP}") { nodes { progress { total } } } }`;
  const totals = await Promise.all(['anji', 'yucun', 'wuxing'].map(async (name) => (await (await host.as(name)).data(progress)).rounds.nodes.map((one: { progress: { total: number } }) => one.progress.total))); // prettier-ignore

  expect(totals).toEqual([[(await villagesOf(TOWNSHIP)).length], [1], [0]]);
});

it('counts all rounds of a list in as many statements as one', async () => {
  const anji = await host.as('anji');
  const list = (first: number) =>
    host.countStatements(() =>
      anji.data(`{ rounds(first: ${first}) { nodes { area { name } standard { code } progress { total } } } }`),
    );

  await list(1);

  expect(await list(3)).toBe(await list(1));
});

async function villagesOf(within: string): Promise<string[]> {
  const { villages } = await (
    await host.as('anji')
  ).data(`{ villages(within: "${within}", kind: VILLAGE, first: 100) { nodes { code } } }`);
  return villages.nodes.map(({ code }: { code: string }) => code);
}
