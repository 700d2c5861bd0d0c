/**
 * One operation: who asks, one snapshot for a query, one transaction for each mutation field.
 *
 * Mutations lock first and write second; any write before the lock throws, or the event log could show cause after effect.
 */
import { randomUUID } from 'node:crypto';
import DataLoader from 'dataloader';
import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import {
  LookingError, NotFoundError, type Actor, type AskedPlace, type Db, type EventInput, type FactQuery, type FactValue, type ListenOptions,
  type Loader, type Locale, type PendingEvent, type PlatformEvent, type RequestContext, type SensitiveDoor, type ServiceContext,
} from '@cunzhi/plugin'; // prettier-ignore
import type { TransactionSql } from 'postgres';
import { decide, type Permissions } from '../access/index.ts';
import { Attempt, Opened, writeAudit, type AuditBook } from '../audit/index.ts';
import {
  isLostRace, openRead, OvertakenError, reasonOf, Running, scopeText, withDoor, withScope, type Database, type Moment, type PlacedTables, type Scope,
} from '../database/index.ts'; // prettier-ignore
import { writeEvent, type EnterGuard, type EventCatalogue, type EventHub, type Guards } from '../events/index.ts';
import type { NoteFault } from '../plugins/index.ts';
import { openSensitive, type SensitiveKeys } from '../sensitive/index.ts';
import { BUDGETS, Tally, type Breaker, type Budget, type BudgetError, type BudgetKind } from './budget.ts';
import { PluginContext } from './plugin-context.ts';
import { findWrite, noteWrite, writeIdOf } from './write-id.ts';

export interface OperationTools {
  readonly database: Database;
  /** For rows of the audit log that have no transaction, or have lost it. */
  readonly audit: AuditBook;
  /** The keys of sensitive values. */
  readonly keys: SensitiveKeys;
  readonly hub: EventHub;
  readonly events: EventCatalogue;
  readonly guards: Guards;
  readonly facts: (
    enter: (plugin: string) => ServiceContext,
    query: FactQuery,
  ) => Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>>;
  readonly now?: (() => Date) | undefined;
  /** Rests plugins that take too much. */
  readonly breaker: Breaker;
  /** When a deployment gives guests another time than the usual. */
  readonly guestBudgetMs?: number | undefined;
  readonly isPaused: (plugin: string) => boolean;
  /** Keeps a fault for the plugin page; never waits, never throws. */
  readonly noteFault: NoteFault;
  /** Known permissions; asking for another one is a mistake of the plugin. */
  readonly permissions: Permissions;
  /** Tables whose rows the doors of plugins show by place. */
  readonly tables: PlacedTables;
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
  /** Announced in this transaction; the guards look at them before commit. */
  readonly announced: PendingEvent[];
  /** Being written: a plugin that forgot to wait for its event still has it, or fails. */
  readonly writing: Promise<void>[];
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
  #isAborted = false;
  #recovering: Promise<void> | undefined;
  /** The mutation that is under way, as the audit log will tell of it. */
  attempt: Attempt | undefined;
  /** Called when it is ended before its time: nothing that comes after is of use to anybody. */
  onAbort: (() => void) | undefined;
  /** Statements of plugins that the database works at now. */
  readonly running = new Running();
  /** Set when they were ended before their time: whether all of them were. */
  #cancelled: Promise<boolean> | undefined;
  readonly #opened: Opened;
  readonly sensitive: SensitiveDoor;

