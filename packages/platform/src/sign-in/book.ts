/**
 * What sign-in tells whoever keeps the books: failed attempts, and what people change about their own way in.
 *
 * Two laws: a tried name is never written down, only the account that it belongs to; and a flood of failures is a trickle of rows.
 */
import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';
import { messageOf } from '../database/index.ts';
import type { Log } from '../log/index.ts';

/** What was guessed wrongly, as a code of the audit log. */
export type WrongCode = 'WRONG_PASSWORD' | 'WRONG_CODE' | 'WRONG_FACTOR';

export type SignInAct =
  | {
      readonly act: 'changePassword' | 'setSecondFactor' | 'useActivation' | 'signOut';
      readonly accountId: string;
      readonly sessionId?: string | undefined;
    }
  | {
      readonly act: 'signInFailed';
      /** Null for a name that nobody has. */
      readonly accountId: string | null;
      readonly code: WrongCode;
      /** Where from. */
      readonly prefix: string;
      /** How many failures it stands for. */
      readonly count: number;
    };

export interface Tried {
  /** Kept as a keyed hash only. */
  readonly username: string;
  readonly accountId: string | null | undefined;
}

export interface Book {
  /** Never throws: what has happened has happened, and the log of the server says that its row is missing. */
  note(act: SignInAct): Promise<void>;
  /** A failure, of an account or of a name that nobody has: counted by the name, so that both take the same way and the same time. */
  failed(tried: Tried, code: WrongCode, prefix: string): Promise<void>;
}

/** Rows of failures in a minute, whoever fails. */
const MOST = 120;

export interface BookOptions {
  readonly database: Database;
  readonly secret: string;
  readonly log: Pick<Log, 'error'>;
  readonly onAct: (act: SignInAct) => Promise<void>;
}

export function createBook({ database, secret, log, onAct }: BookOptions): Book {
  const keyOf = (text: string) => createHmac('sha256', secret).update(`cunzhi failure ${text}`).digest('base64url');
  const safely = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error({ error: messageOf(error) }, 'an act of sign-in could not be noted in the audit log');
    }
  };
  return {
    note: (act) => safely(() => onAct(act)),
    failed: ({ username, accountId = null }, code, prefix) =>
      safely(async () => {
        const [row] = await database.execute<{ count: number }>(
          sql`select auth.note_failure(${keyOf(`${code} ${username} ${prefix}`)}, ${MOST}) as count`,
        );
        const count = row?.count ?? 0;
        if (count > 0) await onAct({ act: 'signInFailed', accountId, code, prefix, count });
      }),
  };
}
