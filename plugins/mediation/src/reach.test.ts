import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { caseAfter, documentOf, grantOnly, NEIGHBOUR, perform, variablesOf, YUCUN } from './case.fixture.ts';
import { ACTS } from './case.matrix.fixture.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const ONE = `query ($id: ID!) { mediationCase(id: $id) { id number procedure registeredAt type { code } place { name } facts agreement allowedActions { act } } }`;
const BOARD = `query ($within: PlaceCode!) { mediationBoard(within: $within) { columns { procedure totalCount cases { id facts } } } }`;

let host: TestHost;
let wang: Client;
let handled: { id: string; version: number };
beforeAll(async () => {
  host = await createTestHost();
  wang = await host.as('yucun');
  handled = await caseAfter(wang, ['acceptCase', 'startMediation']);
});
afterAll(() => host.close());

const idsOnBoard = async (client: Client, within: string): Promise<string[]> =>
  (await client.data(BOARD, { within })).mediationBoard.columns.flatMap(({ cases }: { cases: { id: string }[] }) =>
    cases.map(({ id }) => id),
  );

it('answers a stranger, another county and nothing there with the same bytes', async () => {
  const wuxing = await host.as('wuxing');

  for (const client of [wuxing, host.stranger()]) {
    const [there, absent, garbled] = await Promise.all(
      [handled.id, NOWHERE, "' or 1=1 --"].map((id) => client.queryText(ONE, { id })),
    );
    expect(there).toBe(absent);
    expect(there).toBe(garbled);
    expect(JSON.parse(there!).errors[0].extensions).toEqual({ code: 'NOT_FOUND' });
    for (const act of ACTS.filter((one) => one !== 'registerCase')) {
      const send = (id: string) => client.queryText(documentOf(act), variablesOf(act, { id, baseVersion: 1 }));
      expect(await send(handled.id)).toBe(await send(NOWHERE));
    }
  }
});

it('answers a mediator of another county with the same bytes as for nothing there', async () => {
  await grantOnly(host, 'developer', [{ role: 'mediator', at: '330502' }]);
  const elsewhere = await host.as('developer');

  const send = (act: (typeof ACTS)[number], given: object) =>
    elsewhere.queryText(documentOf(act), variablesOf(act, given));

  for (const act of ACTS.filter((one) => one !== 'registerCase')) {
    const [there, absent] = [
      await send(act, { id: handled.id, baseVersion: 3 }),
      await send(act, { id: NOWHERE, baseVersion: 3 }),
    ];
    expect(there).toBe(absent);
    expect(JSON.parse(there).errors[0].extensions).toEqual({ code: 'NOT_FOUND' });
  }
  const [there, absent] = [
    await send('registerCase', { village: YUCUN }),
    await send('registerCase', { village: '330523999999' }),
  ];
  expect(there).toBe(absent);
  expect(await elsewhere.queryText(BOARD, { within: '330523' })).toBe(
    await elsewhere.queryText(BOARD, { within: '330599' }),
  );
});

it('shows a village clerk who is no mediator nothing', async () => {
  await grantOnly(host, 'developer', [{ role: 'clerk', at: YUCUN }]);
  const clerk = await host.as('developer');

  for (const [document, variables] of [
    [ONE, { id: handled.id }],
    [BOARD, { within: YUCUN }],
    ['{ mediationCases(within: "330523108204") { totalCount } }', {}],
  ] as const) {
    expect((await clerk.query(document, variables)).errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
  }
});

it('shows the justice office how far a case has come, and not what it is about', async () => {
  const justice = await host.as('tianhuangping');

  const { mediationCase } = await justice.data(ONE, { id: handled.id });

  expect(mediationCase).toMatchObject({
    id: handled.id,
    procedure: 'IN_MEDIATION',
    type: { code: 'D02' },
    place: { name: '余村' },
  });
  expect(mediationCase).toMatchObject({ facts: null, agreement: null, allowedActions: [] });
  expect(await idsOnBoard(justice, '330523108')).toContain(handled.id);
  expect(await idsOnBoard(justice, '330502')).toEqual([]);
});

it('shows the text of a case to whoever handles it, and to no colleague', async () => {
  await grantOnly(host, 'developer', [{ role: 'mediator', at: YUCUN }]);
  const colleague = await host.as('developer');

  expect((await colleague.data(ONE, { id: handled.id })).mediationCase).toMatchObject({ id: handled.id, facts: null });
  expect((await wang.data(ONE, { id: handled.id })).mediationCase.facts).toBe('两家为排水沟起了争执。');
});

it('takes the text away from a handler whose grant has ended', async () => {
  const [mine] = [await caseAfter(wang, [])];
  await grantOnly(host, 'yucun', [{ role: 'chair', at: YUCUN }]);

  const { mediationCase } = await wang.data(ONE, { id: mine.id });

  expect(mediationCase).toMatchObject({ procedure: 'REGISTERED', facts: null, allowedActions: [] });
  expect(
    (await wang.query(documentOf('acceptCase'), variablesOf('acceptCase', { id: mine.id, baseVersion: 1 }))).errors?.[0]
      ?.extensions,
  ).toEqual({ code: 'NOT_FOUND' });
  await grantOnly(
    host,
    'yucun',
    ['clerk', 'chair', 'mediator'].map((role) => ({ role, at: YUCUN })),
  );
});

it('shows a committee only the cases of its own village, whatever place it asks for', async () => {
  await grantOnly(host, 'huzhou', [{ role: 'mediator', at: '330523' }]);
  const county = await host.as('huzhou');
  const other = await perform(county, 'registerCase', { village: NEIGHBOUR });

  expect(await idsOnBoard(wang, '330523')).not.toContain(other.id);
  expect(await idsOnBoard(county, '330523')).toEqual(expect.arrayContaining([other.id, handled.id]));
});

it('is told by the database itself: whoever does not handle a case can neither read, change nor add its text', async () => {
  await grantOnly(host, 'developer', [{ role: 'mediator', at: YUCUN }]);

  const seen = await host.sql((sql) =>
    sql.begin(async (tx) => {
      const [person] = await tx<{ id: string }[]>`select id from core.person where username = 'developer'`;
      await tx`set local role cunzhi_app`;
      const scope = JSON.stringify({
        'mediation.case.read': [YUCUN],
        'mediation.case.write': [YUCUN],
        'mediation.case.meta': [YUCUN],
      });
      await tx`select set_config('app.scope', ${scope}, true), set_config('app.actor', ${person!.id}, true)`;
      const texts = await tx`select from plugin_mediation.case_text`;
      const changed = await tx`update plugin_mediation.case_text set facts = 'x'`;
      const cases = await tx`select from plugin_mediation."case"`;
      const added = await tx
        .savepoint(
          (point) =>
            point`insert into plugin_mediation.case_text (case_id, place_code, facts) select id, place_code, 'x' from plugin_mediation."case" limit 1`,
        )
        .catch((error: { code: string }) => error.code);
      return { texts: texts.count, changed: changed.count, hasCases: cases.count > 0, added };
    }),
  );

  expect(seen).toEqual({ texts: 0, changed: 0, hasCases: true, added: '42501' });
});
