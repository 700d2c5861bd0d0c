/**
 * The rows that the matrix asks about: in every village of its tree a case, a Yucun case, a score, a sheet; at every place a person.
 *
 * Every field that somebody may see has a value, so that "hidden" never means "there was nothing".
 */
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { listVillageCodes } from '@cunzhi/core';
import { draftRound, openRound, stateAttributes } from '@cunzhi/evaluation';
import type { TestHost } from '@cunzhi/test';
import { CODES, NOWHERE, VILLAGES } from './places.ts';
import { addParties } from './world.parties.ts';
import { copySheet, fillSheets } from './world.sheets.ts';
import type { Target } from './specimen.ts';

export const YEAR = 2026;
/** The act of the one row of the audit log that is looked at: others come while the matrix runs. */
export const AUDITED = 'matrixSpecimen';
export const STANDARD = 'huzhou-mzfz';

export interface World {
  readonly host: TestHost;
  target(code: string): Target;
  /** A position in the event log from before the rows of the world. */
  readonly before: string;
}

export type Ids = Map<string, string>;

export async function fillWorld(host: TestHost): Promise<World> {
  const before = await host.asSystem(async (ctx) => (ctx as unknown as { cursor(): Promise<string> }).cursor());
  const ids = new Map<string, Ids>();
  const note = (code: string, name: string, id: string) =>
    void (ids.get(code) ?? ids.set(code, new Map()).get(code))?.set(name, id);
  await host.sql(addOtherCity);
  await openRounds(host, note);
  await host.sql(async (sql) => {
    for (const code of CODES) await fillPlace(sql, code, note);
    for (const code of Object.values(VILLAGES)) await fillVillage(sql, code, note);
    await fillSheets(sql);
    await addParties(host, sql, note);
    await sql`update plugin_evaluation.assessment set promised_by = '某人', promised_at = now(), signed_by = '某人', signed_at = now()`;
    for (const code of Object.values(VILLAGES)) {
      const sheet = ids.get(code)?.get('assessment') ?? '';
      note(code, 'submitted', await copySheet(sql, sheet, { year: 2024, state: 'submitted' }));
      note(code, 'scoring', await copySheet(sql, sheet, { year: 2025, state: 'scoring' }));
      await fillSignals(sql, code, ids.get(code) ?? new Map());
    }
    await sql`with told as (
        insert into platform.audit (actor_id, act, place_code, subject_type, subject_id, outcome, operation_id, detail)
        select id, ${AUDITED}, '330523', 'MediationCase', gen_random_uuid()::text, 'refused', gen_random_uuid(), jsonb_build_object('code', 'NOT_FOUND', 'field', 'phone', 'about', id)
        from core.person where username = 'anji' returning operation_id, subject_id, actor_id)
      insert into platform.reveal (operation_id, subject_id, actor_id, field, reason)
      select operation_id, subject_id::uuid, actor_id, 'phone', '通知开会' from told`;
    await sql`insert into platform.plugin_fault (plugin, kind, place, message) values ('core', 'field', 'matrix', 'a fault')`;
  });
  return {
    host,
    before,
    target: (code) => ({
      code,
      id(name) {
        const id = ids.get(code)?.get(name);
        if (id) return id;
        if (code === NOWHERE) return '00000000-0000-4000-8000-00000000dead';
        throw new Error(`The world has no ${name} at ${code}.`);
      },
    }),
  };
}

/** One event of each stream, so that a listener who may hear of it hears it at once. */
export async function fillSignals(sql: Sql, code: string, ids: Ids): Promise<void> {
  const events = [
    ['mediation', 'mediation.case.accepted', 'mediation.case.meta', ids.get('case ACCEPTED') ?? '', { procedure: 'ACCEPTED', caseId: ids.get('case ACCEPTED') ?? '', level: 'VILLAGE' }],
    ['evaluation', 'evaluation.assessmentSubmitted', 'evaluation.answer.read', ids.get('assessment') ?? '',
      { state: 'submitted', assessment: ids.get('assessment') ?? '', round: ids.get('round') ?? '', indicator: 'A1.01', level: 'township' }],
  ] as const; // prettier-ignore
  for (const [plugin, name, permission, subject, payload] of events)
    await sql`insert into platform.event (plugin, name, place_code, permission, subject_id, subject_version, operation_id, payload)
      values (${plugin}, ${name}, ${code}, ${permission}, ${subject}, 1, gen_random_uuid(), ${sql.json(payload)})`;
}

type Note = (code: string, name: string, id: string) => void;

async function addOtherCity(sql: Sql): Promise<void> {
  const rows = [
    ['33', '浙江省', 'province', null, null],
    ['3306', '另一市', 'city', null, '33'],
    ['330602', '另一县', 'county', null, '3306'],
    ['330602001', '另一镇', 'township', null, '330602'],
    [VILLAGES.otherCity, '另一村', 'village', 'village', '330602001'],
  ] as const;
  for (const [code, name, level, kind, parent] of rows)
    await sql`insert into core.place (code, name, full_name, level, kind, parent_code, village_count)
      values (${code}, ${name}, ${name}, ${level}, ${kind}, ${parent}, 1) on conflict do nothing`;
  await sql`update core.place set parent_code = '33' where code = '3305'`;
}

