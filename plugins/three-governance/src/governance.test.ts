import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listVillageCodes } from '@cunzhi/core';
import { draftRound, openRound, stateAttributes } from '@cunzhi/evaluation';
import { createTestHost, type TestHost } from '@cunzhi/test';

const TOWNSHIP = '330523108';
const ATTRIBUTES = [
  { key: 'electionYear', value: false },
  { key: 'auditDue', value: false },
  { key: 'hasRepresentativeMeeting', value: true },
  { key: 'hasWatercourse', value: true },
  { key: 'population', value: 1050 },
];
const [YUCUN, NEIGHBOUR] = ['330523108204', '330523108203'] as const;
const SCORE = `{ year computedAt selfGovernance ruleOfLaw ruleOfVirtue coupling development coordination band { zh } weakestPillar { code }
  isWithheld withheldReason { zh } missing pillars { pillar { code name { zh } } index completeness }
  model { edition isReconstructed notice { label } } contributions { pillar source name { zh } value weight share } }`;
const scoreOf = (village: string, year = 2026) =>
  `{ village(code: "${village}") { governance(year: ${year}) ${SCORE} } }`;
const recompute = (within: string, year = 2026) =>
  `mutation { result: recomputeGovernance(within: "${within}", year: ${year}) { __typename ... on GovernanceRecomputed { villages } ... on InputRefusedError { fields { path code } } } }`;

let host: TestHost;
let items: Map<string, string[]>;
beforeAll(async () => {
  host = await createTestHost();
  const anji = await host.as('anji');
  const { standard } = await anji.data(
    '{ standard(code: "huzhou-mzfz") { classes { items { code indicators { code } } } } }',
  );
  type Item = { code: string; indicators: { code: string }[] };
  items = new Map(
    standard.classes.flatMap((one: { items: Item[] }) =>
      one.items.map(({ code, indicators }) => [code, indicators.map((indicator) => indicator.code)]),
    ),
  );
  const villages = (await host.asSystem((ctx) => listVillageCodes(ctx, TOWNSHIP, ['village']))).map(({ code }) => code);
  await host.asSystem((ctx) =>
    stateAttributes(
      ctx,
      villages.flatMap((placeCode) => ATTRIBUTES.map((one) => ({ placeCode, ...one }))),
    ),
  );
  const round = await host.asSystem((ctx) =>
    draftRound(ctx, {
      standard: 'huzhou-mzfz',
      year: 2026,
      area: TOWNSHIP,
      selfAssessmentUntil: '2026-12-31',
      scoringUntil: '2027-01-31',
    }),
  );
  await host.asSystem((ctx) => openRound(ctx, { id: round.id, baseVersion: round.version }));
  // What does not apply stands from the first day; here every test begins with nothing known.
  await host.sql(
    (sql) => sql`update plugin_evaluation.response set standing_status = 'unanswered', standing_points = null`,
  );
});
afterAll(() => host.close());

/** Gives every indicator of some items this part of its points, as if it had been assessed; null takes it back. */
async function assess(
  village: string,
  part: number | null,
  some: readonly string[] = [...items.keys()],
): Promise<void> {
  const points = await pointsOf();
  const wanted = some
    .flatMap((item) => items.get(item) ?? [])
    .map((indicator) => ({ indicator, points: part === null ? null : part * (points.get(indicator) ?? 0) }));
  await host.sql(
    (
      sql,
    ) => sql`update plugin_evaluation.response r set standing_status = ${part === null ? 'unanswered' : 'scored'}, standing_points = w.points
      from jsonb_to_recordset(${sql.json(wanted)}) w (indicator text, points numeric) where r.indicator = w.indicator and r.place_code = ${village}`,
  );
}

async function pointsOf(): Promise<ReadonlyMap<string, number>> {
  const { standard } = await (
    await host.as('anji')
  ).data('{ standard(code: "huzhou-mzfz") { classes { items { indicators { code points } } } } }');
  type Item = { indicators: { code: string; points: string }[] };
  const indicators = standard.classes.flatMap((one: { items: Item[] }) => one.items.flatMap((item) => item.indicators));
  return new Map(indicators.map(({ code, points }: Item['indicators'][number]) => [code, Number(points)]));
}

