/** Installing on a real database: each plugin's own migrations, once, in its own schema; a bad one stops nobody else. */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { sql as query } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { core } from '@cunzhi/core';
import { definePlugin, global, SetupError, type AnyPlugin } from '@cunzhi/plugin';
import { standards } from '@cunzhi/standards';
import { createTestDatabase } from '@cunzhi/test';
import { asOwner } from '../database/index.ts';
import { install } from './install.ts';
import { isPending, planInstall } from './plan.ts';
import { sentence } from './problem.ts';

const compat = '^1.0.0';
const folder = mkdtempSync(join(tmpdir(), 'cunzhi-install-'));
let url: string;
let drop: () => Promise<void>;
beforeAll(async () => void ({ url, drop } = await createTestDatabase()));
afterAll(async () => {
  await drop();
  rmSync(folder, { recursive: true });
});

/** A folder of migrations; writing to it again is a new version of the package. */
function migrations(id: string, files: Record<string, string>): URL {
  mkdirSync(join(folder, id), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, id, name), text);
  return pathToFileURL(`${join(folder, id)}/`);
}

const plugin = (id: string, files: Record<string, string>, more: object = {}): AnyPlugin =>
  definePlugin({ id, compat, uses: { core }, migrations: migrations(id, files), ...more });

const well = (id: string, name = 'well') =>
  global<never>(pgSchema(`plugin_${id}`).table(name, { id: text('id').primaryKey() }), 'An example.');

const apply = async (...plugins: AnyPlugin[]) => {
  const { applied, policies, setAside } = await install(url, [core, ...plugins], standards);
  const aside = Object.fromEntries([...setAside].map(([id, problem]) => [id, sentence(problem, 'en')]));
  return { applied, policies, aside };
};
const rows = (statement: string) => asOwner(url, async (sql) => [...(await sql.unsafe(statement))]);

describe('a migration is applied', () => {
  it('once, also when two installers come at the same time', async () => {
    const slow = plugin('twice', {
      '1.sql': 'select pg_sleep(0.3); create table plugin_twice.well (id text primary key)',
    }, { tables: [well('twice')] }); // prettier-ignore

    const both = await Promise.all([apply(slow), apply(slow)]);

    expect(both.map(({ applied }) => applied).sort()).toEqual([[], ['twice/1.sql']]);
    expect(both.map(({ aside }) => aside)).toEqual([{}, {}]);
  });

  it('late, when its plugin comes late or its file sorts before others that were applied', async () => {
    const tables = [well('late', 'a'), well('late', 'b')];
    await apply(
      plugin('late', { '2.sql': 'create table plugin_late.b (id text primary key)' }, { tables: tables.slice(1) }),
    );

    const merged = plugin('late', { '1.sql': 'create table plugin_late.a (id text primary key)' }, { tables });

    expect(await apply(merged)).toEqual({ applied: ['late/1.sql'], policies: ['plugin_late.a'], aside: {} });
    expect((await apply(merged)).applied).toEqual([]);
  });

  it('never again when its file changed: that plugin is set aside, with the file', async () => {
    const first = plugin(
      'drift',
      { '1.sql': 'create table plugin_drift.well (id text primary key)' },
      { tables: [well('drift')] },
    );
    await apply(first);
    migrations('drift', { '1.sql': 'create table plugin_drift.well (id int primary key)' });

    const { applied, aside } = await apply(first, plugin('calm', {}));

    expect(applied).toEqual([]);
    expect(aside).toEqual({
      drift: 'Migration drift/1.sql was changed after it was applied. Restore it and write a new file.',
    });
  });

  it('and known for ever: a package that lacks it is older than the database, which is a warning', async () => {
    const newer = plugin(
      'older',
      { '1.sql': 'create table plugin_older.well (id text primary key)', '2.sql': 'select 1' },
      { tables: [well('older')] },
    );
    await apply(newer);
    unlinkSync(join(folder, 'older', '2.sql'));

    const { warnings, setAside } = await install(url, [core, newer], standards);

    expect(setAside.size).toBe(0);
    expect(warnings).toEqual([
      'The database knows the migration older/2.sql, the package of older does not: the package is older than the database. Install the newer one.',
    ]);
  });
});

