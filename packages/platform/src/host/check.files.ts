/** Files that a plugin names: they are in its package, or its pages and tables would be missing without a word. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from '@cunzhi/plugin';
import { quarantined, type Problem } from './problem.ts';

export function fileProblems({ id, admin, migrations }: Plugin): Problem[] {
  const missing = (url: URL | undefined) => url?.protocol === 'file:' && !existsSync(url);
  return [
    ...(missing(admin) ? [notThere(id, ['管理界面入口', 'admin entry'], admin)] : []),
    ...(missing(migrations) ? [notThere(id, ['迁移文件夹', 'folder of migrations'], migrations)] : []),
  ];
}

function notThere(id: string, [zh, en]: readonly [string, string], url: URL | undefined): Problem {
  const path = url ? fileURLToPath(url) : '';
  return quarantined(
    [`${id} 的${zh}不在：${path}。`, `The ${en} of ${id} is not there: ${path}.`],
    ['核对路径，并把它写进 package.json 的 files，再重新发布和安装。', 'Check the path, and that it stands in `files` of its package.json; then publish and install it again.'],
  ); // prettier-ignore
}
