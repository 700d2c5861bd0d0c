/** Time and room: who takes too long is ended, in the database too, and who comes too many is told when to come again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { springs } from '../events/springs.fixture.ts';
import { naps } from './naps.fixture.ts';

const VILLAGE = '330523108204';
const NAP = '{ napsNap(seconds: 30) }';
const RISE = 'mutation ($input: SpringsRiseInput!) { springsRise(input: $input) { version } }';

let patient: TestHost;
let hasty: TestHost;
beforeAll(async () => {
  patient = await createTestHost({ plugins: [springs, naps] });
  // One operation runs, and none waits.
  const most = { queryMs: 400, mutationMs: 400, waiting: -19 };
  hasty = await createTestHost({ plugins: [springs, naps], beside: patient, most });
});
afterAll(async () => {
  await hasty.close();
  await patient.close();
});
/** Statements of our plugins that the database works at. */
const asleep = async () =>
  Number(
    (
      await patient.sql(
        (sql) => sql`
          select count(*) from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
            and (query like '%pg_sleep%' or query like '%"plugin_springs"."spring"%for update%')`,
      )
    )[0]?.['count'],
  );

const makeSpring = async () =>
  String(
    (
      await patient.sql((sql) => sql`insert into plugin_springs.spring (place_code) values (${VILLAGE}) returning id`)
    )[0]?.['id'],
  );
const versionOf = async (id: string) =>
  Number((await patient.sql((sql) => sql`select version from plugin_springs.spring where id = ${id}`))[0]?.['version']);

/** Holds the row of a spring while `work` runs: whoever wants it waits. */
const holding = (id: string, work: () => Promise<void>): Promise<void> =>
  patient.sql(async (sql) => {
    await sql.begin(async (tx) => {
      await tx`select from plugin_springs.spring where id = ${id} for update`;
      await work();
    });
  });

const post = (client: Client, query: string, variables = {}, signal?: AbortSignal) =>
  client.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });

describe('a statement', () => {
  it('has 3 s in a query and 8 s in a mutation', async () => {
    const anji = await patient.as('anji');

    expect(await anji.data('{ napsLimit }')).toEqual({ napsLimit: '3s' });
    expect(
      await anji.data('mutation ($input: NapsInput!) { napsLimit(input: $input) }', {
        input: { clientWriteId: randomUUID() },
      }),
    ).toEqual({ napsLimit: '8s' });
    // The limit belongs to the transaction: the next on its connection has its own again.
    expect(await anji.data('{ napsLimit }')).toEqual({ napsLimit: '3s' });
  });

  it('that takes longer is ended by the database, and its plugin is named', async () => {
    const { data, errors } = await (await patient.as('anji')).query(NAP);

    expect(data).toEqual({ napsNap: null });
    expect(errors).toMatchObject([{ extensions: { code: 'PLUGIN_FAILED', plugin: 'naps' } }]);
  });
});

describe('an operation whose time is over', () => {
  it('is answered TIMED_OUT with the time to wait, and its statement is ended in the database', async () => {
    const answer = await post(await hasty.as('anji'), NAP);

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'TIMED_OUT' } }] });
    await expect.poll(asleep, { timeout: 2_000, interval: 20 }).toBe(0);
  });

  it('has written nothing', async () => {
    const id = await makeSpring();

    await holding(id, async () => {
      const answer = await post(await hasty.as('anji'), RISE, { input: { id, clientWriteId: randomUUID() } });
      expect(answer.status).toBe(503);
      await expect.poll(asleep, { timeout: 1_500, interval: 20 }).toBe(0);
    });

    expect(await versionOf(id)).toBe(0);
  });
});

describe('a client that goes away', () => {
  it('ends its query in the database, and that is no fault of the plugin', async () => {
    const faults = () => patient.sql((sql) => sql`select kind, place, count from platform.plugin_fault order by 1, 2`);
    const before = await faults();
    const gone = new AbortController();
    const answer = post(await patient.as('anji'), NAP, {}, gone.signal).catch(() => 'gone');
    await expect.poll(asleep, { interval: 20 }).toBe(1);

    gone.abort();

    await expect.poll(asleep, { timeout: 2_000, interval: 20 }).toBe(0);
    expect(await answer).toBe('gone');
    expect(await faults()).toEqual(before);
  });

  it('leaves its mutation to its own end: done once and whole, and the same write id says so', async () => {
    const id = await makeSpring();
    const input = { id, clientWriteId: randomUUID() };
    const anji = await patient.as('anji');

    await holding(id, async () => {
      const gone = new AbortController();
      const answer = post(anji, RISE, { input }, gone.signal).catch(() => 'gone');
      await expect.poll(asleep, { interval: 20 }).toBe(1);
      gone.abort();
      expect(await answer).toBe('gone');
    });

    await expect.poll(() => versionOf(id)).toBe(1);
    expect(await anji.data(RISE, { input })).toEqual({ springsRise: { version: 1 } });
    const [events] = await patient.sql((sql) => sql`select count(*)::int from platform.event where subject_id = ${id}`);
    expect([await versionOf(id), events?.['count']]).toEqual([1, 1]);
  });
});

describe('a server', () => {
  it('that is full says OVERLOADED and when to come again, and takes the next when there is room', async () => {
    const anji = await hasty.as('anji');
    const first = post(anji, NAP);
    await expect.poll(asleep, { interval: 20 }).toBe(1);

    const second = await post(anji, '{ viewer { username } }');

    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await second.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    expect((await first).status).toBe(503);
    expect(await anji.data('{ viewer { username } }')).toEqual({ viewer: { username: 'anji' } });
  });
});
