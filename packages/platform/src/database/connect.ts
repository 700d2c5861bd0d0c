/**
 * Connections: one pool for each database role; nothing else in the project opens one.
 *
 * Every pool takes its role at connection time, so that `reset role` leads back to the role and not to its owner.
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { SetupError } from '@cunzhi/plugin';

export type DatabaseRole =
  'cunzhi_app' | 'cunzhi_auth' | 'cunzhi_follow' | 'cunzhi_jobs' | 'cunzhi_audit' | 'cunzhi_keys';
export type Database = PostgresJsDatabase<Record<string, never>> & { readonly $client: Sql };

export interface Connections {
  /** Requests: row security applies. */
  readonly app: Database;
  /** Sign-in tables, persons and grants. */
  readonly auth: Database;
  /** The event log, nothing else. */
  readonly follow: Sql;
  /** Handlers and jobs of plugins: row security applies as for requests, under a scope of their own. */
  readonly jobs: Database;
  /** The audit log and its seal, nothing else. A pool of its own: whoever waits for it holds a connection of another one. */
  readonly audit: Sql;
  /** The wrapped keys of sensitive values, nothing else. */
  readonly keys: Sql;
  /** For the job queue's own driver, which opens its connections by itself: the role that owns the queue, nothing else. */
  readonly queueUrl: string;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly url: string;
  /** Called with every statement of the request pool; the tests count with it. */
  readonly onStatement?: ((statement: string) => void) | undefined;
  /** Connections of the request pool. */
  readonly most?: number;
}

export function connect({ url, onStatement, most = 20 }: ConnectOptions): Connections {
  const debug = onStatement && ((_connection: number, statement: string) => onStatement(statement));
  const app = pool(url, 'cunzhi_app', { max: most, ...(debug && { debug }) });
  const auth = pool(url, 'cunzhi_auth', { max: 6 });
  const follow = pool(url, 'cunzhi_follow', { max: 3 });
  // Work outside of requests may wait longer, and for other systems; what hangs is cut off by whoever started it first.
  const jobs = pool(url, 'cunzhi_jobs', {
    max: 20,
    limits: { statement_timeout: 30_000, idle_in_transaction_session_timeout: 90_000 },
  });
  const audit = pool(url, 'cunzhi_audit', { max: 4 });
  const keys = pool(url, 'cunzhi_keys', { max: 2 });
  const all = [app, auth, follow, jobs, audit, keys];
  return {
    app: drizzle(app),
    auth: drizzle(auth),
    follow,
    jobs: drizzle(jobs),
    audit,
    keys,
    queueUrl: queueUrl(url),
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

type PoolOptions = postgres.Options<Record<string, never>> & { readonly limits?: Record<string, number> };

function pool(url: string, role: DatabaseRole, { limits, ...options }: PoolOptions): Sql {
  return postgres(url, {
    ...options,
    onnotice: () => {},
    connect_timeout: 10,
    idle_timeout: 60,
    connection: { ...SESSION_LIMITS, ...limits, role, application_name: `cunzhi ${role}` },
  });
}

/** The address for the queue's own driver: whoever connects there has the queue's role from the first statement on. */
export function queueUrl(url: string): string {
  const address = new URL(url);
  address.searchParams.set('options', '-c role=cunzhi_queue');
  address.searchParams.set('application_name', 'cunzhi cunzhi_queue');
  return address.href;
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
