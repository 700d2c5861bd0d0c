/** The command line for whoever runs a server: plan, apply, states, uninstalling, and finding who kills the start. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOwner } from '@cunzhi/platform';
import { createTestDatabase } from '@cunzhi/test';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cunzhi-plugins-'));
let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const HEAD = `
import { core } from '${root}packages/core/src/index.ts';
import { defineConfig, definePlugin, global } from '${root}packages/plugin/src/index.ts';
import { pgSchema, text } from '${root}packages/plugin/node_modules/drizzle-orm/pg-core/index.js';
const compat = '^1.0.0';
const plugin = (id, more = {}) => definePlugin({ id, compat, uses: { core }, migrations: new URL('./' + id + '/', import.meta.url),
  tables: [global(pgSchema('plugin_' + id).table('well', { id: text('id').primaryKey() }), 'A test.')], ...more });
`;

/** Writes the configuration of this deployment, and a table \`well\` for each plugin named. */
function configure(plugins: string, ids: readonly string[], declarations = ''): void {
  writeFileSync(
    join(folder, 'cunzhi.config.ts'),
    `${HEAD}${declarations}export default defineConfig({ plugins: [${plugins}] });`,
  );
  for (const id of ids) {
    mkdirSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, id, '1.sql'), `create table plugin_${id}.well (id text primary key)`);
  }
}

