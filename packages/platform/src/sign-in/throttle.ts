/**
 * Guessing is slow: each attempt asks the database first, and counts there before it is checked.
 *
 * One law: an attempt that is turned away changes nothing, so nobody keeps an account shut by trying.
 * The numbers stand beside the statement, in migrations/0005_sign_in.sql.
 */
import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';

/** What is guessed: the password of a name, the code on paper of a name, the second factor of an account. */
export type Guessed = `password ${string}` | `code ${string}` | `factor ${string}`;

export interface Throttle {
  /** Counts an attempt; seconds to wait, or 0 and the attempt may be checked. */
  begin(guessed: Guessed, prefix: string): Promise<number>;
  /** The attempt was right: it counts for nothing. */
  right(guessed: Guessed, prefix: string): Promise<void>;
  /** The account signed in from here: what strangers try elsewhere does not hold it up here. */
  remember(guessed: readonly Guessed[], prefix: string): Promise<void>;
}

export function createThrottle(database: Database, secret: string): Throttle {
  const keyOf = (text: string) => createHmac('sha256', secret).update(`cunzhi attempt ${text}`).digest('base64url');
  return {
    async begin(guessed, prefix) {
      const [row] = await database.execute<{ wait: number }>(
        sql`select auth.begin_attempt(${keyOf(guessed)}, ${keyOf(prefix)}) as wait`,
      );
      return row?.wait ?? 1;
    },
    async right(guessed, prefix) {
      await database.execute(sql`select auth.end_attempt(${keyOf(guessed)}, ${keyOf(prefix)})`);
    },
    async remember(guessed, prefix) {
      const rows = guessed.map((one) => sql`(${keyOf(one)}, ${keyOf(prefix)})`);
      await database.execute(
        sql`insert into auth.known_prefix (account, prefix) values ${sql.join(rows, sql`, `)}
          on conflict (account, prefix) do update set seen_at = clock_timestamp()`,
      );
    },
  };
}
