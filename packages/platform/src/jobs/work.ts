/**
 * Work outside of requests: handlers, jobs and webhooks of one process, started when the host is live and stopped before it.
 *
 * Any number of processes may work on one database; what one of them drops, another picks up.
 */
import type { GraphQLSchema } from 'graphql';
import type { Plugin, Webhook } from '@cunzhi/plugin';
import { pluginActor, type Permissions } from '../access/index.ts';
import type { Connections } from '../database/index.ts';
import { collectEvents } from '../events/index.ts';
import type { Log } from '../log/index.ts';
import { collectJobs } from './plugin-jobs.ts';
import { openQueue, type Queue } from './queue.ts';
import { Readers, type ReaderLimits } from './readers.ts';
import type { MakeOperation, NoteWorkFault, Reader } from './reader.ts';
import { openWebhooks } from './webhooks.ts';

export type { MakeOperation, NoteWorkFault, WorkFault } from './reader.ts';

export interface WorkOptions {
  /** In order: each after those that it uses. */
  readonly plugins: readonly Plugin[];
  readonly connections: Connections;
  readonly permissions: Permissions;
  readonly makeOperation: MakeOperation;
  readonly getSchema: () => GraphQLSchema;
  /** Handlers and jobs run while their plugin is live, and rest in every other state. */
  readonly states: { of(plugin: string): { readonly state: string } | undefined };
  readonly noteFault: NoteWorkFault;
  readonly webhooks: readonly Webhook[];
  readonly log: Log;
  /** Where webhooks find their secrets. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** For tests: shorter waits. */
  readonly limits?: Partial<ReaderLimits>;
}

export interface Work {
  /** Takes up nothing more and waits, at most ten seconds, for what is running. */
  stop(): Promise<void>;
}

/** @throws SetupError with every schedule and webhook that cannot be used. */
export async function startWork(options: WorkOptions): Promise<Work> {
  const { plugins, connections, permissions, makeOperation, states, noteFault, log, limits } = options;
  const isLive = (plugin: string) => states.of(plugin)?.state === 'live';
  let queue: Queue | undefined;
  const opened = (): Queue => {
    if (!queue) throw new Error('The job queue is not open.');
    return queue;
  };
  const jobs = collectJobs({ plugins, permissions, connections, makeOperation, isLive, noteFault, queue: opened });
  const webhooks = openWebhooks({ ...options, events: collectEvents(plugins), env: options.env ?? process.env });
  if (jobs.tasks.length > 0) queue = await openQueue({ url: connections.queueUrl, ...jobs, log });
  const readers = new Readers({
    readers: [...handlersOf(plugins, permissions), ...jobs.readers, ...webhooks],
    connections,
    makeOperation,
    isLive,
    noteFault,
    log,
    limits,
  });
  await readers.start();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await readers.stop();
    await queue?.stop();
  };
  return { stop: () => (stopping ??= stop()) };
}

/** The `on` of every plugin: one reader for each event. */
function handlersOf(plugins: readonly Plugin[], permissions: Permissions): Reader[] {
  return plugins.flatMap((plugin) => {
    const actor = pluginActor(plugin, permissions);
    return Object.entries(plugin.on).map(([name, handle]): Reader => {
      // The log holds only payloads that fit the schema of their name.
      return {
        kind: 'on',
        plugin: plugin.id,
        name,
        events: [name],
        actor,
        deliver: (ctx, event) => handle(ctx, event as never),
      };
    });
  });
}
