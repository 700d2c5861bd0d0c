/**
 * A row of the audit log in the one form that is hashed: texts in a fixed order, made by PostgreSQL, never by the clock or the
 * locale of whoever reads. `verify.mjs` hashes the same form.
 */
import { hash } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';

/** Epoch, transaction, id, instant in UTC, actor, act, place, type and id of the subject, outcome, operation, detail. */
export type CanonicalRow = readonly (string | null)[];

/** The columns of a canonical row, of the table `audit`; JSON, since the driver reads a null within a text[] as the text NULL. */
export const canonical = (sql: Sql | TransactionSql) => sql`json_build_array(
  audit.epoch::text, audit.xid::text, audit.id::text,
  to_char(audit.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), audit.actor_id::text, audit.act,
  audit.place_code, audit.subject_type, audit.subject_id, audit.outcome, audit.operation_id::text, audit.detail::text)`;

/** SHA-256 of a row, 32 bytes. */
export const rowHash = (row: CanonicalRow): Buffer => hash('sha256', JSON.stringify(row), 'buffer');

/** What the chain begins with. */
export const NO_HASH: Buffer = Buffer.alloc(32);

/** SHA-256 of the chain so far and the next row. */
export const chainHash = (before: Buffer, row: Buffer): Buffer =>
  hash('sha256', Buffer.concat([before, row]), 'buffer');
