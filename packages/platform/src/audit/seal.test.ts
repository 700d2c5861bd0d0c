import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from '@cunzhi/test';
import { asOwner, connect, type Connections, type Sql } from '../database/index.ts';
import { exportLines } from './export.ts';
import { keepInFolder, PUBLIC_KEY, publishKey, rootSigner, type RootSigner } from './root.ts';
import { sealRows, signIfDue } from './seal.ts';
import { readRoots, verifyAudit } from './verify.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cunzhi-audit-'));
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let connections: Connections;
let signer: RootSigner;
let roots: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  connections = connect({ url: database.url });
});
beforeEach(() => {
  roots = join(folder, `roots-${(count += 1)}`);
  signer = rootSigner({ keyFile: join(folder, 'key.pem'), keep: keepInFolder(roots) });
  publishKey(roots, signer.publicKey);
});
afterAll(async () => {
  await connections.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const insertRows = (sql: Sql, rows: number) => sql`
  insert into platform.audit (act, place_code, subject_type, subject_id, outcome, operation_id, detail)
  select 'recordAnswer', '330523108' || lpad((n % 300)::text, 3, '0'), 'Answer', gen_random_uuid()::text,
    (array['done', 'refused'])[1 + n % 2], gen_random_uuid(), jsonb_build_object('writeId', gen_random_uuid())
  from generate_series(1, ${rows}) n`;

/**
 * Seals until every row is; gives how many those were. The horizon is the whole server's: what other tests have open in their
 * databases holds it back for a moment.
 */
async function sealAll(): Promise<number> {
  let sealed = 0;
  const left = async () => {
    sealed += await sealRows(connections.audit);
    const [row] = await connections.audit<{ rows: number }[]>`
      select count(*)::int as rows from platform.audit a where not exists (select from platform.audit_seal s where s.id = a.id)`;
    return row?.rows;
  };
  await expect.poll(left, { timeout: 30_000 }).toBe(0);
  return sealed;
}

/** All lines, as `cunzhi audit export` writes them. */
async function exported(): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of exportLines(connections.audit)) lines.push(...batch);
  return lines;
}
const proof = (lines: readonly string[]) =>
  verifyAudit({ lines, roots: readRoots(roots), publicKey: readFileSync(join(roots, PUBLIC_KEY)) });

it('seals every row once and in order, while many write and several seal', async () => {
  let isWriting = true;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let round = 0; round < 25; round++)
      await connections.app.$client.begin(async (tx) => {
        await tx`insert into platform.audit (act, outcome, operation_id) values (${`w${writer}`}, 'done', gen_random_uuid())`;
        // Every third one stays open for a while, with its number given already: it commits after later ones.
        if (round % 3 === 0) await tx`select pg_sleep(0.01)`;
        if (round % 10 === 9) await tx`select 1 / (${round} - 9 - ${round - 9})`.catch(() => {});
      }).catch(() => {}); // prettier-ignore
  });
  const sealers = Array.from({ length: 3 }, async () => {
    while (isWriting) await sealRows(connections.audit);
  });
  await Promise.all(writers);
  isWriting = false;
  await Promise.all(sealers);
  await sealAll();
  await signIfDue(connections.audit, { sign: signer.sign });

  const [found] = await asOwner(
    database.url,
    (sql) => sql`
    select (select count(*)::int from platform.audit) as rows, (select count(*)::int from platform.audit_seal) as sealed,
      (select count(*)::int from platform.audit a where not exists (select from platform.audit_seal s where s.id = a.id)) as missed,
      (select bool_and(ok) from (select (epoch, xid, id) > lag((epoch, xid, id)) over (order by seq) as ok from platform.audit_seal) o) as in_order`,
  );
  expect(found).toEqual({ rows: found?.['rows'], sealed: found?.['rows'], missed: 0, in_order: true });
  expect(found?.['rows']).toBeGreaterThan(150);
  expect(await proof(await exported())).toMatchObject({ ok: true, rows: found?.['rows'], proved: found?.['rows'] });
});

it('waits for a transaction that is older, and never for one that writes', async () => {
  const before = await sealAll().then(() => exported());
  await connections.app.$client.begin(async (older) => {
    await older`insert into platform.audit (act, outcome, operation_id) values ('older', 'done', gen_random_uuid())`;
    await insertRows(connections.audit, 1);

    expect(await sealRows(connections.audit)).toBe(0);
  });

  expect(await sealAll()).toBe(2);
  expect((await exported()).slice(before.length).map((line) => JSON.parse(line).row[5])).toEqual([
    'older',
    'recordAnswer',
  ]);
});

it('tells nothing from the word NULL', async () => {
  await connections.audit`
    insert into platform.audit (act, place_code, outcome, operation_id)
    values ('nothing', null, 'done', gen_random_uuid()), ('nothing', 'NULL', 'done', gen_random_uuid())`;
  await sealAll();

  expect((await exported()).slice(-2).map((line) => JSON.parse(line).row[6])).toEqual([null, 'NULL']);
});

it('signs a root a minute, and one sooner where it is due', async () => {
  await insertRows(connections.audit, 1);
  await sealAll();
  await signIfDue(connections.audit, { sign: signer.sign, isDue: true });
  await insertRows(connections.audit, 1);
  await sealAll();

  expect(await signIfDue(connections.audit, { sign: signer.sign })).toBe(false);
  expect(await signIfDue(connections.audit, { sign: signer.sign, isDue: true })).toBe(true);
  expect(await signIfDue(connections.audit, { sign: signer.sign, isDue: true })).toBe(false);
  expect(readRoots(roots)).toHaveLength(2);
});

it('knows no root that could not be kept elsewhere', async () => {
  await insertRows(connections.audit, 1);
  await sealAll();
  const sign = () => Promise.reject(new Error('the other machine is away'));

  await expect(signIfDue(connections.audit, { sign, isDue: true })).rejects.toThrow('away');
  expect(await signIfDue(connections.audit, { sign: signer.sign, isDue: true })).toBe(true);
});

it('finds what an owner changed or removed in the database, behind the triggers', async () => {
  await insertRows(connections.audit, 3);
  await sealAll();
  await signIfDue(connections.audit, { sign: signer.sign, isDue: true });
  const rows = (await exported()).length;
  const asCulprit = (statement: (sql: Sql, id: string) => PromiseLike<unknown>, back: number) =>
    asOwner(database.url, async (sql) => {
      await sql`alter table platform.audit disable trigger all`;
      const [row] = await sql`select id::text from platform.audit_seal order by seq desc limit 1 offset ${back}`;
      await statement(sql, String(row?.['id']));
      return proof(await exported());
    });

  expect(await asCulprit((sql, id) => sql`delete from platform.audit where id = ${id}`, 0)).toEqual({
    ok: false,
    seq: rows,
    why: 'was sealed and is gone',
  });
  expect(
    await asCulprit((sql, id) => sql`update platform.audit set actor_id = gen_random_uuid() where id = ${id}`, 1),
  ).toEqual({
    ok: false,
    seq: rows - 1,
    why: 'is not the row that was sealed',
  });
});
