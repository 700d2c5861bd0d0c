import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

it('knows the real places of Huzhou', async () => {
  const yucun = await host.as('yucun');

  const data = await yucun.data(`{
    city: place(code: "3305") { __typename name level villageCount children { totalCount nodes { name villageCount } } }
    villages: villages(within: "3305", kind: VILLAGE, first: 1) { totalCount }
    communities: villages(within: "3305", kind: COMMUNITY, first: 1) { totalCount }
    village(code: "330523108204") { name fullName kind township { name county { name } } parent { __typename } }
  }`);

  expect(data.city).toMatchObject({
    __typename: 'City',
    name: '湖州市',
    level: 'CITY',
    villageCount: 1301,
    children: { totalCount: 5 },
  });
  expect(data.villages.totalCount).toBe(913);
  expect(data.communities.totalCount).toBe(388);
  expect(data.village).toEqual({
    name: '余村', fullName: '安吉县天荒坪镇余村', kind: 'VILLAGE', township: { name: '天荒坪镇', county: { name: '安吉县' } }, parent: { __typename: 'Township' },
  }); // prettier-ignore
});
