/**
 * The keeper of the plugins while the host runs: who is set aside and why, who is paused, and who may come back.
 *
 * One thing at a time: a pause, a return and a look at the marks never meet.
 */
import type { Sql } from 'postgres';
import type { Plugin } from '@cunzhi/plugin';
import { asOwner } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { PluginActRefusedError, type FaultBook, type PluginStates } from '../plugins/index.ts';
import type { PluginDesk } from '../schema/index.ts';
import { checkPlugins, type Checked } from './check.ts';
import { openDesk } from './desk.ts';
import { CORE } from './install.ts';
import type { Life } from './life.ts';
import { markPaused, markResumed, readMarks, type Mark } from './marks.ts';
import { messageOf, sentence, type Problem } from './problem.ts';
import { readReadiness } from './readiness.ts';
import { heldBack } from './starts.ts';
import { lostFields, planUninstall } from './uninstall.ts';
import { dependantsOf } from './order.ts';

export interface KeeperOptions {
  readonly databaseUrl: string;
  readonly installed: readonly Plugin[];
  readonly checked: Checked;
  readonly states: PluginStates;
  readonly log: Log;
}

const LOOK_MS = 1_000;
const REASON_MOST = 500;

export class Keeper {
  readonly #options: KeeperOptions;
  readonly setAside: Map<string, Problem>;
  #marks: ReadonlyMap<string, Mark> = new Map();
  #life: Life | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #follow: Sql | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.setAside = new Map(options.checked.setAside);
  }

  set life(life: Life) {
    this.#life = life;
  }

  /** Looks at the database for each plugin. @throws SetupError when the platform's or the core's part is behind. */
  async look(): Promise<void> {
    const { databaseUrl, checked, log } = this.#options;
    const ready = await asOwner(databaseUrl, (sql) => readReadiness(sql, checked.ordered));
    for (const warning of ready.warnings) log.warn({}, warning);
    for (const [id, problem] of ready.setAside) this.setAside.set(id, problem);
    // A migration that is under way now was begun by somebody else; what is missing is known from the ledger.
    this.#marks = new Map([...ready.marks].map(([id, mark]) => [id, { ...mark, isMigrating: false }]));
  }

  /** After two dead starts: the core alone. */
  holdBack(): void {
    for (const { id } of this.#options.checked.ordered)
      if (id !== CORE && !this.setAside.has(id)) this.setAside.set(id, heldBack());
  }

  async bringUp(): Promise<void> {
    await this.#running().bringUp(this.#options.checked.ordered, this.setAside, this.#marks);
  }

  /** Looks at the marks once a second: a pause in one process is a pause in all. */
  follow(sql: Sql): void {
    this.#follow = sql;
    this.#plan();
  }

  async stop(): Promise<void> {
    this.#follow = undefined;
    clearTimeout(this.#timer);
    await this.#turn;
  }

  /** One after another; what fails does not stop the next. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  async pause(id: string, reason: string, by: string): Promise<void> {
    const trimmed = reason.trim();
    const state = this.#options.states.of(id)?.state;
    if (id === CORE)
      throw refused('core 不能暂停：别的插件都靠它。', 'The core cannot be paused: everything builds on it.');
    if (!trimmed || trimmed.length > REASON_MOST)
      throw refused(
        `暂停要写原因，最多 ${REASON_MOST} 个字。`,
        `A pause needs a reason, of at most ${REASON_MOST} characters.`,
      );
    if (state !== 'live' && state !== 'paused')
      throw refused(`${id} 现在没有运行，不用暂停。`, `${id} does not run now; there is nothing to pause.`);
    await this.inTurn(async () => {
      await markPaused(this.#sql(), id, trimmed, by);
      await this.#obey();
    });
    this.#options.log.info({ plugin: id, by }, `${id} was paused`);
  }

  async resume(id: string): Promise<void> {
    const state = this.#options.states.of(id)?.state;
    if (state === 'paused') {
      await this.inTurn(async () => {
        await markResumed(this.#sql(), id);
        await this.#obey();
      });
    } else if (state !== 'live') {
      await this.retry(id);
    }
    const after = this.#options.states.of(id);
    if (after?.state !== 'live') throw refused(sentence(after ?? EMPTY, 'zh'), sentence(after ?? EMPTY, 'en'));
    this.#options.log.info({ plugin: id }, `${id} was resumed`);
  }

  /** Looks anew at one plugin and those that wait, and makes all plugins anew when it can run. */
  retry(id: string): Promise<void> {
    return this.inTurn(async () => {
      const { databaseUrl, installed } = this.#options;
      const checked = checkPlugins(installed);
      const ready = await asOwner(databaseUrl, (sql) => readReadiness(sql, checked.ordered));
      const stillAway = [...this.setAside].filter(([one, { state }]) => one !== id && state !== 'waiting');
      this.setAside.clear();
      for (const [one, problem] of [...stillAway, ...checked.setAside]) this.setAside.set(one, problem);
      const own = ready.setAside.get(id);
      if (own) this.setAside.set(id, own);
      this.#marks = ready.marks;
      await this.#running().bringUp(checked.ordered, this.setAside, this.#marks);
    });
  }

  desk(faults: FaultBook): PluginDesk {
    const { installed, checked, states, databaseUrl } = this.#options;
    const named = new Map(checked.names.map((name, index) => [name, installed[index]]));
    return openDesk({
      installed: new Map([...named].filter((entry): entry is [string, Plugin] => entry[1] !== undefined)),
      states,
      faults,
      plan: (plugin) => asOwner(databaseUrl, (sql) => planUninstall(sql, plugin, installed, this.#lostWithout(plugin))),
      pause: (id, reason, by) => this.pause(id, reason, by),
      resume: (id) => this.resume(id),
    });
  }

  #lostWithout(plugin: Plugin): string[] {
    const life = this.#running();
    const { plugins, schema } = life.now;
    const gone = new Set([plugin.id, ...dependantsOf(plugin.id, plugins)]);
    if (!plugins.some(({ id }) => id === plugin.id)) return [];
    return lostFields(schema, life.trial(plugins.filter(({ id }) => !gone.has(id))));
  }

  #plan(): void {
    if (!this.#follow) return;
    this.#timer = setTimeout(() => {
      this.inTurn(() => this.#obey())
        .catch((error: unknown) =>
          this.#options.log.warn({ error: messageOf(error) }, 'the marks of plugins could not be read'),
        )
        .finally(() => this.#plan());
    }, LOOK_MS);
  }

  /** Reads the marks and does what they say. */
  async #obey(): Promise<void> {
    if (!this.#follow) return;
    this.#marks = await readMarks(this.#sql());
    const failed = await this.#running().follow(this.#marks);
    if (failed.size === 0) return;
    for (const [id, problem] of failed) this.setAside.set(id, problem);
    await this.bringUp();
  }

  #running(): Life {
    if (!this.#life) throw new Error('The plugins have no life yet.');
    return this.#life;
  }

  #sql(): Sql {
    if (!this.#follow)
      throw refused(
        '服务器正在启动或停止，请过一会儿再试。',
        'The server is starting or stopping; try again in a moment.',
      );
    return this.#follow;
  }
}

const EMPTY = { reason: null, nextStep: null };
const refused = (zh: string, en: string) => new PluginActRefusedError({ zh, en });
