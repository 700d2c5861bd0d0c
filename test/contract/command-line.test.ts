/** The command line on bad days: one plain sentence, exit code 1, nothing half done. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';

const root = new URL('../../', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'cunzhi-command-'));
let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** Runs `cunzhi` with a data folder of its own and the database of this test. */
function cunzhi(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['apps/server/bin/cunzhi.mjs', ...args], {
    cwd: root,
    env: {
      ...process.env,
      CUNZHI_DATA: join(folder, 'data'),
      DATABASE_URL: host.databaseUrl,
      // The key goes with the database, wherever the rest of the data lies.
      CUNZHI_KEY: join(host.dataFolder, 'sensitive-key'),
      LOG_LEVEL: 'silent',
      ...env,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

it('names every bad row of a CSV by its line, and imports nothing', async () => {
  const rows = [
    'code,name,level,parent',
    '99,某省,province,',
    '9901,某市,city,99',
    '9901,又一个,city,99',
    '99012,坏,county,9901',
    '990103,,county,9901',
  ];
  const places = () =>
    host.sql(async (sql) => (await sql`select count(*)::int as count from core.place`)[0]?.['count']);
  const before = await places();

  const { code, err } = await cunzhi(['import', 'places', file('bad.csv', rows.join('\n'))]);

  expect(code).toBe(1);
  expect(err.trim().split('\n')).toEqual([
    'bad.csv:4: the code 9901 stands already at bad.csv:3. Keep one of the two.',
    'bad.csv:5: "99012" is not a place code. A code has 2, 4, 6, 9 or 12 digits.',
    'bad.csv:6: 990103 has no name.',
    'Nothing was imported.',
  ]);
  expect(await places()).toBe(before);
});

it('says in one sentence that a port is taken', async () => {
  const other = createServer().listen(0);
  await new Promise((done) => other.once('listening', done));
  const { port } = other.address() as AddressInfo;

  const { code, err } = await cunzhi(['start'], { PORT: String(port) });
  other.close();

  expect({ code, err }).toEqual({
    code: 1,
    err: `Port ${port} is in use. Stop the other program, or set PORT to another number.\n`,
  });
});

it('says in one sentence that a database cannot be reached', async () => {
  const { code, err } = await cunzhi(['apply'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' });

  expect(code).toBe(1);
  expect(err).toMatch(
    /^The database 127\.0\.0\.1:1\/x cannot be reached \(.*\)\. Check DATABASE_URL, and that the server runs\.\n$/,
  );
});

it('says in one sentence that the key of the sensitive values is missing, and never makes another', async () => {
  const { code, err } = await cunzhi(['start'], { CUNZHI_KEY: join(folder, 'lost'), PORT: '0' });

  expect(code).toBe(1);
  expect(err).toMatch(/^The key file .*lost is missing, and the database holds values that only it can read .*\n$/);
  expect(existsSync(join(folder, 'lost'))).toBe(false);
}, 60_000);

it('says in one sentence that the data folder cannot be used', async () => {
  const taken = file('a-file', '');

  const { code, err } = await cunzhi(['start'], { CUNZHI_DATA: taken, PORT: '0' });

  expect(code).toBe(1);
  expect(err).toMatch(
    /^The data folder .*a-file cannot be used \(.*\)\. Set CUNZHI_DATA to a folder that this account may write\.\n$/,
  );
});

it('refuses to serve real work from a demonstration database, and one that is not installed', async () => {
  const { code, err } = await cunzhi(['serve'], { PORT: '0' });
  const empty = await cunzhi(['serve'], {
    PORT: '0',
    DATABASE_URL: inject('databaseUrl').replace(/\/[^/]*$/, '/postgres'),
  });

  expect({ code, err }).toEqual({
    code: 1,
    err: 'This database holds demonstration accounts with a known password. Use another database for real work.\n',
  });
  expect(empty.code).toBe(1);
  expect(empty.err).toMatch(/^Migration platform\/0001_platform\.sql is not applied: run `cunzhi apply`\.\n/);
});
