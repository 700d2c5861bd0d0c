/** The first start of a real server: two people, a code each, a password of their own, once. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, createTestHost, type TestHost } from '@cunzhi/test';
import { asOwner } from '@cunzhi/platform';
import { setUp } from './setup.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  // The template is a demonstration with accounts; a real server begins without people.
  await asOwner(database.url, (sql) => sql`truncate platform.deployment, core."grant", core.person cascade`);
});
afterAll(() => database.drop());

const OPTIONS = { place: '3305', city: 'lin.yu:林雨', admin: 'wei.lan:魏蓝' };
const run = (change: Partial<typeof OPTIONS> = {}) =>
  asOwner(database.url, (sql) => setUp(sql, { ...OPTIONS, ...change }));

it('names everything that is wrong before it writes anything', async () => {
  await expect(run({ city: 'X', admin: 'x', place: '33' })).rejects.toMatchObject({
    problems: [
      '--city takes a sign-in name and a name, such as lin.yu:林雨.',
      '--admin takes a sign-in name and a name, such as lin.yu:林雨.',
      '--city and --admin name two different people: whoever runs the machine has no business data.',
      'No city has the code 33. Run `cunzhi import places` first, or mend --place.',
    ],
  });
});

it('adds two people with a code each, marks the database as real, and never works again', async () => {
  const lines = await run();

  expect(lines[0]).toMatch(/^city +lin\.yu +林雨 +[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(lines[1]).toMatch(/^admin +wei\.lan +魏蓝/);
  await expect(run()).rejects.toThrow('This server is set up');
  await expect(asOwner(database.url, (sql) => sql`select mode from platform.deployment`)).resolves.toEqual([
    { mode: 'production' },
  ]);
});

it('refuses a database of a demonstration', async () => {
  const demonstration = await createTestDatabase();
  try {
    await asOwner(demonstration.url, (sql) => sql`delete from core."grant" where role = 'city'`);
    await expect(asOwner(demonstration.url, (sql) => setUp(sql, OPTIONS))).rejects.toThrow(
      'Use another database for real work',
    );
  } finally {
    await demonstration.drop();
  }
});

let host: TestHost;
it('lets a person set a password with the code, once, and sign in with it', async () => {
  host = await createTestHost();
  const justice = await host.as('tianhuangping');
  const { addPerson } = await justice.data(
    `mutation { addPerson(input: { username: "chen.si", name: "演示·陈四", place: "330523108204", clientWriteId: "a write id of setup" }) {
      ... on PersonActivation { activationCode } } }`,
  );
  const code: string = addPerson.activationCode;
  const post = (path: string, body: object) =>
    fetch(`${host.url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const password = 'well water 2026 spring';

  expect((await post('activate', { username: 'chen.si', code: 'AAAA-BBBB-CCCC', password })).status).toBe(401);
  expect((await post('activate', { username: 'nobody', code, password })).status).toBe(401);
  expect((await post('activate', { username: 'chen.si', code, password: 'short' })).status).toBe(422);
  const done = await post('activate', { username: 'Chen.Si', code: code.toLowerCase().replaceAll('-', ' '), password });
  expect([done.status, await done.json(), done.headers.getSetCookie()]).toEqual([200, { next: 'done' }, []]);
  expect((await post('activate', { username: 'chen.si', code, password })).status).toBe(401);
  expect((await post('sign-in/username', { username: 'chen.si', password })).status).toBe(200);
  await host.close();
});
