/** The order of the log is the order of the changes; and whose ears an event is for. */
import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { createLog } from '../log/index.ts';
import { beginEpoch, EventHub } from './index.ts';
import { spring, springs } from './springs.fixture.ts';

const VILLAGE = '330523108204';
const WRITE = 'springs.spring.write';
let host: TestHost;
beforeAll(async () => void (host = await createTestHost({ plugins: [springs] })));
afterAll(() => host.close());

const actor = (id = randomUUID()): Actor => ({
  id, username: 'a', name: 'a', grants: [], factors: 1, reach: new Map([[WRITE, ['330523']], ['springs.spring.tend', ['330523']]]),
}); // prettier-ignore
const newSpring = async () => {
  const [row] = await host.sql(
    (owner) => owner`insert into plugin_springs.spring (place_code) values (${VILLAGE}) returning id`,
  );
  return String(row!['id']);
};

describe('a change that was overtaken between two waits', () => {
  it('begins again, so that its event comes after the one that was quicker', async () => {
    const id = await newSpring();
    const operation = host.host.operation(actor(), 'en');
    const numbers: bigint[] = [];

    await operation.mutate({
      field: 'springsRise',
      input: {},
      replay: undefined,
      work: async () => {
        // A number of its own before it holds the row: so it is when it had to wait twice.
        const [own] = await operation.db.execute<{ xid: string }>(sql`select pg_current_xact_id()::text as xid`);
        numbers.push(BigInt(own!.xid));
        if (numbers.length === 1)
          await host.sql((owner) => owner`update plugin_springs.spring set version = version + 1 where id = ${id}`);
        const { version } = await operation.lock(spring, eq(spring.id, id));
        await operation.db
          .update(spring)
          .set({ version: version + 1 })
          .where(eq(spring.id, id));
      },
    });
    await operation.close();

    const [row] = await host.sql(
      (owner) => owner`select version, xmin::text::bigint as by from plugin_springs.spring where id = ${id}`,
    );
    expect(numbers).toHaveLength(2);
    expect(row).toMatchObject({ version: 2, by: String(numbers[1]) });
  });
});

describe('an event of a closed circle', () => {
  it('is heard by its handlers and by nobody else in reach', async () => {
    const [handler, other] = [actor(), actor()];
    const hub = new EventHub(host.host.connections.follow, host.host.permissions, createLog('silent'));
    await hub.start();
    const open = (one: Actor) =>
      hub.open({ plugin: 'springs', after: undefined, match: () => true, actor: async () => one });
    const [handlers, others] = [await open(handler), await open(other)];
    const tell = (permission: string, circle?: string[]) =>
      host.asSystem((ctx) =>
        ctx.emit({
          name: 'springs.spring.rose',
          placeCode: VILLAGE,
          permission,
          subject: { id: randomUUID(), version: 1 },
          ...(circle && { handlers: circle }),
          payload: {},
        }),
      );

    await tell('springs.spring.tend', [handler.id]);
    await tell(WRITE);

    expect((await handlers.next()).value).toMatchObject({ permission: 'springs.spring.tend', handlers: [handler.id] });
    expect((await others.next()).value).toMatchObject({ permission: WRITE });
    await expect(tell('springs.spring.tend')).rejects.toThrow('names none; nobody would hear of it');
    await hub.stop();
  });
});

describe('a log', () => {
  it('that was restored from a cluster with higher numbers is not read until a new epoch began', async () => {
    const make = () => new EventHub(host.host.connections.follow, host.host.permissions, createLog('silent'));
    const put = (offset: number) => host.sql((owner) => owner`
      insert into platform.event (xid, plugin, name, place_code, permission, subject_id, subject_version, operation_id, payload)
      values ((pg_current_xact_id()::text::bigint + ${offset})::text::xid8, 'springs', 'springs.spring.rose', ${VILLAGE}, ${WRITE},
        gen_random_uuid(), ${offset}, gen_random_uuid(), '{}')`); // prettier-ignore
    await put(1_000_000);
    await expect(make().start()).rejects.toThrow('Run `cunzhi restored` once');

    await host.sql(beginEpoch);
    const hub = make();
    await hub.start();
    const queue = await hub.open({ plugin: 'springs', after: `000001-${'0'.repeat(20)}-${'0'.repeat(20)}`, match: () => true, actor: async () => actor() }); // prettier-ignore
    await put(0);

    const heard = [];
    while (heard.at(-1) !== 0) heard.push((await queue.next()).value.subject.version);
    expect(heard.slice(-2)).toEqual([1_000_000, 0]);
    await hub.stop();
  });

  it('knows for how long a writer that does not end has held back the events after it', async () => {
    const hub = new EventHub(host.host.connections.follow, host.host.permissions, createLog('silent'));
    await hub.start();
    await host.sql(async (owner) => {
      await owner.begin(async (slow) => {
        await slow`select pg_current_xact_id()`;
        await host.asSystem((ctx) =>
          ctx.emit({ name: 'springs.spring.rose', placeCode: VILLAGE, permission: WRITE, subject: { id: randomUUID(), version: 1 }, payload: {} }),
        ); // prettier-ignore
        await expect.poll(() => hub.lagMs, { timeout: 10_000 }).toBeGreaterThan(0);
      });
    });
    await expect.poll(() => hub.lagMs, { timeout: 30_000 }).toBe(0);
    await hub.stop();
  });
});