function cunzhi(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const env = {
    ...process.env,
    CUNZHI_DATA: join(folder, 'data'),
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
    PORT: '0',
  };
  const child = spawn(process.execPath, [join(root, 'apps/server/bin/cunzhi.mjs'), ...args], { cwd: folder, env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
    // A server that serves has shown what it can.
    if (/^ready /m.test(out)) child.kill('SIGTERM');
  });
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

const rows = (statement: string) => asOwner(database.url, async (sql) => [...(await sql.unsafe(statement))]);

it('plan says what apply does, apply does it once, and each plugin says how it is', async () => {
  configure(`core, plugin('wells'), plugin('pumps', { compat: '^9.0.0' })`, ['wells', 'pumps']);

  const plan = await cunzhi('plan');
  const apply = await cunzhi('apply');
  const again = await cunzhi('plan');
  const states = await cunzhi('plugins');

  expect(plan.out).toBe('wells/1.sql\n');
  expect(apply).toMatchObject({ code: 1, out: 'wells/1.sql\npolicies of plugin_wells.well\n1 applied.\n' });
  expect(apply.err).toContain(
    'pumps  incompatible\n  pumps 需要平台 ^9.0.0，当前是 1.0.0。升级平台，或安装适合 1.0.0 的 pumps。\n',
  );
  expect(again.out).toBe('Nothing to apply.\n');
  expect(states.out).toMatch(
    /^core +\S+ +live\nwells +0\.0\.0 +live\npumps +0\.0\.0 +incompatible\n {2}pumps 需要平台/,
  );
  expect(states.out).toContain('  pumps needs platform ^9.0.0; this is 1.0.0.\n');
}, 120_000);

describe('uninstalling', () => {
  it('prints a plan first, wants the id once more, and waits for those that need it', async () => {
    configure(
      'core, wells, pumps',
      [],
      `const wells = plugin('wells'); const pumps = definePlugin({ id: 'pumps', compat, uses: { wells } });`,
    );
    await rows(`insert into plugin_wells.well values ('a'), ('b')`);

    const plan = await cunzhi('uninstall', 'wells');
    const wrong = await cunzhi('uninstall', 'wells', '--confirm', 'well');
    const needed = await cunzhi('uninstall', 'wells', '--confirm', 'wells');
    const unknown = await cunzhi('uninstall', 'nowhere');
    const ground = await cunzhi('uninstall', 'core', '--confirm', 'core');

    expect(plan.out).toBe(
      'Uninstalling wells. The tables stay.\n  table plugin_wells.well: 2 rows\nFirst uninstall what needs it: pumps.\n',
    );
    expect(wrong).toMatchObject({
      code: 1,
      err: '--confirm says "well", the plugin is "wells". Nothing was removed.\n',
    });
    expect(needed).toMatchObject({
      code: 1,
      err: 'wells is needed by pumps. Uninstall these first, the last one first.\n',
    });
    expect(unknown.err).toBe('No plugin "nowhere" stands in cunzhi.config.ts. Installed are core, wells, pumps.\n');
    expect(ground.err).toBe('The core cannot be uninstalled: everything builds on it.\n');
    expect(await rows('select count(*)::int as count from plugin_wells.well')).toEqual([{ count: 2 }]);
  }, 120_000);

  it('keeps the tables by default, and takes it back', async () => {
    configure(`core, plugin('wells')`, []);

    const removed = await cunzhi('uninstall', 'wells', '--confirm', 'wells');
    const applied = await cunzhi('apply');
    const back = await cunzhi('plugins', '--retry', 'wells');

    expect(removed.out).toBe(
      'wells is uninstalled; its tables stay. Take its line out of cunzhi.config.ts and start again.\n',
    );
    expect(applied.err).toContain('wells  removing\n  wells 已卸载');
    expect(back.out).toMatch(/^core +\S+ +live\nwells +0\.0\.0 +live\n$/);
    expect(await rows('select count(*)::int as count from plugin_wells.well')).toEqual([{ count: 2 }]);
  }, 120_000);

  it('exports every row before it drops the tables, and leaves nothing in the ledger', async () => {
    configure(`core, plugin('wells', { uninstall: 'export' })`, []);

    const { out } = await cunzhi('uninstall', 'wells', '--confirm', 'wells');

    const file = out.split('\n')[0] ?? '';
    expect(file).toMatch(/data\/uninstalled\/wells-[^/]+\/well\.jsonl$/);
    expect(readFileSync(file, 'utf8')).toBe('{"id": "a"}\n{"id": "b"}\n');
    expect(out).toContain('wells was exported and dropped.');
    for (const trace of [
      `select from pg_namespace where nspname = 'plugin_wells'`,
      `select from public.cunzhi_migration where plugin = 'wells'`,
      `select from platform.plugin where id = 'wells'`,
    ])
      expect(await rows(trace), trace).toEqual([]);
  }, 120_000);

  it('drops nothing that the rows of another plugin point to', async () => {
    configure(`core, plugin('tanks', { uninstall: 'drop' })`, ['tanks']);
    await cunzhi('apply');
    await rows('create schema plugin_pipes; create table plugin_pipes.pipe (tank text references plugin_tanks.well)');

    const pointed = await cunzhi('uninstall', 'tanks', '--confirm', 'tanks');
    await rows('drop schema plugin_pipes cascade');
    const dropped = await cunzhi('uninstall', 'tanks', '--confirm', 'tanks');

    expect(pointed).toMatchObject({
      code: 1,
      err: 'Rows of tanks are pointed to by plugin_pipes.pipe. Uninstall those plugins first.\n',
    });
    expect(dropped.out).toContain('tanks was dropped.');
    expect(await rows(`select from pg_namespace where nspname = 'plugin_tanks'`)).toEqual([]);
  }, 120_000);
});

it('a plugin that kills the start twice is left away the third time, found by bisect, and tried again when asked', async () => {
  const small = (id: string) => `definePlugin({ id: '${id}', compat, uses: { core } })`;
  const killer = `definePlugin({ id: 'killer', compat, uses: { core }, graphql: () => process.exit(9) })`;
  configure(`core, ${['a', 'b'].map(small).join()}, ${killer}, ${['c', 'd', 'e'].map(small).join()}`, []);
  await rows('delete from platform.deployment');

  const deaths = [await cunzhi('serve'), await cunzhi('serve')];
  const third = await cunzhi('serve');
  const states = await cunzhi('plugins');
  const found = await cunzhi('bisect');
  configure(`core, ${['a', 'b', 'c', 'd', 'e'].map(small).join()}`, []);
  const retried = await cunzhi('plugins', '--retry');

  expect(deaths.map(({ code }) => code)).toEqual([9, 9]);
  expect(third.out).toMatch(/^ready /m);
  expect(states.out).toContain('The last two starts died, so this one started the core only.');
  expect(found.code).toBe(1);
  expect(found.out).toContain('7 of 7 plugins (to e): it ended with code 9');
  expect(found.out).toContain('3 of 7 plugins (to b): starts');
  expect(found.out).toContain('killer kills the start: it ended with code 9. Take it out of cunzhi.config.ts');
  expect(retried.out.match(/ live$/gm)).toHaveLength(6);
}, 240_000);
