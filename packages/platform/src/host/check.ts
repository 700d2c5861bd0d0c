/**
 * The check before anything runs: reads what plugins say of themselves, and runs none of their code.
 *
 * A problem belongs to one plugin. That one is set aside, those that need it wait, and the rest goes on.
 */
import type { Plugin } from '@cunzhi/plugin';
import { copyProblems } from './check.copies.ts';
import { eventProblems, factProblems, functionProblems, permissionProblems } from './check.declarations.ts';
import { compatProblems, idProblems, useProblems } from './check.identity.ts';
import { tableProblems } from './check.tables.ts';
import { joined, messageOf, quarantined, waiting, type Problem } from './problem.ts';
import { settingsProblems } from './settings.ts';

/** The version that plugins name in `compat`. */
export const VERSION = '1.0.0';

/** What the checks of one plugin may look at. */
export interface World {
  readonly version: string;
  /** The plugin that an id stands for: the first one of that id. */
  readonly byId: ReadonlyMap<string, Plugin>;
  /** The plugin that publishes a fact: the first one. */
  readonly factOwner: ReadonlyMap<string, string>;
}

export interface Checked {
  /** Plugins without a problem, each after those that it uses. */
  readonly ordered: readonly Plugin[];
  /** Names of all plugins in the order of the list: the id, or `id (2)` for one whose id was taken. */
  readonly names: readonly string[];
  /** By name. */
  readonly setAside: ReadonlyMap<string, Problem>;
}

type Check = (plugin: Plugin, world: World) => readonly Problem[];
const CHECKS: readonly Check[] = [
  idProblems, compatProblems, useProblems, copyProblems, functionProblems, permissionProblems, tableProblems, factProblems,
  eventProblems, settingsProblems,
]; // prettier-ignore

export function checkPlugins(plugins: readonly Plugin[], version: string = VERSION): Checked {
  const named = nameAll(plugins);
  const byId = new Map([...named].filter(([name, plugin]) => isPlugin(plugin) && name === plugin.id));
  const factOwner = new Map(
    [...byId.values()].reverse().flatMap(({ id, facts }) => Object.keys(facts).map((fact) => [fact, id] as const)),
  );
  const world: World = { version, byId, factOwner };

  const setAside = new Map<string, Problem>();
  for (const [name, plugin] of named) {
    const found = name === nameOf(plugin) ? problemsOf(plugin, world) : [idTaken(plugin.id)];
    const all = joined(found);
    if (all) setAside.set(name, all);
  }
  const ordered = sort([...byId.values()], setAside);
  return { ordered, names: [...named.keys()], setAside };
}

/** Lets everybody wait who needs one that is set aside; returns those who can run, in the order given. */
export function withoutWaiting(ordered: readonly Plugin[], setAside: Map<string, Problem>): Plugin[] {
  return ordered.filter((plugin) => {
    const wait = setAside.get(plugin.id) ?? waitsFor(plugin, setAside);
    if (wait) setAside.set(plugin.id, wait);
    return !wait;
  });
}

const STATE_WORDS: Record<Problem['state'], readonly [zh: string, en: string]> = {
  paused: ['已暂停', 'is paused'],
  waiting: ['自己还在等别的插件', 'is waiting itself'],
  incompatible: ['与平台版本不合', 'does not fit this platform'],
  quarantined: ['已被隔离', 'is quarantined'],
  migrating: ['正在更新数据表', 'is migrating'],
  removing: ['正在卸载', 'is being removed'],
};

function waitsFor({ id, uses }: Plugin, setAside: ReadonlyMap<string, Problem>): Problem | undefined {
  const needed = Object.values(uses).find((use) => !use.isOptional && setAside.has(use.plugin.id))?.plugin.id;
  const why = needed && setAside.get(needed);
  if (!needed || !why) return undefined;
  const [zh, en] = STATE_WORDS[why.state];
  return waiting(
    [`${id} 需要 ${needed}，而 ${needed} ${zh}。`, `${id} needs ${needed}, which ${en}.`],
    [`先处理 ${needed}，${id} 会随它一起恢复。`, `See to ${needed} first; ${id} comes back with it.`],
  );
}

