/** Who a plugin is and what it fits: its id, the platform it works with, the plugins it uses. */
import { satisfies, validRange } from 'semver';
import type { Plugin } from '@cunzhi/plugin';
import type { World } from './check.ts';
import { incompatible, quarantined, waiting, type Problem } from './problem.ts';

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Words that the platform keeps for itself: first parts of its permissions and of its ledger. */
const RESERVED = ['platform', 'graphql', 'auth'];

export function idProblems({ id }: Plugin): Problem[] {
  if (!ID.test(id) || id.length > 40) {
    return [
      quarantined(
        [`插件编号“${id}”不能用。`, `The plugin id "${id}" is not allowed.`],
        [
          '只用小写字母、数字和单个连字符，字母开头，最多 40 个字符，例如 water-wells。',
          'Small letters, digits and single hyphens, a letter first, at most 40 characters, like water-wells.',
        ],
      ),
    ];
  }
  if (!RESERVED.includes(id)) return [];
  return [
    quarantined(
      [`编号 ${id} 是平台自己用的。`, `The id ${id} belongs to the platform itself.`],
      ['换一个编号。', 'Choose another id.'],
    ),
  ];
}

export function compatProblems({ id, compat }: Plugin, { version }: World): Problem[] {
  if (typeof compat !== 'string' || validRange(compat) === null) {
    return [
      quarantined(
        [`${id} 的 compat “${compat}”不是版本范围。`, `The compat "${compat}" of ${id} is not a version range.`],
        [`写成 ^${version} 这样。`, `Write it like ^${version}.`],
      ),
    ];
  }
  if (satisfies(version, compat, { includePrerelease: true })) return [];
  return [
    incompatible(
      [`${id} 需要平台 ${compat}，当前是 ${version}。`, `${id} needs platform ${compat}; this is ${version}.`],
      [
        `升级平台，或安装适合 ${version} 的 ${id}。`,
        `Upgrade the platform, or install a version of ${id} that fits ${version}.`,
      ],
    ),
  ];
}

export function useProblems(plugin: Plugin, { byId }: World): Problem[] {
  return Object.values(plugin.uses).flatMap(({ plugin: used, isOptional }) => {
    if (!used?.id) {
      return quarantined(
        [`${plugin.id} 的 uses 里有一项是空的，多半是两个包互相导入。`, `An entry in the uses of ${plugin.id} is empty: two packages probably import each other.`],
        ['拆开互相导入，其中一边改为监听事件。', 'Break the circle: let one side listen to an event instead.'],
      ); // prettier-ignore
    }
    const installed = byId.get(used.id);
    if (!installed) return isOptional ? [] : notInstalled(plugin.id, used.id);
    if (installed.version === used.version || satisfies(installed.version, `^${used.version}`)) return [];
    return incompatible(
      [
        `${plugin.id} 是按 ${used.id} ${used.version} 写的，装的是 ${installed.version}。`,
        `${plugin.id} was made for ${used.id} ${used.version}; ${installed.version} is installed.`,
      ],
      [
        `安装 ${used.id} ^${used.version}，或适合 ${used.id} ${installed.version} 的 ${plugin.id}。`,
        `Install ${used.id} ^${used.version}, or a version of ${plugin.id} made for ${used.id} ${installed.version}.`,
      ],
    );
  });
}

const notInstalled = (id: string, needed: string): Problem =>
  waiting(
    [`${id} 需要 ${needed}，而 ${needed} 没有安装。`, `${id} needs ${needed}, which is not installed.`],
    [`把 ${needed} 加进 cunzhi.config.ts。`, `Add ${needed} to cunzhi.config.ts.`],
  );
