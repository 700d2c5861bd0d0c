import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { EFFECT_TABLE, killed, openBench } from './work.fixture.ts';

// The command line runs TypeScript with tsx, and so does this process.
const tsx = createRequire(new URL('../../../../apps/server/package.json', import.meta.url)).resolve('tsx');
const script = fileURLToPath(new URL('node.fixture.ts', import.meta.url));

let host: TestHost;
const children: ChildProcess[] = [];
beforeAll(async () => {
  host = await createTestHost();
  await host.sql((owner) => owner.unsafe(EFFECT_TABLE));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await host.close();
});

it('takes up the work of processes that were killed, in the database exactly once and outside at least once', async () => {
  const said: { readonly pid: number; readonly text: string }[] = [];
  for (const _ of [1, 2]) {
    const child = spawn(process.execPath, ['--import', pathToFileURL(tsx).href, script], {
      env: { ...process.env, DATABASE_URL: host.databaseUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [pid, text] = line.split(' ');
      said.push({ pid: Number(pid), text: String(text) });
      // Between its work and its commit: the process that says one of these numbers first says no more.
      const kills = children.filter(({ killed: isKilled }) => isKilled).length;
      if (Number(text) >= [30, 70][kills]!) children.find((one) => one.pid === Number(pid))?.kill('SIGKILL');
    });
  }
  const bench = openBench(host.databaseUrl, [
    killed(async (number) => void said.push({ pid: process.pid, text: String(number) })),
  ]);
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  await expect.poll(() => said.filter(({ text }) => text === 'ready').length, { timeout: 60_000 }).toBe(2);

  for (const number of numbers) await bench.emit(number);
  await expect
    .poll(() => children.map(({ signalCode }) => signalCode), { timeout: 60_000 })
    .toEqual(['SIGKILL', 'SIGKILL']);
  await bench.start();

  await expect.poll(() => bench.left('killed-process'), { timeout: 30_000 }).toEqual(numbers);
  const outside = said.filter(({ text }) => text !== 'ready');
  expect(new Set(outside.map(({ text }) => Number(text)))).toEqual(new Set(numbers));
  expect(new Set(outside.map(({ pid }) => pid)).size).toBe(3);
  await bench.close();
}, 180_000);
