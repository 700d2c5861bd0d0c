import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';

const bin = fileURLToPath(new URL('../../apps/server/bin/cunzhi.mjs', import.meta.url));
let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

function deadLetters(...args: string[]): Promise<{ code: number | null; text: string }> {
  const env = { ...process.env, DATABASE_URL: host.databaseUrl };
  const child = spawn(process.execPath, [bin, 'dead-letters', ...args], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, text })));
}

it('lists what was laid aside, asks for another try, and knows when there is no such letter', async () => {
  const event = { id: '42', name: 'wells.well.dry', subject: { id: 'ca5e', version: 1 } };
  await host.sql(
    (sql) => sql`
    insert into platform.dead_letter (kind, plugin, name, event, error, attempts, failed_at)
    values ('job', 'pumps', 'report', ${sql.json(event)}, 'no paper', 10, '2026-11-24T08:00:00Z')`,
  );
  const line =
    '     1  2026-11-24T08:00:00.000Z  wells.well.dry (event 42, subject ca5e)  job pumps/report, 10 tries: no paper';

  expect(await deadLetters('--retry', '1')).toEqual({ code: 0, text: `${line}  another try is asked for\n` });
  await host.sql((sql) => sql`delete from platform.dead_letter`);
  expect(await deadLetters()).toEqual({ code: 0, text: 'There are no dead letters.\n' });
  expect(await deadLetters('--retry', 'all')).toEqual({
    code: 1,
    text: 'There is no dead letter all. `cunzhi dead-letters` lists those that there are.\n',
  });
}, 120_000);
