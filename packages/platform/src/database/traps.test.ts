/** The traps of row security that look right and are wrong: each has a test here that fails when somebody falls in. */
import { sql } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { checkPolicies, connect, openRead, placedTables, withScope, type Connections } from './index.ts';

let host: TestHost;
let connections: Connections;
beforeAll(async () => {
  host = await createTestHost();
  connections = connect({ url: host.databaseUrl });
  for (const place of ['330523108204', '330502001005'])
    await host.sql(
      (owner) => owner`insert into core.evidence (place_code, kind, title, created_by, created_by_name)
        values (${place}, 'paper', 'a paper', gen_random_uuid(), 'somebody')`,
    );
});
afterAll(async () => {
  await connections.close();
  await host.close();
});

const ALL = { actorId: null, reach: new Map([['core.evidence.read', ['33']]]) };
const EVIDENCE = sql`select place_code from core.evidence`;
const MANY = 60;

it('shows no row of any placed table on a connection whose scope has become empty text', async () => {
  const names = [...placedTables(host.host.plugins).values()].map(({ table }) => getTableConfig(table));

  const seen = await host.sql((owner) =>
    owner.begin(async (tx) => {
      await tx`select set_config('app.scope', '', true), set_config('app.actor', '', true)`;
      await tx`set local role cunzhi_app`;
      const counts: number[] = [];
      for (const { schema, name } of names) counts.push((await tx.unsafe(`select from "${schema}"."${name}"`)).count);
      return counts;
    }),
  );

  expect(names.length).toBeGreaterThan(10);
  expect(seen).toEqual(names.map(() => 0));
});

it('leaves no scope on a connection for the next caller, also after a failure', async () => {
  await Promise.all(
    Array.from({ length: MANY }, (_, n) =>
      withScope(connections.app, ALL, async (tx) => {
        await tx.execute(EVIDENCE);
        if (n % 3 === 0) throw new Error('given up');
      }).catch((error: Error) => expect(error.message).toBe('given up')),
    ),
  );

  const asked = await Promise.all(
    Array.from({ length: MANY }, () =>
      connections.app.execute<{ scope: string; rows: number }>(
        sql`select coalesce(current_setting('app.scope', true), '') as scope, (select count(*)::int from core.evidence) as rows`,
      ),
    ),
  );
  expect(new Set(asked.flat().map(({ scope, rows }) => `${scope}|${rows}`))).toEqual(new Set(['|0']));
});

