/** One world of the matrix with its people and files, and servers on copies of it that may be changed before anybody asks. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { BUDGETS, localFileStore } from '@cunzhi/platform';
import { createTestDatabase, createTestHost, UNHURRIED, type TestHost } from '@cunzhi/test';
import { actorSpecimens, enterActors, signInActors, type MatrixActor } from '../matrix/actors.ts';
import { VILLAGES } from '../matrix/places.ts';
import { fillWorld, type World } from '../matrix/world.ts';

/** Everything may be asked at once, and on a day of its own: what depends on today is the same on both sides. */
const OPTIONS = { isForReal: true, most: { ...UNHURRIED, depth: 1e9 }, now: () => new Date('2026-11-20T08:00:00Z') };

export interface Side {
  readonly host: TestHost;
  readonly actors: readonly MatrixActor[];
  close(): Promise<void>;
}

export interface Worlds {
  readonly world: World;
  /** When the copies were the same, for logs that hold what happened on one of them since. */
  readonly madeAt: string;
  /** A server on a copy, where these people are signed in. */
  open(names: readonly string[], change?: (host: TestHost) => Promise<unknown>): Promise<Side>;
  close(): Promise<void>;
}

export async function makeWorlds(): Promise<Worlds> {
  // A guest has 250 ms; asked for everything at once on a busy machine it fails on one side and not on the other.
  for (const budget of Object.values(BUDGETS)) Object.assign(budget, { ms: 60_000 });
  const original = await createTestDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'cunzhi-worlds-'));
  const host = await createTestHost({ ...OPTIONS, beside: { databaseUrl: original.url, dataFolder } });
  const roles = await host.sql(
    (sql) =>
      sql<{ key: string; lengths: number[] }[]>`select key, prefix_lengths as lengths from core.role order by key`,
  );
  const people = actorSpecimens(roles);
  await enterActors(host, people);
  const world = await fillWorld(host);
  await host.sql((sql) => storeFiles(sql, dataFolder, (code) => `a photo of ${code}`));
  await host.close();
  const madeAt = new Date().toISOString();

  const open = async (names: readonly string[], change?: (host: TestHost) => Promise<unknown>): Promise<Side> => {
    const database = await createTestDatabase({ like: original.url });
    const folder = mkdtempSync(join(tmpdir(), 'cunzhi-worlds-'));
    cpSync(dataFolder, folder, { recursive: true });
    const copy = await createTestHost({ ...OPTIONS, beside: { databaseUrl: database.url, dataFolder: folder } });
    await change?.(copy);
    const actors = await signInActors(
      copy,
      people.filter(({ name }) => names.includes(name)),
    );
    const close = async () => {
      actors.forEach(({ client }) => client.close());
      await copy.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    };
    return { host: copy, actors, close };
  };
  const close = async () => {
    await original.drop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { world, madeAt, open, close };
}

/** Gives the evidence of each of these villages a file with a text of its own. */
export async function storeFiles(
  sql: Sql,
  dataFolder: string,
  textOf: (code: string) => string,
  codes: readonly string[] = Object.values(VILLAGES),
): Promise<void> {
  const store = localFileStore(join(dataFolder, 'files'));
  for (const code of codes) {
    const bytes = Buffer.from(`%PDF-1.4\n${textOf(code)}\n`);
    const { hash, size, contentType } = await store.put(
      (async function* () {
        yield bytes;
      })(),
    );
    await sql`update core.evidence set file_hash = ${hash}, size = ${size}, content_type = ${contentType}
      where place_code = ${code} and kind = 'file'`;
  }
}
