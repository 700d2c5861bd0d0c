/**
 * Sessions: alive for 30 idle minutes and 12 hours at most.
 *
 * One law: only what a person does keeps a session awake; streams and sockets ask without waking it.
 */
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';
import { LONGEST_S } from './cookies.ts';
import type { Library } from './library.ts';
import * as tables from './sign-in.table.ts';

export interface LiveSession {
  readonly id: string;
  readonly token: string;
  readonly accountId: string;
  readonly username: string;
  readonly factors: 1 | 2;
  /** The password is too old: it may be changed, and nothing else. */
  readonly mustChange: boolean;
  readonly hasSecondFactor: boolean;
}

export interface Sessions {
  /** The session of a request's cookie; undefined when it is dead, unknown or too old. */
  find(headers: Headers, options: { wakes: boolean }): Promise<LiveSession | undefined>;
  /** The account whose password was right, and whose second factor is waited for. */
  pendingAccount(identifier: string): Promise<string | undefined>;
  end(token: string): Promise<void>;
  endOthers(session: LiveSession): Promise<void>;
  /** From now on the session may change the password only. */
  narrow(session: LiveSession): Promise<void>;
}

export function createSessions(database: Database, library: Library): Sessions {
  const end = async (token: string) => (await library.$context).internalAdapter.deleteSession(token);
  return {
    end,

    async find(headers, { wakes }) {
      if (!headers.get('cookie')) return undefined;
      const found = await library.api.getSession({ headers, query: { disableRefresh: !wakes } });
      if (!found) return undefined;
      const { session, user } = found;
      if (Date.now() - session.createdAt.getTime() > LONGEST_S * 1000) {
        await end(session.token);
        return undefined;
      }
      return {
        id: session.id,
        token: session.token,
        accountId: user.id,
        username: user.username ?? '',
        factors: session.factors === 2 ? 2 : 1,
        mustChange: session.mustChange === true,
        hasSecondFactor: user.twoFactorEnabled === true,
      };
    },

    async pendingAccount(identifier) {
      const [row] = await database
        .select({ accountId: tables.verification.value })
        .from(tables.verification)
        .where(sql`${tables.verification.identifier} = ${identifier} and ${tables.verification.expiresAt} > now()`);
      return row?.accountId;
    },

    async endOthers({ id, accountId }) {
      await database
        .delete(tables.session)
        .where(sql`${tables.session.userId} = ${accountId} and ${tables.session.id} <> ${id}`);
    },

    async narrow({ id }) {
      await database.update(tables.session).set({ mustChange: true }).where(eq(tables.session.id, id));
    },
  };
}
