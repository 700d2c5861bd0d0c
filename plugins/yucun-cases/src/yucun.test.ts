import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, type TestHost } from '@cunzhi/test';
import { possibleActs, type Office, type YucunAct } from './step.rule.ts';
import { caseAt, texts, WAYS, YUCUN } from './yucun.example.ts';
import { draftYucunCase, type CaseDraft } from './yucun.service.ts';

const ARTICLE = `__typename ... on YucunCase { id state version title summary elements comment possibleActions publishedAt isInvented village { name } }
  ... on UserError { code message } ... on VersionConflictError { currentVersion } ... on YucunActionRefusedError { at: state possible } ... on InputRefusedError { fields { path code } }`;
const DRAFT = `mutation ($input: DraftYucunCaseInput!) { result: draftYucunCase(input: $input) { ${ARTICLE} } }`;
const act = (name: string) =>
  `mutation ($input: YucunActInput!) { result: ${name}YucunCase(input: $input) { ${ARTICLE} } }`;
const ONE = '{ yucunCase(id: "$id") { id state title background version comment publishedAt possibleActions } }';

const input = { ...texts, village: YUCUN, elements: ['PEOPLE_DECIDE', 'PARTY_LEADS'] };
const written = (change: object = {}) => ({ input: { ...input, ...change, clientWriteId: Client.writeId() } });
const step = (id: string, baseVersion: number, comment?: string) => ({
  input: { id, baseVersion, comment, clientWriteId: Client.writeId() },
});

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const caseThatIs = (state: keyof typeof WAYS, change: Partial<CaseDraft> = {}) => caseAt(host.asSystem, state, change);

it('goes the whole way from a draft to every village', async () => {
  const [yucun, justice, anji, huzhou, wuxing] = await Promise.all(
    ['yucun', 'tianhuangping', 'anji', 'huzhou', 'wuxing'].map((name) => host.as(name)),
  );
  const { result: draft } = await yucun!.data(DRAFT, written());
  expect(draft).toMatchObject({ __typename: 'YucunCase', state: 'DRAFT', version: 1, elements: ['PARTY_LEADS', 'PEOPLE_DECIDE'], village: { name: '余村' }, possibleActions: ['EDIT', 'SUBMIT'], isInvented: false, publishedAt: null }); // prettier-ignore

  const { result: submitted } = await yucun!.data(act('submit'), step(draft.id, 1));
  const { result: township } = await justice!.data(act('approve'), step(draft.id, 2, '写得清楚'));
  const { result: county } = await anji!.data(act('approve'), step(draft.id, 3));
  const { result: published } = await huzhou!.data(act('publish'), step(draft.id, 4));

  expect([submitted, township, county, published].map(({ state }) => state)).toEqual([
    'SUBMITTED',
    'TOWNSHIP_REVIEWED',
    'COUNTY_REVIEWED',
    'PUBLISHED',
  ]);
  expect(township.comment).toBe('写得清楚');
  expect(published.publishedAt).not.toBeNull();
  const { yucunCases } = await wuxing!.data(
    '{ yucunCases(within: "330523108204") { totalCount nodes { id title state version possibleActions village { name } } } }',
  );
  expect(yucunCases).toMatchObject({
    totalCount: 1,
    nodes: [{ title: texts.title, state: 'PUBLISHED', version: 5, possibleActions: [], village: { name: '余村' } }],
  });
  const seen = await wuxing!.data(ONE.replace('$id', draft.id));
  expect(seen.yucunCase).toMatchObject({ id: yucunCases.nodes[0].id, title: texts.title, comment: null });
});