  constructor(tools: OperationTools, { actor, locale, reloadActor }: OperationInput) {
    this.tools = tools;
    this.#reloadActor = reloadActor;
    this.actor = actor;
    this.locale = locale;
    this.#opened = new Opened(tools.audit);
    this.sensitive = openSensitive(tools.keys, () => this.#revealing());
  }

  get db(): Db {
    return this.#current().db;
  }

  /** Opens the snapshot of a query; until `close` every read sees the same moment. */
  async open(): Promise<void> {
    this.#goOn();
    const { tx, client, moment, close } = await openRead(this.tools.database, this.#scope());
    this.#session = newSession(tx, client, moment);
    this.#close = close;
    if (this.#isAborted) await this.close();
    this.#goOn();
  }

  /** Ends it before its time, in the database too: it reads nothing more, and a write that is not committed yet is rolled back. */
  abort(): void {
    this.#isAborted = true;
    this.onAbort?.();
    this.#cancelled = this.running.cancel();
    void this.close();
  }

  /** A request to cancel that may still be on its way finds nobody: the connection ends with its transaction. */
  async #settle(client: TransactionSql): Promise<void> {
    if ((await this.#cancelled) === false)
      await client.unsafe('select pg_terminate_backend(pg_backend_pid())').catch(() => {});
  }

  get isAborted(): boolean {
    return this.#isAborted;
  }

  /** Nobody waits for the answer any more: a query ends here; a mutation goes on to its own end, whatever that is. */
  leave(): void {
    if (!this.attempt) this.abort();
  }

  #goOn(): void {
    if (this.#isAborted) throw new Error('This operation took too long and was ended.');
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
      context = new PluginContext(this, plugin, new Tally(plugin, this.#budgetOf(kind), breached));
      this.#contexts.set(key, context);
    }
    return context;
  }

  #budgetOf(kind: BudgetKind): Budget {
    const { guestBudgetMs: ms } = this.tools;
    return kind === 'guest' && ms !== undefined ? { ...BUDGETS.guest, ms } : BUDGETS[kind];
  }

  /** What was cut off may still hold a context: it can do nothing more with it. */
  #endContexts(): void {
    for (const context of this.#contexts.values()) context.end();
    this.#contexts.clear();
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
    const [close, client] = [this.#close, this.#session?.client];
    this.#close = this.#session = undefined;
    this.#endContexts();
    if (!close) return;
    if (client) await this.#settle(client);
    await close();
  }

  /** Runs one mutation field: once per write id, in one transaction, its answer read from a fresh snapshot. */
  async mutate(options: {
    readonly field: string;
    readonly input: unknown;
    readonly work: () => Promise<unknown>;
    readonly replay: ((id: string) => unknown) | undefined;
    /** The type of what comes about, for the audit log. */
    readonly subjectType?: string | undefined;
    /** Many acts in one transaction (commands, demonstration data): nobody waits for their order. */
    readonly isBatch?: boolean;
  }): Promise<unknown> {
    await this.close();
    this.#goOn();
    this.#isBatch = options.isBatch ?? false;
    const attempt = (this.attempt = this.#attemptAt(options.field, options.subjectType));
    if (this.actor?.lookedAsBy) await this.#refused(attempt, new LookingError());
    const { done, result } = await this.#write(options, attempt).catch((error: unknown) =>
      this.#refused(attempt, error),
    );
    await this.open();
    if (done === undefined) return result;
    const again = done === null ? null : await options.replay?.(done);
    if (again == null) throw new NotFoundError();
    return again;
  }

  async #write(
    { field, input, work }: { readonly field: string; readonly input: unknown; readonly work: () => Promise<unknown> },
    attempt: Attempt,
  ): Promise<{ done: string | null | undefined; result: unknown }> {
    const key = writeIdOf(input);
    const { fingerprint } = this.tools.keys;
    const write = key ? { actorId: this.service().actor.id, key, field, input, fingerprint } : undefined;
    return this.#transaction(async () => {
      const earlier = write && (await findWrite(this.db, write));
      if (earlier) return { done: earlier.resultId, result: undefined };
      const value = await work();
      try {
        if (write) await noteWrite(this.db, write, value);
        await writeAudit(this.db, attempt.done(value, key));
      } catch (error) {
        throw reasonOf(error);
      }
      return { done: undefined, result: value };
    });
  }

  /**
   * A refusal rolls its own row back, so this one stands in a transaction of its own. What nobody's attempts leave is the log of
   * the server: whoever has not signed in could fill this one.
   */
  async #refused(attempt: Attempt, error: unknown): Promise<never> {
    if (this.actor) await this.tools.audit.write([attempt.ended(error)]);
    throw error;
  }

  /** @throws when the row could not be written: then the value must not leave. */
  noteOpened(act: string, type: string, row: unknown): Promise<void> {
    return this.#opened.note(this.#attemptAt(act, type).done(row));
  }

  #attemptAt(act: string, subjectType: string | undefined): Attempt {
    const { lookedAsBy, id } = this.actor ?? {};
    const who = lookedAsBy ? { actorId: lookedAsBy, about: id } : { actorId: id ?? null };
    return new Attempt({ ...who, act, subjectType, operationId: this.operationId });
  }

  /** Runs work in one transaction without a write id and without an answer: handlers and jobs. */
  act<T>(work: () => Promise<T>): Promise<T> {
    this.#isBatch = true;
    return this.#transaction(work);
  }

