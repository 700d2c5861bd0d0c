/**
 * The storm: sixteen writers and two readers of different counties on two nodes, while database connections are killed at random.
 *
 * An answer that did not come is asked for again under its write id, as our client does. Nothing that was acknowledged is lost or
 * applied twice; each reader hears all of its own county, in order, once, and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, randomFrom, scaled, type Client, type TestHost } from '@cunzhi/test';
import { springs } from './springs.fixture.ts';

const KILLS = scaled(300);
const WRITERS = 16;
const PER_KILL = 4;
const COUNTIES = { anji: '330523', wuxing: '330502' } as const;
const RISE = 'mutation ($input: SpringsRiseInput!) { springsRise(input: $input) { version } }';
const RISEN =
  'subscription ($after: EventCursor) { springsRisen(after: $after) { cursor placeCode springId version } }';

interface Rise {
  readonly cursor: string;
  readonly placeCode: string;
  readonly springId: string;
  readonly version: number;
}
type County = keyof typeof COUNTIES;

let nodes: readonly [TestHost, TestHost];
beforeAll(async () => {
  const first = await createTestHost({ plugins: [springs] });
  nodes = [first, await createTestHost({ plugins: [springs], beside: first })];
});
afterAll(async () => {
  await nodes[1].close();
  await nodes[0].close();
});

/** Five springs in each county; the fifth rises once, at the end. */
async function makeSprings(): Promise<Record<County, string[]>> {
  const made = { anji: [] as string[], wuxing: [] as string[] };
  for (const county of ['anji', 'wuxing'] as const) {
    const village = { anji: '330523108204', wuxing: '330502001005' }[county];
    const rows = await nodes[0].sql(
      (sql) =>
        sql`insert into plugin_springs.spring (place_code) select ${village} from generate_series(1, 5) returning id`,
    );
    made[county] = rows.map(({ id }) => String(id));
  }
  return made;
}

it(`loses, doubles, mixes up and leaks nothing under ${KILLS} killed connections`, async () => {
  const random = randomFrom(7);
  const own = await makeSprings();
  const acknowledged = new Map<string, number>();
  let unknown = 0;
  let resumed = 0;
  let kills = 0;
  let writes = 0;

  /** One rise, asked for under the same write id until the server says what became of it. */
  async function rise(client: Client, id: string): Promise<void> {
    const clientWriteId = randomUUID();
    for (;;) {
      const answer = await client
        .query<{ springsRise: { version: number } | null }>(RISE, { input: { id, clientWriteId } })
        .catch(() => undefined);
      if (answer?.data?.springsRise) break;
      const codes = answer?.errors?.map(({ extensions }) => extensions.code) ?? [];
      expect(['INTERNAL', 'PLUGIN_FAILED'], codes.join()).toEqual(expect.arrayContaining(codes));
      unknown += 1;
    }
    acknowledged.set(id, (acknowledged.get(id) ?? 0) + 1);
    writes += 1;
  }

  async function write(index: number): Promise<void> {
    const county = index % 2 === 0 ? 'anji' : 'wuxing';
    const client = await nodes[index % 4 < 2 ? 0 : 1].as(county);
    while (kills < KILLS) {
      await rise(client, own[county][Math.floor(random() * 4)]!);
      if (writes >= kills * PER_KILL) await kill();
    }
  }

  /** One connection of a server, whichever: of requests, of the follower, of jobs. */
  async function kill(): Promise<void> {
    kills += 1;
    await nodes[0].sql(
      (sql) => sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name in ('cunzhi cunzhi_app', 'cunzhi cunzhi_follow', 'cunzhi cunzhi_jobs')
      order by md5(pid::text || ${String(random())}) limit 1`,
    );
  }

  /** Reads until the last spring rises; drops its stream now and then and resumes by cursor. */
  async function read(node: TestHost, county: County, from: string): Promise<Rise[]> {
    const client = await node.as(county);
    const heard: Rise[] = [];
    while (heard.at(-1)?.springId !== own[county][4]) {
      const stream = client.subscribe<{ springsRisen: Rise | null }>(RISEN, { after: heard.at(-1)?.cursor ?? from });
      let most = 5 + Math.floor(random() * 40);
      try {
        for await (const { data } of stream) {
          if (!data?.springsRisen) break;
          heard.push(data.springsRisen);
          if ((most -= 1) === 0 || data.springsRisen.springId === own[county][4]) break;
        }
      } catch {
        // The socket or the stream broke: that is what a cursor is for.
      }
      resumed += 1;
    }
    return heard;
  }

  const { springsHere: from } = await (await nodes[0].as('anji')).data('{ springsHere }');
  const reading = Promise.all([read(nodes[0], 'anji', from), read(nodes[1], 'wuxing', from)]);
  await Promise.all(Array.from({ length: WRITERS }, (_, index) => write(index)));
  for (const county of ['anji', 'wuxing'] as const) await rise(await nodes[0].as(county), own[county][4]!);
  const [anji, wuxing] = await reading;

  const versions = await nodes[0].sql((sql) => sql`select id, version from plugin_springs.spring`);
  expect(new Map(versions.map(({ id, version }) => [id, version]))).toEqual(acknowledged);
  for (const [county, heard] of [
    ['anji', anji],
    ['wuxing', wuxing],
  ] as const) {
    expect(heard!.every(({ placeCode }) => placeCode.startsWith(COUNTIES[county]))).toBe(true);
    const cursors = heard!.map(({ cursor }) => cursor);
    expect(cursors).toEqual([...new Set(cursors)].toSorted());
    for (const id of own[county]) {
      const told = heard!.filter(({ springId }) => springId === id).map(({ version }) => version);
      expect(told).toEqual(Array.from({ length: acknowledged.get(id) ?? 0 }, (_, index) => index + 1));
    }
  }
  console.log(
    `storm: ${kills} kills, ${writes} acknowledged writes, ${unknown} asked for again, ${resumed} streams, 0 lost, 0 out of order, 0 unauthorised`,
  );
}, 300_000);