describe('a migration is rolled back, its plugin set aside and its dependants told, when it', () => {
  it.each<[what: string, id: string, sql: string, says: string]>([
    ['is wrong', 'wrong', 'create table plugin_wrong.well (id nonsense)', 'type "nonsense" does not exist'],
    ['makes a table elsewhere', 'public-table', 'create table well (id text)', 'permission denied for schema public'],
    ['changes a table of the core', 'add-column', 'alter table core.place add column wells int', 'it may change plugin_add_column only, and touches table core.place.'],
    ['writes rows of the core', 'rows', "update core.role set name_en = name_en where key = 'clerk'", 'it may change plugin_rows only, and touches rows of core.role.'],
    ['does it in a block', 'block', "do $$ begin execute 'create view core.wells as select 1' ; end $$", 'it may change plugin_block only, and touches'],
    ['gives away rights', 'grants', 'grant select on core.person to cunzhi_auth', 'it may change plugin_grants only, and touches table core.person.'],
    ['opens a policy', 'policy', 'create policy all_of_it on core.person using (true)', 'it may change plugin_policy only, and touches policy all_of_it on core.person.'],
    ['hooks into the core', 'hook', 'create function plugin_hook.f() returns trigger language plpgsql as $$ begin return new; end $$; create trigger t before insert on core.person for each row execute function plugin_hook.f()', 'it may change plugin_hook only, and touches trigger t on core.person.'],
    ['points to a plugin that it does not use', 'points', 'create table plugin_points.well (case_id uuid references plugin_mediation.case)', 'its foreign key well_case_id_fkey leads to plugin_mediation.case, whose plugin is not in uses'],
    ['ends its transaction', 'commits', 'create table plugin_commits.well (id text); commit;', '"commit" may not stand in a migration; it runs in one transaction of its own'],
    ['takes another role', 'role', '-- quiet\nset local role cunzhi_app; select 1', '"set local role cunzhi_app" may not stand in a migration'],
  ])('%s', async (_what, id, text, says) => {
    const before = await rows(`select count(*)::int as count from public.cunzhi_migration`);
    const bad = plugin(id, { '1.sql': text });
    const needy = definePlugin({ id: 'needy', compat, uses: { bad } });

    const { applied, aside } = await apply(bad, needy);

    expect(applied).toEqual([]);
    expect(aside[id]).toContain(`Migration ${id}/1.sql failed and was rolled back: ${says}`);
    expect(aside[id]).toContain('Mend the file, then run `cunzhi apply`.');
    expect(aside['needy']).toBe(`needy needs ${id}, which is quarantined. See to ${id} first; needy comes back with it.`);
    expect(await rows(`select count(*)::int as count from public.cunzhi_migration`)).toEqual(before);
    expect(await rows(`select from pg_namespace where nspname = 'plugin_${id.replaceAll('-', '_')}'`)).toEqual([]);
  }); // prettier-ignore

  it('and words that only look like that are let through', async () => {
    const text = `-- commit; begin
      create table plugin_words.well (id text primary key default 'rollback;'); /* set role x; */
      create function plugin_words.f() returns int begin atomic select 1; end;`;

    expect((await apply(plugin('words', { '1.sql': text }, { tables: [well('words')] }))).applied).toEqual([
      'words/1.sql',
    ]);
  });
});

it('foreign keys to the core and to used plugins are no trespass', async () => {
  const text = 'create table plugin_keys.well (id text primary key, place text references core.place)';

  expect(await apply(plugin('keys', { '1.sql': text }, { tables: [well('keys')] }))).toEqual({
    applied: ['keys/1.sql'],
    policies: ['plugin_keys.well'],
    aside: {},
  });
});

it('reference data that cannot be brought in leave nothing behind, and are said', async () => {
  const half = plugin('half', { '1.sql': 'create table plugin_half.well (id text primary key)' }, {
    tables: [well('half')],
    reference: async ({ db }: { db: { execute(one: object): Promise<unknown> } }) => {
      await db.execute(query`insert into plugin_half.well values ('a')`);
      throw new Error('the file of wells is not there');
    },
  }); // prettier-ignore

  const { aside } = await apply(half);

  expect(aside).toEqual({
    half: 'The reference data of half could not be brought in: the file of wells is not there. Mend the data or the plugin, then run `cunzhi apply`.',
  });
  expect(await rows('select * from plugin_half.well')).toEqual([]);
});

it('the core alone stops everything', async () => {
  const broken = { ...core, compat: '^2.0.0' };

  await expect(install(url, [broken], standards)).rejects.toThrow(SetupError);
  await expect(install(url, [broken], standards)).rejects.toThrow('core needs platform ^2.0.0; this is 1.0.0.');
});

describe('the plan', () => {
  let names = ['a'];
  const planned = plugin('planned', { '1.sql': 'create table plugin_planned.well (id text primary key)' }, {
    tables: [well('planned')],
    reference: async ({ db }: { db: { execute(one: object): Promise<unknown> } }) => {
      for (const name of names) await db.execute(query`insert into plugin_planned.well values (${name}) on conflict (id) do update set id = excluded.id`);
    },
  }); // prettier-ignore
  const plan = async (...more: AnyPlugin[]) => {
    const { plugins } = await planInstall(url, [core, planned, ...more], standards);
    return plugins.filter((one) => isPending(one) || one.problem);
  };

  it('names what would be applied, and apply does exactly that', async () => {
    expect(await plan()).toEqual([
      { plugin: 'planned', migrations: ['1.sql'], policies: [], reference: null, problem: undefined },
    ]);

    expect((await apply(planned)).applied).toEqual(['planned/1.sql']);

    expect(await plan()).toEqual([]);
  });

  it('names tables whose policies and reference data would change, row by row, and changes nothing itself', async () => {
    names = ['a', 'b', 'c'];
    await asOwner(url, (sql) => sql`grant insert on plugin_planned.well to cunzhi_app`);

    const first = await plan();

    expect(first).toEqual([
      {
        plugin: 'planned',
        migrations: [],
        policies: ['plugin_planned.well'],
        reference: [{ table: 'plugin_planned.well', added: 2, removed: 0 }],
        problem: undefined,
      },
    ]);
    expect(await plan()).toEqual(first);
    expect((await apply(planned)).policies).toEqual(['plugin_planned.well']);
    expect(await plan()).toEqual([]);
  });

  it('says who would not be installed, and why', async () => {
    const [bad] = await plan(definePlugin({ id: 'future', compat: '^9.0.0' }));

    expect(bad).toMatchObject({ plugin: 'future', problem: { state: 'incompatible' } });
  });
});
