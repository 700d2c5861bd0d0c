import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { registerCase } from './index.ts';
import { caseAfter, perform } from './case.fixture.ts';

const LIVE = `subscription ($within: PlaceCode!, $after: EventCursor) { mediationEvents(within: $within, after: $after) {
  __typename ... on MediationEvent { eventId cursor type at caseId placeCode procedure version } ... on MediationHeartbeat { cursor } } }`;
const CURSOR = `{ mediationBoard(within: "3305") { cursor } }`;
const WUXING = '330502001005';

let host: TestHost;
let wang: Client;
beforeAll(async () => {
  host = await createTestHost();
  wang = await host.as('yucun');
});
afterAll(() => host.close());
afterEach(() => void vi.useRealTimers());

type Signals = AsyncIterableIterator<{
  data: { mediationEvents: { type: string; caseId: string; version: number; cursor: string; __typename: string } };
}>;
const listen = (client: Client, within: string, after: string): Signals => client.subscribe(LIVE, { within, after });
const cursorOf = async (client: Client): Promise<string> => (await client.data(CURSOR)).mediationBoard.cursor;

async function take(signals: Signals, many: number) {
  const taken = [];
  while (taken.length < many) {
    const { value } = await signals.next();
    taken.push(value.data.mediationEvents);
  }
  return taken;
}

it('tells everybody who may see the case of every act, in order, and nobody else', async () => {
  const [justice, wuxing] = [await host.as('tianhuangping'), await host.as('wuxing')];
  const after = await cursorOf(wang);
  const readers = [listen(wang, '330523108204', after), listen(justice, '330523108', after)];
  const outside = listen(wuxing, '3305', after);

  const agreed = await caseAfter(wang, ['acceptCase', 'startMediation', 'recordOralAgreement']);
  const theirs = await host.asSystem((ctx) => registerCase(ctx, { village: WUXING, type: 'D15', facts: '物业费。' }));

  for (const reader of readers) {
    expect((await take(reader, 4)).map(({ type, caseId, version }) => ({ type, caseId, version }))).toEqual([
      { type: 'case.registered', caseId: agreed.id, version: 1 },
      { type: 'case.accepted', caseId: agreed.id, version: 2 },
      { type: 'case.mediationStarted', caseId: agreed.id, version: 3 },
      { type: 'agreement.inForce', caseId: agreed.id, version: 4 },
    ]);
  }
  // The first thing that Wuxing hears of is its own case: the four before it were not for its ears.
  expect(await take(outside, 1)).toMatchObject([
    { caseId: theirs.id, type: 'case.registered', placeCode: WUXING, procedure: 'REGISTERED' },
  ]);
});

it('resumes after a cursor without a gap and without a repetition', async () => {
  const after = await cursorOf(wang);
  const { id } = await caseAfter(wang, ['acceptCase']);
  const [first] = await take(listen(wang, '3305', after), 1);

  const { version } = await perform(wang, 'terminateCase', { id, baseVersion: 2 });
  const rest = await take(listen(wang, '3305', first!.cursor), 2);

  expect(rest.map(({ type }) => type)).toEqual(['case.accepted', 'case.terminated']);
  expect(rest.at(-1)?.version).toBe(version);
});

it('gives a sign of life when nothing happens', async () => {
  const signals = listen(wang, '330523108204', await cursorOf(wang));
  await caseAfter(wang, []);
  const [event] = await take(signals, 1);

  // The follower looks at the clock whenever it looks at the log, so nobody waits fifteen seconds.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15_001 });
  const [beat] = await take(signals, 1);

  expect(beat?.__typename).toBe('MediationHeartbeat');
  expect(beat!.cursor >= event!.cursor).toBe(true);
});

it('is not open to whoever sees no case', async () => {
  const { value } = await listen(await host.as('huzhou'), '3305', await cursorOf(wang)).next();

  expect(value.errors[0].extensions.code).toBe('NOT_FOUND');
});

it('writes ids and states into the log and nothing else', async () => {
  const planted = ['王建国', '330523197001011234', '13905720000', '48,000元'];
  const text = planted.join('，');
  const agreed = await caseAfter(wang, ['acceptCase', 'startMediation'], { facts: text });
  await perform(wang, 'recordOralAgreement', { id: agreed.id, baseVersion: 3, content: text });
  const ended = await caseAfter(wang, ['acceptCase'], { facts: text });
  await perform(wang, 'terminateCase', { id: ended.id, baseVersion: 2, reason: 'EVENT', note: text });

  const rows = await host.sql(
    (sql) => sql<{ whole: string; payload: Record<string, unknown> }[]>`
    select to_jsonb(e)::text as whole, payload from platform.event e where plugin = 'mediation' order by id`,
  );

  expect(rows.length).toBeGreaterThanOrEqual(7);
  for (const { whole, payload } of rows) {
    expect(Object.keys(payload).toSorted()).toEqual(['caseId', 'level', 'procedure']);
    for (const secret of planted) expect(whole).not.toContain(secret);
  }
});
