/** The zoo is open: every bad plugin gets its named diagnosis, the host serves, and core answers as if nothing had happened. */
import { core } from '@cunzhi/core';
import { definePlugin } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/plugin/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layers, noisy, setAside } from './bad-plugins.ts';

const good = definePlugin({
  id: 'good',
  compat: '^1.0.0',
  uses: { core },
  graphql: (b, uses) =>
    b.fields(uses.core.Village, (t) => ({
      goodGreeting: t.string({ nullable: true, description: 'A greeting.', resolve: ({ name }) => `欢迎来到${name}` }),
    })),
});
const CORE = '{ village(code: "330523108204") { name kind township { name } parent { children { totalCount } } } }';
const AS = ['clerk', '330523108204'] as const;
let quiet: TestHost;
let zoo: TestHost;

beforeAll(async () => {
  quiet = await createTestHost({ plugins: [core], as: AS });
  zoo = await createTestHost({ plugins: [core, layers, good, ...setAside, noisy], as: AS });
}, 120_000);
afterAll(async () => {
  await zoo?.close();
  await quiet?.close();
});

/** Paths of this machine and numbers of a run are no part of a diagnosis. */
const tidy = (text = '') =>
  text
    .replaceAll(/file:\S+|\/\S*\/(?=test\/zoo)/g, '…/')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');

it('names what is wrong with each, and what to do', async () => {
  const found = setAside.map(({ id }) => ({ id, status: zoo.host.states.of(id) }));
  const lines = found.map(
    ({ id, status }, index) =>
      `| ${index + 1} | \`${id}\` | ${status?.state} | ${tidy(status?.reason?.en)} | ${tidy(status?.nextStep?.en)} | ${tidy(status?.reason?.zh)} |`,
  );

  const head = [
    '# What the host says of each bad plugin',
    '',
    '| no. | plugin | state | reason | what to do | 原因 |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  await expect([...head, ...lines, ''].join('\n')).toMatchFileSnapshot('./diagnoses.md');
  const undiagnosed = found.filter(({ status }) => !status?.reason || !status.nextStep || status.state === 'live');
  expect(undiagnosed.map(({ id }) => id)).toEqual([]);
});

it('leaves the good ones alive, and core’s answers byte for byte', async () => {
  for (const id of ['core', 'layers', 'good', 'noisy'])
    expect(zoo.host.states.of(id)).toMatchObject({ state: 'live', reason: null });
  expect(JSON.stringify(await zoo.query(CORE))).toBe(JSON.stringify(await quiet.query(CORE)));
  expect((await zoo.query('{ village(code: "330523108204") { goodGreeting } }')).data.village.goodGreeting).toBe(
    '欢迎来到余村',
  );
});

it.each([
  'Throws',
  'Rejects',
  'FailingSql',
  'SetRole',
  'SetConfig',
  'Commits',
  'AsksUnknownRight',
  'WrongType',
  'Hangs',
])('answers null for a field that %s, and the rest arrives', async (name) => {
  const { data, errors } = await zoo.query(`{ village(code: "330523108204") { name bad: noisy${name} goodGreeting } }`);

  expect(data).toEqual({ village: { name: '余村', bad: null, goodGreeting: '欢迎来到余村' } });
  expect(errors).toHaveLength(1);
});

it.each(['UnknownEvent', 'WrongPayload'])('writes nothing for a mutation with an event of %s', async (name) => {
  const { data, errors } = await zoo.query(`mutation { noisy${name} }`);

  expect(data).toEqual({ [`noisy${name}`]: null });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'noisy' });
});
