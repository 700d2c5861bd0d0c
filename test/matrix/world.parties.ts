/** A party for each handled case of the world, with every sealed field. */
import { randomUUID } from 'node:crypto';
import { pgSchema } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';
import { sensitive } from '@cunzhi/plugin';
import type { TestHost } from '@cunzhi/test';

const party = pgSchema('plugin_mediation').table('case_party', {
  idNumber: sensitive('id_number', 'idNumber'),
  phone: sensitive('phone', 'phone'),
  address: sensitive('address', 'address'),
});

/** Notes `party IN_MEDIATION` for the case `case IN_MEDIATION` of each village. */
export async function addParties(
  host: TestHost,
  sql: Sql,
  note: (code: string, name: string, id: string) => void,
): Promise<void> {
  const cases = await sql<{ id: string; place_code: string; procedure: string }[]>`
    select c.id, c.place_code, c.procedure from plugin_mediation."case" c
    where exists (select from plugin_mediation.case_handler h where h.case_id = c.id)`;
  for (const { id: caseId, place_code: placeCode, procedure } of cases) {
    const row = { id: randomUUID(), placeCode };
    const [idNumber, phone, address] = await host.asSystem(({ sensitive: door }) =>
      Promise.all([
        door.seal({ column: party.idNumber, row }, '990000180001010025'),
        door.seal({ column: party.phone, row }, '13857212345'),
        door.seal({ column: party.address, row }, '天荒坪镇余村一号'),
      ]),
    );
    await sql`insert into plugin_mediation.case_party (id, case_id, place_code, role, name, id_number, id_number_hash, phone, address, added_at)
      values (${row.id}, ${caseId}, ${placeCode}, 'APPLICANT', '某人', ${idNumber}, 'hash', ${phone}, ${address}, '2026-03-01')`;
    note(placeCode, `party ${procedure}`, row.id);
  }
}
