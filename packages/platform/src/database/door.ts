/**
 * The door to data that a plugin gets: a drizzle database whose statements pass one gate.
 *
 * The gate counts, adds the caller's range, refuses what would leave the scope, and leads on to another transaction when a
 * read was lost.
 */
import { PgDatabase, PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { Db } from '@cunzhi/plugin';
import { RangedDialect, type Range } from './range.ts';
import type { Running } from './running.ts';

export interface Gate {
  /** The transaction to ask now. */
  client(): TransactionSql;
  /** Called with each statement before it is sent; what it throws is what the caller gets. */
  before(statement: string): void;
  after(rows: number): void;
  /** Another transaction to ask again in, when this one was lost by somebody else's failed statement. */
  recover(lost: TransactionSql): Promise<TransactionSql | undefined>;
  /** Holds each statement while it runs, for whoever must end it. */
  readonly running?: Running;
  /** Whose rows the door shows; the platform's own has none, and leaves it to row security. */
  readonly range?: Range;
}

/** SQL that would change whose rows are seen, or end the transaction; only the time of a long write may be stretched. */
const LEAVES_SCOPE =
  /"?\bset_config\b"?\s*\(|(^|;)\s*(set(?!\s+local\s+statement_timeout\b)|reset|do|begin|start|commit|end|rollback|savepoint|release|discard|listen|notify|prepare|execute)\b/i;
/** Texts and comments: nothing in them is a statement, and a comment hides where one begins. */
const BESIDE = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Opens a door; it holds no connection of its own. */
export function openDoor(gate: Gate): Db {
  const dialect = gate.range ? new RangedDialect(gate.range) : new PgDialect();
  const session = new PostgresJsSession(gatedClient(gate), dialect, undefined, {});
  return new PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>(dialect, session, undefined);
}

/** @throws Error for a statement that would leave the scope of the operation. */
export function refuseToLeaveScope(statement: string): void {
  if (!LEAVES_SCOPE.test(statement.replace(BESIDE, ' '))) return;
  throw new Error(`A plugin may not change the scope or the transaction it works in: ${statement.slice(0, 80)}`);
}

/** The part of the driver that drizzle uses: `unsafe(…)`, awaited for rows as objects, or `.values()` for arrays. */
function gatedClient(gate: Gate): Sql {
  const send = async (statement: string, parameters: never[], asValues: boolean): Promise<unknown[]> => {
    gate.before(statement);
    const rows = await ask(gate, (client) => {
      const query = client.unsafe(statement, parameters);
      const answer = asValues ? query.values() : query;
      return gate.running ? gate.running.hold(query, answer) : answer;
    });
    gate.after(rows.length);
    return rows;
  };
  const client = {
    begin() {
      throw new Error('A plugin works in the one transaction of its operation: leave out `transaction`.');
    },
    options: { parsers: {}, serializers: {} },
    unsafe(statement: string, parameters: never[] = []) {
      // drizzle says how it wants the rows right after it has asked; the statement leaves when it has said so.
      let asValues = false;
      const rows = Promise.resolve().then(() => send(statement, parameters, asValues));
      return Object.assign(rows, { values: () => ((asValues = true), rows) });
    },
  };
  // drizzle asks for the whole driver and uses this part of it alone.
  return client as unknown as Sql;
}

const LOST_TRANSACTION = '25P02';

async function ask(gate: Gate, work: (client: TransactionSql) => PromiseLike<unknown[]>): Promise<unknown[]> {
  const client = gate.client();
  try {
    return await work(client);
  } catch (error) {
    const isLost = error instanceof Error && 'code' in error && error.code === LOST_TRANSACTION;
    const other = isLost ? await gate.recover(client) : undefined;
    if (!other) throw error;
    return work(other);
  }
}
