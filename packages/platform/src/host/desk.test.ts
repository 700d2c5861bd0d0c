/** The plugins in GraphQL: who sees what, pausing and resuming, faults of browsers, the plan of an uninstall, the swap. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { core } from '@cunzhi/core';
import { configure, definePlugin } from '@cunzhi/plugin';
import { Client, createTestHost, type TestHost } from '@cunzhi/test';

const compat = '^1.0.0';
let isSensorThere = false;
const waiting: ((answer: string) => void)[] = [];
const wells = definePlugin({
  id: 'wells',
  version: '1.2.0',
  compat,
  uses: { core },
  admin: new URL('../admin/index.ts', import.meta.url),
  config: z.object({
    depth: z.number().default(30).describe('How deep we look.'),
    apiKey: z.string().optional(),
  }),
  graphql: (b, uses) => {
    b.fields(uses.core.Village, (t) => ({
      wells: t.int({ nullable: true, description: 'How many wells it has.', resolve: () => 3 }),
    }));
    const Well = b.objectRef<{ id: string }>('WellsWell').implement({
      description: 'A well.',
      fields: (t) => ({ id: t.exposeID('id', { description: 'Its id.' }) }),
    });
    b.queries((t) => ({
      wellsFirst: t.field({ type: Well, signedIn: true, description: 'The first.', resolve: () => ({ id: '1' }) }),
      wellsSlow: t.string({
        signedIn: true,
        description: 'Answers when it is told to.',
        resolve: () => new Promise<string>((done) => waiting.push(done)),
      }),
    }));
    return { Well };
  },
});
const pumps = definePlugin({ id: 'pumps', compat, uses: { wells } });
const sensor = definePlugin({
  id: 'sensor',
  compat,
  graphql: (b) =>
    b.queries((t) => ({ sensorCount: t.int({ signedIn: true, description: 'How many.', resolve: () => 1 }) })),
  setup: async () => {
    if (!isSensorThere) throw new Error('the sensor is away');
  },
});
const future = definePlugin({ id: 'future', compat: '^2.0.0' });

let host: TestHost;
let admin: Client;
let clerk: Client;
beforeAll(async () => {
  host = await createTestHost({
    plugins: [configure(wells, { depth: 40, apiKey: 'a secret' }), pumps, sensor, future],
  });
  admin = await host.as('sysadmin');
  clerk = await host.as('yucun');
});
afterAll(() => host.close());

const ONE = `id state reason nextStep`;
const act = (name: string) =>
  `mutation ($plugin: String!, $reason: String, $id: ID!) { ${name}(input: { plugin: $plugin, reason: $reason, clientWriteId: $id }) {
    __typename ... on PluginInfo { ${ONE} } ... on PluginActRefusedError { code message } } }`;
const pause = (by: Client, plugin: string, reason: string | null, id = Client.writeId()) =>
  by.query(act('pausePlugin'), { plugin, reason, id });
const resume = (by: Client, plugin: string) => by.query(act('resumePlugin'), { plugin, id: Client.writeId() });
const pluginOf = async (by: Client, id: string, fields = ONE, language = 'zh') => {
  const { data } = await by.query(`{ platform { plugins { id ${fields} } } }`, {}, { 'accept-language': language });
  return data.platform.plugins.find((one: { id: string }) => one.id === id);
};

describe('an installed plugin', () => {
  it('is shown to everybody with its state, in the language of the request', async () => {
    const stranger = host.stranger();

    expect(await pluginOf(stranger, 'wells', 'version compat uses hasAdmin state reason nextStep')).toEqual({
      id: 'wells',
      version: '1.2.0',
      compat: '^1.0.0',
      uses: ['core'],
      hasAdmin: true,
      state: 'LIVE',
      reason: null,
      nextStep: null,
    });
    expect(await pluginOf(stranger, 'future')).toEqual({
      id: 'future',
      state: 'INCOMPATIBLE',
      reason: 'future 需要平台 ^2.0.0，当前是 1.0.0。',
      nextStep: '升级平台，或安装适合 1.0.0 的 future。',
    });
    expect((await pluginOf(stranger, 'sensor', ONE, 'en')).reason).toBe(
      'The setup of sensor failed: the sensor is away.',
    );
  });

  it('shows what is inside of it only to those who look after plugins, and secrets to nobody', async () => {
    const inside = 'settings { key value description } tables guards faults { kind }';
    const nothing = { settings: null, tables: null, guards: null, faults: null };

    expect(await pluginOf(clerk, 'wells', inside)).toEqual({ id: 'wells', ...nothing });
    expect(await pluginOf(admin, 'wells', inside)).toEqual({
      id: 'wells',
      settings: [
        { key: 'depth', value: '40', description: 'How deep we look.' },
        { key: 'apiKey', value: '••••', description: null },
      ],
      tables: [],
      guards: [],
      faults: [],
    });
    expect((await pluginOf(admin, 'mediation', 'tables')).tables).toContain('plugin_mediation.case');
    expect(await pluginOf(await host.as('developer'), 'sensor', 'faults { kind where message count }')).toEqual({
      id: 'sensor',
      faults: [{ kind: 'START', where: 'setup', message: 'the sensor is away', count: 1 }],
    });
  });
});

describe('a pause', () => {
  const village = `{ village(code: "330523108204") { name wells } }`;

  it('lets the fields of others answer and its own be null, says why, and ends', async () => {
    const paused = await pause(admin, 'wells', '水泵检修');
    const during = await clerk.query(village);
    const resumed = await resume(admin, 'wells');
    const after = await clerk.query(village);

    expect(paused.data.pausePlugin).toEqual({
      __typename: 'PluginInfo',
      id: 'wells',
      state: 'PAUSED',
      reason: '已暂停：水泵检修',
      nextStep: '问题解决后点“恢复”。数据都在。',
    });
    expect(during.data).toEqual({ village: { name: '余村', wells: null } });
    expect(during.errors).toMatchObject([{ path: ['village', 'wells'], extensions: { code: 'PLUGIN_PAUSED' } }]);
    expect(resumed.data.resumePlugin).toMatchObject({ __typename: 'PluginInfo', state: 'LIVE', reason: null });
    expect(after).toEqual({ data: { village: { name: '余村', wells: 3 } } });
  });

  it('happens once for one write id', async () => {
    const id = Client.writeId();

    const [first, second] = [await pause(admin, 'wells', 'once', id), await pause(admin, 'wells', 'once', id)];
    await resume(admin, 'wells');

    expect(second).toEqual(first);
  });

  it.each([
    ['without a reason', 'wells', ' ', 'A pause needs a reason'],
    ['of the core', 'core', 'no', 'The core cannot be paused'],
    ['of a plugin that does not run', 'future', 'no', 'future does not run now'],
  ])('is refused %s', async (_what, plugin, reason, says) => {
    const { data } = await admin.query(
      act('pausePlugin'),
      { plugin, reason, id: Client.writeId() },
      { 'accept-language': 'en' },
    );

    expect(data.pausePlugin).toMatchObject({ __typename: 'PluginActRefusedError', code: 'PLUGIN_ACT_REFUSED' });
    expect(data.pausePlugin.message).toContain(says);
  });

  it('is nothing that somebody without the right to can do, or see that it is there', async () => {
    const refused = await pause(clerk, 'wells', 'no');
    const unknown = await pause(admin, 'nowhere', 'no');

    expect(refused).toMatchObject({ data: { pausePlugin: null }, errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(unknown).toEqual(refused);
  });
});

describe('a fault that a browser met', () => {
  const report = (by: Client, plugin: string, kind = 'SLOT') =>
    by.query(
      `mutation ($plugin: String!, $kind: PluginFaultKind!, $id: ID!) { reportPluginFault(input: {
        plugin: $plugin, kind: $kind, where: "home.top", message: "x is undefined", clientWriteId: $id }) }`,
      { plugin, kind, id: Client.writeId() },
    );

  it('is noted with how often, by whoever is signed in', async () => {
    await report(clerk, 'pumps');

    expect((await report(clerk, 'pumps')).data).toEqual({ reportPluginFault: true });
    expect(await pluginOf(admin, 'pumps', 'faults { kind where message count }')).toEqual({
      id: 'pumps',
      faults: [{ kind: 'SLOT', where: 'home.top', message: 'x is undefined', count: 2 }],
    });
  });

  it('is not believed of a plugin that is not there, of another kind, or from a stranger', async () => {
    expect((await report(clerk, 'nowhere')).data).toEqual({ reportPluginFault: false });
    expect((await report(clerk, 'pumps', 'JOB')).errors?.[0]?.extensions).toEqual({ code: 'BAD_INPUT', field: 'kind' });
    expect((await report(host.stranger(), 'pumps')).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});

it('the plan of an uninstall names fields, tables with their rows, dependants and the command', async () => {
  const plan = (by: Client, plugin: string) =>
    by.query(
      `query ($plugin: String!) { pluginUninstallPlan(plugin: $plugin) {
        plugin mode tables { name rows } fields dependants command } }`,
      { plugin },
    );

  expect((await plan(admin, 'wells')).data.pluginUninstallPlan).toEqual({
    plugin: 'wells',
    mode: 'KEEP',
    tables: [],
    fields: ['Query.wellsFirst', 'Query.wellsSlow', 'Village.wells', 'type WellsWell'],
    dependants: ['pumps'],
    command: 'cunzhi uninstall wells --confirm wells',
  });
  expect((await plan(admin, 'yucun-cases')).data.pluginUninstallPlan.tables).toContainEqual({
    name: 'plugin_yucun_cases.case',
    rows: 0,
  });
  expect((await plan(clerk, 'wells')).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
});

describe('a swap of the schema', () => {
  it('ends open streams with SCHEMA_CHANGED', async () => {
    const stream = clerk.subscribe('subscription { mediationEvents(within: "330523108204") { __typename } }');
    const results: { errors?: unknown }[] = [];
    const ended = (async () => {
      for await (const one of stream) results.push(one);
    })();

    // The stream may open only after the first of these: the next one finds it.
    await expect.poll(async () => (await host.host.rebuild(), results.length), { timeout: 10_000 }).toBeGreaterThan(0);
    await ended;

    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'SCHEMA_CHANGED' } }] }]);
  });

  it('lets running operations finish on the old one, and shows a plugin that came back in the new one', async () => {
    const slow = clerk.query('{ wellsSlow }');
    await expect.poll(() => waiting.length).toBe(1);
    isSensorThere = true;

    const resumed = await resume(admin, 'sensor');
    waiting.pop()?.('slow but sure');

    expect(resumed.data.resumePlugin).toMatchObject({ state: 'LIVE' });
    expect(await slow).toEqual({ data: { wellsSlow: 'slow but sure' } });
    expect((await clerk.query('{ sensorCount }')).data).toEqual({ sensorCount: 1 });
  });
});
