/** The sheets of the world: each answer in the shape of its form, each level has scored, each piece has a photo. */
import type { Sql } from 'postgres';

/** Holds what every kind of answer asks for; a form takes the keys that are its own. */
const ANSWER = {
  value: true, numerator: '1', denominator: '2', met: ['a'], option: 'a', counts: ['1'], current: '2', previous: '1', points: '1', reason: '因为',
  events: [{ kind: 'a', date: '2026-01-02', points: '1', reason: '因为', person: '某人', record: '00000000-0000-4000-8000-000000000001' }],
  deliveries: [{ due: '2026-01-02', done: '2026-01-03' }], drawn: [{ unit: '一户', passed: true }],
  findings: [{ kind: 'a', date: '2026-01-02', authority: '法院', person: '某人', document: '1号' }],
}; // prettier-ignore

interface Form {
  readonly kind: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export async function fillSheets(sql: Sql): Promise<void> {
  const rows = await sql<{ content: { classes: unknown } }[]>`select content from plugin_evaluation.edition`;
  const forms = new Map(rows.flatMap(({ content }) => indicatorsIn(content)));
  for (const [indicator, form] of forms) {
    const fields = Object.fromEntries(Object.keys(form.fields ?? {}).map((key) => [key, ANSWER]));
    await sql`update plugin_evaluation.response set answer = ${sql.json({ ...ANSWER, fields })}, updated_at = now(), updated_by = gen_random_uuid(),
      updated_by_name = '某人', hints = ${sql.json([{ code: 'HINT', field: 'value', message: { zh: '提示', en: 'hint' } }])},
      self_status = 'scored', self_points = 1, standing_status = 'scored', standing_points = 1,
      self_trace = ${sql.json([{ step: 'all', points: '1', text: { zh: '一步', en: 'step' } }])} where indicator = ${indicator}`;
  }
  await sql`update plugin_evaluation.response set answer = '{"notApplicable":{"reason":"没有"}}'
    where indicator = (select min(indicator) from plugin_evaluation.response)`;
  for (const level of ['village', 'township', 'county', 'city'])
    await sql`insert into plugin_evaluation.score (response_id, assessment_id, place_code, indicator, level, version, status, points, answer, reason, methods,
        by_id, by_name, at, trace, engine_version, edition_hash)
      select r.id, r.assessment_id, r.place_code, r.indicator, ${level}, 1, 'scored', 1, r.answer, '理由', '{papers}', gen_random_uuid(), '某人', now(),
        ${sql.json([{ step: 'all', points: '1', text: { zh: '一步', en: 'step' } }])}, '1', 'x' from plugin_evaluation.response r`;
  await sql`insert into plugin_evaluation.response_evidence (response_id, evidence_id, place_code, is_photo, attached_at, attached_by)
    select r.id, e.id, r.place_code, true, now(), gen_random_uuid() from plugin_evaluation.response r join core.evidence e using (place_code)`;
}

/** The same sheet in an earlier year, further on its way; gives its id. */
export async function copySheet(
  sql: Sql,
  of: string,
  { year, state }: { year: number; state: string },
): Promise<string> {
  const [copied] = await sql<{ id: string }[]>`
    with sheet as (select * from plugin_evaluation.assessment where id = ${of}),
    held as (insert into plugin_evaluation.round (area_code, standard, edition, edition_hash, year, state, self_until, scoring_until)
      select s.place_code, r.standard, r.edition, r.edition_hash, ${year}, 'scoring', r.self_until, '2099-12-31'
      from sheet s join plugin_evaluation.round r on r.id = s.round_id returning id)
    insert into plugin_evaluation.assessment (round_id, place_code, standard, year, state, total, promised_by, promised_at)
    select held.id, place_code, standard, ${year}, ${state}, total, '某人', now() from sheet, held returning id`;
  const id = copied?.id ?? '';
  await sql`insert into plugin_evaluation.response (assessment_id, place_code, indicator, ordinal, answer, self_status, self_points, standing_status,
      standing_points)
    select ${id}, place_code, indicator, ordinal, answer, self_status, self_points, standing_status, standing_points
    from plugin_evaluation.response where assessment_id = ${of}`;
  await sql`insert into plugin_evaluation.score (response_id, assessment_id, place_code, indicator, level, version, status, points, answer, reason, methods,
      by_id, by_name, at, trace, engine_version, edition_hash)
    select r.id, ${id}, s.place_code, s.indicator, s.level, 1, s.status, s.points, s.answer, s.reason, s.methods, s.by_id, s.by_name, s.at, s.trace,
      s.engine_version, s.edition_hash
    from plugin_evaluation.score s join plugin_evaluation.response r on r.assessment_id = ${id} and r.indicator = s.indicator
    where s.assessment_id = ${of} and s.level in ('village', 'township')`;
  return id;
}

/** Every object with a code and an answer form, wherever a standard holds it. */
function indicatorsIn(value: unknown): (readonly [string, Form])[] {
  if (Array.isArray(value)) return value.flatMap(indicatorsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { code, answer } = value as { code?: unknown; answer?: unknown };
  if (typeof code === 'string' && typeof answer === 'object' && answer !== null) return [[code, answer as Form]];
  return Object.values(value).flatMap(indicatorsIn);
}
