import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { SetupError } from '@cunzhi/plugin';
import { sql } from 'drizzle-orm';
import { applyPolicies, checkPolicies, claimDeployment, connect, withScope } from './index.ts';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const ROWS = sql`select place_code from core.evidence`;

describe('a scope', () => {
  const addRow = (place: string) =>
    host.sql(
      (owner) => owner`insert into core.evidence (place_code, kind, title, created_by, created_by_name)
        values (${place}, 'paper', 'a paper', gen_random_uuid(), 'somebody')`,
    );
  const reader = (...prefixes: string[]) => ({ actorId: null, reach: new Map([['core.evidence.read', prefixes]]) });
  const visible = async (scope: Parameters<typeof withScope>[1]) => {
    const rows = await withScope(host.host.connections.app, scope, (tx) => tx.execute<{ place_code: string }>(ROWS));
    return [...new Set(rows.map((row) => row.place_code))].sort();
  };

  it('shows the rows of its prefixes and no other', async () => {
    for (const place of ['330523108204', '330523108205', '330502001005']) await addRow(place);

    expect(await visible(reader('330523108'))).toEqual(['330523108204', '330523108205']);
    expect(await visible(reader('330523108204', '330502'))).toEqual(['330502001005', '330523108204']);
    expect(await visible(reader())).toEqual([]);
  });

  it('shows nothing outside of a transaction with a scope, also on a connection that had one before', async () => {
    await visible(reader('33'));

    const { app, close } = connect({ url: host.databaseUrl });
    await withScope(app, reader('33'), (tx) => tx.execute(ROWS));
    const rows = await Promise.all(Array.from({ length: 40 }, () => app.execute(ROWS)));
    await close();

    expect(rows.flat()).toEqual([]);
  });

  it('does not let a row be written outside of the write reach, or moved out of it', async () => {
    const scope = {
      actorId: null,
      reach: new Map([
        ['core.evidence.read', ['330523']],
        ['core.evidence.write', ['330523108204']],
      ]),
    };
    const write = (statement: ReturnType<typeof sql>) =>
      withScope(host.host.connections.app, scope, (tx) => tx.execute(statement));

    await addRow('330523108204');
    await expect(
      write(
        sql`insert into core.evidence (place_code, kind, title, created_by, created_by_name) values ('330523108205', 'paper', 'x', gen_random_uuid(), 'x')`,
      ),
    ).rejects.toThrow('Failed query');
    await expect(
      write(sql`update core.evidence set place_code = '330523108205' where place_code = '330523108204'`),
    ).rejects.toThrow('Failed query');
  });

  it('keeps the request role away from sign-in tables, the event log and the ledger', async () => {
    for (const table of ['auth.session', 'platform.event', 'public.cunzhi_migration']) {
      await expect(host.host.connections.app.execute(sql.raw(`select * from ${table}`)), table).rejects.toThrow(
        'Failed query',
      );
    }
  });
});

describe('rights and policies', () => {
  it('are compared with the declarations, by their text and not only by their names', async () => {
    await host.sql(async (owner) => {
      expect(await checkPolicies(owner, host.host.plugins)).toEqual([]);
      await owner`drop policy app_select on core.evidence`;
      await owner`alter policy app_delete on core."grant" using (true)`;
      await owner`grant delete on core.place to cunzhi_app`;
      await owner`create table core.forgotten (place_code text)`;

      const problems = await checkPolicies(owner, host.host.plugins);
      await owner`drop table core.forgotten`;
      const written = await applyPolicies(owner, host.host.plugins);

      expect(problems.sort()).toEqual([
        'The rights or policies of core.grant differ from what is declared: run `cunzhi apply`.',
        'The rights or policies of core.place differ from what is declared: run `cunzhi apply`.',
        expect.stringContaining('core.evidence has the policies [app_delete,app_insert,app_update,owner_all]'),
        expect.stringContaining('core.forgotten is not declared'),
      ]);
      expect(written.sort()).toEqual(['core.evidence', 'core.grant', 'core.place']);
      expect(await checkPolicies(owner, host.host.plugins)).toEqual([]);
    });
  });

  it('never mix demonstration and real work', async () => {
    await expect(host.sql((owner) => claimDeployment(owner, 'production'))).rejects.toThrow(SetupError);
  });
});
