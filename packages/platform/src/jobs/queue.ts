/**
 * The queue: a small port over graphile-worker, which keeps jobs in PostgreSQL and runs them in any process.
 *
 * Adding a job tells all workers by NOTIFY, which locks the whole database at commit: so it is done on the queue's own connection
 * by whoever reads the log, and never in the transaction of a write.
 */
import {
  Logger,
  makeWorkerUtils,
  run,
  runMigrations,
  type JobHelpers,
  type ParsedCronItem,
  type WorkerUtils,
} from 'graphile-worker';
import { queueUrl } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { within } from './reader.ts';

export interface Task {
  readonly name: string;
  run(payload: unknown, attempt: { readonly number: number; readonly isLast: boolean }): Promise<void>;
}

export interface Queue {
  /** Adds a job; one that waits under the same key is replaced. */
  add(task: string, payload: object, options: { readonly key: string; readonly runAt?: Date }): Promise<void>;
  stop(): Promise<void>;
}

export const JOB_ATTEMPTS = 10;
const UNLOCK_MS = 60_000;
const STOP_MS = 8_000;

/** Brings the queue's tables up to date: a part of `cunzhi apply`, since only there its role may make a schema. */
export async function installQueue(databaseUrl: string): Promise<void> {
  await runMigrations({ connectionString: queueUrl(databaseUrl), logger: new Logger(() => () => {}), maxPoolSize: 1 });
}

export interface QueueOptions {
  /** Signs in as the role that owns the queue's tables. */
  readonly url: string;
  readonly tasks: readonly Task[];
  readonly crons: readonly ParsedCronItem[];
  readonly log: Log;
}

/** Begins to work; the tables are those of `installQueue`. */
export async function openQueue({ url, tasks, crons, log }: QueueOptions): Promise<Queue> {
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log.error({ queue: message }, 'the job queue has a problem');
    else if (level === 'warning') log.warn({ queue: message }, 'the job queue warns');
  });
  const shared = { connectionString: url, logger, maxPoolSize: 8 };
  const utils = await makeWorkerUtils({ ...shared, maxPoolSize: 2 });
  const taskList = Object.fromEntries(
    tasks.map((task) => [task.name, (payload: unknown, { job }: JobHelpers) => task.run(payload, attemptOf(job))]),
  );
  await unlockDead(utils);
  const runner = await run({
    ...shared,
    taskList,
    parsedCronItems: [...crons],
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2_000,
  });
  const timer = setInterval(() => {
    unlockDead(utils).catch((error: unknown) => log.warn({ error: String(error) }, 'dead jobs could not be freed'));
  }, UNLOCK_MS);
  runner.promise.catch((error: unknown) => log.error({ error: String(error) }, 'the job queue stopped'));

  return {
    async add(task, payload, { key, runAt }) {
      await utils.addJob(task, payload, { jobKey: key, maxAttempts: JOB_ATTEMPTS, ...(runAt && { runAt }) });
    },
    async stop() {
      clearInterval(timer);
      // Jobs that are not done by then go back into the queue, for another process or the next start.
      await within(STOP_MS, 'Jobs are still running.', runner.stop()).catch(() => runner.kill().catch(() => {}));
      await utils.release();
    },
  };
}

const attemptOf = ({ attempts, max_attempts: most }: JobHelpers['job']) => ({
  number: attempts,
  isLast: attempts >= most,
});

/**
 * Frees the jobs of processes that were killed. A job is cut off after a minute, so who holds one for five is no more;
 * the library itself would wait four hours.
 */
async function unlockDead(utils: WorkerUtils): Promise<void> {
  const { rows } = await utils.withPgClient((client) =>
    client.query<{ worker: string }>(
      `select distinct locked_by as worker from graphile_worker._private_jobs where locked_at < now() - interval '5 minutes'`,
    ),
  );
  if (rows.length > 0) await utils.forceUnlockWorkers(rows.map(({ worker }) => worker));
}