describe('every act of every account at every step', () => {
  const ACCOUNTS: Record<string, { offices: Office[]; holds: YucunAct[] }> = {
    yucun: { offices: ['writer', 'chair'], holds: ['edit', 'submit'] },
    tianhuangping: { offices: ['township'], holds: ['approve', 'return'] },
    anji: { offices: ['county'], holds: ['approve', 'return'] },
    huzhou: { offices: ['city'], holds: ['publish', 'return'] },
    wuxing: { offices: [], holds: [] },
  };

  it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
    'a case that is %s',
    async (state) => {
      let row = await caseThatIs(state);
      for (const [name, { offices, holds }] of Object.entries(ACCOUNTS)) {
        const client = await host.as(name);
        for (const one of ['edit', 'submit', 'approve', 'return', 'publish'] as const) {
          const variables =
            one === 'edit' ? written({ id: row.id, baseVersion: row.version }) : step(row.id, row.version, '请改一下');

          const { data, errors } = await client.query(one === 'edit' ? DRAFT : act(one), variables);

          const possible = possibleActs(state, offices);
          const { __typename: answer, version, possible: offered } = data?.result ?? {};
          if (!holds.includes(one)) {
            expect([name, one, errors?.[0]?.extensions.code]).toEqual([name, one, 'NOT_FOUND']);
          } else if (possible.includes(one)) {
            expect([name, one, answer, version]).toEqual([name, one, 'YucunCase', row.version + 1]);
            row = await caseThatIs(state);
          } else {
            const names = possible.map((other) => other.toUpperCase());
            expect([name, one, answer, offered]).toEqual([name, one, 'YucunActionRefusedError', names]);
          }
        }
      }
    },
    60_000,
  );
});

it('returns with a comment, which the village sees while it changes the draft', async () => {
  const row = await caseThatIs('submitted');
  const [yucun, justice] = [await host.as('yucun'), await host.as('tianhuangping')];

  const { result: silent } = await justice.data(act('return'), step(row.id, row.version, '  '));
  const { result: returned } = await justice.data(act('return'), step(row.id, row.version, '请写清楚花了多少钱'));
  const { result: draft } = await yucun.data(
    DRAFT,
    written({ id: row.id, baseVersion: returned.version, effects: '花了12.5万元。' }),
  );

  expect(silent).toMatchObject({ __typename: 'InputRefusedError', fields: [{ path: 'comment', code: 'EMPTY' }] });
  expect(returned).toMatchObject({ state: 'RETURNED', comment: '请写清楚花了多少钱' });
  expect(draft).toMatchObject({ state: 'DRAFT', comment: '请写清楚花了多少钱' });
});

describe('refuses', () => {
  it('a version that somebody changed first', async () => {
    const row = await caseThatIs('draft');
    const yucun = await host.as('yucun');
    await yucun.data(DRAFT, written({ id: row.id, baseVersion: 1, title: '先改的' }));

    const { result } = await yucun.data(act('submit'), step(row.id, 1));

    expect(result).toMatchObject({ __typename: 'VersionConflictError', currentVersion: 2 });
  });

  it('texts that are too long or a period turned round, each at its field, and keeps nothing', async () => {
    const yucun = await host.as('yucun');
    const before = await host.sql((sql) => sql`select count(*) from plugin_yucun_cases."case"`);

    const { result } = await yucun.data(
      DRAFT,
      written({ summary: '好'.repeat(201), periodTo: '2024-01-01', practice: '字'.repeat(50_000) }),
    );

    expect(result).toMatchObject({ __typename: 'InputRefusedError', fields: [{ path: 'summary', code: 'TOO_LONG' }, { path: 'practice', code: 'TEXT_TOO_LONG' }, { path: 'periodTo', code: 'PERIOD_REVERSED' }] }); // prettier-ignore
    expect(await host.sql((sql) => sql`select count(*) from plugin_yucun_cases."case"`)).toEqual(before);
  });

  it('an empty part when it is handed in', async () => {
    const row = await caseThatIs('draft', { lessons: ' ' });

    const { result } = await (await host.as('yucun')).data(act('submit'), step(row.id, 1));

    expect(result).toMatchObject({ __typename: 'InputRefusedError', fields: [{ path: 'lessons', code: 'EMPTY' }] });
  });

  it('to publish a telephone and an identity number, naming the field', async () => {
    const row = await caseThatIs('countyReviewed', {
      practice: '找老王，13857212345',
      effects: '身份证330523198001011234',
    });
    const huzhou = await host.as('huzhou');

    const { result } = await huzhou.data(act('publish'), step(row.id, row.version));

    expect(result).toMatchObject({ __typename: 'InputRefusedError', fields: [{ path: 'practice', code: 'PHONE_NUMBER' }, { path: 'effects', code: 'IDENTITY_NUMBER' }] }); // prettier-ignore
    expect(
      await host.sql((sql) => sql`select from plugin_yucun_cases.published_case where case_id = ${row.id}`),
    ).toHaveLength(0);
  });

  it('a place that is no village, and a move to another village', async () => {
    const row = await caseThatIs('draft');
    const township = await host
      .asSystem((ctx) => draftYucunCase(ctx, { ...texts, village: '330523108' }))
      .catch((error: unknown) => error);
    const moved = await host
      .asSystem((ctx) => draftYucunCase(ctx, { ...texts, id: row.id, baseVersion: 1, village: '330523108205' }))
      .catch((error: unknown) => error);

    expect(township).toMatchObject({ code: 'INPUT_REFUSED', fields: [{ path: 'village', code: 'NO_VILLAGE' }] });
    expect(moved).toMatchObject({ code: 'INPUT_REFUSED', fields: [{ path: 'village', code: 'OTHER_VILLAGE' }] });
  });
});

