/** What we rely on in the driver, which is patched for it (patches/postgres@3.4.9.patch). */
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost();
  await host.sql((owner) => owner`create table public.written (by text)`);
});
afterAll(() => host.close());

const kill = (pid: number) => host.sql((owner) => owner`select pg_terminate_backend(${pid})`);
const pidOf = async (tx: TransactionSql) => (await tx<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]!.pid;

// The owner's pool has one connection: what comes next gets the one that died.
describe('a backend that dies', () => {
  it('ends its transaction with an error that can be caught, and the pool goes on', () =>
    host.sql(async (sql) => {
      const dying = sql.begin(async (tx) => {
        const pid = await pidOf(tx);
        await Promise.all([tx`select pg_sleep(5)`, kill(pid)]);
      });

      await expect(dying).rejects.toThrow(/CONNECTION_CLOSED|terminating connection/);
      expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
      expect(await sql.begin((tx) => tx`select 2 as two`)).toEqual([{ two: 2 }]);
    }));

  it('answers whoever begins while the connection is dying', () =>
    host.sql(async (sql) => {
      for (let round = 0; round < 10; round++) {
        let isDead = false;
        const killing = kill((await sql.begin(pidOf)) ?? 0).then(() => (isDead = true));
        // Refused, or done; what must not be is no answer at all.
        while (!isDead)
          await sql
            .begin((tx) => tx`select 1 as one`)
            .catch((error: Error) => expect(error.message).toMatch(/CONNECTION_CLOSED|terminating|ECONNRESET/));
        await killing;
        await expect.poll(() => sql`select 2 as two`.catch(() => [])).toEqual([{ two: 2 }]);
      }
    }));

  it('leaves no statement of its transaction to the next one', () =>
    host.sql(async (sql) => {
      let go!: () => void;
      const gone = new Promise<void>((done) => (go = done));
      let late: Promise<unknown> | undefined;
      const dying = sql.begin(async (tx) => {
        await kill(await pidOf(tx));
        await gone;
        late = tx`insert into public.written values ('the dead')`.execute();
        await late;
      });
      await expect(dying).rejects.toThrow(/CONNECTION_CLOSED|terminating connection/);

      await sql.begin(async (tx) => {
        await tx`insert into public.written values ('the living')`;
        go();
        await expect.poll(() => late !== undefined).toBe(true);
        await expect(late).rejects.toThrow('CONNECTION_CLOSED');
      });

      expect(await sql`select by from public.written`).toEqual([{ by: 'the living' }]);
    }));
});
