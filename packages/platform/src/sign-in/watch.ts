/**
 * The watch over open sockets: twice a second each node asks, in one statement, which of its sessions and grants still hold.
 *
 * One law: a socket whose session is over, or one of whose grants was taken away, is closed within a second, on every node.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { SignedIn } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { LONGEST_S } from './cookies.ts';

export interface Watched {
  readonly signedIn: SignedIn;
  close(code: number, reason: string): void;
}

/** Inside a statement: the grants that an account holds now, as one text[] (`id:version`); null for who is shut out. */
export type GrantsOf = (accountId: SQL) => SQL;

export interface WatchOptions {
  readonly database: Database;
  readonly open: Iterable<Watched>;
  readonly grantsOf: GrantsOf;
  readonly log: Pick<Log, 'warn'>;
}

const EVERY_MS = 500;
/** Of RFC 6455's private range: the client asks who is signed in, and comes again if somebody is. */
const NO_LONGER = 4403;

/** Watches until it is stopped. */
export function startWatch({ database, open, grantsOf, log }: WatchOptions): { stop(): Promise<void> } {
  // What each socket could see when it was first looked at; more may come, none may go.
  const seen = new WeakMap<Watched, readonly string[]>();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();

  async function look(): Promise<void> {
    const watched = [...open];
    if (watched.length === 0) return;
    const ids = [...new Set(watched.map(({ signedIn }) => signedIn.sessionId))];
    const rows = await database.execute<{ id: string; grants: string[] }>(sql`
      select s.id, ${grantsOf(sql`s.user_id`)} as grants from auth.session s
      where s.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
        and s.expires_at > now() and s.created_at > now() - make_interval(secs => ${LONGEST_S}) and not s.must_change`);
    const alive = new Map(rows.map(({ id, grants }) => [id, grants]));
    for (const one of watched) {
      const grants = alive.get(one.signedIn.sessionId ?? '');
      const before = seen.get(one);
      if (grants && !before?.some((grant) => !grants.includes(grant))) seen.set(one, grants);
      else one.close(NO_LONGER, grants ? 'rights were withdrawn' : 'signed out');
    }
  }

  let isFailing = false;
  async function turn(): Promise<void> {
    try {
      await look();
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ error: String(error) }, 'open sessions cannot be checked; trying again');
      isFailing = true;
    }
    if (!isStopped) plan();
  }
  const plan = () => {
    timer = setTimeout(() => void (round = turn()), EVERY_MS);
  };
  plan();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
