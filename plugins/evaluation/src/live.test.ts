import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { act, fillSheet, NEIGHBOUR, openRoundOf, responseOf, TOWNSHIP, YUCUN } from './evaluation.fixture.ts';
import { submitAssessment } from './index.ts';

const CHANGED = `subscription ($id: ID!, $after: EventCursor) { assessmentChanged(id: $id, after: $after) { cursor name at assessment version state indicator level } }`;
const PROGRESS = `subscription ($id: ID!, $after: EventCursor) { roundProgress(id: $id, after: $after) { cursor name at assessment place state } }`;

let host: TestHost;
let round: string;
let id: string;
beforeAll(async () => {
  host = await createTestHost();
  const { villages } = await (
    await host.as('anji')
  ).data(`{ villages(within: "${TOWNSHIP}", kind: VILLAGE, first: 100) { nodes { code } } }`);
  round = await openRoundOf(host, TOWNSHIP, villages.nodes.map(({ code }: { code: string }) => code)); // prettier-ignore
  id = await fillSheet(host, YUCUN, 'evidence');
});
afterAll(() => host.close());

async function take(signals: AsyncIterableIterator<{ data: Record<string, object> }>, many: number): Promise<object[]> {
  const taken: object[] = [];
  while (taken.length < many) {
    const { value } = await signals.next();
    taken.push(...Object.values(value.data as Record<string, object>));
  }
  return taken;
}
const cursorOf = async (client: Client) =>
  (await client.data(`query ($id: ID!) { assessment(id: $id) { cursor version } }`, { id })).assessment;
const save = async (client: Client) =>
  act(client, 'saveAnswer', {
    assessment: id,
    indicator: 'B3.02',
    baseVersion: (await responseOf(client, id, 'B3.02')).version,
    answer: { periods: { counts: ['2', '2', '2', '2'] } },
  });

it('tells whoever looks at an assessment of each change, with ids and states only', async () => {
  const [yucun, town] = await Promise.all([host.as('yucun'), host.as('tianhuangping')]);
  const { cursor: after, version } = await cursorOf(yucun);
  const signals = town.subscribe(CHANGED, { id, after });

  await save(yucun);
  await act(yucun, 'attachEvidence', { assessment: id, indicator: 'B3.02', paper: '会议记录' });

  expect(await take(signals, 2)).toMatchObject([
    {
      name: 'evaluation.answerSaved',
      assessment: id,
      version: version + 1,
      state: 'DRAFTING',
      indicator: 'B3.02',
      level: 'VILLAGE',
    },
    { name: 'evaluation.evidenceChanged', assessment: id, version: version + 2, state: 'DRAFTING', indicator: 'B3.02' },
  ]);
});

it('resumes after a cursor without a gap', async () => {
  const yucun = await host.as('yucun');
  const { cursor: after, version } = await cursorOf(yucun);
  await save(yucun);
  await save(yucun);
  const first = yucun.subscribe(CHANGED, { id, after });
  const [seen] = (await take(first, 1)) as { cursor: string; version: number }[];

  const resumed = yucun.subscribe(CHANGED, { id, after: seen?.cursor });

  expect(seen?.version).toBe(version + 1);
  expect(await take(resumed, 1)).toMatchObject([{ version: version + 2 }]);
});

it('does not let anybody listen to an assessment outside the reach, nor say that it is there', async () => {
  const wuxing = await host.as('wuxing');
  const first = async (signals: AsyncIterableIterator<unknown>) => JSON.stringify((await signals.next()).value);
  const answers = await Promise.all(
    [id, '00000000-0000-4000-8000-00000000dead', 'nonsense'].map((one) =>
      first(wuxing.subscribe(CHANGED, { id: one })),
    ),
  );

  expect(answers[0]).toContain('NOT_FOUND');
  expect(new Set(answers).size).toBe(1);
  expect(await first(wuxing.subscribe(PROGRESS, { id: '00000000-0000-4000-8000-00000000dead' }))).toContain(
    'NOT_FOUND',
  );
});

it('shows the progress of a round only within the reach of the reader', async () => {
  const [anji, yucun] = await Promise.all([host.as('anji'), host.as('yucun')]);
  const other = await fillSheet(host, NEIGHBOUR, 'evidence');
  const { cursor: after } = await cursorOf(yucun);
  const [all, own] = [anji.subscribe(PROGRESS, { id: round, after }), yucun.subscribe(PROGRESS, { id: round, after })];

  await host.asSystem((ctx) => submitAssessment(ctx, { id: other, promise: '邻村' }));
  await host.asSystem((ctx) => submitAssessment(ctx, { id, promise: '余村' }));

  expect(await take(all, 2)).toMatchObject([
    { name: 'evaluation.assessmentSubmitted', assessment: other, place: NEIGHBOUR, state: 'SUBMITTED' },
    { name: 'evaluation.assessmentSubmitted', assessment: id, place: YUCUN, state: 'SUBMITTED' },
  ]);
  // The first thing that Yucun hears of is its own.
  expect(await take(own, 1)).toMatchObject([{ assessment: id, place: YUCUN, state: 'SUBMITTED' }]);
  const { round: seen } = await anji.data(
    `query ($id: ID!) { round(id: $id) { progress { total drafting submitted scoring signed } } }`,
    { id: round },
  );
  expect(seen.progress).toMatchObject({ drafting: seen.progress.total - 2, submitted: 2, scoring: 0, signed: 0 });
});
