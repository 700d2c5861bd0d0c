/** What a plugin declares: functions where functions belong, permissions, facts, events and who listens to them. */
import { permissionKey, type Plugin } from '@cunzhi/plugin';
import { OWN_PERMISSIONS } from '../access/index.ts';
import type { World } from './check.ts';
import { quarantined, type Problem } from './problem.ts';

const KEY = /^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*(\.[a-z][A-Za-z0-9]*)+$/;
const FACT = /^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9]*)+$/;
const MODES = ['keep', 'export', 'drop'];

/** What TypeScript refuses at the author's desk, for plugins that were not written in it. */
export function functionProblems(plugin: Plugin): Problem[] {
  const wrong = (['services', 'reference', 'graphql', 'setup'] as const)
    .filter((key) => plugin[key] !== undefined && typeof plugin[key] !== 'function')
    .map(String);
  for (const key of ['on', 'guard'] as const)
    for (const [name, handler] of Object.entries(plugin[key]))
      if (typeof handler !== 'function') wrong.push(`${key}["${name}"]`);
  const problems = wrong.map((key) =>
    quarantined(
      [`${plugin.id} 的 ${key} 不是函数。`, `${key} of ${plugin.id} is not a function.`],
      ['对照 definePlugin 的类型改正它。', 'Mend it by the types of definePlugin.'],
    ),
  );
  if (!MODES.includes(plugin.uninstall)) {
    problems.push(
      quarantined(
        [
          `${plugin.id} 的 uninstall 写成了“${plugin.uninstall}”。`,
          `uninstall of ${plugin.id} is "${plugin.uninstall}".`,
        ],
        ['只能是 keep、export 或 drop。', 'Write keep, export or drop.'],
      ),
    );
  }
  return problems;
}

export function permissionProblems(plugin: Plugin): Problem[] {
  return [
    ...Object.entries(plugin.permissions).flatMap(([name, declaration]) => {
      if (!KEY.test(name)) {
        return quarantined(
          [`${plugin.id} 的权限“${name}”写法不对。`, `The permission "${name}" of ${plugin.id} is written wrongly.`],
          ['写成“东西.动作”，例如 reading.write；前面不要写插件编号。', 'Write thing.act, like reading.write, without the id of the plugin.'],
        ); // prettier-ignore
      }
      const isWhole = declaration?.zh && declaration.en && Array.isArray(declaration.roles);
      if (isWhole) return [];
      return quarantined(
        [`${plugin.id} 的权限 ${name} 不完整。`, `The permission ${name} of ${plugin.id} is not complete.`],
        ['写上 zh、en 两句话和 roles。', 'Give it a zh and an en sentence, and roles.'],
      );
    }),
    ...undeclaredPermissions(plugin),
  ];
}

/** Permissions that a table names: the plugin's own, those of plugins it uses, or the platform's. */
function undeclaredPermissions(plugin: Plugin): Problem[] {
  const keysOf = (one: Plugin) => Object.keys(one.permissions).map((name) => permissionKey(one.id, name));
  const used = Object.values(plugin.uses).map((use) => use.plugin);
  const known = new Set([...Object.keys(OWN_PERMISSIONS), ...[plugin, ...used].flatMap(keysOf)]);
  const named = plugin.tables.flatMap((table) => [
    ...(table.kind === 'placed' ? table.read : []),
    ...(table.write ?? []),
  ]);
  return [...new Set(named)]
    .filter((key) => !known.has(key))
    .map((key) =>
      quarantined(
        [`${plugin.id} 的表用到权限 ${key}，但没有插件声明它。`, `A table of ${plugin.id} names the permission ${key}, which it does not declare.`],
        [`在 ${plugin.id} 的 permissions 里声明它，或把声明它的插件写进 uses。`, `Declare it in the permissions of ${plugin.id}, or add the plugin that declares it to uses.`],
      ),
    ); // prettier-ignore
}

