/**
 * The life of the plugins in one process: services → trial build → setup → live, and back in reverse order.
 *
 * Whoever fails is set aside, and everything is made anew without it: nothing of a broken plugin stays in the others.
 */
import type { GraphQLSchema } from 'graphql';
import type { Plugin, ServiceContext, Stop } from '@cunzhi/plugin';
import type { Log } from '../log/index.ts';
import { LIVE, type NoteFault, type PluginStates } from '../plugins/index.ts';
import { stopForCore } from './install.ts';
import { within } from './limit.ts';
import { restOf, type Mark } from './marks.ts';
import { messageOf, quarantined, sentence, type Problem } from './problem.ts';
import { openServices, type Own } from './services.ts';
import { trialBuild } from './trial.ts';

/** What runs now. A rebuild makes a new one; whoever began on the old one ends on it. */
export interface Generation {
  readonly plugins: readonly Plugin[];
  readonly schema: GraphQLSchema;
  readonly own: ReadonlyMap<string, Own>;
}

export interface LifeTools {
  readonly log: Log;
  readonly states: PluginStates;
  readonly noteFault: NoteFault;
  readonly build: (plugins: readonly Plugin[], own: ReadonlyMap<string, Own>) => GraphQLSchema;
  /** A way to work as the platform itself, in one transaction. */
  readonly runAs: (plugin: Plugin) => <T>(work: (ctx: ServiceContext) => Promise<T>) => Promise<T>;
  /** Handlers and jobs of the plugins that run; stopped before anything changes. */
  readonly startWork: (generation: Generation) => Promise<{ stop(): Promise<void> }>;
  readonly limits: { readonly startMs: number; readonly stopMs: number };
}

export class Life {
  readonly #tools: LifeTools;
  readonly #swaps = new Set<() => void>();
  #generation: Generation | undefined;
  #stops: { readonly id: string; readonly stop: Stop }[] = [];
  #work: { stop(): Promise<void> } | undefined;

  constructor(tools: LifeTools) {
    this.#tools = tools;
  }

  get now(): Generation {
    if (!this.#generation) throw new Error('The plugins have not been brought up.');
    return this.#generation;
  }

  /** Called after each swap of the schema, until the returned function is called. */
  onSwap(listener: () => void): () => void {
    this.#swaps.add(listener);
    return () => void this.#swaps.delete(listener);
  }

  /**
   * Brings all of these to life except those set aside, and adds to `setAside` whoever fails on the way.
   *
   * @throws SetupError when it is the core that fails; then nothing runs.
   */
  async bringUp(
    ordered: readonly Plugin[],
    setAside: Map<string, Problem>,
    marks: ReadonlyMap<string, Mark>,
  ): Promise<void> {
    const { log, build, startWork } = this.#tools;
    await this.bringDown();
    for (;;) {
      const before = setAside.size;
      const own = openServices(ordered, setAside, log);
      stopForCore(setAside);
      if (setAside.size > before) continue;
      const { schema, running } = trialBuild(ordered, setAside, (plugins) => build(plugins, own));
      stopForCore(setAside);
      if (setAside.size > before) continue;
      this.#tell(ordered, setAside, marks);
      for (const plugin of running) {
        if (!restOf(marks.get(plugin.id))) await this.#setUp(plugin, own, setAside);
        if (setAside.size > before) break;
      }
      if (setAside.size > before) {
        await this.bringDown();
        stopForCore(setAside);
        continue;
      }
      this.#swap({ plugins: running, schema, own });
      this.#work = await startWork(this.now);
      return;
    }
  }

  /** Builds the schema anew from those who run, and swaps it: no new services, no new setup. */
  rebuild(): void {
    const { plugins, own } = this.now;
    this.#swap({ plugins, own, schema: this.#tools.build(plugins, own) });
  }

  /** The schema as it would be with these plugins alone; nothing is swapped. */
  trial(plugins: readonly Plugin[]): GraphQLSchema {
    return this.#tools.build(plugins, this.now.own);
  }

  /** Pauses and lets go on whom the marks say; returns those whose setup failed. */
  async follow(marks: ReadonlyMap<string, Mark>): Promise<Map<string, Problem>> {
    const failed = new Map<string, Problem>();
    for (const plugin of this.now.plugins) {
      const rest = restOf(marks.get(plugin.id));
      const state = this.#tools.states.of(plugin.id);
      if (rest) {
        this.#tools.states.set(plugin.id, rest);
        await this.#stop((id) => id === plugin.id);
      } else if (state?.state === 'paused' || state?.state === 'migrating') {
        await this.#setUp(plugin, this.now.own, failed);
        if (!failed.has(plugin.id)) this.#tools.states.set(plugin.id, LIVE);
      }
    }
    return failed;
  }

  async bringDown(): Promise<void> {
    const { log, limits } = this.#tools;
    const work = this.#work;
    this.#work = undefined;
    if (work) {
      await within(limits.stopMs, 'handlers and jobs did not stop in time', () => work.stop()).catch((error: unknown) =>
        log.warn({ error: messageOf(error) }, 'the work of plugins did not stop cleanly'),
      );
    }
    await this.#stop(() => true);
  }

  #swap(generation: Generation): void {
    const isFirst = this.#generation === undefined;
    this.#generation = generation;
    if (!isFirst) for (const listener of this.#swaps) listener();
  }

  #tell(ordered: readonly Plugin[], setAside: ReadonlyMap<string, Problem>, marks: ReadonlyMap<string, Mark>): void {
    const { states } = this.#tools;
    for (const { id } of ordered) states.set(id, setAside.get(id) ?? restOf(marks.get(id)) ?? LIVE);
    for (const [id, problem] of setAside) states.set(id, problem);
  }

