/**
 * The jobs of plugins: each is a task of the queue, called by the clock or by a reader that enqueues an event's job.
 *
 * A job runs as the platform, with the permissions of its plugin and of those that it uses, in one transaction.
 */
import { SetupError, type JobDefinition, type PlatformEvent, type Plugin, type ServiceContext } from '@cunzhi/plugin';
import { pluginActor, type Permissions } from '../access/index.ts';
import { messageOf, type Connections } from '../database/index.ts';
import { cronItem, readSchedule, type Schedule } from './cron.ts';
import { buryEvent } from './place.ts';
import { JOB_ATTEMPTS, type Queue, type Task } from './queue.ts';
import { reviveEvent, within, type MakeOperation, type NoteWorkFault, type Reader } from './reader.ts';

export interface PluginJobsOptions {
  readonly plugins: readonly Plugin[];
  readonly permissions: Permissions;
  readonly connections: Pick<Connections, 'jobs'>;
  readonly makeOperation: MakeOperation;
  readonly isLive: (plugin: string) => boolean;
  readonly noteFault: NoteWorkFault;
  /** The queue, which is opened with these tasks. */
  readonly queue: () => Queue;
}

const LIMIT_MS = 60_000;
const REST_MS = 60_000;

interface PluginJob {
  readonly plugin: Plugin;
  readonly name: string;
  readonly task: string;
  readonly definition: JobDefinition;
  readonly schedule: Schedule | undefined;
}

/** @throws SetupError with every schedule that cannot be read. */
export function collectJobs(options: PluginJobsOptions) {
  const jobs = findJobs(options.plugins);
  return {
    tasks: jobs.map((job) => taskOf(job, options)),
    crons: jobs.flatMap(({ task, schedule }) => (schedule ? [cronItem(task, schedule)] : [])),
    readers: jobs.flatMap((job) => readerOf(job, options)),
  };
}

function findJobs(plugins: readonly Plugin[]): PluginJob[] {
  const problems: string[] = [];
  const read = (where: string, pattern: string) => {
    try {
      return readSchedule(pattern);
    } catch {
      problems.push(
        `${where} has the schedule "${pattern}", which is none: write five fields, "0 6 * * *" is every day at six.`,
      );
      return undefined;
    }
  };
  const jobs = plugins.flatMap((plugin) =>
    Object.entries(plugin.jobs).map(([name, definition]) => {
      const schedule =
        'cron' in definition ? read(`The job ${name} of plugin ${plugin.id}`, definition.cron) : undefined;
      return { plugin, name, task: `${plugin.id}/${name}`, definition, schedule };
    }),
  );
  if (problems.length > 0) throw new SetupError(problems);
  return jobs;
}

/** Enqueues the job of each event; the key is the event's, so that enqueuing twice is once. */
function readerOf({ plugin, name, task, definition }: PluginJob, { permissions, queue }: PluginJobsOptions): Reader[] {
  if (!('on' in definition)) return [];
  const actor = pluginActor(plugin, permissions);
  const deliver = (_ctx: ServiceContext, event: PlatformEvent) =>
    queue().add(task, event, { key: `${task}/${event.id}` });
  return [{ kind: 'job', plugin: plugin.id, name, events: [definition.on], actor, deliver }];
}

function taskOf(job: PluginJob, options: PluginJobsOptions): Task {
  const { plugin, name, task, definition, schedule } = job;
  const { connections, makeOperation, noteFault, isLive, queue } = options;
  const actor = pluginActor(plugin, options.permissions);

  const work = async (payload: unknown): Promise<void> => {
    if (schedule && isMadeUp(payload) && schedule.isSuperseded(new Date(payload._cron.ts), new Date())) return;
    const operation = makeOperation(actor, connections.jobs);
    const run = async () => {
      const ctx = operation.as(plugin.id, 'write').service();
      // Only a job with `on` is enqueued with an event, by the reader above: the payload is that event.
      if ('on' in definition) return definition.run(ctx, reviveEvent(payload) as never);
      return definition.run(ctx);
    };
    const sentence = `Not done after ${LIMIT_MS / 1000} s, cut off. Divide the work: an event with a job for each part.`;
    await operation.act(() => within(LIMIT_MS, sentence, run()));
  };

  return {
    name: task,
    async run(payload, { number, isLast }) {
      if (!isLive(plugin.id)) {
        const key = 'on' in definition ? `${task}/${reviveEvent(payload).id}` : `${task}/rest`;
        return queue().add(task, Object(payload), { key, runAt: new Date(Date.now() + REST_MS) });
      }
      try {
        await work(payload);
      } catch (error) {
        const message = messageOf(error);
        noteFault({ plugin: plugin.id, kind: 'job', where: name, message });
        // Thrown, it is tried again; the last time it is laid aside, or left to the next tick.
        if (!isLast) throw new Error(`Try ${number} of ${JOB_ATTEMPTS}: ${message}`, { cause: error });
        if ('on' in definition) {
          const event = reviveEvent(payload);
          await buryEvent(
            connections.jobs,
            { kind: 'job', plugin: plugin.id, name },
            { event, error: message, attempts: number },
          );
        }
      }
    },
  };
}

/** The payload of a tick that was missed, as the queue's library writes it. */
function isMadeUp(payload: unknown): payload is { readonly _cron: { readonly ts: string } } {
  if (typeof payload !== 'object' || payload === null || !('_cron' in payload)) return false;
  const cron = payload._cron;
  return typeof cron === 'object' && cron !== null && 'ts' in cron && 'backfilled' in cron && cron.backfilled === true;
}
