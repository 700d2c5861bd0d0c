/** Mapped entities through the door: columns, links, pages, expressions, rules; as many statements for many as for few. */
import { core } from '@cunzhi/core';
import { createTestHost, type TestHost } from '@cunzhi/plugin/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reading, well, wells } from './wells.fixture.ts';

const YUCUN = '330523108204';
const OTHER = '330523108207';
let host: TestHost;

beforeAll(async () => {
  host = await createTestHost({ plugins: [core, wells], as: ['clerk', YUCUN] });
  const rows = await host.seed(well, [
    { name: '东井', owner: '演示甲', placeCode: YUCUN },
    { name: '西井', owner: null, placeCode: YUCUN },
    { name: '外井', owner: '演示乙', placeCode: OTHER },
  ]);
  const levels = rows.flatMap(({ id, placeCode }) =>
    [3, 5, 8].map((litres) => ({ wellId: id, placeCode, litres, at: new Date(Date.UTC(2026, 0, litres)) })),
  );
  await host.seed(reading, levels);
});
afterAll(() => host.close());

it('shows columns, links, lists, expressions and computed fields of a table', async () => {
  const { data, errors } = await host.query(`{ wells { totalCount nodes {
    name owner letters label village { name }
    readings(first: 2) { totalCount nodes { litres at well { name } } pageInfo { hasNextPage } }
  } } }`);

  expect(errors).toBeUndefined();
  expect(data.wells.totalCount).toBe(2);
  expect(data.wells.nodes[0]).toEqual({
    name: '东井',
    owner: '演示甲',
    letters: 2,
    label: `东井 ${YUCUN}`,
    village: { name: '余村' },
    readings: {
      totalCount: 3,
      nodes: [
        { litres: 8, at: '2026-01-08T00:00:00.000Z', well: { name: '东井' } },
        { litres: 5, at: '2026-01-05T00:00:00.000Z', well: { name: '东井' } },
      ],
      pageInfo: { hasNextPage: true },
    },
  });
});

it('walks a list by cursor, forwards and backwards, each row once', async () => {
  const page = async (args: string) =>
    (
      await host.query(`{ wells(first: 1) { nodes { readings(${args}) {
        nodes { litres } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } } } }`)
    ).data.wells.nodes[0].readings;

  const first = await page('first: 2');
  const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
  const last = await page('last: 1');

  expect([...first.nodes, ...second.nodes].map(({ litres }: { litres: number }) => litres)).toEqual([8, 5, 3]);
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect(last.nodes).toEqual([{ litres: 3 }]);
});

it('takes the arguments of a list into its condition, for rows and for the total', async () => {
  const { data } = await host.query(
    '{ wells(first: 1) { nodes { readings(least: 5) { totalCount nodes { litres } } } } }',
  );

  expect(data.wells.nodes[0].readings).toEqual({ totalCount: 2, nodes: [{ litres: 8 }, { litres: 5 }] });
});

it('shows a ruled column only to whoever holds its permission at the row', async () => {
  const county = await host.as('county', '330523');

  const { data } = await county.query('{ wells { nodes { name owner } } }');

  expect(data.wells.nodes).toEqual([
    { name: '东井', owner: null },
    { name: '外井', owner: null },
    { name: '西井', owner: null },
  ]);
});

it('leaves out what row security hides, in lists, totals, links and by key', async () => {
  const [foreign] = await host.seed(well, { name: '远井', owner: null, placeCode: '330502001005' });

  const own = await host.query(`{ wells { totalCount } wellsWell(id: "${foreign?.id}") { name } }`);
  const stranger = await (await host.as('inspector', '330523108')).query('{ wells { totalCount } }');

  expect(own.data).toEqual({ wells: { totalCount: 2 }, wellsWell: null });
  expect(stranger.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
});

it('adds lists to a type of another plugin', async () => {
  const { data } = await host.query(`{ village(code: "${YUCUN}") { name wells { nodes { name } totalCount } } }`);

  expect(data.village).toEqual({ name: '余村', wells: { nodes: [{ name: '东井' }, { name: '西井' }], totalCount: 2 } });
});

it('asks as many statements for twenty parents as for two', async () => {
  const county = await host.as('county', '330523');
  await host.seed(
    well,
    Array.from({ length: 20 }, (_, index) => ({ name: `井${index}`, owner: null, placeCode: YUCUN })),
  );
  const ask = (first: number) =>
    host.countStatements(() =>
      county.query(`{ wells(first: ${first}) { nodes { letters village { name }
        readings(first: 2) { totalCount nodes { well { name } } } } } }`),
    );

  expect(await ask(20)).toBe(await ask(2));
});

it('refuses a page that is too large, and a cursor of another list', async () => {
  const most = await host.query('{ wells(first: 1) { nodes { readings(first: 21) { totalCount } } } }');
  const cursor = await host.query('{ wells(first: 1, after: "abc") { totalCount } }');

  expect(most.errors?.[0]?.extensions.code).toBe('BAD_PAGE');
  expect(cursor.errors?.[0]?.extensions.code).toBe('BAD_CURSOR');
});
