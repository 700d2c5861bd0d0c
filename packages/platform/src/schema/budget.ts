/**
 * Budgets: how much one plugin may cost one operation, and what happens to one that takes more.
 *
 * A guest (a field on another plugin's type) gets little, since others pay for it; three breaches in a minute rest it for one.
 */
import type { LocalText } from '@cunzhi/plugin';

export type BudgetKind = 'guest' | 'own' | 'write';

export interface Budget {
  readonly ms: number;
  readonly statements: number;
  readonly rows: number;
  readonly events: number;
}

/** access-and-reliability.md §13 for guests; a plugin's own fields and its writes are held by the limits of the session as well. */
export const BUDGETS: Readonly<Record<BudgetKind, Budget>> = {
  guest: { ms: 250, statements: 20, rows: 5_000, events: 100 },
  own: { ms: 5_000, statements: 200, rows: 50_000, events: 100 },
  write: { ms: 60_000, statements: 100_000, rows: 1_000_000, events: 10_000 },
};

/** A plugin's field did not come; the rest of the answer did. */
export class PluginFieldError extends Error {
  readonly code: 'PLUGIN_FAILED' | 'PLUGIN_PAUSED';
  readonly plugin: string;
  readonly text: LocalText;

  constructor(code: PluginFieldError['code'], plugin: string, options?: ErrorOptions) {
    super(`${code}: ${plugin}`, options);
    this.code = code;
    this.plugin = plugin;
    this.text = TEXTS[code](plugin);
  }
}

const TEXTS: Record<PluginFieldError['code'], (plugin: string) => LocalText> = {
  PLUGIN_FAILED: (plugin) => ({
    zh: `插件 ${plugin} 的这一块没能显示，其他内容不受影响。请过一会儿再试，还不行请把编号告诉管理员。`,
    en: `This part of the plugin ${plugin} could not be shown; everything else is unaffected. Try again later, or tell your administrator the number.`,
  }),
  PLUGIN_PAUSED: (plugin) => ({
    zh: `插件 ${plugin} 已暂停，这一块暂时看不到；数据都在，恢复后照常。`,
    en: `The plugin ${plugin} is paused, so this part is not shown for now; its data is safe and comes back with it.`,
  }),
};

/** What was taken too much of; for the log and the plugin page, never for a client. */
export class BudgetError extends Error {
  constructor(plugin: string, what: keyof Budget, most: number) {
    super(
      `${plugin} took more than its budget in one operation: ${most} ${what}. Read through a loader, or ask for less.`,
    );
  }
}

/** One plugin's spending in one operation. */
export class Tally {
  readonly #plugin: string;
  readonly #budget: Budget;
  readonly #onBreach: (error: BudgetError) => void;
  #statements = 0;
  #rows = 0;
  #events = 0;
  #breach: BudgetError | undefined;
  #timer: NodeJS.Timeout | undefined;
  #late: Promise<never> | undefined;

  constructor(plugin: string, budget: Budget, onBreach: (error: BudgetError) => void) {
    this.#plugin = plugin;
    this.#budget = budget;
    this.#onBreach = onBreach;
  }

  statement(): void {
    if (++this.#statements > this.#budget.statements) this.#break('statements');
    if (this.#breach) throw this.#breach;
  }

  rows(count: number): void {
    if ((this.#rows += count) > this.#budget.rows) this.#break('rows');
    if (this.#breach) throw this.#breach;
  }

  event(): void {
    if (++this.#events > this.#budget.events) this.#break('events');
    if (this.#breach) throw this.#breach;
  }

  /** The result, or the breach when time runs out first; the clock starts with the first thing waited for. */
  within<T>(result: PromiseLike<T>): Promise<T> {
    this.#late ??= new Promise<never>((_done, fail) => {
      this.#timer = setTimeout(() => fail(this.#break('ms')), this.#budget.ms);
      this.#timer.unref();
    });
    this.#late.catch(() => {});
    return Promise.race([result, this.#late]);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#late = undefined;
  }

  #break(what: keyof Budget): BudgetError {
    if (!this.#breach) {
      this.#breach = new BudgetError(this.#plugin, what, this.#budget[what]);
      this.#onBreach(this.#breach);
    }
    return this.#breach;
  }
}

const WINDOW_MS = 60_000;
const BREACHES = 3;

/** Rests a plugin that breaks its budget again and again; one for each process. */
export class Breaker {
  readonly #breaches = new Map<string, number[]>();
  readonly #restsUntil = new Map<string, number>();

  breach(plugin: string, now = Date.now()): void {
    const recent = [...(this.#breaches.get(plugin) ?? []).filter((at) => now - at < WINDOW_MS), now];
    this.#breaches.set(plugin, recent);
    if (recent.length < BREACHES) return;
    this.#restsUntil.set(plugin, now + WINDOW_MS);
    this.#breaches.delete(plugin);
  }

  isResting(plugin: string, now = Date.now()): boolean {
    return (this.#restsUntil.get(plugin) ?? 0) > now;
  }
}
