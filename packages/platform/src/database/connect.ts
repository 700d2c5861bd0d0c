/**
 * Connections: one pool for each database role; nothing else in the project opens one.
 *
 * Every pool takes its role at connection time, so that `reset role` leads back to the role and not to its owner.
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { SetupError } from '@cunzhi/plugin';

export type DatabaseRole = 'cunzhi_app' | 'cunzhi_auth' | 'cunzhi_follow';
export type Database = PostgresJsDatabase<Record<string, never>> & { readonly $client: Sql };

export interface Connections {
  /** Requests: row security applies. */
  readonly app: Database;
  /** Sign-in tables, persons and grants. */
  readonly auth: Database;
  /** The event log, nothing else. */
  readonly follow: Sql;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly url: string;
  /** Called with every statement of the request pool; the tests count with it. */
  readonly onStatement?: ((statement: string) => void) | undefined;
}

export function connect({ url, onStatement }: ConnectOptions): Connections {
  const debug = onStatement && ((_connection: number, statement: string) => onStatement(statement));
  const app = pool(url, 'cunzhi_app', { max: 20, ...(debug && { debug }) });
  const auth = pool(url, 'cunzhi_auth', { max: 6 });
  const follow = pool(url, 'cunzhi_follow', { max: 3 });
  const all = [app, auth, follow];
  return {
    app: drizzle(app),
    auth: drizzle(auth),
    follow,
    close: async () => void (await Promise.all(all.map((sql) => sql.end({ timeout: 5 })))),
  };
}

/** The connection that migrations and commands use: it may change tables, and is closed when they are done. */
export async function asOwner<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select 1`;
  } catch (cause) {
    await sql.end({ timeout: 0 });
    throw unreachable(url, cause);
  }
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Of every session: no statement, lock or idle transaction holds others up for long (access-and-reliability, §4 and §7). */
const SESSION_LIMITS: Record<string, number> = {
  statement_timeout: 8_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
};

function pool(url: string, role: DatabaseRole, options: postgres.Options<Record<string, never>>): Sql {
  return postgres(url, {
    ...options,
    onnotice: () => {},
    connect_timeout: 10,
    idle_timeout: 60,
    connection: { ...SESSION_LIMITS, role, application_name: `cunzhi ${role}` },
  });
}

function unreachable(url: string, cause: unknown): SetupError {
  const { hostname, port, pathname } = new URL(url);
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SetupError(
    [
      `The database ${hostname}:${port || 5432}${pathname} cannot be reached (${why}). Check DATABASE_URL, and that the server runs.`,
    ],
    { cause },
  );
}
