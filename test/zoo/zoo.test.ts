/**
 * The zoo: bad plugins of every kind, each beside a good one. Each gets its named diagnosis, and nobody else notices.
 *
 * What the host says of each stands in diagnoses.md, which people can read and this test holds.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answered, Caged, Failing } from './cases.ts';
import { badData } from './data.bad.ts';
import { writePage } from './diagnoses.ts';
import { badFields } from './field.bad.ts';
import { badIdentities } from './identity.bad.ts';
import { badLives } from './life.bad.ts';
import { badSchemas } from './schema.bad.ts';
import { badWork } from './work.bad.ts';
import { makeHome, openZoo, type Fault, type Listed, type Zoo } from './zoo.ts';

const home = makeHome();
const caged: Caged[] = [...badIdentities(home), ...badData(home), ...badSchemas(home), ...badLives()];
const failing: Failing[] = [...badFields(), ...badWork()];

/** What the core and the good plugin answer where there is no bad one. */
let alone: { core: string; good: string };
let listed: ReadonlyMap<string, Listed>;
const seen = new Map<string, { answer?: Answered; faults: readonly Fault[] }>();

beforeAll(async () => {
  const zoo = await openZoo([]);
  alone = { core: await zoo.core(), good: await zoo.good() };
  await zoo.stop();
});
afterAll(() => home.close());

it('asks questions that are answered', () => {
  expect(alone.core).toContain('余村');
  expect(alone.good).not.toContain('errors');
});

describe('is set aside, and nobody else:', () => {
  let zoo: Zoo;
  beforeAll(async () => {
    zoo = await openZoo(caged);
    listed = await zoo.list();
  });
  afterAll(async () => void (await zoo.stop()));

  it.each(caged)('$what', ({ plugin, listedAs = plugin.id, is: [state, says] }) => {
    const one = listed.get(listedAs);

    expect(one?.state).toBe(state);
    expect(one?.reason.en).toContain(says);
    expect(one?.nextStep.en).not.toBe('');
    expect(one?.reason.zh).toMatch(/\p{Script=Han}/u);
    expect(one?.nextStep.zh).toMatch(/\p{Script=Han}/u);
  });

  it('while the core and the good plugin answer as if they were not there', async () => {
    expect(listed.get('wells')?.state).toBe('LIVE');
    expect(await zoo.core()).toBe(alone.core);
    expect(await zoo.good()).toBe(alone.good);
  });
});

describe.each([
  ['soon', failing.filter(({ isSlow }) => !isSlow)],
  ['slowly', failing.filter(({ isSlow }) => isSlow)],
])('runs, fails %s, and costs its own part alone:', (how, cases) => {
  let zoo: Zoo;
  beforeAll(async () => {
    zoo = await openZoo(cases);
    // Slow ones fail all at once: to wait for one after the other would take too long.
    if (how === 'slowly') await Promise.all(cases.map(provoke));
  });
  const provoke = async ({ plugin: { id }, provoke: make }: Failing): Promise<Answered | undefined> => {
    const answer = seen.get(id)?.answer ?? (await make?.(zoo));
    seen.set(id, { ...(answer && { answer }), faults: [] });
    return answer;
  };

  it.each(cases.filter(({ provoke }) => provoke))('$what', async (one) => {
    const { plugin, answers, fault } = one;
    const [answer, core] = await Promise.all([provoke(one), zoo.core()]);
    const state = async () => (await zoo.list()).get(plugin.id);

    expect(answer?.errors?.map(({ extensions }) => extensions?.code) ?? []).toEqual(answers ? [answers] : []);
    if (answers === 'PLUGIN_FAILED') expect(answer?.errors?.[0]?.extensions?.plugin).toBe(plugin.id);
    expect(core).toBe(alone.core);
    if (fault) await expect.poll(async () => say((await state())?.faults), { timeout: 10_000 }).toContain(fault[1]);
    const { state: now, faults = [] } = (await state()) ?? {};
    expect(now).toBe('LIVE');
    expect(faults.map(({ kind }) => kind)).toEqual(fault ? [fault[0]] : []);
    seen.set(plugin.id, { ...(answer && { answer }), faults });
  });

  it('while the good plugin answers as if they were not there, and nobody is blamed for another', async () => {
    const plugins = await zoo.list();

    expect(await zoo.good()).toBe(alone.good);
    expect(plugins.get('wells')).toMatchObject({ state: 'LIVE', faults: [] });
    expect(plugins.get('core')).toMatchObject({ state: 'LIVE', faults: [] });
  });

  it('and the host stops in time, with a fault for each that did not', async () => {
    const faults = await zoo.stop();

    for (const { plugin, fault } of cases.filter(({ provoke }) => !provoke)) {
      const own = faults.filter((one) => one.plugin === plugin.id);
      expect(say(own)).toBe(`${fault?.[0]}: ${fault?.[1]}`);
      seen.set(plugin.id, { faults: own });
    }
  });
});

it('says of each what stands in diagnoses.md', async () => {
  expect(new Set([...caged, ...failing].map(({ plugin }) => plugin)).size).toBeGreaterThanOrEqual(40);
  const page = writePage(
    {
      caged: caged.map((one) => [one, listed.get(one.listedAs ?? one.plugin.id)]),
      failing: failing.map((one) => [one, seen.get(one.plugin.id)]),
    },
    home,
  );
  await expect(page).toMatchFileSnapshot('diagnoses.md');
});

const say = (faults: readonly Fault[] = []): string =>
  faults.map(({ kind, message }) => `${kind}: ${message}`).join('; ');
