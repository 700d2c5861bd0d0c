import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { bring, caseAt, texts, YUCUN } from './yucun.example.ts';
import { draftYucunCase } from './yucun.service.ts';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

it('keeps a published version byte for byte through ten later edits, until a new one supersedes it', async () => {
  const row = await caseAt(host.asSystem, 'published', { title: '永远不变', practice: '一字不改：𠮷\n第二行' });
  const look = () =>
    host.sql(
      (sql) =>
        sql`select id, md5(p::text) as hash from plugin_yucun_cases.published_case p where case_id = ${row.id} order by version`,
    );
  const before = await look();
  const wuxing = await host.as('wuxing');
  const text = () =>
    wuxing.queryText(`{ yucunCase(id: "${String(before[0]?.['id'])}") { title practice version publishedAt state } }`);
  const bytes = await text();

  let edited = row;
  for (let edit = 1; edit <= 10; edit++) {
    const change = { ...texts, village: YUCUN, title: `第${edit}次改`, id: row.id, baseVersion: edited.version };
    edited = await host.asSystem((ctx) => draftYucunCase(ctx, change));
    expect(await look()).toEqual(before);
  }
  expect(await text()).toBe(bytes);

  await bring(host.asSystem, edited, 'published');
  expect((await look()).slice(0, 1)).toEqual(before);
  expect(await text()).toBe(bytes);
  const listed = await wuxing.data('{ yucunCases(first: 100) { nodes { title } } }');
  const titles = listed.yucunCases.nodes.map(({ title }: { title: string }) => title);
  expect(titles).toContain('第10次改');
  expect(titles).not.toContain('永远不变');
});

it('cannot be changed or deleted in the tables of what is kept, by anybody', async () => {
  const row = await caseAt(host.asSystem, 'published');
  const change = (statement: string) => host.sql((sql) => sql.unsafe(statement)).catch((error: Error) => error.message);

  expect(await change(`update plugin_yucun_cases.published_case set title = 'x' where case_id = '${row.id}'`)).toMatch(
    /never changed/,
  );
  expect(await change(`delete from plugin_yucun_cases.published_case where case_id = '${row.id}'`)).toMatch(
    /never changed/,
  );
  expect(await change(`delete from plugin_yucun_cases.case_version where case_id = '${row.id}'`)).toMatch(
    /never changed/,
  );
});

it('keeps every version with who did what', async () => {
  const row = await caseAt(host.asSystem, 'published');

  const kept = await host.sql(
    (sql) =>
      sql`select version, act, state, by_name, content->>'title' as title from plugin_yucun_cases.case_version where case_id = ${row.id} order by version`,
  );

  expect(kept.map(({ version, act, state }) => [version, act, state])).toEqual([[1, 'edit', 'draft'], [2, 'submit', 'submitted'], [3, 'approve', 'townshipReviewed'], [4, 'approve', 'countyReviewed'], [5, 'publish', 'published']]); // prettier-ignore
  expect(kept.every(({ by_name, title }) => by_name === '测试' && title === texts.title)).toBe(true);
});

it('tells the side of a case that it changed, in ids and states only', async () => {
  const row = await caseAt(host.asSystem, 'submitted');

  const events = await host.sql(
    (sql) =>
      sql`select name, place_code, permission, subject_version, payload from platform.event where subject_id = ${row.id} order by id`,
  );

  expect(events.at(-1)).toEqual({ name: 'yucun-cases.caseChanged', place_code: YUCUN, permission: 'yucun-cases.case.read', subject_version: 2, payload: { act: 'submit', state: 'submitted' } }); // prettier-ignore
  expect(events).toHaveLength(2);
});
