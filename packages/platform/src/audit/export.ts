/**
 * The audit log as text: one line for each sealed row, in the form that `verify.mjs` proves without this platform.
 */
import type { Sql } from 'postgres';
import { canonical, type CanonicalRow } from './canonical.ts';

const BATCH = 5_000;

interface ExportedRow {
  seq: string;
  row: CanonicalRow;
  row_hash: Buffer;
  chain_hash: Buffer;
}

/** The lines of an export, a batch at a time; each row as it stands now, with the hashes that were sealed. */
export async function* exportLines(sql: Sql): AsyncGenerator<string[]> {
  for (let after = '0'; ;) {
    const rows = await sql<ExportedRow[]>`
      select s.seq::text, case when audit.id is null then null else ${canonical(sql)} end as row, s.row_hash, s.chain_hash
      from platform.audit_seal s left join platform.audit on audit.id = s.id
      where s.seq > ${after} order by s.seq limit ${BATCH}`;
    if (rows.length > 0) yield rows.map(lineOf);
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.seq ?? after;
  }
}

/** A row that is sealed and gone leaves `null`: whoever verifies finds it. */
const lineOf = ({ seq, row, row_hash, chain_hash }: ExportedRow): string =>
  JSON.stringify({
    seq: Number(seq),
    row,
    rowHash: row_hash.toString('hex'),
    chainHash: chain_hash.toString('hex'),
  });
