/**
 * Accounts: made for people that somebody with the right to has added; there is no sign-up.
 *
 * One law: whoever gets a new password is signed out everywhere, and the old ones are remembered as hashes.
 */
import { desc, eq, sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';
import type { Library } from './library.ts';
import { hasHash } from './passwords.ts';
import * as tables from './sign-in.table.ts';

export interface Accounts {
  /** The account of this name, made when there is none; it has no password yet. */
  ensure(username: string, name: string): Promise<string>;
  /** Gives an account a new password and ends its sessions. */
  setPassword(accountId: string, password: string): Promise<void>;
  hasPassword(accountId: string, password: string): Promise<boolean>;
  /** True when it was one of the last so many. */
  wasUsed(accountId: string, password: string, last: number): Promise<boolean>;
  /** Notes the password of now in the history; the library has set it. */
  noteChange(accountId: string): Promise<void>;
  /** True when the password was set more than so many days ago. */
  isOld(accountId: string, days: number): Promise<boolean>;
  idOf(username: string): Promise<string | undefined>;
  hasSecondFactor(accountId: string): Promise<boolean>;
}

const HISTORY_KEPT = 24;

export function createAccounts(database: Database, library: Library): Accounts {
  const idOf = async (username: string) => {
    const [found] = await database
      .select({ id: tables.user.id })
      .from(tables.user)
      .where(eq(tables.user.username, username));
    return found?.id;
  };
  const credential = async (accountId: string) => {
    const { internalAdapter } = await library.$context;
    const accounts = await internalAdapter.findAccounts(accountId);
    return accounts.find(({ providerId }) => providerId === 'credential');
  };
  const note = async (accountId: string, hash: string) => {
    await database.execute(sql`
      with added as (insert into auth.password_history (user_id, hash) values (${accountId}, ${hash}))
      delete from auth.password_history h where h.user_id = ${accountId} and h.changed_at < (
        select o.changed_at from auth.password_history o where o.user_id = ${accountId}
        order by o.changed_at desc offset ${HISTORY_KEPT} limit 1)`);
  };

  return {
    idOf,

    async ensure(username, name) {
      const { internalAdapter } = await library.$context;
      const made = () =>
        internalAdapter.createUser(
          {
            name,
            email: `${username}@accounts.invalid`,
            emailVerified: false,
            username,
            displayUsername: username,
          },
          { method: 'admin' },
        );
      const known = await idOf(username);
      if (known) return known;
      try {
        return (await made()).id;
      } catch (error) {
        // Of two at once one made it.
        const other = await idOf(username);
        if (other) return other;
        throw error;
      }
    },

    async setPassword(accountId, password) {
      const { internalAdapter, password: hashes } = await library.$context;
      const hash = await hashes.hash(password);
      if (await credential(accountId)) await internalAdapter.updatePassword(accountId, hash);
      else
        await internalAdapter.linkAccount({ userId: accountId, accountId, providerId: 'credential', password: hash });
      await note(accountId, hash);
      await internalAdapter.deleteUserSessions(accountId);
    },

    async hasPassword(accountId, password) {
      const current = (await credential(accountId))?.password;
      return current ? hasHash(password, current) : false;
    },

    async wasUsed(accountId, password, last) {
      const rows = await database
        .select({ hash: tables.passwordHistory.hash })
        .from(tables.passwordHistory)
        .where(eq(tables.passwordHistory.userId, accountId))
        .orderBy(desc(tables.passwordHistory.changedAt))
        .limit(last);
      const same = await Promise.all(rows.map(({ hash }) => hasHash(password, hash)));
      return same.includes(true);
    },

    async noteChange(accountId) {
      const hash = (await credential(accountId))?.password;
      if (hash) await note(accountId, hash);
    },

    async isOld(accountId, days) {
      const [row] = await database.execute<{ is_old: boolean | null }>(
        sql`select max(changed_at) < now() - make_interval(days => ${days}) as is_old
            from auth.password_history where user_id = ${accountId}`,
      );
      return row?.is_old === true;
    },

    async hasSecondFactor(accountId) {
      const [row] = await database
        .select({ has: tables.user.twoFactorEnabled })
        .from(tables.user)
        .where(eq(tables.user.id, accountId));
      return row?.has === true;
    },
  };
}
