import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import type { YucunElement } from './element.ts';
import { caseAt, YUCUN } from './yucun.example.ts';

const OTHER = {
  summary: '村里的一件事。',
  background: '早先没有办法。',
  practice: '大家一起办。',
  effects: '办成了。',
  lessons: '可以照着学。',
};
type Tale = Partial<typeof OTHER> & { title: string; village: string; elements: YucunElement[] };

/** Villages: 余村 in Anji's Tianhuangping, its neighbour, and one in Wuxing. */
const NEIGHBOUR = '330523108203';
let wuxingVillage: string;

const tales = (): Tale[] => [
  {
    title: '余村：卖石头到卖风景',
    village: YUCUN,
    elements: ['ecologyBeautifies', 'economyGrows'],
    practice: '关停矿山，复垦绿化，发展乡村旅游，集体经济收入翻番。',
  },
  {
    title: '两山议事会',
    village: YUCUN,
    elements: ['peopleDecide'],
    practice: '重大事项由村民代表会议民主协商，票决通过，全程公开。',
  },
  {
    title: '矛盾纠纷不出村',
    village: NEIGHBOUR,
    elements: ['peaceGuards', 'lawGoverns'],
    practice: '人民调解员上门，法律顾问坐班，一站式化解邻里矛盾。',
  },
  {
    title: '垃圾分类积分制',
    village: NEIGHBOUR,
    elements: ['ecologyBeautifies', 'virtueNurtures'],
    practice: '每户一本积分账，积分换物品；志愿者和服务队上门指导。',
  },
  {
    title: '小微权力清单',
    village: wuxingVillage,
    elements: ['integrityKeeps'],
    practice: '三十六条小微权力进清单，村务公开栏每月更新，集体经济账目人人看得见。',
  },
  {
    title: '村规民约评议',
    village: wuxingVillage,
    elements: ['virtueNurtures', 'peopleDecide'],
    practice: '红白喜事简办写进村规民约，评议会每季度评一次。',
    lessons: '余村来人学过。',
  },
];

let host: TestHost;
let wuxing: Client;
beforeAll(async () => {
  host = await createTestHost();
  wuxing = await host.as('wuxing');
  const { villages } = await wuxing.data('{ villages(within: "330502", kind: VILLAGE, first: 1) { nodes { code } } }');
  wuxingVillage = villages.nodes[0].code;
  for (const tale of tales()) await publish(tale);
}, 120_000);
afterAll(() => host.close());

const publish = (tale: Tale) => caseAt(host.asSystem, 'published', { ...OTHER, ...tale });

const LIST = `query ($search: String, $elements: [YucunElement!], $within: PlaceCode, $first: Int, $after: String) {
  yucunCases(search: $search, elements: $elements, within: $within, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { title snippet } } } }`;
