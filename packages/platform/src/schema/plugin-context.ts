/**
 * What one plugin gets of an operation: the same transaction and scope as everybody, through a door of its own.
 *
 * Whatever it reads, writes and announces is counted on its own tally.
 */
import type { SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import {
  NotFoundError, type SensitiveDoor, type Actor, type AskedPlace, type Db, type EventInput, type FactQuery, type FactValue, type ListenOptions, type Loader,
  type Locale, type PlatformEvent, type RequestContext, type ServiceContext,
} from '@cunzhi/plugin'; // prettier-ignore
import { openDoor, refuseToLeaveScope } from '../database/index.ts';
import type { Tally } from './budget.ts';
import type { Operation } from './operation.ts';

const WRITES = /^\s*(insert|update|delete|merge|with\b[\s\S]*\b(insert|update|delete)\b)/i;

const NOWHERE: Actor['reach'] = new Map();

export class PluginContext implements RequestContext {
  readonly plugin: string;
  readonly tally: Tally;
  readonly operation: Operation;
  readonly #db: Db;
  #isOpen = true;

  constructor(operation: Operation, plugin: string, tally: Tally) {
    this.operation = operation;
    this.plugin = plugin;
    this.tally = tally;
    this.#db = openDoor({
      client: () => operation.client(),
      recover: (lost) => operation.recover(lost),
      before: (statement) => {
        if (!this.#isOpen) throw new Error('This operation has gone on; what was cut off can do nothing more.');
        refuseToLeaveScope(statement);
        tally.statement();
        if (WRITES.test(statement)) operation.noteWriting();
      },
      after: (rows) => tally.rows(rows),
      running: operation.running,
      range: { tables: operation.tools.tables, reach: () => operation.actor?.reach ?? NOWHERE },
    });
  }

  /** Nothing goes through this door any more. */
  end(): void {
    this.#isOpen = false;
    this.tally.end();
  }

  get db(): Db {
    return this.#db;
  }
  get actor(): Actor | null {
    return this.operation.actor;
  }
  get locale(): Locale {
    return this.operation.locale;
  }
  get operationId(): string {
    return this.operation.operationId;
  }
  now(): Date {
    return this.operation.now();
  }
  can(permission: string, place?: AskedPlace): boolean {
    return this.operation.can(permission, place);
  }
  require(permission: string, place?: AskedPlace): void {
    this.operation.require(permission, place);
  }
  lock<T extends PgTable>(table: T, where: SQL): Promise<T['$inferSelect']> {
    return quiet(this.operation.lock(table, where, this.#db));
  }
  emit(event: EventInput): Promise<void> {
    this.tally.event();
    return this.operation.emit(event);
  }
  load<K, V>(loader: Loader<K, V>, key: K): Promise<V> {
    return quiet(this.operation.load(loader, key, this));
  }
  facts(query: FactQuery): Promise<ReadonlyMap<string, ReadonlyMap<string, FactValue>>> {
    return quiet(this.operation.facts(query));
  }
  get sensitive(): SensitiveDoor {
    return this.operation.sensitive;
  }
  read<T>(work: () => Promise<T>): Promise<T> {
    return this.operation.read(work);
  }
  cursor(): Promise<string> {
    return this.operation.cursor();
  }
  listen(options: ListenOptions): AsyncIterableIterator<PlatformEvent> {
    return this.operation.listen(options);
  }
  service(): ServiceContext {
    if (!this.actor) throw new NotFoundError();
    return this as ServiceContext;
  }
}

/** The same promise; when a plugin forgets to wait for it, its failure does not end the process. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