describe('the score of a village', () => {
  it('is computed from its assessment as it stands, and is not written by reading', async () => {
    await assess(YUCUN, 0.75);
    await assess(YUCUN, 0, ['D3']);

    const { village } = await (await host.as('yucun')).data(scoreOf(YUCUN));

    expect(village.governance).toMatchObject({
      year: 2026, selfGovernance: '0.7500', ruleOfLaw: '0.7500', ruleOfVirtue: '0.4125',
      coupling: '0.9639', development: '0.6375', coordination: '0.7839', band: { zh: '中级协调' },
      weakestPillar: { code: 'ruleOfVirtue' }, isWithheld: false, withheldReason: null, missing: [],
      model: { edition: '2026', isReconstructed: true, notice: { label: '重建稿' } },
    }); // prettier-ignore
    expect(village.governance.contributions[0]).toEqual({ pillar: 'selfGovernance', source: 'A1', name: { zh: '组织机构与人员' }, value: '0.7500', weight: '0.10', share: '0.0750' }); // prettier-ignore
    expect(await host.sql((sql) => sql`select from plugin_three_governance.score`)).toHaveLength(0);
  });

  it('is withheld, with the reason and what is missing, while too little is known', async () => {
    await assess(YUCUN, 0.9);
    await assess(YUCUN, null, ['C1', 'C3', 'C4']);

    const { village } = await (await host.as('yucun')).data(scoreOf(YUCUN));

    expect(village.governance).toMatchObject({ isWithheld: true, coordination: null, band: null, weakestPillar: null, selfGovernance: '0.9000', ruleOfLaw: null, missing: ['C1', 'C3', 'C4'] }); // prettier-ignore
    expect(village.governance.withheldReason.zh).toContain('法治的资料有 50%，不到 60%');
  });

  it('is withheld whole when there is no assessment', async () => {
    const { village } = await (await host.as('huzhou')).data(scoreOf(await someVillageOf('330502')));

    expect(village.governance).toMatchObject({ isWithheld: true, coordination: null });
    expect(village.governance.missing).toHaveLength(18);
  });

  it('is not there for a year without a model, for a community, and for a stranger', async () => {
    const [huzhou, wuxing] = [await host.as('huzhou'), await host.as('wuxing')];
    const { villages } = await huzhou.data(
      '{ villages(within: "330523", kind: COMMUNITY, first: 1) { nodes { governance(year: 2026) { year } } } }',
    );

    expect((await huzhou.data(scoreOf(YUCUN, 2020))).village.governance).toBeNull();
    expect(villages.nodes).toEqual([{ governance: null }]);
    expect((await wuxing.data(scoreOf(YUCUN))).village.governance).toBeNull();
  });
});

