/**
 * `ctx.sensitive` of one operation: what a plugin can do with sensitive values.
 *
 * One law: the clear text leaves in a mutation only, one value at a time, when its row of the audit log is written with it.
 */
import { sql } from 'drizzle-orm';
import {
  InputRefusedError, maskSensitive, normalSensitive, RevealLimitError, sensitiveKindOf,
  type Actor, type Db, type LocalText, type Sealed, type SealedAt, type SensitiveDoor, type SensitiveKind,
} from '@cunzhi/plugin'; // prettier-ignore
import type { SensitiveKeys } from './keys.ts';
import { countyOf, nameOf, openText, sealText, searchHash, versionOf } from './seal.ts';

/** The write that a value may be revealed in. */
export interface Revealing {
  readonly db: Db;
  readonly actor: Actor;
  readonly operationId: string;
  /** Tells the audit log which value it was. */
  note(at: SealedAt, field: string): void;
}

/** Shown to one person within an hour. */
const MOST = 20;
const REASON_MOST = 200;

/** @param write throws outside of a mutation */
export function openSensitive(keys: SensitiveKeys, write: () => Revealing): SensitiveDoor {
  const open = async (at: SealedAt, sealed: Sealed): Promise<string> =>
    openText(await keys.ofVersion(countyOf(at.row.placeCode), versionOf(sealed)), at, sealed);
  return {
    async seal(at, text) {
      const kind = kindOf(at);
      return sealText(await keys.current(countyOf(at.row.placeCode)), at, normalSensitive(kind, text)) as Sealed;
    },
    async mask(at, sealed) {
      if (sealed === null) return { masked: null, isThere: false };
      return { masked: maskSensitive(kindOf(at), await open(at, sealed)), isThere: true };
    },
    async hash(kind, placeCode, text) {
      return searchHash(await keys.search(countyOf(placeCode)), kind, normalSensitive(kind, text));
    },
    async reveal(at, sealed, reason) {
      const revealing = write();
      const problem = reasonProblem(reason.trim());
      if (problem) throw new InputRefusedError([{ path: 'reason', ...problem }]);
      const value = await open(at, sealed);
      await countReveal(revealing, at, reason.trim().normalize('NFC'));
      revealing.note(at, at.column.name);
      return value;
    },
  };
}

function kindOf({ column }: SealedAt): SensitiveKind {
  const kind = sensitiveKindOf(column);
  if (kind) return kind;
  throw new Error(`The column ${nameOf(column)} is not sensitive: declare it with \`sensitive(name, kind)\`.`);
}

/** One after the other for each person, so that of many at once only as many pass as may. @throws RevealLimitError. */
async function countReveal(
  { db, actor, operationId }: Revealing,
  { column, row: of }: SealedAt,
  reason: string,
): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`cunzhi reveal ${actor.id}`}, 0))`);
  const [row] = await db.execute<{ count: number; minutes: number | null }>(sql`
    select count(*)::int as count, ceil(extract(epoch from min(revealed_at) + interval '1 hour' - clock_timestamp()) / 60)::int as minutes
    from (select revealed_at from platform.reveal
      where actor_id = ${actor.id} and revealed_at > clock_timestamp() - interval '1 hour' order by revealed_at desc limit ${MOST}) last`);
  if ((row?.count ?? 0) >= MOST) throw new RevealLimitError(MOST, Math.max(1, row?.minutes ?? 60));
  await db.execute(sql`insert into platform.reveal (operation_id, subject_id, actor_id, field, reason)
    values (${operationId}, ${of.id}, ${actor.id}, ${column.name}, ${reason})`);
}

function reasonProblem(reason: string): { readonly code: string; readonly text: LocalText } | undefined {
  const length = [...reason].length;
  if (length < 2 || length > REASON_MOST)
    return {
      code: length < 2 ? 'REQUIRED' : 'TOO_LONG',
      text: {
        zh: `请用 2 到 ${REASON_MOST} 个字写明为什么要看，例如“电话通知开会”。`,
        en: `Say in 2 to ${REASON_MOST} characters why you need it, such as "to call them to the session".`,
      },
    };
  if (!/[0-9]{7,}/.test(reason.normalize('NFKC').replace(/[\s-]/g, '')) && !/\p{Cc}/u.test(reason)) return undefined;
  return {
    code: 'NUMBER_IN_REASON',
    text: {
      zh: '原因里不要写号码，写一句话就行。',
      en: 'Write no numbers of people into the reason; a short sentence will do.',
    },
  };
}
