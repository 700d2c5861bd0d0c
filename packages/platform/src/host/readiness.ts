/** Whether the database is ready for each plugin: migrations, policies, and what the host remembers. */
import type { Sql } from 'postgres';
import { SetupError, type Plugin } from '@cunzhi/plugin';
import { findDifferences, planMigrations } from '../database/index.ts';
import { changedFile, CORE, unknownFile } from './install.ts';
import { readMarks, restOf, type Mark } from './marks.ts';
import { quarantined, sentence, type Problem } from './problem.ts';

export interface Readiness {
  readonly setAside: ReadonlyMap<string, Problem>;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly warnings: readonly string[];
}

/** @throws SetupError with every problem when the platform's or the core's own tables are behind. */
export async function readReadiness(sql: Sql, ordered: readonly Plugin[]): Promise<Readiness> {
  const { pending, changed, unknown } = await planMigrations(sql, ordered);
  const isGround = ({ plugin }: { plugin: string }) => plugin === 'platform' || plugin === CORE;
  const problems = [
    ...changed.filter(isGround).map((file) => sentence(changedFile(file), 'en')),
    ...pending
      .filter(isGround)
      .map(({ plugin, file }) => `Migration ${plugin}/${file} is not applied: run \`cunzhi apply\`.`),
  ];
  if (problems.length > 0) throw new SetupError(problems);

  const core = ordered.find(({ id }) => id === CORE);
  const differing = core ? await findDifferences(sql, core) : [];
  if (differing.length > 0) throw new SetupError(differing.map(({ text }) => text.en));

  const marks = await readMarks(sql);
  const setAside = new Map<string, Problem>();
  for (const plugin of ordered) {
    const { id } = plugin;
    const mark = marks.get(id);
    const edited = changed.find((file) => file.plugin === id);
    const behind = pending.filter((file) => file.plugin === id).map(({ file }) => file);
    const why =
      (mark?.isRemoving ? restOf(mark) : undefined) ??
      (edited && changedFile(edited)) ??
      (mark?.failure ? notInstalled(mark.failure) : undefined) ??
      (behind.length > 0 ? notApplied(id, behind) : await differs(sql, plugin));
    if (why) setAside.set(id, why);
  }
  const failed = setAside.get(CORE);
  if (failed) throw new SetupError([sentence(failed, 'en')]);
  return { setAside, marks, warnings: unknown.map(unknownFile) };
}

async function differs(sql: Sql, plugin: Plugin): Promise<Problem | undefined> {
  const found = await findDifferences(sql, plugin);
  if (found.length === 0) return undefined;
  return {
    state: 'quarantined',
    reason: { zh: found.map(({ text }) => text.zh).join(''), en: found.map(({ text }) => text.en).join(' ') },
    nextStep: {
      zh: '别的插件照常运行；处理好后重启，或点“恢复”。',
      en: 'The others run as before; when it is mended, start again or resume it.',
    },
  };
}

const notApplied = (id: string, files: readonly string[]): Problem =>
  quarantined(
    [`${id} 还有迁移没有执行：${files.join('、')}。`, `Migrations of ${id} are not applied: ${files.join(', ')}.`],
    ['运行 `cunzhi apply`，然后点“恢复”或重启。', 'Run `cunzhi apply`; then resume it, or start again.'],
  );

const notInstalled = (failure: Problem['reason']): Problem =>
  quarantined(
    [failure.zh, failure.en],
    ['改正之后运行 `cunzhi apply`，然后点“恢复”或重启。', 'Mend it and run `cunzhi apply`; then resume it, or start again.'],
  ); // prettier-ignore
