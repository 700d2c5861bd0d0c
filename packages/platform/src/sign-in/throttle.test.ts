/** Guessing is slow for strangers, and nobody's account is shut by them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { Browser, holdDelays } from './browser.fixture.ts';

const PASSWORD = 'a password for tests';
let host: TestHost;
beforeAll(async () => void (host = await createTestHost({ trustedProxies: '127.0.0.1' })));
afterAll(() => host.close());

const from = (address: string) => new Browser(host.url, { 'x-forwarded-for': address });
const tally = (statuses: readonly number[]) => ({
  checked: statuses.filter((status) => status === 401).length,
  turnedAway: statuses.filter((status) => status === 429).length,
});
const wait = (seconds: number) =>
  host.sql(
    (sql) => sql`update auth.attempt set free_at = free_at - make_interval(secs => ${seconds}),
      touched_at = touched_at - make_interval(secs => ${seconds})`,
  );

const delayOfLast = async () =>
  Number(
    (
      await host.sql(
        (sql) => sql`select extract(epoch from free_at - touched_at) as delay from auth.attempt
    where key like 'pair %' order by touched_at desc limit 1`,
      )
    )[0]?.['delay'],
  );

describe('guesses at one name', () => {
  it('from one place are held up from the sixth on, longer each time, with the time in Retry-After', async () => {
    const one = from('192.0.2.10');
    for (let index = 0; index < 4; index += 1) expect((await one.signIn('anji', 'wrong')).status).toBe(401);
    const delays: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      expect((await one.signIn('anji', 'wrong')).status).toBe(401);
      delays.push(await delayOfLast());
      await holdDelays(host);
      const held = await one.signIn('anji', PASSWORD);
      expect([held.status, Object.keys(held.body)]).toEqual([429, ['error']]);
      expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(3_500);
      await wait(3_610);
      await host.sql((sql) => sql`update auth.attempt set touched_at = now()`);
    }

    expect(delays).toEqual([1, 2, 4, 8]);
    expect((await one.signIn('anji', PASSWORD)).status).toBe(200);
    expect((await one.signIn('anji', 'wrong')).status).toBe(401);
  });

  it('are not held up longer by trying again: what is turned away changes nothing ⚠', async () => {
    const one = from('192.0.2.15');
    for (let index = 0; index < 5; index += 1) await one.signIn('sysadmin', 'wrong');
    await holdDelays(host);
    const rows = () => host.sql((sql) => sql`select * from auth.attempt order by key`);
    const before = await rows();
    for (let index = 0; index < 5; index += 1) expect((await one.signIn('sysadmin', 'wrong')).status).toBe(429);

    expect(await rows()).toEqual(before);
  });

  it('at once are counted one by one: of 40, five are checked, and one more for each delay that has passed', async () => {
    const start = performance.now();
    const all = await Promise.all(Array.from({ length: 40 }, () => from('192.0.2.11').signIn('wuxing', 'wrong')));
    const { checked, turnedAway } = tally(all.map(({ status }) => status));
    const passed = Math.floor(Math.log2((performance.now() - start) / 1_000 + 1));

    expect(checked + turnedAway).toBe(40);
    expect(checked).toBeGreaterThanOrEqual(5);
    expect(checked).toBeLessThanOrEqual(5 + passed);
  });

  it('from everywhere: at most 20 an hour are checked, and the owner still gets in where the account is known ⚠', async () => {
    const owner = from('192.0.2.12');
    expect((await owner.signIn('huzhou', PASSWORD)).status).toBe(200);
    const all: number[] = [];
    for (let index = 0; index < 60; index += 1)
      all.push((await from(`203.0.113.${index}`).signIn('huzhou', 'wrong')).status);

    expect(tally(all)).toEqual({ checked: 20, turnedAway: 40 });
    expect((await from('203.0.113.99').signIn('huzhou', PASSWORD)).status).toBe(429);
    expect((await owner.signIn('huzhou', PASSWORD)).status).toBe(200);
  });

  it('from a place of the account: at most 10 more, so never more than 30 in an hour', async () => {
    const all: number[] = [];
    for (let index = 0; index < 15; index += 1) {
      all.push((await from('192.0.2.12').signIn('huzhou', 'wrong')).status);
      await wait(300);
    }

    expect(tally(all)).toEqual({ checked: 10, turnedAway: 5 });
  });

  it('look the same for a name that nobody has', async () => {
    const bytes = async (username: string, address: string) => {
      const said: string[] = [];
      for (let index = 0; index < 7; index += 1) {
        if (index === 5) await holdDelays(host);
        const { status, text, headers } = await from(address).signIn(username, 'wrong');
        said.push(`${status} ${headers.has('retry-after')} ${text.replace(/\d+/, 'N')}`);
      }
      return said;
    };

    expect(await bytes('nobody.at.all', '192.0.2.20')).toEqual(await bytes('yucun', '192.0.2.21'));
    expect((await from('192.0.2.22').signIn('no such form!', 'wrong')).text).toBe(
      (await from('192.0.2.22').signIn('tianhuangping', 'wrong')).text,
    );
  });
});

it('takes as long for an unknown name as for a known one', async () => {
  const names = Array.from({ length: 10 }, (_, index) => `timed${index}`);
  for (const username of names) await host.auth.createAccount({ username, name: username, password: PASSWORD });
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 4; round += 1) {
    for (const [index, name] of names.entries()) {
      for (const kind of index % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        const one = from(`198.51.100.${round * 10 + index}`);
        const start = performance.now();
        await one.signIn(kind === 'known' ? name : `un${name}`, 'wrong');
        times[kind].push(performance.now() - start);
      }
    }
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length / 2] ?? NaN;
  const apart = median(times.known) - median(times.unknown);
  process.stdout.write(
    `sign-in: known ${median(times.known).toFixed(1)} ms, unknown ${median(times.unknown).toFixed(1)} ms\n`,
  );

  // The number of the design is 2 ms on a quiet machine; a missing hash would be 20 ms and more.
  expect(Math.abs(apart)).toBeLessThan(median(times.known) * 0.3);
});

it('counts codes on paper by themselves, so that guesses at them do not hold up the password', async () => {
  const one = from('192.0.2.30');
  const statuses: number[] = [];
  for (let index = 0; index < 6; index += 1) {
    if (index === 5) await holdDelays(host);
    const given = { username: 'developer', code: 'AAAA-BBBB-CCCC', password: 'x' };
    statuses.push((await one.post('activate', given)).status);
  }

  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  expect((await one.signIn('developer', PASSWORD)).status).toBe(200);
});

it('forgets an hour later, and keeps neither names nor addresses in clear', async () => {
  const rows = await host.sql((sql) => sql`select string_agg(key, ' ') as keys from auth.attempt`);

  expect(String(rows[0]?.['keys'])).not.toMatch(/huzhou|nobody|192\.0|203\.0/);
  await host.sql(
    (sql) => sql`update auth.attempt set touched_at = touched_at - interval '61 min',
    recent = array(select r - interval '61 min' from unnest(recent) r), free_at = '-infinity'`,
  );
  expect((await from('203.0.113.99').signIn('huzhou', PASSWORD)).status).toBe(200);
});