it('writes once for one write id, however often it is sent', async () => {
  const yucun = await host.as('yucun');
  const variables = written({ title: '只写一次' });

  const [first, second] = [await yucun.data(DRAFT, variables), await yucun.data(DRAFT, variables)];

  expect(second.result).toEqual(first.result);
  expect(await host.sql((sql) => sql`select from plugin_yucun_cases."case" where title = '只写一次'`)).toHaveLength(1);
});

it('lets one of two at once approve', async () => {
  const row = await caseThatIs('submitted');
  const justice = await host.as('tianhuangping');

  const results = await Promise.all([1, 2].map(() => justice.data(act('approve'), step(row.id, row.version))));

  expect(results.map(({ result }) => result.__typename).toSorted()).toEqual(['VersionConflictError', 'YucunCase']);
  expect(
    await host.sql((sql) => sql`select from plugin_yucun_cases.case_version where case_id = ${row.id}`),
  ).toHaveLength(3);
});

describe('who sees what', () => {
  it('shows a draft to its village, its township, its county and the city, and to nobody else', async () => {
    const row = await caseThatIs('submitted');
    for (const name of ['yucun', 'tianhuangping', 'anji', 'huzhou']) {
      const client = await host.as(name);
      expect((await client.data(ONE.replace('$id', row.id))).yucunCase.id).toBe(row.id);
      const { yucunDrafts } = await client.data('{ yucunDrafts(first: 100) { nodes { id } } }');
      expect(yucunDrafts.nodes).toContainEqual({ id: row.id });
    }

    const wuxing = await host.as('wuxing');
    const [hidden, nothing, noId] = await Promise.all(
      [row.id, randomUUID(), 'x'].map((id) => wuxing.queryText(ONE.replace('$id', id))),
    );
    expect(JSON.parse(hidden!).errors[0].extensions.code).toBe('NOT_FOUND');
    expect([hidden, noId]).toEqual([nothing, nothing]);
    expect((await wuxing.data('{ yucunDrafts { totalCount } }')).yucunDrafts.totalCount).toBe(0);
  });

  it('answers an act on a case out of reach as on one that is not there', async () => {
    const row = await caseThatIs('submitted');
    const wuxing = await host.as('wuxing');

    const [hidden, nothing] = await Promise.all(
      [row.id, randomUUID()].map((id) => wuxing.queryText(act('approve'), step(id, 2))),
    );

    expect(hidden).toBe(nothing);
  });

  it('shows nothing without a session', async () => {
    const { errors } = await host.stranger().query('{ yucunCases { totalCount } }');

    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
