/** The list that people read: what the host says of each bad plugin, as a page of Markdown. */
import { fileURLToPath } from 'node:url';
import type { Answered, Caged, Failing } from './cases.ts';
import type { Fault, Home, Listed } from './zoo.ts';

const HEAD = `# What the host says of bad plugins

Recorded by \`test/zoo\`: each of these runs beside the core and a good plugin, which answer as if it were not there.

`;

const CAGED = `## Set aside: found before anybody asks

| № | plugin | what is wrong with it | state | what the host says | what to do | 中文 |
| --: | --- | --- | --- | --- | --- | --- |
`;

const FAILING = `
## Live, and failing at work

The state stays \`LIVE\`. Whoever asked loses this field, and no more; the fault stands on the page 插件 for whoever looks after
plugins. Where nobody heard anything, the answer was whole.

| № | plugin | what is wrong with it | the fault on the page 插件 | code | whoever asked hears |
| --: | --- | --- | --- | --- | --- |
`;

export interface Diagnoses {
  readonly caged: readonly (readonly [Caged, Listed | undefined])[];
  readonly failing: readonly (readonly [
    Failing,
    { readonly answer?: Answered; readonly faults: readonly Fault[] } | undefined,
  ])[];
}

/** The page; paths of this machine are left out. */
export function writePage({ caged, failing }: Diagnoses, { folder }: Home): string {
  const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
  const rows = caged.map(([{ what }, one]) => [
    one?.id, what, one?.state, one?.reason.en, one?.nextStep.en, `${one?.reason.zh}${one?.nextStep.zh}`,
  ]); // prettier-ignore
  const more = failing.map(([{ what, plugin, answers }, one]) => [
    plugin.id,
    what,
    one?.faults.map(({ kind, message }) => `${kind}: ${message}`).join('; ') || 'none',
    answers ?? '',
    one?.answer?.errors?.[0]?.message ?? '',
  ]);
  const page = HEAD + CAGED + table(rows, 1) + FAILING + table(more, rows.length + 1);
  return page
    .replaceAll(/127\.0\.0\.1:\d+/g, '<database>')
    .replaceAll(folder, '<elsewhere>')
    .replaceAll(repository, '<platform>');
}

const table = (rows: readonly (readonly (string | undefined)[])[], from: number): string =>
  rows.map((cells, index) => `| ${[from + index, ...cells.map(cell)].join(' | ')} |\n`).join('');

const cell = (text = ''): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
