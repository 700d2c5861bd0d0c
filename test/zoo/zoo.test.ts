/**
 * The zoo: bad plugins of every kind, each beside a good one. Each gets its named diagnosis, and nobody else notices.
 *
 * What the host says of each stands in diagnoses.md, which people can read and this test holds.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badData } from './data.bad.ts';
import { badFields } from './field.bad.ts';
import { badIdentities } from './identity.bad.ts';
import { badLives } from './life.bad.ts';
import { badSchemas } from './schema.bad.ts';
import { badWork } from './work.bad.ts';
import type { Answered, Caged, Failing } from './cases.ts';
import { makeHome, openZoo, type Listed, type Zoo } from './zoo.ts';

const home = makeHome();
afterAll(() => home.close());
let asked: { core: string; good: string };
beforeAll(async () => {
  const alone = await openZoo([]);
  asked = { core: await alone.core(), good: await alone.good() };
  await alone.stop();
});

const cages: Caged[] = [...badIdentities(home), ...badData(home), ...badSchemas(home), ...badLives()];
const failing: Failing[] = [...badFields(home), ...badWork()];

it('asks questions that are answered', () => {
  expect(asked.core).toContain('余村');
  expect(asked.good).not.toContain('errors');
});

describe('is set aside, and nobody else:', () => {
  let zoo: Zoo;
  let listed: ReadonlyMap<string, Listed>;
  beforeAll(async () => {
    zoo = await openZoo(cages);
    listed = await zoo.list();
  });
  afterAll(async () => void (await zoo.stop()));

  it.each(cages)('$what', ({ plugin, listedAs = plugin.id, is: [state, says] }) => {
    const one = listed.get(listedAs);

    expect(one?.state).toBe(state);
    expect(one?.reason.en).toContain(says);
    expect(one?.reason.zh).toMatch(/\p{Script=Han}/u);
    expect(one?.nextStep.zh).toMatch(/\p{Script=Han}/u);
    expect(one?.nextStep.en).not.toBe('');
  });

  it('while the core and the good plugin answer as if they were not there', async () => {
    expect(listed.get('wells')?.state).toBe('LIVE');
    expect(await zoo.core()).toBe(asked.core);
    expect(await zoo.good()).toBe(asked.good);
  });
});

describe('runs, and costs its own part alone:', () => {
  let zoo: Zoo;
  const heard = new Map<string, Answered | void>();
  beforeAll(async () => {
    zoo = await openZoo(failing);
  });
  afterAll(async () => void (await zoo.stop()));

  it.concurrent.each(failing)('$what', async ({ plugin: { id }, provoke, answers, fault }) => {
    const [answer, core] = await Promise.all([provoke?.(zoo), zoo.core()]);

    heard.set(id, answer);
    expect(core).toBe(asked.core);
    expect(answer?.errors?.map(({ extensions }) => extensions?.code) ?? []).toEqual(answers ? [answers] : []);
    if (answers === 'PLUGIN_FAILED') expect(answer?.errors?.[0]?.extensions?.plugin).toBe(id);
    if (!provoke) return;
    const faults = async () => (await zoo.list()).get(id)?.faults.map(({ kind, message }) => `${kind} ${message}`);
    const wanted = fault ? expect.arrayContaining([expect.stringMatching(new RegExp(`^${fault[0]} `))]) : [];
    await expect.poll(faults, { timeout: 10_000 }).toEqual(wanted);
    if (fault) expect((await faults())?.join()).toContain(fault[1]);
  });
});
