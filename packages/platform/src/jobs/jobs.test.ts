import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SetupError, type AnyPlugin, type PlatformEvent, type ServiceContext } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { cronItem, instantOf, readSchedule } from './cron.ts';
import { forgetWork, listDeadLetters, retryDeadLetter } from './index.ts';
import { EFFECT_TABLE, leave, listener, openBench, type Bench } from './work.fixture.ts';

let host: TestHost;
const benches: Bench[] = [];
beforeAll(async () => {
  host = await createTestHost();
  await host.sql((owner) => owner.unsafe(EFFECT_TABLE));
});
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});
afterAll(() => host.close());

type Level = PlatformEvent & { payload: { number: number } };
const open = (...plugins: AnyPlugin[]): Bench => {
  const bench = openBench(host.databaseUrl, plugins);
  benches.push(bench);
  return bench;
};
const onLevel = (id: string, run: (ctx: ServiceContext, event: Level) => Promise<void>): AnyPlugin =>
  listener(id, { jobs: { report: { on: 'wells.level.read', run } } });
const waiting = () =>
  host.sql(async (owner) => {
    const rows = await owner<{ key: string }[]>`select key from graphile_worker._private_jobs order by key`;
    return rows.map(({ key }) => key);
  });

describe('the job of an event', () => {
  it('runs once for each event, with the event, whichever of two nodes takes it', async () => {
    const reporting = onLevel('reporting', async (ctx, { payload, occurredAt }) => {
      expect(occurredAt).toBeInstanceOf(Date);
      await leave(ctx, 'reporting', payload.number);
    });
    const [one, two] = [open(reporting), open(reporting)];
    await one.start();
    await two.start();

    for (const number of [1, 2, 3, 4, 5]) await one.emit(number);

    await expect
      .poll(async () => (await one.left('reporting')).toSorted(), { timeout: 10_000 })
      .toEqual([1, 2, 3, 4, 5]);
    await expect.poll(waiting).toEqual([]);
    expect([...one.faults, ...two.faults]).toEqual([]);
  });

  it('is tried again when it fails, laid aside after the tenth time, and done when asked again', async () => {
    let isBroken = true;
    const bench = open(
      onLevel('printing', async (ctx, { payload }) => {
        await leave(ctx, 'printing', payload.number);
        if (isBroken) throw new Error('no paper');
      }),
    );
    await bench.start();

    await bench.emit(8);
    await expect.poll(() => bench.faults.length, { timeout: 10_000 }).toBe(1);
    await expect
      .poll(() =>
        host.sql(
          (owner) => owner`
          update graphile_worker._private_jobs set attempts = 9, run_at = now() where locked_at is null returning last_error`,
        ),
      )
      .toEqual([{ last_error: 'Try 1 of 10: no paper' }]);

    const letters = () => host.sql(listDeadLetters);
    await expect
      .poll(letters, { timeout: 10_000 })
      .toMatchObject([
        { kind: 'job', plugin: 'printing', name: 'report', error: 'no paper', event: { payload: { number: 8 } } },
      ]);
    expect(await waiting()).toEqual([]);
    expect(await bench.left('printing')).toEqual([]);

    isBroken = false;
    const [letter] = await letters();
    await host.sql((owner) => retryDeadLetter(owner, letter!.id));

    await expect.poll(() => bench.left('printing'), { timeout: 10_000 }).toEqual([8]);
    await expect.poll(letters).toEqual([]);
    expect(bench.faults).toEqual([
      { plugin: 'printing', kind: 'job', where: 'report', message: 'no paper' },
      { plugin: 'printing', kind: 'job', where: 'report', message: 'no paper' },
    ]);
  });

  it('is not enqueued while its plugin is paused, and runs afterwards', async () => {
    const bench = open(
      onLevel('resting', async (ctx, { payload }) => {
        if (payload.number === 1) bench.states.set('resting', 'paused');
        await leave(ctx, 'resting', payload.number);
      }),
    );
    await bench.start();

    await bench.emit(1);
    await expect.poll(() => bench.left('resting'), { timeout: 10_000 }).toEqual([1]);
    await bench.emit(2);
    bench.states.set('resting', 'live');

    await expect.poll(() => bench.left('resting'), { timeout: 10_000 }).toEqual([1, 2]);
  });
});

