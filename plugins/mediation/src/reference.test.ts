import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { mediation } from './index.ts';

const STANDARDS = new URL('../../../standards/', import.meta.url);
const read = <Entry>(file: string) =>
  parse(readFileSync(new URL(`mediation/${file}.yaml`, STANDARDS), 'utf8')) as Entry[];

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const dump = () =>
  host.sql(async (sql) => ({
    types: await sql`select * from plugin_mediation.dispute_type order by code`,
    reasons: await sql`select * from plugin_mediation.termination_reason order by code`,
    patterns: await sql`select * from plugin_mediation.number_pattern order by prefix`,
  }));

it('offers every type with its kinds, as the norms have them', async () => {
  const { disputeTypes } = await (
    await host.as('wuxing')
  ).data('{ disputeTypes { code name { zh en } subtypes { code name { zh en } } } }');

  const named = ({ code, zh, en }: { code: string; zh: string; en: string }) => ({ code, name: { zh, en } });
  const norms = read<{ code: string; zh: string; en: string; subtypes: { code: string; zh: string; en: string }[] }>(
    'dispute-types',
  );
  expect(disputeTypes).toEqual(norms.map((type) => ({ ...named(type), subtypes: type.subtypes.map(named) })));
  expect(disputeTypes).toHaveLength(23);
});

it('changes nothing when the norms are brought again', async () => {
  const before = await dump();

  await host.host.connections.app.transaction(async (db) => {
    await db.execute(sql`set local role cunzhi_owner`);
    await mediation.reference?.({ db, standards: STANDARDS });
  });

  expect(await dump()).toEqual(before);
  expect(before.reasons).toHaveLength(read('termination-reasons').length);
  expect(before.patterns).toHaveLength(read('number-patterns').length);
});

it('hands a kind the properties of its type', async () => {
  const { types } = await dump();

  expect(types.find(({ code }) => code === 'D0101')).toMatchObject({
    parent_code: 'D01',
    paper_only: true,
    oral: 'allowed',
    name_zh: '婚姻',
  });
  expect(types.find(({ code }) => code === 'D0301')).toMatchObject({ parent_code: 'D03', oral: 'never' });
});

it('offers an entry from its first to its last day, and keeps it for the cases that have it', async () => {
  const wuxing = await host.as('wuxing');
  const codes = async (): Promise<string[]> =>
    (await wuxing.data('{ disputeTypes { code } }')).disputeTypes.map(({ code }: { code: string }) => code);
  const end = (day: string | null) =>
    host.sql((sql) => sql`update plugin_mediation.dispute_type set valid_to = ${day}::date where code = 'D16'`);

  await end('2100-01-01');
  expect(await codes()).toContain('D16');
  await end('2025-02-01');
  expect(await codes()).not.toContain('D16');
  await end(null);
});
