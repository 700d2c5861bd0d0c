/** A token in every text that is out of reach, and the ways in which it could come back. */
import type { Sql } from 'postgres';

export const CANARY = 'KANARIENVOGEL7391';

/** Plain, base64 at each of its three offsets, hex, UTF-16 of both byte orders as escapes and as bytes in hex. */
export const DISGUISES: readonly string[] = [
  CANARY,
  ...[0, 1, 2].map((offset) =>
    Buffer.from(`${'x'.repeat(offset)}${CANARY}`)
      .toString('base64')
      .slice(4, -4),
  ),
  Buffer.from(CANARY).toString('hex'),
  Buffer.from(CANARY, 'utf16le').toString('hex'),
  Buffer.from(CANARY, 'utf16le').toString('latin1'),
  Buffer.from(CANARY, 'utf16le').swap16().toString('latin1'),
];

export const canariesIn = (text: string): string[] => {
  const low = text.toLowerCase();
  return DISGUISES.filter((one) => low.includes(one.toLowerCase()));
};

/** Columns that hold an enumeration, a code or a key: a token there would break what it is about, not hide in it. */
const TEXTS: readonly (readonly [table: string, place: string, columns: readonly string[]])[] = [
  ['core.person', 'place_code', ['name']],
  ['core.evidence', 'place_code', ['title', 'created_by_name']],
  ['core."grant"', 'place_prefix', ['reason']],
  ['plugin_mediation."case"', 'place_code', ['number']],
  ['plugin_mediation.case_text', 'place_code', ['facts', 'agreement']],
  [
    'plugin_yucun_cases."case"',
    'place_code',
    ['title', 'summary', 'background', 'practice', 'effects', 'lessons', 'comment'],
  ],
  ['plugin_evaluation.assessment', 'place_code', ['promised_by', 'signed_by']],
  ['plugin_evaluation.response', 'place_code', ['updated_by_name']],
];

/** Puts the token into every text outside of the prefix; gives how many values now hold it. */
export async function hideCanaries(sql: Sql, prefix: string): Promise<number> {
  let values = 0;
  for (const [table, place, columns] of TEXTS) {
    const set = columns.map((column) => `${column} = ${column} || '${CANARY}'`).join(', ');
    const { count } = await sql.unsafe(`update ${table} set ${set} where ${place} not like '${prefix}%'`);
    values += count * columns.length;
  }
  return values;
}
