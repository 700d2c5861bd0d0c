/**
 * Write ids: a mutation that is sent twice happens once.
 *
 * The key is locked before it is looked up, so that two at once are one after the other; the row is written with the change.
 */
import { sql } from 'drizzle-orm';
import { BorderError, type Db } from '@cunzhi/plugin';

export interface Write {
  readonly actorId: string;
  readonly key: string;
  /** The mutation's name. */
  readonly field: string;
  readonly input: unknown;
  /** A keyed hash: a number in an input cannot be guessed back from what is kept of it. */
  readonly fingerprint: (text: string) => string;
}

/** The result of an earlier call with this key. @throws BorderError WRITE_ID_REUSED when that was another write. */
export async function findWrite(
  db: Db,
  { actorId, key, field, input, fingerprint }: Write,
): Promise<{ resultId: string | null } | undefined> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${actorId} ${key}`}, 0))`);
  const [row] = await db.execute<{ field: string; request_hash: string; result_id: string | null }>(sql`
    select field, request_hash, result_id from platform.write_id where actor_id = ${actorId} and key = ${key}`);
  if (!row) return undefined;
  if (row.field === field && row.request_hash === hashOf(input, fingerprint)) return { resultId: row.result_id };
  throw new BorderError(
    'WRITE_ID_REUSED',
    {
      zh: '这次提交的编号已经用在另一次提交上，什么都没有保存。请重新打开这一页再试。',
      en: 'This write id was used for another write; nothing was saved. Open the page anew and try again.',
    },
    'clientWriteId',
  );
}

/** Keeps the key with the id of what came about. */
export async function noteWrite(
  db: Db,
  { actorId, key, field, input, fingerprint }: Write,
  value: unknown,
): Promise<void> {
  const id = typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : null;
  await db.execute(sql`insert into platform.write_id (actor_id, key, field, request_hash, result_id)
    values (${actorId}, ${key}, ${field}, ${hashOf(input, fingerprint)}, ${id})`);
}

/** The key in an input, if it has one. @throws BorderError BAD_INPUT for one of the wrong length. */
export function writeIdOf(input: unknown): string | undefined {
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
function hashOf(input: unknown, fingerprint: Write['fingerprint']): string {
  const sorted = (_key: string, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return fingerprint(JSON.stringify(input, sorted));
}
