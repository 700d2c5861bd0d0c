/** Write ids are kept for 30 days; every hour those that are older go, in whichever process is first. */
import type { Sql } from 'postgres';
import { messageOf } from '../database/index.ts';
import type { Log } from '../log/index.ts';

const EVERY_MS = 3_600_000;

/** Gives how many went. */
export async function forgetWrites(follow: Sql): Promise<number> {
  const [row] = await follow<{ gone: number }[]>`select platform.forget_writes()::int as gone`;
  return row?.gone ?? 0;
}

/** Forgets now and every hour, until the returned function is called. */
export function keepForgetting(follow: Sql, log: Pick<Log, 'warn'>): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const forget = (): void => {
    running = forgetWrites(follow).catch((error: unknown) =>
      log.warn({ error: messageOf(error) }, 'old write ids could not be removed; trying again in an hour'),
    );
  };
  forget();
  const timer = setInterval(forget, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
