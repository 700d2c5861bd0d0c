/** Sensitive values through the door: sealed where they lie, masked in every query, in the clear once for a reason. */
import { randomUUID } from 'node:crypto';
import { core } from '@cunzhi/core';
import { createTestHost, type TestHost } from '@cunzhi/plugin/test';
import { definePlugin, type Sealed } from '@cunzhi/plugin';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { asOwner, connect } from '../database/index.ts';
import { buildSchema } from '../schema/index.ts';
import { visitor, visitors } from './visitors.fixture.ts';

const YUCUN = '330523108204';
/** In another county. */
const FAR = '330502001001';
const PHONE = '13857212345';
const ID_NUMBER = '990000180001010025';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({ plugins: [core, visitors], as: ['clerk', YUCUN] });
});
afterAll(() => host.close());
beforeEach(() =>
  asOwner(host.databaseUrl, async (sql) => {
    await sql`delete from platform.reveal`;
    await sql`delete from plugin_visitors.visitor`;
  }),
);

const seal = (
  column: typeof visitor.phone | typeof visitor.idNumber,
  row: { id: string; placeCode: string },
  text: string,
) => host.asSystem(({ sensitive }) => sensitive.seal({ column, row }, text));

/** A visitor of Yucun with a phone and an ID number. */
async function addVisitor(name = '演示甲'): Promise<string> {
  const row = { id: randomUUID(), placeCode: YUCUN };
  const phone = await seal(visitor.phone, row, PHONE);
  await host.seed(visitor, { ...row, name, phone, idNumber: await seal(visitor.idNumber, row, ID_NUMBER) });
  return row.id;
}

const LIST = '{ visitors { nodes { phone { masked isThere } otherPhone { masked isThere } idNumber { masked } } } }';
const REVEAL = `mutation ($input: VisitorsRevealInput!) { done: visitorsRevealPhone(input: $input) {
  __typename ... on Revealed { id value } ... on UserError { code message } ... on InputRefusedError { fields { path code } } } }`;
const reveal = async (id: string, input: object = {}) => {
  const { data, errors } = await host.query(REVEAL, {
    input: { id, reason: '电话通知开会', clientWriteId: randomUUID(), ...input },
  });
  return data?.done ?? { code: errors?.[0]?.extensions.code };
};

it('shows a value masked, and says where there is none', async () => {
  await addVisitor();

  expect((await host.query(LIST)).data.visitors.nodes).toEqual([
    {
      phone: { masked: '138****2345', isThere: true },
      otherPhone: { masked: null, isThere: false },
      idNumber: { masked: '990***********0025' },
    },
  ]);
});

it('lies sealed in the database, each time otherwise, and a clear text does not fit', async () => {
  await addVisitor();
  await addVisitor();
  const rows = await asOwner(host.databaseUrl, (sql) => sql`select phone from plugin_visitors.visitor order by id`);

  expect(rows).toHaveLength(2);
  for (const { phone } of rows) expect(phone).toMatch(/^v1\.1\.[\w-]{50,}$/);
  expect(rows[0]?.['phone']).not.toBe(rows[1]?.['phone']);
  for (const clear of [PHONE, `v1.1.${PHONE}`])
    await expect(host.seed(visitor, { id: randomUUID(), placeCode: YUCUN, name: '演示', phone: clear as Sealed })).rejects.toMatchObject({ cause: { constraint_name: 'sealed_only' } }); // prettier-ignore
});

it.each(['another row', 'another column', 'another county', 'another byte'])('is noise in %s', async (where) => {
  const id = await addVisitor();
  await asOwner(host.databaseUrl, async (sql) => {
    if (where === 'another row') {
      const other = await addVisitor('演示乙');
      await sql`update plugin_visitors.visitor set phone = (select phone from plugin_visitors.visitor where id = ${id}) where id = ${other}`;
      await sql`delete from plugin_visitors.visitor where id = ${id}`;
    }
    if (where === 'another column') await sql`update plugin_visitors.visitor set other_phone = phone, phone = null`;
    if (where === 'another county') {
      const sealed = await seal(visitor.phone, { id, placeCode: FAR }, PHONE);
      await sql`update plugin_visitors.visitor set phone = ${sealed}`;
    }
    if (where === 'another byte')
      await sql`update plugin_visitors.visitor set phone = overlay(phone placing case substr(phone, 30, 1) when 'A' then 'B' else 'A' end from 30)`;
  });

  const { data, errors } = await host.query(LIST);
  expect(errors?.[0]?.extensions.code).toBe('PLUGIN_FAILED');
  expect(JSON.stringify(data)).not.toContain('138****');
});

