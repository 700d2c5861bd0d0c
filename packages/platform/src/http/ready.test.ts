/** Readiness: a node says no while what it serves would be stale. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

it('says no while events wait for longer than five seconds, and yes again when they do not; health is another question', async () => {
  const statusOf = async (path: string) => (await fetch(`${host.url}${path}`)).status;
  expect(await statusOf('/ready')).toBe(200);

  await host.sql(async (owner) => {
    await owner.begin(async (slow) => {
      // Whoever has a number and does not end holds back all events after it, as those of a minute ago.
      await slow`select pg_current_xact_id()`;
      await host.sql(
        (sql) => sql`
          insert into platform.event (occurred_at, epoch, plugin, name, place_code, permission, subject_id, subject_version, operation_id, payload)
          values (now() - interval '1 minute', platform.current_epoch(), 'core', 'core.nothing', '33', 'core.nothing', gen_random_uuid(), 1,
            gen_random_uuid(), '{}')`,
      );
      await expect.poll(() => statusOf('/ready')).toBe(503);
      expect(await statusOf('/health')).toBe(200);
    });
  });

  await expect.poll(() => statusOf('/ready'), { timeout: 30_000 }).toBe(200);
});
