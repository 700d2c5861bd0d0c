/**
 * The demonstration year: invented, marked so, made from a fixed seed.
 *
 * A part is filled only when its plugin is installed, in one transaction and only once; a second start changes nothing.
 */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { countPlaces, importPlaces, readPlaces } from '@cunzhi/core';
import { asOwner, localFileStore, type Host } from '@cunzhi/platform';
import { standards } from '@cunzhi/standards';
import type { InventedCase } from './mediation.ts';
import { chanceFrom } from './random.ts';

const SEED = 20_261_124;
const SOMEBODY = { id: '00000000-0000-4000-8000-000000000001', name: '演示' };
const ELSEWHERE = { id: '00000000-0000-4000-8000-000000000002', name: '演示·外村调解员' };

/** The real places, which every start needs before accounts can be given reach. */
export async function ensurePlaces(databaseUrl: string): Promise<void> {
  await asOwner(databaseUrl, async (sql) => {
    const db = drizzle(sql);
    if ((await countPlaces(db)) === 0)
      await importPlaces(db, readPlaces([fileURLToPath(new URL('places/huzhou-divisions.csv', standards))]));
  });
}

/** Fills the parts of the installed plugins; those of plugins that are away are not even loaded. */
export async function fillDemonstration(databaseUrl: string, host: Host, filesFolder: string): Promise<void> {
  const installed = new Set(host.plugins.map(({ id }) => id));
  const first = <T extends object>(query: string) =>
    asOwner(databaseUrl, async (sql) => {
      const [row] = await sql.unsafe<T[]>(query);
      if (!row) throw new Error(`The demonstration could not be looked at: ${query}`);
      return row;
    });
  const isThere = async (rows: string) =>
    (await first<{ found: boolean }>(`select exists (select from ${rows}) as found`)).found;
  const clerk = await first<{ id: string; name: string }>(`select id, name from core.person where username = 'yucun'`);

  for (const { plugin, rows, fill } of PARTS) {
    if (installed.has(plugin) && !(await isThere(rows))) await fill({ host, filesFolder, clerk });
  }
}

interface World {
  readonly host: Host;
  readonly filesFolder: string;
  /** The person behind the account `yucun`. */
  readonly clerk: { readonly id: string; readonly name: string };
}

interface Part {
  readonly plugin: string;
  /** What is there once the part has been filled. */
  readonly rows: string;
  readonly fill: (world: World) => Promise<unknown>;
}

const PARTS: readonly Part[] = [
  {
    plugin: 'evaluation',
    rows: 'plugin_evaluation.round',
    fill: async ({ host, filesFolder }) => {
      const { fillEvaluation } = await import('./evaluation.ts');
      return host.asSystem(SOMEBODY, (ctx) => fillEvaluation(ctx, localFileStore(filesFolder), chanceFrom(SEED)));
    },
  },
  {
    plugin: 'three-governance',
    rows: 'plugin_three_governance.score',
    fill: async ({ host }) => {
      const { recomputeGovernance } = await import('@cunzhi/three-governance');
      return host.asSystem(SOMEBODY, (ctx) => recomputeGovernance(ctx, { within: '330523', year: 2026 }));
    },
  },
  {
    plugin: 'mediation',
    rows: `plugin_mediation.case where place_code = '330523108204'`,
    fill: async ({ host, clerk }) => {
      const { fillMediation } = await import('./mediation.ts');
      return host.asSystem(clerk, (ctx) => fillMediation(ctx, YUCUN_CASES, chanceFrom(SEED + 1)));
    },
  },
  {
    plugin: 'mediation',
    rows: `plugin_mediation.case where place_code <> '330523108204'`,
    fill: async ({ host }) => {
      const { fillMediation } = await import('./mediation.ts');
      return host.asSystem(ELSEWHERE, (ctx) => fillMediation(ctx, OTHER_CASES, chanceFrom(SEED + 2)));
    },
  },
  {
    plugin: 'yucun-cases',
    rows: 'plugin_yucun_cases.case',
    fill: async ({ host }) => {
      const { fillYucunCases } = await import('./yucun.ts');
      return host.asSystem(SOMEBODY, fillYucunCases);
    },
  },
];

const ENDS = ['registered', 'accepted', 'inMediation', 'agreed', 'agreed', 'terminated'] as const;
const inventCases = (villages: readonly string[], count: number): InventedCase[] =>
  Array.from({ length: count }, (_, index) => ({
    village: villages[index % villages.length] ?? '',
    end: ENDS[index % ENDS.length] ?? 'registered',
  }));

/** Thirty in all: twelve of Yucun, eighteen of villages around and elsewhere. */
const YUCUN_CASES = inventCases(['330523108204'], 12);
const OTHER_CASES = inventCases(['330523108207', '330523206203', '330523111204', '330523108211', '330523206207'], 18);
