/**
 * The demonstration year: invented, marked so, made from a fixed seed.
 *
 * Each part is written in one transaction and only once; a second start changes nothing.
 */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { countPlaces, importPlaces, readPlaces } from '@cunzhi/core';
import { asOwner, localFileStore, type Host } from '@cunzhi/platform';
import { recomputeGovernance } from '@cunzhi/three-governance';
import { standards } from '../../../../cunzhi.config.ts';
import { fillEvaluation } from './evaluation.ts';
import { fillMediation, type InventedCase } from './mediation.ts';
import { chanceFrom } from './random.ts';
import { fillYucunCases } from './yucun.ts';

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

export async function fillDemonstration(databaseUrl: string, host: Host, filesFolder: string): Promise<void> {
  const has = await asOwner(databaseUrl, async (sql) => {
    const [row] = await sql<{ rounds: boolean; own: boolean; foreign: boolean; yucun: boolean; clerk: string }[]>`
      select exists (select from plugin_evaluation.round) as rounds,
        exists (select from plugin_mediation.case where place_code = '330523108204') as own,
        exists (select from plugin_mediation.case where place_code <> '330523108204') as foreign,
        exists (select from plugin_yucun_cases.case) as yucun,
        (select id from core.person where username = 'yucun') as clerk`;
    if (!row) throw new Error('The demonstration could not be looked at.');
    return row;
  });
  if (!has.rounds) {
    await host.asSystem(SOMEBODY, (ctx) => fillEvaluation(ctx, localFileStore(filesFolder), chanceFrom(SEED)));
    await host.asSystem(SOMEBODY, (ctx) => recomputeGovernance(ctx, { within: '330523', year: 2026 }));
  }
  if (!has.own)
    await host.asSystem({ id: has.clerk, name: '演示·村文书' }, (ctx) =>
      fillMediation(ctx, YUCUN_CASES, chanceFrom(SEED + 1)),
    );
  if (!has.foreign) await host.asSystem(ELSEWHERE, (ctx) => fillMediation(ctx, OTHER_CASES, chanceFrom(SEED + 2)));
  if (!has.yucun) await host.asSystem(SOMEBODY, fillYucunCases);
}

const ENDS = ['registered', 'accepted', 'inMediation', 'agreed', 'agreed', 'terminated'] as const;
const inventCases = (villages: readonly string[], count: number): InventedCase[] =>
  Array.from({ length: count }, (_, index) => ({
    village: villages[index % villages.length] ?? '',
    end: ENDS[index % ENDS.length] ?? 'registered',
  }));

/** Thirty in all: twelve of Yucun, eighteen of villages around and elsewhere. */
const YUCUN_CASES = inventCases(['330523108204'], 12);
const OTHER_CASES = inventCases(['330523108207', '330523206203', '330523111204', '330523108211', '330523206207'], 18);