function problemsOf(plugin: Plugin, world: World): readonly Problem[] {
  if (!isPlugin(plugin)) return [notAPlugin(nameOf(plugin))];
  try {
    return CHECKS.flatMap((check) => check(plugin, world));
  } catch (error) {
    return [
      quarantined(
        [
          `${plugin.id} 的定义读不出来：${messageOf(error)}。`,
          `The definition of ${plugin.id} cannot be read: ${messageOf(error)}.`,
        ],
        ['对照 definePlugin 的类型改正它。', 'Mend it by the types of definePlugin.'],
      ),
    ];
  }
}

/** Each after those that it uses; a circle is set aside whole. */
function sort(plugins: readonly Plugin[], setAside: Map<string, Problem>): Plugin[] {
  const byId = new Map(plugins.filter(({ id }) => !setAside.has(id)).map((plugin) => [plugin.id, plugin]));
  const ordered: Plugin[] = [];
  const visit = (plugin: Plugin, path: readonly string[]): void => {
    if (ordered.includes(plugin) || setAside.get(plugin.id)?.state === 'quarantined') return;
    if (path.includes(plugin.id)) {
      const circle = path.slice(path.indexOf(plugin.id));
      for (const id of circle) setAside.set(id, inCircle(id, [...circle, plugin.id]));
      return;
    }
    for (const { plugin: one } of Object.values(plugin.uses)) {
      const used = byId.get(one.id);
      if (used) visit(used, [...path, plugin.id]);
    }
    if (!setAside.has(plugin.id)) ordered.push(plugin);
  };
  for (const plugin of byId.values()) visit(plugin, []);
  // Dependants of what was set aside are given their sentence in an order that has them after it.
  const rest = plugins.filter((plugin) => !ordered.includes(plugin));
  let running = ordered;
  for (let before = -1; before !== setAside.size;) {
    before = setAside.size;
    running = withoutWaiting(running, setAside);
    withoutWaiting(rest, setAside);
  }
  return running;
}

function inCircle(id: string, circle: readonly string[]): Problem {
  return quarantined(
    [`插件互相依赖成了一个圈：${circle.join(' → ')}。`, `Plugins use each other in a circle: ${circle.join(' → ')}.`],
    [
      `从 ${id} 的 uses 里去掉一个，改为监听它的事件。`,
      `Take one out of the uses of ${id}, and listen to its event instead.`,
    ],
  );
}

const idTaken = (id: string): Problem =>
  quarantined(
    [`编号 ${id} 已经有另一个插件在用。`, `The id ${id} is taken by another plugin.`],
    [
      `从 cunzhi.config.ts 里去掉其中一个，或请作者换一个编号。`,
      `Remove one of the two from cunzhi.config.ts, or ask its author for another id.`,
    ],
  );

const notAPlugin = (name: string): Problem =>
  quarantined(
    [`${name} 不是 definePlugin 做出来的值。`, `${name} is not what definePlugin returns.`],
    ['看看它是怎么导入的，或用 definePlugin 定义它。', 'Look at how it is imported, or define it with definePlugin.'],
  );

const nameOf = (plugin: Plugin): string => (typeof plugin?.id === 'string' && plugin.id ? plugin.id : '?');

/** True when others can be checked against it, whatever is wrong with it otherwise. */
function isPlugin(plugin: Plugin): boolean {
  try {
    const { uses, facts, events, permissions } = plugin;
    return typeof plugin.contract === 'string' && [uses, facts, events, permissions].every((one) => Object.keys(one));
  } catch {
    return false;
  }
}

function nameAll(plugins: readonly Plugin[]): Map<string, Plugin> {
  const named = new Map<string, Plugin>();
  for (const plugin of plugins) {
    const id = nameOf(plugin);
    let name = id;
    for (let number = 2; named.has(name); number++) name = `${id} (${number})`;
    named.set(name, plugin);
  }
  return named;
}