it('of a plugin that was uninstalled leaves nothing behind, and of another one everything', async () => {
  const bench = open(
    onLevel('leaving', async () => Promise.reject(new Error('never'))),
    onLevel('staying', async () => Promise.reject(new Error('never'))),
  );
  const node = await bench.start();
  await bench.emit(1);
  await expect.poll(() => bench.faults.length, { timeout: 10_000 }).toBe(2);
  await node.stop();
  const traces = () =>
    host.sql(async (owner) => {
      const rows = await owner<{ plugin: string }[]>`
        select plugin from platform.handler where plugin in ('leaving', 'staying')
        union all select split_part(key, '/', 1) from graphile_worker._private_jobs order by 1`;
      return rows.map(({ plugin }) => plugin);
    });
  expect(await traces()).toEqual(['leaving', 'leaving', 'staying', 'staying']);

  await host.sql((owner) => forgetWork(owner, 'leaving'));

  expect(await traces()).toEqual(['staying', 'staying']);
  await host.sql((owner) => forgetWork(owner, 'staying'));
});

describe('the job of a schedule', () => {
  it('makes up once what was missed while the server was down', async () => {
    const shanghai = new Date(Date.now() + 8 * 3_600_000);
    const hours = [3, 2, 1].map((ago) => (shanghai.getUTCHours() + 24 - ago) % 24);
    const run = (ctx: ServiceContext) => leave(ctx, 'ticking', 1).then(() => {});
    const ticking = listener('ticking', {
      jobs: { count: { cron: `${shanghai.getUTCMinutes()} ${hours.join(',')} * * *`, run } },
    });
    await host.sql(
      (owner) => owner`
      insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
      values ('ticking/count', now() - interval '9 hours', now() - interval '5 hours')`,
    );
    const [one, two] = [open(ticking), open(ticking)];

    await Promise.all([one.start(), two.start()]);

    await expect.poll(() => one.left('ticking'), { timeout: 10_000 }).toEqual([1]);
    await expect.poll(waiting, { timeout: 10_000 }).toEqual([]);
    expect(await one.left('ticking')).toEqual([1]);
  });

  it('is due by the clock of Shanghai, over the ends of days, months and leap years', () => {
    const daily = readSchedule('0 6 * * *');
    const march = readSchedule('30 1 1 3 *');
    const monday = readSchedule('0 1 * * 1');

    expect(daily.isDueAt(new Date('2026-11-23T22:00:00Z'))).toBe(true);
    expect(daily.isDueAt(new Date('2026-11-24T06:00:00Z'))).toBe(false);
    expect(march.isDueAt(new Date('2028-02-29T17:30:00Z'))).toBe(true);
    expect(march.isDueAt(new Date('2027-02-28T17:30:00Z'))).toBe(true);
    expect(monday.isDueAt(new Date('2026-11-22T17:00:00Z'))).toBe(true);
    expect(daily.isSuperseded(new Date('2026-11-22T22:00:00Z'), new Date('2026-11-23T21:59:00Z'))).toBe(false);
    expect(daily.isSuperseded(new Date('2026-11-22T22:00:00Z'), new Date('2026-11-23T22:00:00Z'))).toBe(true);
  });

  it('agrees with the library, which leaves the year out', () => {
    const now = new Date('2029-01-02T00:00:00Z');

    expect(instantOf(12, 31, 22, 0, now)).toEqual(new Date('2028-12-31T22:00:00Z'));
    expect(instantOf(1, 3, 22, 0, now)).toEqual(new Date('2029-01-03T22:00:00Z'));
    const { match } = cronItem('wells/count', readSchedule('0 6 * * *'));
    expect(match({ month: 11, date: 23, hour: 22, min: 0, dow: 1 })).toBe(true);
  });

  it('that cannot be read is said at the start, with plugin and job', async () => {
    const bench = open(listener('hasty', { jobs: { count: { cron: 'every minute', run: async () => {} } } }));

    await expect(bench.start()).rejects.toThrow(
      new SetupError([
        'The job count of plugin hasty has the schedule "every minute", which is none: write five fields, "0 6 * * *" is every day at six.',
      ]),
    );
  });
});
