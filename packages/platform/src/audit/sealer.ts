/** The sealer of one process: every second it seals what has come, and each minute it signs a root. */
import type { Sql } from 'postgres';
import { messageOf } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import type { SignRoot } from './root.ts';
import { sealRows, signIfDue } from './seal.ts';

export interface SealerOptions {
  /** As the role `cunzhi_audit`. */
  readonly sql: Sql;
  readonly sign: SignRoot;
  readonly log: Pick<Log, 'error'>;
}

export interface Sealer {
  /** Seals and signs what is left, then stops. */
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;

export function startSealer({ sql, sign, log }: SealerOptions): Sealer {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const work = async (isDue: boolean): Promise<void> => {
    try {
      await sealRows(sql);
      await signIfDue(sql, { sign, isDue });
    } catch (error) {
      // The log itself is whole; what is late is its seal, and the next second tries again.
      log.error({ error: messageOf(error) }, 'the audit log could not be sealed; trying again');
    }
  };
  const plan = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = work(false).finally(plan);
    }, EVERY_MS);
  };
  plan();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
      await work(true);
    },
  };
}