export function factProblems(plugin: Plugin, { factOwner }: World): Problem[] {
  return Object.entries(plugin.facts).flatMap(([fact, definition]) => {
    const owner = factOwner.get(fact);
    if (owner !== plugin.id) {
      return quarantined(
        [`事实 ${fact} 已由 ${owner} 发布，${plugin.id} 又发布了一次。`, `The fact ${fact} is published by ${owner}; ${plugin.id} publishes it again.`],
        [`换一个名字，例如 ${plugin.id}.${fact.split('.').at(-1)}。`, `Give it another name, like ${plugin.id}.${fact.split('.').at(-1)}.`],
      ); // prettier-ignore
    }
    if (!FACT.test(fact)) {
      return quarantined(
        [`${plugin.id} 的事实“${fact}”看不出属于谁。`, `The fact "${fact}" of ${plugin.id} names no owner.`],
        [`以归属开头，例如 ${plugin.id}.count。`, `Begin with whose it is, like ${plugin.id}.count.`],
      );
    }
    if (typeof definition?.load !== 'function') {
      return quarantined(
        [`${plugin.id} 的事实 ${fact} 没有 load 函数。`, `The fact ${fact} of ${plugin.id} has no load function.`],
        ['写上按村批量读取的 load。', 'Give it a load that reads many villages at once.'],
      );
    }
    if (typeof definition.unit === 'string' && definition.unit.trim()) return [];
    return quarantined(
      [`${plugin.id} 的事实 ${fact} 没有单位。`, `The fact ${fact} of ${plugin.id} has no unit.`],
      ['写上 unit，例如 起、人、次。', 'Give it a unit, like 起, 人 or 次.'],
    );
  });
}

export function eventProblems(plugin: Plugin, { byId }: World): Problem[] {
  if (plugin.eventsOf !== undefined && plugin.eventsOf !== plugin.id) {
    return [
      quarantined(
        [`${plugin.id} 的事件是用 defineEvents('${plugin.eventsOf}', …) 声明的。`, `The events of ${plugin.id} were declared by defineEvents('${plugin.eventsOf}', …).`],
        [`改成 defineEvents('${plugin.id}', …)。`, `Write defineEvents('${plugin.id}', …).`],
      ),
    ]; // prettier-ignore
  }
  const eventsOf = (one: Plugin) => Object.keys(one.events).map((name) => `${one.id}.${name}`);
  const known = new Set([plugin, ...Object.values(plugin.uses).map((use) => use.plugin)].flatMap(eventsOf));
  const everybodys = new Map([...byId.values()].flatMap((one) => eventsOf(one).map((event) => [event, one.id])));
  const heard = [
    ...Object.keys(plugin.on).map((event) => ({ where: 'on', event })),
    ...Object.keys(plugin.guard).map((event) => ({ where: 'guard', event })),
    ...Object.entries(plugin.jobs).flatMap(([name, job]) =>
      'on' in job ? [{ where: `jobs.${name}`, event: job.on }] : [],
    ),
  ];
  return [
    ...heard
      .filter(({ event }) => !known.has(event))
      .map(({ where, event }) => unknownEvent(plugin.id, where, event, everybodys.get(event))),
    ...jobProblems(plugin),
  ];
}

function unknownEvent(id: string, where: string, event: string, owner: string | undefined): Problem {
  return quarantined(
    [`${id} 的 ${where} 要听事件 ${event}，${owner ? `但没有在 uses 里写 ${owner}` : '但没有插件声明它'}。`, `${where} of ${id} listens to ${event}, ${owner ? `but ${owner} is not in its uses` : 'which nobody declares'}.`],
    owner
      ? [`把 ${owner} 写进 ${id} 的 uses。`, `Add ${owner} to the uses of ${id}.`]
      : ['核对事件的全名：<插件编号>.<东西>.<发生了什么>。', 'Check its full name: <plugin id>.<thing>.<happened>.'],
  ); // prettier-ignore
}

function jobProblems(plugin: Plugin): Problem[] {
  return Object.entries(plugin.jobs).flatMap(([name, job]) => {
    const isRight =
      typeof job?.run === 'function' &&
      ('on' in job
        ? typeof job.on === 'string'
        : typeof job.cron === 'string' && job.cron.trim().split(/\s+/).length === 5);
    if (isRight) return [];
    return quarantined(
      [`${plugin.id} 的任务 ${name} 不完整。`, `The job ${name} of ${plugin.id} is not complete.`],
      ['写上 run，再写 on（一个事件）或 cron（五段，例如 0 6 * * *）。', 'Give it run, and either on (an event) or cron (five fields, like 0 6 * * *).'],
    ); // prettier-ignore
  });
}