it('sets the scope for one transaction only, wherever the platform sets it', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const folder = new URL('../', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const texts = files.map((name) => readFileSync(new URL(name, folder), 'utf8').replaceAll(/\n\s*/g, ' '));
  const calls = texts.flatMap((text) => text.match(/set_config\('/g) ?? []);
  const local = texts.flatMap((text) => text.match(/set_config\('(?:(?!set_config).)*?, true\)/g) ?? []);

  expect(calls.length).toBeGreaterThanOrEqual(6);
  expect(local.length).toBe(calls.length);
});

it('raises an error for a garbled scope, and shows no row', async () => {
  const garbled = ['{', '[1', '{"core.evidence.read": "33"}', '{"core.evidence.read": {"33": 1}}'];

  for (const scope of garbled) {
    const asked = host.sql((owner) =>
      owner.begin(async (tx) => {
        await tx`select set_config('app.scope', ${scope}, true)`;
        await tx`set local role cunzhi_app`;
        return tx`select place_code from core.evidence`;
      }),
    );
    await expect(asked, scope).rejects.toThrow(/invalid input syntax|cannot extract elements/);
  }
});

it('ends a read whose statement failed without an unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);

  const read = await openRead(connections.app, ALL);
  await expect(read.tx.execute(sql`select 1 / 0`)).rejects.toThrow('Failed query');
  await expect(read.close()).resolves.toBeUndefined();
  await expect(
    openRead(connections.app, { ...ALL, actorId: 'nobody' }).then(({ tx }) => tx.execute(sql`select app.actor_id()`)),
  ).rejects.toThrow('Failed query');
  await connections.app.execute(sql`select 1`);

  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

it('refuses views that run as their owner, materialised views, and rights on partitions', async () => {
  await host.sql(async (owner) => {
    await owner.unsafe(`
      create view core.open_view as select * from core.evidence;
      create view core.good_view with (security_invoker = true) as select * from core.evidence;
      create materialized view core.kept_view as select * from core.evidence;
      create table core.parted (place_code text) partition by list (place_code);
      create table core.parted_one partition of core.parted for values in ('330523108204');
      create table core.parted_two partition of core.parted for values in ('330523108205');
      grant select on core.parted_one to cunzhi_app`);

    const problems = await checkPolicies(owner, host.host.plugins);
    await owner.unsafe(
      'drop view core.open_view, core.good_view; drop materialized view core.kept_view; drop table core.parted',
    );

    expect(problems.sort()).toEqual([
      expect.stringContaining('core.kept_view is a materialised view'),
      expect.stringContaining('core.open_view is a view that shows all rows'),
      expect.stringContaining('core.parted is not declared'),
      expect.stringContaining('core.parted_one is a partition'),
    ]);
  });
});

/** Unique keys of placed tables that hold no place, and why they answer nobody's question. */
const KEYS_WITHOUT_PLACE: Readonly<Record<string, string>> = {
  'core.person.person_account_key': 'The account is made by the platform; no input names it.',
  'core.person.person_username_key':
    'Sign-in names are unique in the whole deployment; adding a person says so on purpose.',
  'core.activation.activation_pkey': 'Its key is the person, who is loaded through the door first.',
  'core.grant.grant_once': 'Holds the prefix of the grant, which is its place.',
  'plugin_mediation.case_party.case_party_once':
    'Begins with the case, which is locked through the door first; the hash is keyed.',
  'plugin_mediation.case_handler.case_handler_pkey':
    'Its key begins with the case, which is locked through the door first.',
  'plugin_mediation.case_text.case_text_pkey': 'Its key is the case, which is locked through the door first.',
  'plugin_yucun_cases.case_version.case_version_pkey': 'Its key is the case, which is locked through the door first.',
};

it('has a place in every unique key of a placed table but the random ids and those with a reason', async () => {
  const placed = placedTables(host.host.plugins);

  const keys = await host.sql(
    (owner) => owner<{ table: string; key: string; columns: string[]; isRandomId: boolean }[]>`
      select n.nspname || '.' || c.relname as table, i.relname as key,
        array(select a.attname::text from unnest(x.indkey) k join pg_attribute a on a.attrelid = c.oid and a.attnum = k) as columns,
        x.indisprimary and (select format_type(a.atttypid, null) = 'uuid' and x.indnatts = 1 and a.attname = 'id'
          from pg_attribute a where a.attrelid = c.oid and a.attnum = x.indkey[0]) as "isRandomId"
      from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = c.relnamespace where x.indisunique or x.indisexclusion`,
  );
  const without = keys
    .filter(
      ({ table, columns, isRandomId }) =>
        placed.has(table) && !isRandomId && !columns.includes(placed.get(table)?.column ?? 'place_code'),
    )
    .map(({ table, key }) => `${table}.${key}`);

  expect(without.filter((key) => !(key in KEYS_WITHOUT_PLACE))).toEqual([]);
});

/** Foreign keys between placed tables that hold no place, and why they answer nobody's question. */
const REFERENCES_WITHOUT_PLACE: Readonly<Record<string, string>> = {
  'core.grant.grant_person_id_fkey': 'The person is loaded through the door first.',
  'core.activation.activation_person_id_fkey': 'The person is loaded through the door first.',
  'core.look.look_looker_id_fkey': 'The person is the one who asks.',
  'core.look.look_person_id_fkey': 'The person is loaded through the door first.',
  'core.upload.upload_person_id_fkey': 'The person is the one who asks.',
  'plugin_evaluation.response.response_assessment_fkey': 'Written with the sheet, by the opening of a round.',
  'plugin_evaluation.score.score_response_fkey': 'The response is locked through the door first.',
  'plugin_evaluation.response_evidence.response_evidence_response_fkey':
    'The response is locked through the door first.',
  'plugin_evaluation.response_evidence.response_evidence_evidence_fkey':
    'The evidence is loaded through the door first.',
  'plugin_yucun_cases.case_version.case_version_case_id_fkey': 'The case is locked through the door first.',
};

it('has a place in every foreign key between placed tables but those with a reason', async () => {
  const placed = placedTables(host.host.plugins);

  const keys = await host.sql(
    (owner) => owner<{ table: string; other: string; key: string; columns: string[] }[]>`
      select n.nspname || '.' || c.relname as table, m.nspname || '.' || d.relname as other, k.conname as key,
        array(select attname::text from pg_attribute where attrelid = c.oid and attnum = any(k.conkey)) as columns
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class d on d.oid = k.confrelid join pg_namespace m on m.oid = d.relnamespace where k.contype = 'f'`,
  );
  const without = keys
    .filter(
      ({ table, other, columns }) =>
        placed.has(table) && placed.has(other) && !columns.includes(placed.get(table)?.column ?? 'place_code'),
    )
    .map(({ table, key }) => `${table}.${key}`);

  expect(without.sort()).toEqual(Object.keys(REFERENCES_WITHOUT_PLACE).sort());
});