type Edge = { cursor: string; node: { title: string; snippet: string | null } };
const find = async (
  variables: object,
): Promise<{
  titles: string[];
  snippets: (string | null)[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
}> => {
  const { yucunCases } = await wuxing.data(LIST, variables);
  const edges = yucunCases.edges as Edge[];
  return {
    ...yucunCases,
    titles: edges.map(({ node }) => node.title),
    snippets: edges.map(({ node }) => node.snippet),
  };
};

describe('search', () => {
  it.each([
    // The title counts more than the text, and a name that no dictionary knows is found.
    ['余村', ['余村：卖石头到卖风景', '村规民约评议']],
    ['垃圾分类', ['垃圾分类积分制']],
    ['邻里矛盾', ['矛盾纠纷不出村']],
    ['集体经济', ['余村：卖石头到卖风景', '小微权力清单']],
    ['民主协商', ['两山议事会']],
    ['矿山 旅游', ['余村：卖石头到卖风景']],
    ['村规民约', ['村规民约评议']],
    // An element is found by its name.
    ['清廉正村', ['小微权力清单']],
    // 和服 is a word, and no case speaks of kimonos: 和服务队 does not match.
    ['和服', []],
    ['高铁', []],
  ])('finds %s', async (search, titles) => {
    const found = await find({ search });

    expect(found.titles.toSorted()).toEqual(titles.toSorted());
    expect(found.totalCount).toBe(titles.length);
  });

  it('ranks a title before a text', async () => {
    expect((await find({ search: '余村' })).titles).toEqual(['余村：卖石头到卖风景', '村规民约评议']);
    expect((await find({ search: '积分' })).titles[0]).toBe('垃圾分类积分制');
  });

  it('shows the passage with the found words in 【】, as plain text', async () => {
    expect((await find({ search: '法律顾问' })).snippets).toEqual([
      '人民调解员上门，【法律顾问】坐班，一站式化解邻里矛盾。',
    ]);
  });

  it('lists everything, the newest first, when nothing is asked', async () => {
    const titles = tales().map(({ title }) => title).toReversed(); // prettier-ignore
    for (const search of [null, '', ' ', '，。']) expect((await find({ search })).titles).toEqual(titles);
    expect((await find({})).snippets).toEqual(titles.map(() => null));
  });

  it('takes signs of the query language for text', async () => {
    for (const search of ["'", "a' | 'b", '!垃圾', '余村:*', '\\', '<->', '%', '(('.repeat(60)]) {
      expect((await wuxing.query(LIST, { search })).errors).toBeUndefined();
    }
  });
});

describe('filters', () => {
  it('takes cases with any of the elements', async () => {
    const { titles } = await find({ elements: ['VIRTUE_NURTURES', 'INTEGRITY_KEEPS'] });

    expect(titles.toSorted()).toEqual(['垃圾分类积分制', '小微权力清单', '村规民约评议'].toSorted());
  });

  it('takes cases of a village, a township, a county', async () => {
    expect((await find({ within: YUCUN })).totalCount).toBe(2);
    expect((await find({ within: '330523108' })).totalCount).toBe(4);
    expect((await find({ within: '330502' })).totalCount).toBe(2);
    expect((await wuxing.query(LIST, { within: '330599' })).errors?.[0]?.extensions).toEqual({
      code: 'BAD_PLACE',
      field: 'within',
    });
  });

  it('holds together with a search', async () => {
    expect((await find({ search: '集体经济', within: '330523', elements: ['ECONOMY_GROWS'] })).titles).toEqual([
      '余村：卖石头到卖风景',
    ]);
  });
});

describe('pages', () => {
  it.each([[{}], [{ search: '村' }]])('skip nothing and repeat nothing: %s', async (filter) => {
    const whole = await find({ ...filter, first: 100 });
    const titles: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: Awaited<ReturnType<typeof find>> = await find({ ...filter, first: 2, after });
      titles.push(...page.titles);
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }

    expect(whole.titles.length).toBeGreaterThan(3);
    expect(titles).toEqual(whole.titles);
  });

  it('refuse a cursor of another list, and going backwards', async () => {
    const { yucunCases } = await wuxing.data(LIST, { first: 1 });
    const [other, none, back] = await Promise.all([
      wuxing.query(LIST, { search: '余村', after: yucunCases.edges[0].cursor }),
      wuxing.query(LIST, { after: 'x' }),
      wuxing.query('{ yucunCases(last: 2) { totalCount } }'),
    ]);

    expect([other, none, back].map(({ errors }) => errors?.[0]?.extensions)).toEqual([{ code: 'BAD_CURSOR', field: 'after' }, { code: 'BAD_CURSOR', field: 'after' }, { code: 'BAD_PAGE', field: 'last' }]); // prettier-ignore
  });

  it('of one village go on where they ended', async () => {
    const village = (rest: string) =>
      wuxing.data(
        `{ village(code: "${YUCUN}") { yucunCases(${rest}) { totalCount pageInfo { hasNextPage endCursor } nodes { title } } } }`,
      );
    const first = (await village('first: 1')).village.yucunCases;
    const second = (await village(`first: 1, after: "${first.pageInfo.endCursor}"`)).village.yucunCases;

    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true }, nodes: [{ title: '两山议事会' }] });
    expect(second).toMatchObject({
      totalCount: 2,
      pageInfo: { hasNextPage: false },
      nodes: [{ title: '余村：卖石头到卖风景' }],
    });
  });
});

describe('statements', () => {
  it('are as many for a long list as for a short one', async () => {
    const ask = (first: number) =>
      host.countStatements(() =>
        find({ first }).then(() =>
          wuxing.data(`{ yucunCases(first: ${first}) { nodes { id snippet possibleActions village { name } } } }`),
        ),
      );
    const drafts = (first: number) =>
      host.countStatements(async () =>
        (await host.as('huzhou')).data(
          `{ yucunDrafts(first: ${first}) { nodes { id possibleActions village { name } } } }`,
        ),
      );
    for (const village of [YUCUN, NEIGHBOUR, YUCUN, NEIGHBOUR, YUCUN])
      await caseAt(host.asSystem, 'draft', { village });
    await host.as('huzhou');

    expect(await ask(6)).toBe(await ask(1));
    expect(await drafts(5)).toBe(await drafts(1));
  });

  it('are as many for the cases of fifty villages as for those of two', async () => {
    const ask = (first: number) =>
      host.countStatements(() =>
        wuxing.data(
          `{ villages(within: "330523108", first: ${first}) { nodes { yucunCases(first: 5) { totalCount nodes { title } } } } }`,
        ),
      );

    expect(await ask(50)).toBe(await ask(2));
  });
});