  now(): Date {
    return this.tools.now?.() ?? this.#session?.moment.now ?? new Date();
  }

  can(permission: string, place?: AskedPlace): boolean {
    if (!this.tools.permissions.has(permission))
      throw new Error(`No plugin declares the permission ${permission}. Add it to \`permissions\`, or mend the name.`);
    return decide(this.tools.permissions, this.actor, permission, place).allow;
  }

  require(permission: string, place?: AskedPlace): void {
    if (!this.can(permission, place)) throw new NotFoundError();
  }

  async lock<T extends PgTable>(table: T, where: SQL, db = this.db): Promise<T['$inferSelect']> {
    const session = this.#current();
    if (session.written && !this.#isBatch)
      throw new Error('Lock first, write second: this mutation wrote before it locked its aggregate.');
    const [found] = await db
      .select({ row: getTableColumns(table), isOvertaken: sql<boolean>`age(xmin) < 0` })
      .from(table as PgTable)
      .where(where)
      .limit(1)
      .for('update');
    if (!found) throw new NotFoundError();
    if (found.isOvertaken && !this.#isBatch) throw new OvertakenError();
    this.attempt?.locked(found.row);
    return found.row as T['$inferSelect'];
  }

  emit(event: EventInput): Promise<void> {
    const session = this.#current();
    const written = this.#announce(event, session);
    written.catch(() => {});
    session.writing.push(written);
    return written;
  }

  async #announce(event: EventInput, session: Session): Promise<void> {
    const payload = this.tools.events.check(event);
    const actorId = this.service().actor.id;
    if (this.tools.permissions.get(event.permission)?.handlersOnly && !event.handlers?.length)
      throw new Error(
        `The event ${event.name} is for the handlers of a record (${event.permission}) and names none; nobody would hear of it. Say them in \`handlers\`.`,
      );
    session.written = true;
    await writeEvent(session.db, { ...event, payload, actorId, operationId: this.operationId });
    const plugin = event.name.split('.')[0] ?? '';
    session.announced.push({ ...event, payload, plugin, actorId, occurredAt: session.moment.now });
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

  /** Each fact is read on the account of the plugin that publishes it. */
  facts(query: FactQuery): Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>> {
    const kind = this.#close ? 'own' : 'write';
    return this.tools.facts((plugin) => this.as(plugin, kind).service(), query);
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

  /** The mutation that is under way, when a clear value may leave in it: its row of the audit log is written with it. */
  #revealing() {
    const { attempt, operationId } = this;
    if (!attempt || this.#close || this.#isBatch)
      throw new Error('A sensitive value is revealed in a mutation only: a query, a handler and a job show it masked.');
    const note = ({ row }: { readonly row: { readonly id: string } }, field: string) => attempt.revealed(row.id, field);
    return { db: this.db, actor: this.service().actor, operationId, note };
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
          this.#endContexts();
          const session = (this.#session = newSession(db, client, moment));
          try {
            const result = await work();
            await Promise.all(session.writing);
            await this.tools.guards.ask(session.announced, this.#enterGuard);
            this.#goOn();
            return result;
          } finally {
            await this.#settle(client);
          }
        });
      } catch (error) {
        if (attempt >= MAX_TRIES || !isLostRace(error)) throw error;
      } finally {
        this.#session = undefined;
      }
    }
  }

  /** A guard runs in a savepoint that is always rolled back: read-only, in its own scope, with the rest of its time as limit. */
  readonly #enterGuard: EnterGuard = async ({ plugin, actor, limitMs }, work) => {
    const { client, moment } = this.#current();
    const guard = new Operation(this.tools, { actor, locale: this.locale, reloadActor: async () => actor });
    const done = Symbol('done');
    await client
      .savepoint(async (nested) => {
        await nested`select set_config('app.scope', ${scopeText(guard.#scope())}, true),
          set_config('app.actor', ${actor.id}, true), set_config('transaction_read_only', 'on', true),
          set_config('statement_timeout', ${String(limitMs)}, true)`;
        await withDoor(nested, async (door) => {
          guard.#session = newSession(door, nested, moment);
          await work(guard.as(plugin, 'own').service());
        });
        throw done;
      })
      .catch((error: unknown) => {
        if (error !== done) throw error;
      })
      .finally(() => (guard.#session = undefined));
  };
}

const newSession = (db: Db, client: TransactionSql, moment: Moment): Session => ({
  db,
  client,
  moment,
  loaders: new Map(),
  announced: [],
  writing: [],
  written: false,
});