it('gives the clear text once, with its act in the audit log and its reason beside it', async () => {
  const id = await addVisitor();
  const clientWriteId = randomUUID();

  expect(await reveal(id, { clientWriteId })).toEqual({ __typename: 'Revealed', id, value: PHONE });
  expect(await reveal(id, { clientWriteId })).toEqual({ __typename: 'Revealed', id, value: null });

  const told = await asOwner(
    host.databaseUrl,
    (sql) => sql`
      select a.act, a.subject_id, a.outcome, a.detail ->> 'field' as field, r.reason, a.actor_id = r.actor_id as is_same
      from platform.audit a join platform.reveal r using (operation_id) where a.subject_id = ${id}`,
  );
  expect(told).toEqual([
    { act: 'visitorsRevealPhone', subject_id: id, outcome: 'done', field: 'phone', reason: '电话通知开会', is_same: true },
  ]); // prettier-ignore
});

it('gives nothing out in a query, a job or a command', async () => {
  const id = await addVisitor();

  const { data, errors } = await host.query('query ($id: ID!) { visitorsPhone(id: $id) }', { id });
  expect(data).toEqual({ visitorsPhone: null });
  expect(errors?.[0]?.extensions.code).toBe('PLUGIN_FAILED');
  const inBatch = host.asSystem(async ({ db, sensitive }) => {
    const [row] = await db.select().from(visitor).where(eq(visitor.id, id));
    if (row?.phone) return sensitive.reveal({ column: visitor.phone, row }, row.phone, 'a command');
    throw new Error('The visitor is not there.');
  });
  await expect(inBatch).rejects.toThrow('in a mutation only');
});

it.each([
  ['', 'REQUIRED'],
  [' x ', 'REQUIRED'],
  ['字'.repeat(201), 'TOO_LONG'],
  [`打 ${PHONE}`, 'NUMBER_IN_REASON'],
  ['打 １３８ ５７２１ ２３４５', 'NUMBER_IN_REASON'],
])('wants a reason that says something: %j', async (reason, code) => {
  const id = await addVisitor();

  expect(await reveal(id, { reason })).toMatchObject({ code: 'INPUT_REFUSED', fields: [{ path: 'reason', code }] });
});

it('shows twenty in an hour and no more, also to whoever asks for many at once', async () => {
  const id = await addVisitor();

  const answers = await Promise.all(Array.from({ length: 26 }, () => reveal(id)));
  expect(answers.filter(({ value }) => value === PHONE)).toHaveLength(20);
  expect(answers.filter(({ code }) => code === 'REVEAL_LIMIT')).toHaveLength(6);
  expect(answers.find(({ code }) => code)?.message).toMatch(/^At most 20 .* again in (59|60) minutes/);

  await asOwner(
    host.databaseUrl,
    (sql) => sql`update platform.reveal set revealed_at = revealed_at - interval '1 hour'`,
  );
  expect((await reveal(id)).value).toBe(PHONE);
});

it('finds equal values within a county by a hash that says nothing elsewhere', async () => {
  const hashes = await host.asSystem(({ sensitive }) =>
    Promise.all([
      sensitive.hash('idNumber', YUCUN, ID_NUMBER),
      sensitive.hash('idNumber', '330523100', `９９００００ ${ID_NUMBER.slice(6)}`),
      sensitive.hash('idNumber', FAR, ID_NUMBER),
      sensitive.hash('phone', YUCUN, ID_NUMBER),
    ]),
  );

  expect(hashes[0]).toBe(hashes[1]);
  expect(new Set(hashes).size).toBe(3);
});

it('keeps the keys from requests, handlers and sign-in', async () => {
  const connections = connect({ url: host.databaseUrl });
  try {
    for (const sql of [
      connections.app.$client,
      connections.jobs.$client,
      connections.auth.$client,
      connections.follow,
      connections.audit,
    ])
      // prettier-ignore
      await expect(sql`select from platform.wrapped_key`).rejects.toThrow('permission denied');
    await expect(connections.keys`update platform.wrapped_key set version = 2`).rejects.toThrow('permission denied');
    await expect(connections.keys`select from plugin_visitors.visitor`).rejects.toThrow('permission denied');
  } finally {
    await connections.close();
  }
});

it('sets a plugin aside that would give a clear value out of a query', async () => {
  const leak = definePlugin({
    id: 'leak',
    compat: '^1.0.0',
    graphql: (b) =>
      b.queries((t) => ({
        leakOne: t.field({ type: 'Revealed', signedIn: true, description: 'Leaks.', resolve: () => ({ id: '1', value: PHONE }) }),
      })),
  }); // prettier-ignore

  const found = () => buildSchema({ plugins: [leak], about: { version: '1.0.0', isDemonstration: true, plugins: [] } });
  expect(found).toThrow('The field Query.leakOne would give out a sensitive value');
});

it('keeps of an input only what nobody can guess back', async () => {
  const id = await addVisitor();
  const input = { id, reason: '电话通知开会', clientWriteId: randomUUID() };
  await host.query(REVEAL, { input });

  const sorted = JSON.stringify(Object.fromEntries(Object.entries(input).sort()));
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(sorted))).toString('hex');
  const kept = await asOwner(host.databaseUrl, (sql) => sql`select request_hash from platform.write_id where key = ${input.clientWriteId}`); // prettier-ignore
  expect(kept).toEqual([{ request_hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(kept[0]?.['request_hash']).not.toBe(digest);
});
