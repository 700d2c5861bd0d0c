/**
 * One operation: who asks, one snapshot for a query, one transaction for each mutation field.
 *
 * Mutations lock first and write second; any write before the lock throws, or the event log could show cause after effect.
 */
import { createHash, randomUUID } from 'node:crypto';
import DataLoader from 'dataloader';
import { sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import {
  BorderError, NotFoundError, type Actor, type Db, type EventInput, type FactQuery, type FactValue, type ListenOptions,
  type Loader, type Locale, type PlatformEvent, type RequestContext, type ServiceContext,
} from '@cunzhi/plugin'; // prettier-ignore
import { decide, type Permissions } from '../access/index.ts';
import type { TransactionSql } from 'postgres';
import { openRead, withScope, type Database, type Moment, type Scope } from '../database/index.ts';
import { writeEvent, type EventHub } from '../events/index.ts';
import type { NoteFault } from '../plugins/index.ts';
import { Tally, type Breaker, type BudgetError, type BudgetKind } from './budget.ts';
import { PluginContext } from './plugin-context.ts';

export interface OperationTools {
  readonly database: Database;
  readonly hub: EventHub;
  readonly facts: (
    ctx: ServiceContext,
    query: FactQuery,
  ) => Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>>;
  readonly now?: (() => Date) | undefined;
  /** Rests plugins that take too much. */
  readonly breaker: Breaker;
  readonly isPaused: (plugin: string) => boolean;
  /** Keeps a fault for the plugin page; never waits, never throws. */
  readonly noteFault: NoteFault;
  /** Known permissions; asking for another one is a mistake of the plugin. */
  readonly permissions: Permissions;
}

export interface OperationInput {
  readonly actor: Actor | null;
  readonly locale: Locale;
  /** Loads the actor anew, for streams that outlive the first look. */
  readonly reloadActor: () => Promise<Actor | null>;
}

type Session = {
  db: Db;
  client: TransactionSql;
  readonly moment: Moment;
  readonly loaders: Map<object, DataLoader<unknown, unknown>>;
  written: boolean;
};

const MAX_TRIES = 3;

export class Operation implements RequestContext {
  readonly actor: Actor | null;
  readonly locale: Locale;
  readonly operationId = randomUUID();
  readonly tools: OperationTools;
  readonly #contexts = new Map<string, PluginContext>();
  readonly #reloadActor: () => Promise<Actor | null>;
  #session: Session | undefined;
  #close: (() => Promise<void>) | undefined;
  #isBatch = false;
  #recovering: Promise<void> | undefined;

  constructor(tools: OperationTools, { actor, locale, reloadActor }: OperationInput) {
    this.tools = tools;
    this.#reloadActor = reloadActor;
    this.actor = actor;
    this.locale = locale;
  }

  get db(): Db {
    return this.#current().db;
  }

  /** Opens the snapshot of a query; until `close` every read sees the same moment. */
  async open(): Promise<void> {
    const { tx, client, moment, close } = await openRead(this.tools.database, this.#scope());
    this.#session = { db: tx, client, moment, loaders: new Map(), written: false };
    this.#close = close;
  }

  /** The operation as one plugin sees it, with a door and a tally of its own. */
  as(plugin: string, kind: BudgetKind): PluginContext {
    const key = `${kind} ${plugin}`;
    let context = this.#contexts.get(key);
    if (!context) {
      const breached = (error: BudgetError) => {
        if (kind === 'guest') this.tools.breaker.breach(plugin);
        this.tools.noteFault({ plugin, kind: 'field', where: 'budget', message: error.message });
      };
      context = new PluginContext(this, plugin, new Tally(plugin, kind, breached));
      this.#contexts.set(key, context);
    }
    return context;
  }

  client(): TransactionSql {
    return this.#current().client;
  }

  noteWriting(): void {
    this.#current().written = true;
  }

  /** A read goes on in another snapshot when a failed statement has lost the first one; a write does not. */
  async recover(lost: TransactionSql): Promise<TransactionSql | undefined> {
    if (!this.#close) return undefined;
    if (this.#session?.client === lost)
      await (this.#recovering ??= this.#reopen().finally(() => (this.#recovering = undefined)));
    return this.#session?.client;
  }

  async #reopen(): Promise<void> {
    const before = this.#close;
    const { tx, client, close } = await openRead(this.tools.database, this.#scope());
    if (this.#session) Object.assign(this.#session, { db: tx, client });
    this.#close = close;
    void before?.();
  }

  async close(): Promise<void> {
    const close = this.#close;
    this.#close = this.#session = undefined;
    for (const { tally } of this.#contexts.values()) tally.end();
    await close?.();
  }

  /** Runs one mutation field: once per write id, in one transaction, its answer read from a fresh snapshot. */
  async mutate(options: {
    readonly field: string;
    readonly input: unknown;
    readonly work: () => Promise<unknown>;
    readonly replay: ((id: string) => unknown) | undefined;
    /** Many acts in one transaction (commands, demonstration data): nobody waits for their order. */
    readonly isBatch?: boolean;
  }): Promise<unknown> {
    await this.close();
    this.#isBatch = options.isBatch ?? false;
    const key = writeIdOf(options.input);
    const { done, result } = await this.#transaction(async () => {
      const earlier = key && (await this.#findWrite(key, options.field, options.input));
      if (earlier) return { done: earlier.resultId, result: undefined };
      const value = await options.work();
      if (key) await this.#noteWrite(key, options.field, options.input, value);
      return { done: undefined, result: value };
    });
    await this.open();
    if (done === undefined) return result;
    const again = done === null ? null : await options.replay?.(done);
    if (again == null) throw new NotFoundError();
    return again;
  }

  now(): Date {
    return this.tools.now?.() ?? this.#session?.moment.now ?? new Date();
  }

  can(permission: string, placeCode?: string): boolean {
    if (!this.tools.permissions.has(permission))
      throw new Error(`No plugin declares the permission ${permission}. Add it to \`permissions\`, or mend the name.`);
    return decide(this.actor, permission, placeCode);
  }

  require(permission: string, placeCode?: string): void {
    if (!this.can(permission, placeCode)) throw new NotFoundError();
  }

  async lock<T extends PgTable>(table: T, where: SQL, db = this.db): Promise<T['$inferSelect']> {
    const session = this.#current();
    if (session.written && !this.#isBatch)
      throw new Error('Lock first, write second: this mutation wrote before it locked its aggregate.');
    const [row] = await db
      .select()
      .from(table as PgTable)
      .where(where)
      .limit(1)
      .for('update');
    if (!row) throw new NotFoundError();
    return row as T['$inferSelect'];
  }

  async emit(event: EventInput): Promise<void> {
    const session = this.#current();
    session.written = true;
    await writeEvent(session.db, { ...event, actorId: this.service().actor.id, operationId: this.operationId });
  }

  load<K, V>(loader: Loader<K, V>, key: K, context: RequestContext = this): Promise<V> {
    const { loaders } = this.#current();
    let batched = loaders.get(loader) as DataLoader<K, V> | undefined;
    if (!batched) {
      batched = new DataLoader(async (keys: readonly K[]) => {
        const found = await loader.batch(context.service(), keys);
        return keys.map((one) => found.get(one) ?? loader.missing);
      });
      loaders.set(loader, batched as DataLoader<unknown, unknown>);
    }
    return batched.load(key);
  }

  facts(
    query: FactQuery,
    context: RequestContext = this,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>> {
    return this.tools.facts(context.service(), query);
  }

  async read<T>(work: () => Promise<T>): Promise<T> {
    await this.open();
    try {
      return await work();
    } finally {
      await this.close();
    }
  }

  service(): ServiceContext {
    if (!this.actor) throw new NotFoundError();
    return this as ServiceContext;
  }

  async cursor(): Promise<string> {
    return this.#current().moment.cursor;
  }

  async *listen({ plugin, after, match, heartbeatMs }: ListenOptions): AsyncIterableIterator<PlatformEvent> {
    const queue = await this.tools.hub.open({
      plugin,
      match,
      heartbeatMs,
      after: after ?? undefined,
      actor: this.#reloadActor,
    });
    try {
      yield* queue;
    } finally {
      queue.end();
    }
  }

  #current(): Session {
    if (!this.#session) throw new Error('This operation has no open transaction.');
    return this.#session;
  }

  #scope(): Scope {
    return { actorId: this.actor?.id ?? null, reach: this.actor?.reach ?? new Map() };
  }

  /** A deadlock or a lost race is tried again; the work starts from the beginning each time. */
  async #transaction<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withScope(this.tools.database, this.#scope(), async (db, moment, client) => {
          this.#session = { db, client, moment, loaders: new Map(), written: false };
          return work();
        });
      } catch (error) {
        if (attempt >= MAX_TRIES || !isRetryable(error)) throw error;
      } finally {
        this.#session = undefined;
      }
    }
  }

  async #findWrite(key: string, field: string, input: unknown): Promise<{ resultId: string | null } | undefined> {
    const actor = this.service().actor.id;
    await this.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${actor} ${key}`}, 0))`);
    const [row] = await this.db.execute<{ field: string; request_hash: string; result_id: string | null }>(sql`
      select field, request_hash, result_id from platform.write_id where actor_id = ${actor} and key = ${key}`);
    if (!row) return undefined;
    if (row.field === field && row.request_hash === hashOf(input)) return { resultId: row.result_id };
    throw new BorderError(
      'WRITE_ID_REUSED',
      {
        zh: '这次提交的编号已经用在另一次提交上，什么都没有保存。请重新打开这一页再试。',
        en: 'This write id was used for another write; nothing was saved. Open the page anew and try again.',
      },
      'clientWriteId',
    );
  }

  async #noteWrite(key: string, field: string, input: unknown, value: unknown): Promise<void> {
    const id = typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : null;
    await this.db.execute(sql`insert into platform.write_id (actor_id, key, field, request_hash, result_id)
      values (${this.service().actor.id}, ${key}, ${field}, ${hashOf(input)}, ${id})`);
  }
}

function writeIdOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !('clientWriteId' in input)) return undefined;
  const key = String(input.clientWriteId);
  if (key.length >= 16 && key.length <= 64) return key;
  throw new BorderError(
    'BAD_INPUT',
    {
      zh: `clientWriteId 要有 16 到 64 个字符，收到 ${key.length} 个。`,
      en: `clientWriteId has 16 to 64 characters; got ${key.length}.`,
    },
    'clientWriteId',
  );
}

/** The hash of an input, the same for the same content in any order of keys. */
function hashOf(input: unknown): string {
  const sorted = (_key: string, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256').update(JSON.stringify(input, sorted)).digest('hex');
}

function isRetryable(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  const code = typeof cause === 'object' && cause && 'code' in cause ? cause.code : undefined;
  return code === '40001' || code === '40P01';
}
