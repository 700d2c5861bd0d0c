/**
 * The pool: thousands of interleaved operations of fifty people over four connections, some of them failing or given up half-way.
 *
 * Nobody is ever shown another one's row, and a statement outside of a scope shows none.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, scaled, type TestHost } from '@cunzhi/test';
import { connect, openRead, withScope, type Connections } from './index.ts';

const PEOPLE = 50;
const OPERATIONS = scaled(10_000);
const AT_ONCE = 40;

let host: TestHost;
let connections: Connections;
beforeAll(async () => {
  host = await createTestHost();
  connections = connect({ url: host.databaseUrl, most: 4 });
  await host.sql(async (owner) => {
    for (let person = 0; person < PEOPLE; person += 1)
      await owner`insert into core.evidence (place_code, kind, title, created_by, created_by_name)
        values (${placeOf(person)}, 'paper', 'x', gen_random_uuid(), 'x')`;
  });
});
afterAll(async () => {
  await connections.close();
  await host.close();
});

const placeOf = (person: number) => `33052310${String(9000 + person)}`;
const ROWS = sql`select place_code from core.evidence`;

it('shows everybody their own row and nobody another one', async () => {
  const foreign: string[] = [];
  const counts = { read: 0, failed: 0, thrown: 0, cancelled: 0, unscoped: 0 };
  const look = (person: number | undefined, rows: readonly { place_code: string }[]) => {
    const wanted = person === undefined ? [] : [placeOf(person)];
    if (rows.map(({ place_code }) => place_code).join() !== wanted.join())
      foreign.push(`${person}: ${JSON.stringify(rows)}`);
  };
  const operate = async (index: number): Promise<void> => {
    const person = (index * 7) % PEOPLE;
    const scope = { actorId: null, reach: new Map([['core.evidence.read', [placeOf(person)]]]) };
    const { app } = connections;
    switch (index % 10) {
      case 0: {
        // A failing statement in a read: its transaction is lost, and nothing of its scope stays.
        const read = await openRead(app, scope);
        look(person, await read.tx.execute<{ place_code: string }>(ROWS));
        await read.tx.execute(sql`select 1 / 0`).catch(() => (counts.failed += 1));
        return read.close();
      }
      case 1:
        return withScope(app, scope, async (tx) => {
          look(person, await tx.execute<{ place_code: string }>(ROWS));
          throw new Error('given up');
        }).catch((error: Error) => void (error.message === 'given up' && (counts.thrown += 1)));
      case 2: {
        // Cancelled by the server while it runs.
        const read = await openRead(app, scope);
        await read.client`select set_config('statement_timeout', '1', true)`;
        await read.tx.execute(sql`select pg_sleep(1)`).catch(() => (counts.cancelled += 1));
        return read.close();
      }
      case 3:
        counts.unscoped += 1;
        return look(undefined, await app.execute<{ place_code: string }>(ROWS));
      default:
        counts.read += 1;
        return withScope(app, scope, async (tx) => look(person, await tx.execute<{ place_code: string }>(ROWS)));
    }
  };
  const indexes = Array.from({ length: OPERATIONS }, (_, index) => index).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const index of indexes) await operate(index);
    }),
  );

  console.log(
    `pool: ${OPERATIONS} operations of ${PEOPLE} people over 4 connections, ${JSON.stringify(counts)}, ${foreign.length} foreign rows`,
  );
  expect(foreign).toEqual([]);
  expect(counts).toEqual({
    read: OPERATIONS * 0.6, failed: OPERATIONS / 10, thrown: OPERATIONS / 10, cancelled: OPERATIONS / 10, unscoped: OPERATIONS / 10,
  }); // prettier-ignore
}, 600_000);
