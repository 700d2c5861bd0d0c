/**
 * The seal: each row of the audit log, in its order, hashed and chained to the one before. Writers never wait for it.
 *
 * One sealer in a cluster: an advisory lock for the length of one transaction. Rows are read below the horizon only, so that none
 * comes later to a place that is sealed already.
 */
import type { Sql, TransactionSql } from 'postgres';
import { canonical, chainHash, NO_HASH, rowHash, type CanonicalRow } from './canonical.ts';
import type { SignRoot } from './root.ts';

/** Rows in one transaction. */
const BATCH = 2_000;
const ROOT_EVERY_MS = 60_000;

interface Seal extends Record<string, unknown> {
  seq: string;
  epoch: number;
  xid: string;
  id: string;
  chain_hash: Buffer;
}

/** The last sealed row; undefined when none is. */
export async function lastSeal(sql: Sql | TransactionSql): Promise<Seal | undefined> {
  const [last] = await sql<Seal[]>`
    select seq::text, epoch, xid::text, id::text, chain_hash from platform.audit_seal order by audit_seal.seq desc limit 1`;
  return last;
}

/**
 * Seals what is below the horizon, until nothing is left. Gives the number of rows; 0 also when another process is sealing.
 *
 * @param sql as the role `cunzhi_audit`
 */
export async function sealRows(sql: Sql): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await sql.begin(async (tx) => ((await mine(tx)) ? sealBatch(tx) : 0));
    sealed += count;
    if (count < BATCH) return sealed;
  }
}

const mine = async (tx: TransactionSql): Promise<boolean> => {
  const [row] = await tx<{ got: boolean }[]>`select pg_try_advisory_xact_lock(hashtext('cunzhi audit seal')) as got`;
  return row?.got === true;
};

async function sealBatch(tx: TransactionSql): Promise<number> {
  const last = await lastSeal(tx);
  // A position before all others, when there is none yet: `xid8` begins at 3.
  const { epoch, xid, id } = last ?? { epoch: 0, xid: '0', id: '0' };
  const rows = await tx<{ row: CanonicalRow }[]>`
    select ${canonical(tx)} as row from platform.audit
    where (audit.epoch, audit.xid, audit.id) > (${epoch}::int, ${xid}::xid8, ${id}::bigint)
      and (audit.epoch < platform.current_epoch() or audit.xid < pg_snapshot_xmin(pg_current_snapshot()))
    order by audit.epoch, audit.xid, audit.id limit ${BATCH}`;
  if (rows.length === 0) return 0;
  let seq = BigInt(last?.seq ?? 0);
  let chain = last?.chain_hash ?? NO_HASH;
  const hashes = rows.map(({ row }) => rowHash(row));
  const chains = hashes.map((one) => (chain = chainHash(chain, one)));
  const column = (index: number) => rows.map(({ row }) => row[index] ?? '');
  await tx`
    insert into platform.audit_seal (seq, epoch, xid, id, row_hash, chain_hash)
    select s, e::int, x::xid8, i::bigint, decode(r, 'hex'), decode(c, 'hex')
    from unnest(${rows.map(() => String((seq += 1n)))}::bigint[], ${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[],
      ${hashes.map((one) => one.toString('hex'))}::text[], ${chains.map((one) => one.toString('hex'))}::text[]) as t (s, e, x, i, r, c)`;
  return rows.length;
}

export interface RootOptions {
  readonly sign: SignRoot;
  /** Sign also when the last root is younger than a minute. */
  readonly isDue?: boolean;
}

/** Signs a root over all that is sealed, when the last one is a minute old and something came since. True when one was signed. */
export async function signIfDue(sql: Sql, { sign, isDue = false }: RootOptions): Promise<boolean> {
  return sql.begin(async (tx) => {
    if (!(await mine(tx))) return false;
    const last = await lastSeal(tx);
    const [root] = await tx<{ seq: string; is_old: boolean }[]>`
      select seq::text, signed_at < now() - make_interval(secs => ${ROOT_EVERY_MS / 1000}) as is_old
      from platform.audit_root order by audit_root.seq desc limit 1`;
    if (!last || root?.seq === last.seq || (root && !root.is_old && !isDue)) return false;
    // First the file outside: a root that only this database knows proves nothing.
    const signedAt = await sign({ seq: Number(last.seq), chainHash: last.chain_hash.toString('hex') });
    await tx`insert into platform.audit_root (seq, signed_at) values (${last.seq}, ${signedAt})`;
    return true;
  });
}
