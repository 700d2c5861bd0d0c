/** The keys: made once, opened at every start, and no start with another outer key. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@cunzhi/test';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect, type Connections } from '../database/index.ts';
import { openKeys } from './keys.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let connections: Connections;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  connections = connect({ url: database.url });
  folder = mkdtempSync(join(tmpdir(), 'cunzhi-keys-'));
});
afterEach(async () => {
  await connections.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'sensitive-key');
const open = (name = 'sensitive-key') => openKeys(connections.keys, join(folder, name));

it('makes the outer key at the first start, for this account alone, and the same keys come back', async () => {
  const key = await (await open()).current('330523');

  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(await (await open()).current('330523')).toEqual(key);
  expect(await (await open()).ofVersion('330523', 1)).toEqual(key);
  expect(await (await open()).current('330502')).not.toEqual(key);
  expect(await (await open()).search('330523')).not.toEqual(key);
  const kept = await connections.keys`select wrapped from platform.wrapped_key`;
  expect(kept.some(({ wrapped }) => (wrapped as Buffer).includes(key.key))).toBe(false);
});

it('makes one key when two processes need it at once', async () => {
  const [one, other] = [await open(), await open()];
  const [mine, theirs] = await Promise.all([one.current('330523'), other.current('330523')]);

  expect(mine).toEqual(theirs);
});

it('refuses to start without the file, with another one, and with one that is no key', async () => {
  await open();
  const right = readFileSync(file());

  rmSync(file());
  await expect(open()).rejects.toThrow(/is missing, and the database holds values that only it can read/);
  writeFileSync(file(), 'f'.repeat(64));
  await expect(open()).rejects.toThrow(/does not open the keys of this database \(this installation\)/);
  writeFileSync(file(), 'a password');
  await expect(open()).rejects.toThrow(/holds no key: it must be 64 hexadecimal digits/);
  writeFileSync(file(), right);
  await expect(open()).resolves.toBeDefined();
});

it('names the counties whose keys do not open', async () => {
  const keys = await open();
  await Promise.all([keys.current('330523'), keys.search('330502')]);

  writeFileSync(file(), '0'.repeat(64));
  await expect(open()).rejects.toThrow('(330502, 330523)');
});

it('does not take a wrapped key for another county or another use', async () => {
  await (await open()).current('330523');
  await connections.keys`insert into platform.wrapped_key (purpose, county, version, wrapped)
    select 'data', '330502', 1, wrapped from platform.wrapped_key where purpose = 'data'`;

  await expect(open()).rejects.toThrow('(330502)');
});