describe('recomputing', () => {
  it('keeps the scores of an area, and what is kept is read until it is computed again', async () => {
    await assess(YUCUN, 0.64);
    await assess(NEIGHBOUR, 1, ['A1']);
    const [anji, yucun] = [await host.as('anji'), await host.as('yucun')];

    expect((await anji.data(recompute('330523'))).result).toEqual({ __typename: 'GovernanceRecomputed', villages: 2 });

    const before = (await yucun.data(scoreOf(YUCUN))).village.governance;
    expect(before).toMatchObject({ coordination: '0.8000', band: { zh: '良好协调' } });
    await assess(YUCUN, 1);
    expect((await yucun.data(scoreOf(YUCUN))).village.governance).toEqual(before);
    await anji.data(recompute('330523108'));
    expect((await yucun.data(scoreOf(YUCUN))).village.governance).toMatchObject({
      coordination: '1.0000',
      band: { zh: '优质协调' },
    });
    expect((await anji.data(scoreOf(NEIGHBOUR))).village.governance).toMatchObject({ isWithheld: true });
  });

  it('says the same of a village, kept or computed', async () => {
    await assess(YUCUN, 0.7);
    await assess(YUCUN, 0.3, ['B1', 'C5', 'F1']);
    const [anji, yucun] = [await host.as('anji'), await host.as('yucun')];
    await host.sql((sql) => sql`delete from plugin_three_governance.score`);
    const { computedAt: _one, ...computed } = (await yucun.data(scoreOf(YUCUN))).village.governance;

    await anji.data(recompute('330523'));

    const { computedAt: _other, ...kept } = (await yucun.data(scoreOf(YUCUN))).village.governance;
    expect(kept).toEqual(computed);
  });

  it('takes back the row of a village of which nothing is known any more', async () => {
    const anji = await host.as('anji');
    await assess(NEIGHBOUR, 0.5);
    await anji.data(recompute('330523'));
    await assess(NEIGHBOUR, null);

    await anji.data(recompute('330523'));

    expect(
      await host.sql((sql) => sql`select from plugin_three_governance.score where place_code = ${NEIGHBOUR}`),
    ).toHaveLength(0);
  });

  it('refuses a year without a model', async () => {
    const { result } = await (await host.as('anji')).data(recompute('330523', 2020));

    expect(result).toEqual({ __typename: 'InputRefusedError', fields: [{ path: 'year', code: 'NO_MODEL' }] });
  });

  it.each([['wuxing', '330523'], ['anji', '3305'], ['yucun', YUCUN], ['tianhuangping', '330523108']])('is not for %s at %s', async (name, within) => {
    const answer = await (await host.as(name)).queryText(recompute(within));
    const nowhere = await (await host.as('wuxing')).queryText(recompute('330523'));

    expect(answer).toBe(nowhere);
    expect(answer).toContain('NOT_FOUND');
  }); // prettier-ignore

  it('may be done by two at once', async () => {
    await assess(YUCUN, 0.8);
    const [anji, huzhou] = [await host.as('anji'), await host.as('huzhou')];

    const results = await Promise.all([
      anji.data(recompute('330523')),
      huzhou.data(recompute('3305')),
      anji.data(recompute('330523108')),
    ]);

    expect(results.map(({ result }) => result.villages)).toEqual([1, 1, 1]);
    expect(await host.sql((sql) => sql`select coordination from plugin_three_governance.score`)).toEqual([
      { coordination: '0.8944' },
    ]);
  });

  it('tells its area, in numbers only', async () => {
    await (await host.as('anji')).data(recompute('330523'));

    const [last] = await host.sql(
      (sql) =>
        sql`select name, place_code, permission, payload from platform.event where plugin = 'three-governance' order by id desc limit 1`,
    );

    expect(last).toEqual({ name: 'three-governance.scoresRecomputed', place_code: '330523', permission: 'three-governance.score.read', payload: { year: 2026, villages: 1 } }); // prettier-ignore
  });
});

it('shows the model to everybody signed in', async () => {
  const wuxing = await host.as('wuxing');

  const { inForce, named, none } =
    await wuxing.data(`{ inForce: governanceModel { edition pillars { code name { zh } indicators { source weight name { zh } } } }
    named: governanceModel(edition: "2026") { edition } none: governanceModel(edition: "1999") { edition } }`);

  expect([inForce.edition, named, none]).toEqual(['2026', { edition: '2026' }, null]);
  expect(inForce.pillars.map(({ name }: { name: { zh: string } }) => name.zh)).toEqual(['自治', '法治', '德治']);
  expect(inForce.pillars[1].indicators[0]).toEqual({ source: 'C1', weight: '0.20', name: { zh: '普法宣传教育' } });
  expect((await host.stranger().query('{ governanceModel { edition } }')).errors?.[0]?.extensions.code).toBe(
    'NOT_FOUND',
  );
});

it('costs as many statements for fifty villages as for two, kept or not', async () => {
  const anji = await host.as('anji');
  const ask = (first: number) =>
    host.countStatements(() =>
      anji.data(
        `{ villages(within: "330523", kind: VILLAGE, first: ${first}) { nodes { governance(year: 2026) ${SCORE} } } }`,
      ),
    );

  expect(await ask(50)).toBe(await ask(2));
});

async function someVillageOf(county: string): Promise<string> {
  const { villages } = await (
    await host.as('huzhou')
  ).data(`{ villages(within: "${county}", kind: VILLAGE, first: 1) { nodes { code } } }`);
  return villages.nodes[0].code;
}
