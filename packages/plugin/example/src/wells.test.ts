/** The plugin on a real host with a real PostgreSQL, asked as people ask. */
import { randomUUID } from 'node:crypto';
import { core } from '@cunzhi/core';
import { configure } from '@cunzhi/plugin';
import { conformance, createTestHost, type TestHost } from '@cunzhi/plugin/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drought } from './drought.ts';
import { hello } from './hello.ts';
import { wells } from './index.ts';
import { reading, well } from './well.table.ts';

const YUCUN = '330523108204';
const NEXT_VILLAGE = '330523108203';
let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({
    plugins: [core, configure(wells, { lowLitres: 30 }), drought],
    as: ['clerk', YUCUN],
  });
});
afterAll(() => host?.close());

const newWell = async (name: string, placeCode = YUCUN) => {
  const [made] = await host.seed(well, { name, placeCode, owner: '王五' });
  if (!made) throw new Error('no well');
  return made.id;
};
const RECORD = `mutation ($input: WellsRecordReadingInput!) {
  wellsRecordReading(input: $input) { __typename ... on WellsReading { id litres } ... on UserError { code } }
}`;
const record = (wellId: string, litres: number, clientWriteId: string = randomUUID()) =>
  host.query(RECORD, { input: { wellId, litres, clientWriteId } });

it('greets a village in its first fifteen lines', async () => {
  const first = await createTestHost({ plugins: [core, hello], as: ['clerk', YUCUN] });

  const { data } = await first.query(`{ village(code: "${YUCUN}") { wellsGreeting } }`);
  await first.close();

  expect(data).toEqual({ village: { wellsGreeting: '欢迎来到余村' } });
});

describe('wells', () => {
  it('are seen where they stand, and the owner by whoever may', async () => {
    const id = await newWell('老井');
    const document = `{ wellsWell(id: "${id}") { name owner village { name } letters label } }`;
    const own = { name: '老井', owner: '王五', village: { name: '余村' }, letters: 2, label: `老井 ${YUCUN}` };

    const chair = await host.as('chair', YUCUN);
    const stranger = await host.as('clerk', NEXT_VILLAGE);

    expect((await host.query(document)).data).toEqual({ wellsWell: own });
    expect((await chair.query(document)).data).toEqual({ wellsWell: { ...own, owner: null } });
    expect((await stranger.query(document)).data).toEqual({ wellsWell: null });
  });

  it('are listed with their newest levels', async () => {
    const wellId = await newWell('新井');
    for (const [day, litres] of [[1, 50], [2, 5], [3, 70]] as const)
      await host.seed(reading, { wellId, placeCode: YUCUN, litres, at: new Date(Date.UTC(2026, 0, day)) }); // prettier-ignore

    const { data } = await host.query(
      `{ wellsWell(id: "${wellId}") { readings(least: 10) { totalCount nodes { litres well { name } } } } }`,
    );

    const nodes = [70, 50].map((litres) => ({ litres, well: { name: '新井' } }));
    expect(data.wellsWell.readings).toEqual({ totalCount: 2, nodes });
  });
});

describe('a level', () => {
  it('is recorded once, also when it is sent twice', async () => {
    const wellId = await newWell('东井');
    const key = randomUUID();

    const first = await record(wellId, 80, key);
    const again = await record(wellId, 80, key);

    expect(first.data.wellsRecordReading).toMatchObject({ __typename: 'WellsReading', litres: 80 });
    expect(again.data).toEqual(first.data);
  });

  it('that is low marks the well after commit, and the neighbour hears of it', async () => {
    const wellId = await newWell('西井');

    await record(wellId, 29);

    await expect
      .poll(async () => (await host.query(`{ wellsWell(id: "${wellId}") { lowSince } }`)).data.wellsWell.lowSince)
      .toMatch(/^\d{4}-\d\d-\d\d$/);
    const { data } = await host.query(`{ village(code: "${YUCUN}") { droughtIsNear } wellsSources }`);
    expect(data).toEqual({ village: { droughtIsNear: true }, wellsSources: ['Water truck'] });
  });

  it('is refused for the 25th time in a day, and nothing is written', async () => {
    const wellId = await newWell('北井');
    const day = Array.from({ length: 24 }, () => ({ wellId, placeCode: YUCUN, litres: 60, at: new Date() }));
    await host.seed(reading, day);

    const { data } = await record(wellId, 60);

    expect(data.wellsRecordReading).toEqual({
      __typename: 'WellsTooManyReadingsError',
      code: 'WELLS_TOO_MANY_READINGS',
    });
    const { data: after } = await host.query(`{ wellsWell(id: "${wellId}") { readings { totalCount } } }`);
    expect(after.wellsWell.readings.totalCount).toBe(24);
  });

  it('is not recorded by a stranger', async () => {
    const wellId = await newWell('南井', NEXT_VILLAGE);

    const { errors } = await record(wellId, 60);

    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
  });
});

it('forgets levels after two years', async () => {
  const wellId = await newWell('古井');
  await host.seed(reading, [
    { wellId, placeCode: YUCUN, litres: 1, at: new Date(Date.UTC(2001, 0, 1)) },
    { wellId, placeCode: YUCUN, litres: 2, at: new Date() },
  ]);

  await host.asSystem((ctx) => wells.jobs['forget']?.run(ctx, undefined as never) ?? Promise.resolve());

  const { data } = await host.query(`{ wellsWell(id: "${wellId}") { readings { nodes { litres } } } }`);
  expect(data.wellsWell.readings.nodes).toEqual([{ litres: 2 }]);
});

it('publishes how many wells are low', async () => {
  await host.seed(well, [
    { name: '甲', placeCode: NEXT_VILLAGE, lowSince: '2026-07-01' },
    { name: '乙', placeCode: NEXT_VILLAGE },
  ]);

  const facts = await host.asSystem((ctx) => ctx.facts({ ids: ['wells.low'], villages: [NEXT_VILLAGE], year: 2026 }));

  expect(facts.get('wells.low')?.get(NEXT_VILLAGE)).toMatchObject({ value: { value: '1' }, isComplete: true });
});

conformance(wells, {
  seed: async (host) => {
    const wells = Array.from({ length: 24 }, (_, index) => ({ name: `井${index}`, placeCode: YUCUN }));
    await host.seed(well, wells);
  },
});