  async #setUp(plugin: Plugin, own: ReadonlyMap<string, Own>, failed: Map<string, Problem>): Promise<void> {
    const { id, setup } = plugin;
    if (!setup) return;
    const { limits, log, noteFault, runAs } = this.#tools;
    const started = Promise.resolve().then(() => setup({ ...own.get(id), run: runAs(plugin) } as never));
    try {
      const stop = await within(limits.startMs, `it took longer than ${limits.startMs / 1000} s`, () => started);
      if (typeof stop === 'function') this.#stops.push({ id, stop });
    } catch (error) {
      // It may still come about: then it is ended at once.
      started.then(
        (stop) => typeof stop === 'function' && stop(),
        () => {},
      );
      const why = messageOf(error);
      log.error({ plugin: id, error: why }, 'the setup of a plugin failed');
      noteFault({ plugin: id, kind: 'start', where: 'setup', message: why });
      failed.set(id, setupFailed(id, why));
    }
  }

  /** Stops what the setup of these plugins started, the last one first, each within its time. */
  async #stop(isMeant: (id: string) => boolean): Promise<void> {
    const { limits, log, noteFault } = this.#tools;
    const meant = this.#stops.filter(({ id }) => isMeant(id)).reverse();
    this.#stops = this.#stops.filter(({ id }) => !isMeant(id));
    for (const { id, stop } of meant) {
      try {
        await within(limits.stopMs, `it did not stop within ${limits.stopMs / 1000} s`, stop);
      } catch (error) {
        log.warn({ plugin: id, error: messageOf(error) }, 'a plugin did not stop cleanly');
        noteFault({ plugin: id, kind: 'start', where: 'stop', message: messageOf(error) });
      }
    }
  }
}

const setupFailed = (id: string, why: string): Problem =>
  quarantined(
    [`${id} 启动失败：${why}。`, `The setup of ${id} failed: ${why}.`],
    ['看看它要连接的东西在不在，然后点“恢复”或重启。', 'See whether what it connects to is there; then resume it, or start again.'],
  ); // prettier-ignore

/** One line of the log for each plugin that does not run. */
export function tellLog(log: Log, setAside: ReadonlyMap<string, Problem>): void {
  for (const [id, problem] of setAside)
    log.warn({ plugin: id, state: problem.state }, `${id} does not run: ${sentence(problem, 'en')}`);
}
