/**
 * The reviewed tables: `expected/<plugin>.csv` says who is shown what where, `permissions.snapshot` which permission a field has.
 *
 * They are read, never computed; `UPDATE_MATRIX=1` writes what was seen, for a person to review line by line.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PLACEMENTS, type Placement } from './specimen.ts';
import type { Outcome } from './outcome.ts';

export interface Cell {
  readonly plugin: string;
  /** `Type.field`, or `mutation name`. */
  readonly where: string;
  readonly permission: string;
  readonly actor: string;
  readonly placement: Placement;
  readonly outcome: Outcome;
}

const file = (plugin: string) => new URL(`expected/${plugin}.csv`, import.meta.url);
const SNAPSHOT = new URL('expected/permissions.snapshot', import.meta.url);
const HEAD = ['permission', 'actor', ...PLACEMENTS].join(',');

/** Cells of one permission agree; a field that does not has rows of its own, `permission#Type.field`. */
export type Table = ReadonlyMap<string, string>;
const keyOf = (permission: string, actor: string, placement: string) => `${permission},${actor},${placement}`;

export function readTable(plugin: string): Table {
  if (!existsSync(file(plugin))) return new Map();
  const [head, ...lines] = readFileSync(file(plugin), 'utf8').trim().split('\n');
  if (head !== HEAD) throw new Error(`${plugin}.csv must begin with ${HEAD}`);
  return new Map(
    lines.flatMap((line) => {
      const [permission = '', actor = '', ...outcomes] = line.split(',');
      return PLACEMENTS.map(
        (placement, index) => [keyOf(permission, actor, placement), outcomes[index] ?? ''] as const,
      );
    }),
  );
}

/** What the table expects of a cell; undefined when it says nothing. */
export function expectedOf(
  table: Table,
  { permission, where, actor, placement }: Omit<Cell, 'outcome' | 'plugin'>,
): string | undefined {
  return table.get(keyOf(`${permission}#${where}`, actor, placement)) ?? table.get(keyOf(permission, actor, placement));
}

export function writeTable(plugin: string, cells: readonly Cell[]): void {
  const own = rowsOf(cells, ({ permission }) => permission);
  const lines = new Map<string, Map<Placement, string>>();
  const put = (permission: string, { actor, placement }: Cell, outcome: string) => {
    const key = `${permission},${actor}`;
    lines.set(key, (lines.get(key) ?? new Map<Placement, string>()).set(placement, outcome));
  };
  for (const cell of cells)
    put(cell.permission, cell, own.get(keyOf(cell.permission, cell.actor, cell.placement)) ?? '');
  const odd = new Set(
    cells
      .filter((cell) => own.get(keyOf(cell.permission, cell.actor, cell.placement)) !== cell.outcome)
      .map(({ permission, where }) => `${permission}#${where}`),
  );
  for (const cell of cells)
    if (odd.has(`${cell.permission}#${cell.where}`)) put(`${cell.permission}#${cell.where}`, cell, cell.outcome);
  const text = [...lines]
    .map(([key, outcomes]) => [key, ...PLACEMENTS.map((placement) => outcomes.get(placement) ?? '-')].join(','))
    .sort();
  writeFileSync(file(plugin), `${[HEAD, ...text].join('\n')}\n`);
}

/** The outcome that most cells of a key have. */
function rowsOf(cells: readonly Cell[], of: (cell: Cell) => string): Map<string, Outcome> {
  const counts = new Map<string, Map<Outcome, number>>();
  for (const cell of cells) {
    const key = keyOf(of(cell), cell.actor, cell.placement);
    const one = counts.get(key) ?? new Map<Outcome, number>();
    counts.set(key, one.set(cell.outcome, (one.get(cell.outcome) ?? 0) + 1));
  }
  return new Map([...counts].map(([key, one]) => [key, [...one].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'refused']));
}

export const snapshotText = (permissions: ReadonlyMap<string, string>): string =>
  `${[...permissions]
    .map(([where, permission]) => `${where} ${permission}`)
    .sort()
    .join('\n')}\n`;
export const readSnapshot = (): string => (existsSync(SNAPSHOT) ? readFileSync(SNAPSHOT, 'utf8') : '');
export const writeSnapshot = (text: string): void => writeFileSync(SNAPSHOT, text);