async function openRounds(host: TestHost, note: Note): Promise<void> {
  await host.asSystem(async (ctx) => {
    for (const village of [VILLAGES.yucun, VILLAGES.otherTownship, VILLAGES.otherCounty, VILLAGES.otherCity]) {
      const area = village.slice(0, 9);
      const values = {
        electionYear: false,
        auditDue: false,
        population: 1240,
        hasRepresentativeMeeting: true,
        hasWatercourse: true,
      };
      const villages = await listVillageCodes(ctx, area, ['village']);
      for (const year of [YEAR, YEAR + 1])
        await stateAttributes(
          ctx,
          villages.flatMap(({ code }) =>
            Object.entries(values).map(([key, value]) => ({ placeCode: code, year, key, value })),
          ),
        );
      const dates = { selfAssessmentUntil: `${YEAR}-12-10`, scoringUntil: '2099-12-31' };
      const { id } = await draftRound(ctx, { standard: STANDARD, year: YEAR, area, ...dates });
      await openRound(ctx, { id });
      note(village, 'round', id);
      const next = await draftRound(ctx, { standard: STANDARD, year: YEAR + 1, area, ...dates });
      note(village, 'drafted', next.id);
      if (village === VILLAGES.yucun) {
        note(VILLAGES.sameTownship, 'round', id);
        note(VILLAGES.sameTownship, 'drafted', next.id);
      }
    }
  });
}

export async function fillPlace(sql: Sql, code: string, note: Note): Promise<void> {
  const [person, other] = [randomUUID(), randomUUID()];
  for (const id of [person, other])
    await sql`insert into core.person (id, account_id, username, name, place_code) values (${id}, ${id}, ${`at-${code}-${id.slice(0, 13)}`}, '某人', ${code})`;
  note(code, 'person', person);
  note(code, 'other', other);
  const length = code.length;
  const role = ROLE_OF[length];
  if (role === undefined) return;
  const [grant] = await sql<
    { id: string }[]
  >`insert into core."grant" (person_id, role, place_prefix, valid_from, valid_to, granted_by, reason)
    values (${person}, ${role}, ${code}, '2026-01-01', '2099-01-01', ${other}, 'matrix') returning id`;
  note(code, 'grant', grant?.id ?? '');
}

const ROLE_OF: Readonly<Record<number, string>> = { 12: 'clerk', 9: 'inspector', 6: 'county', 4: 'auditor' };
const CASE_STATES = ['REGISTERED', 'ACCEPTED', 'IN_MEDIATION', 'TERMINATED', 'UNHANDLED'] as const;
const YUCUN_STATES = ['draft', 'submitted', 'townshipReviewed', 'countyReviewed', 'published'] as const;

export async function fillVillage(sql: Sql, code: string, note: Note): Promise<void> {
  for (const [index, state] of CASE_STATES.entries()) {
    const id = randomUUID();
    const isAccepted = state !== 'REGISTERED';
    const isEnded = state === 'TERMINATED';
    const procedure = state === 'UNHANDLED' ? 'ACCEPTED' : state;
    await sql`insert into plugin_mediation."case" (id, place_code, number, type, subtype, procedure, registered_at, accepted_at, ended_at, reason)
      values (${id}, ${code}, ${isAccepted ? `M${index}` : null}, 'D02', 'D0201', ${procedure}, '2026-03-01', ${isAccepted ? '2026-03-02' : null},
        ${isEnded ? '2026-03-03' : null}, ${isEnded ? 'NO_PROSPECT' : null})`;
    if (state !== 'UNHANDLED')
      await sql`insert into plugin_mediation.case_handler (case_id, person_id, place_code, since)
      select ${id}, p.id, ${code}, now() from core.person p where p.username like 'm-%'`;
    await sql`insert into plugin_mediation.case_text (case_id, place_code, facts, agreement) values (${id}, ${code}, '经过', '协议')`;
    note(code, `case ${state}`, id);
  }
  for (const state of YUCUN_STATES) {
    const id = randomUUID();
    await sql`insert into plugin_yucun_cases."case" (id, place_code, title, summary, elements, period_from, period_to, background, practice,
        effects, lessons, state, comment, published_at, created_by, created_by_name, created_at, updated_at)
      values (${id}, ${code}, ${`经验 ${state}`}, '摘要', array['lawGoverns'], '2025-01-01', '2025-12-31', '背景', '做法', '成效', '启示', ${state},
        '意见', now(), gen_random_uuid(), '某人', now(), now())`;
    note(code, `yucun ${state}`, id);
  }
  const published = randomUUID();
  await sql`insert into plugin_yucun_cases.published_case (id, case_id, version, place_code, title, summary, elements, period_from, period_to, background,
      practice, effects, lessons, is_invented, published_at, published_by, published_by_name, words)
    select ${published}, id, 1, place_code, title, summary, elements, period_from, period_to, background, practice, effects, lessons, false, now(),
      gen_random_uuid(), '某人', '余村:1'::tsvector from plugin_yucun_cases."case" where place_code = ${code} and state = 'published'`;
  const pillars = ['selfGovernance', 'ruleOfLaw', 'ruleOfVirtue'].map((one, index) => ({
    code: one,
    index: `0.${index + 5}`,
    completeness: '1',
  }));
  const contributions = [{ pillar: 'selfGovernance', source: 'A1', weight: '0.1', value: '0.5', share: '0.05' }];
  await sql`insert into plugin_three_governance.score (place_code, year, edition, pillars, coupling, development, coordination, band, missing, contributions, computed_at)
    values (${code}, ${YEAR}, '2026', ${sql.json(pillars)}, 0.9, 0.8, 0.85, '良好协调', '{}', ${sql.json(contributions)}, now())`;
  const [evidence] = await sql<
    { id: string }[]
  >`insert into core.evidence (place_code, kind, title, file_hash, content_type, size, created_by, created_by_name)
    values (${code}, 'file', '照片', ${'a'.repeat(64)}, 'image/png', 10, gen_random_uuid(), '某人') returning id`;
  note(code, 'evidence', evidence?.id ?? '');
  const [sheet] = await sql<
    { id: string }[]
  >`select id from plugin_evaluation.assessment where place_code = ${code} and year = ${YEAR}`;
  note(code, 'assessment', sheet?.id ?? '');
}
