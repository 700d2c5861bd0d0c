/** The book of faults on a real database: equal faults are counted, old ones go, and nobody ever waits for it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '@cunzhi/test';
import { asOwner, connect, type Connections } from '../database/index.ts';
import { createLog } from '../log/index.ts';
import { openFaults, type FaultBook } from './index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let connections: Connections;
let book: FaultBook;
beforeAll(async () => {
  database = await createTestDatabase();
  connections = connect({ url: database.url });
  book = openFaults(connections.follow, createLog('warn'));
});
afterAll(async () => {
  await book.close();
  await connections.close();
  await database.drop();
});

const fault = (plugin: string, message = 'no water', where = 'Village.wells') =>
  ({ plugin, kind: 'field', where, message }) as const;
const listed = async (plugin: string) =>
  (await book.list(plugin)).map(({ where, message, count }) => ({ where, message, count }));

it('counts equal faults, also over several writings, and tells others apart', async () => {
  for (let time = 0; time < 3; time++) book.note(fault('equal'));
  book.note(fault('equal', 'too much water'));
  await book.flush();
  book.note(fault('equal'));

  expect(await listed('equal')).toEqual(
    expect.arrayContaining([
      { where: 'Village.wells', message: 'no water', count: 4 },
      { where: 'Village.wells', message: 'too much water', count: 1 },
    ]),
  );
  expect(await book.list('another')).toEqual([]);
});

it('shows the newest first, at most fifty, and cuts what is long', async () => {
  for (let one = 0; one < 60; one++) book.note(fault('many', `${'x'.repeat(600)}`, `field ${one}`));
  await book.flush();
  book.note(fault('many', 'the last one'));

  const all = await listed('many');

  expect(all).toHaveLength(50);
  expect(all[0]).toEqual({ where: 'Village.wells', message: 'the last one', count: 1 });
  expect(all[1]?.message).toHaveLength(500);
});

it('keeps seven days, and of each plugin no more than five hundred different ones', async () => {
  await asOwner(database.url, async (sql) => {
    await sql`insert into platform.plugin_fault (plugin, kind, place, message, last_at) values
      ('old', 'job', 'a', 'x', now() - interval '8 days'), ('old', 'job', 'b', 'x', now() - interval '6 days')`;
    await sql`insert into platform.plugin_fault (plugin, kind, place, message)
      select 'loud', 'job', 'place ' || n, 'x' from generate_series(1, 700) n`;
  });

  book.note(fault('loud'));

  expect((await listed('old')).map(({ where }) => where)).toEqual(['b']);
  const [row] = await asOwner(database.url, (sql) => sql`
    select count(*)::int as loud from platform.plugin_fault where plugin = 'loud'`); // prettier-ignore
  expect(row).toEqual({ loud: 500 });
});

it('neither throws nor stops anybody when the database is away', async () => {
  const away = connect({ url: database.url });
  const other = openFaults(away.follow, createLog('silent'));
  await away.close();

  expect(() => other.note(fault('away'))).not.toThrow();
  await other.close();
});
