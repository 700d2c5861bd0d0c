/**
 * Another outside: everything beyond a prefix that is not public becomes different, while what lies within stays as it was.
 *
 * Texts, numbers, versions and files change, rows go and come, people within are given grants beyond, others do things there.
 */
import type { Sql } from 'postgres';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { placedTables } from '@cunzhi/platform';
import type { AnyPlugin } from '@cunzhi/plugin';
import { VILLAGES } from '../matrix/places.ts';
import { fillPlace, fillSignals, fillVillage, type Ids, type World } from '../matrix/world.ts';
import { hideCanaries } from './canary.ts';

export interface Outside {
  /** Values of texts that became others, and rows that changed, went and came. */
  readonly texts: number;
  readonly changed: number;
  readonly gone: number;
  readonly added: number;
}

/** What is changed besides the texts: numbers, versions, times, files. `?` is the condition on the place. */
const CHANGES: readonly string[] = [
  `update core.person set version = version + 3 where ?`,
  `update core.evidence set file_hash = repeat('b', 64), size = size + 1, created_at = created_at - interval '9 days' where ? and kind = 'file'`,
  `update plugin_mediation."case" set version = version + 2, registered_at = registered_at - interval '20 days' where ?`,
  `update plugin_yucun_cases."case" set version = version + 2, updated_at = updated_at + interval '1 day' where ?`,
  `update plugin_evaluation.assessment set version = version + 5, answered = 3, scored = 2, evidence_missing = 7 where ?`,
  `update plugin_evaluation.response set version = version + 1, evidence_count = 9, answer = null where ?`,
  `update plugin_evaluation.response set self_points = 0, standing_points = 0 where ? and self_points is not null`,
  `update plugin_evaluation.score set points = 0, reason = 'another' where ? and points is not null`,
  `update plugin_three_governance.score set coupling = 0.1, development = 0.2, coordination = 0.3, band = '失调' where ?`,
  `insert into plugin_mediation.number_counter (place_code, year, last)
    select code, 2026, 41 from core.place place (place_code) cross join lateral (select place_code as code) one where ? and length(place_code) = 12
    on conflict (place_code, year) do update set last = 41`,
];

export interface Where {
  readonly prefix: string;
  readonly plugins: readonly AnyPlugin[];
  readonly world: World;
}

/** Changes everything outside of the prefix, as the owner. */
export async function changeOutside(sql: Sql, { prefix, plugins, world }: Where): Promise<Outside> {
  const beyond = (column: string) => `${column} not like '${prefix}%'`;
  const texts = await hideCanaries(sql, prefix);
  const placed = [...placedTables(plugins).values()].map(({ table, column = 'place_code' }) => {
    const { schema, name } = getTableConfig(table);
    return { name: `"${schema ?? 'public'}"."${name}"`, column };
  });
  let [changed, gone] = [0, 0];
  await sql.begin(async (tx) => {
    // Whatever refuses to be rewritten, or hangs on a row that goes, is beyond the reach as well.
    await tx`set local session_replication_role = replica`;
    for (const change of CHANGES) changed += (await tx.unsafe(change.replace('?', beyond('place_code')))).count;
    for (const { name, column } of placed)
      gone += (await tx.unsafe(`delete from ${name} where ${column} = '${VILLAGES.otherCity}'`)).count;
  });
  return { texts, changed, gone, added: await addOutside(sql, prefix, world) };
}

async function addOutside(sql: Sql, prefix: string, world: World): Promise<number> {
  let added = 0;
  const villages = await sql<{ code: string }[]>`
    select code from core.place p where level = 'village' and code not like ${`${prefix}%`} and code <> all(${Object.values(VILLAGES)}) order by code desc limit 3`;
  for (const { code } of [...villages, { code: '3306' }, { code: '330602001' }]) {
    const ids: Ids = new Map();
    const note = (_code: string, name: string, id: string) => ((added += 1), void ids.set(name, id));
    await fillPlace(sql, code, note);
    if (code.length < 12) continue;
    await fillVillage(sql, code, (_code, name, id) => id && note(code, name, id));
    // What is published is for everybody, and stays as it is.
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from plugin_yucun_cases.published_case where place_code = ${code}`;
    });
    await sql`insert into platform.audit (occurred_at, actor_id, act, place_code, subject_type, subject_id, outcome, operation_id, detail)
      select now() - interval '1 hour', id, 'another', ${code}, 'MediationCase', gen_random_uuid()::text, 'refused', gen_random_uuid(), '{"code": "NOT_FOUND"}'
      from core.person where place_code = ${code}`;
    // What people within the reach are beyond it, and who else handles what they do not see.
    const { count } =
      await sql`insert into core."grant" (person_id, role, place_prefix, valid_from, valid_to, granted_by, reason)
      select id, 'adviser', ${code}, '2026-01-01', '2099-01-01', gen_random_uuid(), 'beyond' from core.person
      where place_code like ${`${prefix}%`} and username like 'at-%'`;
    added += count;
  }
  for (const code of Object.values(VILLAGES).filter((one) => !one.startsWith(prefix))) {
    const ids = ['case ACCEPTED', 'assessment', 'round'].map((name) => [name, world.target(code).id(name)] as const);
    await fillSignals(sql, code, new Map(ids));
  }
  return added;
}
