/**
 * A thousand hostile documents over every transport: each is refused, and none reaches the data.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { hostileDocuments } from './hostile.fixture.ts';
import { WAYS } from './ways.ts';

const SEED = 20_261_124;
const COUNT = 1_200;

let host: TestHost;
let yucun: Client;
beforeAll(async () => {
  // As many as come: this is about documents.
  const much = 1_000_000;
  const most = { requestsPerSecond: much, requestsBurst: much, messagesPerSecond: much, messagesBurst: much };
  host = await createTestHost({ most });
  yucun = await host.as('yucun');
});
afterAll(() => host.close());

it.each(Object.entries(WAYS))('are all refused over %s, without one statement for data', async (name, send) => {
  const ways = Object.keys(WAYS);
  const documents = hostileDocuments(COUNT, SEED).filter((_one, n) => n % ways.length === ways.indexOf(name));
  const passed: string[] = [];
  const took: number[] = [];
  const dearest = { kind: '', ms: 0 };
  const stall = monitorEventLoopDelay({ resolution: 5 });

  stall.enable();
  const statements = await host.countStatements(async () => {
    for (const { kind, query, variables = {} } of documents) {
      const began = performance.now();
      const { errors, data } = await send(yucun, { query, variables });
      const ms = performance.now() - began;
      took.push(ms);
      if (ms > dearest.ms) Object.assign(dearest, { kind, ms });
      const isRefused = errors?.length && !data && !errors.some(({ extensions }) => extensions?.code === 'INTERNAL');
      if (!isRefused)
        passed.push(`${kind}: ${query.slice(0, 200)} → ${JSON.stringify({ data, errors })?.slice(0, 300)}`);
    }
  });
  stall.disable();

  const sorted = took.toSorted((a, b) => a - b);
  const [median = 0, p99 = 0] = [0.5, 0.99].map((share) => sorted[Math.floor(took.length * share)]);
  console.log(
    `${name}: ${documents.length} hostile documents, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ` +
      `longest stall ${(stall.max / 1e6).toFixed(0)} ms, dearest: ${dearest.kind} ${dearest.ms.toFixed(0)} ms`,
  );
  expect(passed).toEqual([]);
  expect(statements).toBe(0);
  expect(p99).toBeLessThan(2_000);
});
