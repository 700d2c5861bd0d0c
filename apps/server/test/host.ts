/**
 * A whole server with your plugins on a real PostgreSQL, asked through its doors: sign-in, GraphQL, WebSocket.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferInsertModel } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import { addPerson } from '@cunzhi/core';
import { asOwner, type Host } from '@cunzhi/platform';
import type { AnyPlugin, CunzhiConfig, ServiceContext } from '@cunzhi/plugin';
import { run } from '../src/index.ts';
import { standards } from '@cunzhi/standards';
import { Asker, type Answer } from './asker.ts';
import { installedDatabase, type TestDatabase } from './cluster.ts';

export interface TestHostOptions {
  /** The plugins under test with those that they use; `core` first. */
  readonly plugins: readonly AnyPlugin[];
  /** Who asks: a role at a place, `['clerk', '330523108204']`; without it a developer who sees no business data. */
  readonly as?: readonly [role: string | readonly string[], place: string];
  readonly now?: () => Date;
  readonly webhooks?: CunzhiConfig['webhooks'];
  /** For tests of the life cycle: a database that is there already, kept at the end. */
  readonly database?: TestDatabase;
}

export interface TestHost {
  readonly url: string;
  readonly databaseUrl: string;
  readonly host: Host;
  /** Asks as the person of `as`. */
  query<T = Loose>(document: string, variables?: object): Promise<Answer<T>>;
  subscribe<T = Loose>(document: string, variables?: Record<string, unknown>): AsyncIterableIterator<Answer<T>>;
  /** Somebody else: a role at a place. */
  as(role: string | readonly string[], place: string): Promise<Asker>;
  /** Writes rows as the owner of the database, past row security; returns them. */
  seed<T extends PgTable>(table: T, rows: InferInsertModel<T> | InferInsertModel<T>[]): Promise<T['$inferSelect'][]>;
  /** Runs a service as the platform itself, in one transaction. */
  asSystem<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<T>;
  /** SQL statements while `work` runs, without transaction control. */
  countStatements(work: () => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

// What an answer looks like is what the test asserts; the caller may name it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

const CONTROL = /^\s*(begin|commit|rollback|set transaction|select set_config|select b\.oid)/i;
const NOBODY = ['developer', '3305'] as const;

/** Starts a host on a database of its own. Close it when the test is done. */
export async function createTestHost(options: TestHostOptions): Promise<TestHost> {
  const { plugins, as = NOBODY, now, webhooks } = options;
  const database = options.database ?? (await installedDatabase(plugins));
  const dataFolder = mkdtempSync(join(tmpdir(), 'cunzhi-test-'));
  const statements: string[] = [];
  const running = await run({
    config: { plugins, standards, ...(webhooks && { webhooks }) },
    databaseUrl: database.url,
    settings: {
      port: 0,
      dataFolder,
      databaseUrl: database.url,
      logLevel: process.env['LOG_LEVEL'] ?? 'silent',
      keyFile: database.keyFile,
    },
    isDemonstration: true,
    onStatement: (one) => statements.push(one),
    ...(now && { now }),
  });
  const { host, http } = running;
  const askers = new Map<string, Promise<Asker>>();

  async function asker(roles: readonly string[], place: string): Promise<Asker> {
    const username = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
    const password = randomUUID();
    const accountId = await http.auth.createAccount({ username, name: '测试', password });
    const grants = roles.map((role) => ({ role, placePrefix: place }));
    await asOwner(database.url, (sql) =>
      drizzle(sql).transaction(async (tx) => {
        // A tester may hold every role at once; of real people the database keeps three duties apart.
        await tx.execute('alter table core."grant" disable trigger grant_duties_apart');
        await addPerson(tx, { accountId, username, name: '测试', placeCode: place, grants }, '测试');
        await tx.execute('alter table core."grant" enable trigger grant_duties_apart');
      }),
    );
    return Asker.signIn(http.url, username, password);
  }
  const known = (role: string | readonly string[], place: string): Promise<Asker> => {
    const key = `${String(role)} ${place}`;
    const found = askers.get(key) ?? asker([role].flat(), place);
    askers.set(key, found);
    return found;
  };
  const first = await known(...as);

  return {
    url: http.url,
    databaseUrl: database.url,
    host,
    query: (document, variables) => first.query(document, variables),
    subscribe: (document, variables) => first.subscribe(document, variables),
    as: known,
    seed: (table, rows) =>
      asOwner(database.url, async (sql) => {
        const values = Array.isArray(rows) ? rows : [rows];
        return (await drizzle(sql)
          .insert(table)
          .values(values as never[])
          .returning()) as never[];
      }),
    asSystem: (work) => host.asSystem({ id: randomUUID(), name: '测试' }, work),
    async countStatements(work) {
      statements.length = 0;
      await work();
      return statements.filter((one) => !CONTROL.test(one)).length;
    },
    async close() {
      for (const one of askers.values()) (await one).close();
      await running.stop();
      if (!options.database) await database.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
