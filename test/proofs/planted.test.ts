/**
 * A thousand invented ID numbers and phones go in through the door; then everything is searched that a backup, a log, an export
 * or an answer could carry out: none of them is there, as text, in base64, in hex or in UTF-16.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealRows } from '@cunzhi/platform';
import { createTestHost, scaled, UNHURRIED, type Client, type TestHost } from '@cunzhi/test';
import { findPlanted, idNumberOf, isPlanted, listenToLog, phoneOf } from './planted.ts';

const PARTIES = scaled(500);
const IN_A_CASE = 20;

let host: TestHost;
let wang: Client;
let endLog: () => string;
const answers: string[] = [];
beforeAll(async () => {
  process.env['LOG_LEVEL'] = 'trace';
  endLog = listenToLog();
  host = await createTestHost({ most: UNHURRIED });
  wang = await host.as('yucun');
});
afterAll(async () => {
  await host.close();
  endLog();
  delete process.env['LOG_LEVEL'];
});

const CASE = `__typename ... on UserError { code message } ... on InputRefusedError { fields { message } }
  ... on MediationCase { id parties { id idNumber { masked } phone { masked } } }`;
const ask = async (query: string, variables: object) => {
  const text = await wang.queryText(query, variables);
  answers.push(text);
  return JSON.parse(text);
};
const register = (parties: readonly object[]) =>
  ask(`mutation ($input: RegisterMediationCaseInput!) { done: registerMediationCase(input: $input) { ${CASE} } }`, {
    input: { village: '330523108204', type: 'D02', facts: '经过', parties, clientWriteId: randomUUID() },
  });

it(`keeps ${PARTIES * 2} planted numbers from tables, files, WAL, logs, exports and answers`, async () => {
  let last = '';
  for (let begun = 0; begun < PARTIES; begun += IN_A_CASE) {
    const parties = Array.from({ length: Math.min(IN_A_CASE, PARTIES - begun) }, (_, index) => ({
      role: 'THIRD', name: '演示', idNumber: idNumberOf(begun + index), phone: phoneOf(begun + index),
    })); // prettier-ignore
    const { data } = await register(parties);
    expect(data.done.__typename).toBe('MediationCase');
    last = data.done.parties[0].id;
  }
  // What is mistyped, sent twice, of the wrong type or not permitted must not come back either.
  const twice = { role: 'THIRD', name: '演示', idNumber: idNumberOf(1) };
  await register([twice, twice]);
  await register([{ ...twice, idNumber: `${idNumberOf(2)}0`, phone: `${phoneOf(2)}0` }]);
  await register([{ ...twice, name: phoneOf(3) }]);
  await register([{ ...twice, phone: [phoneOf(4)] }]);
  await ask(`mutation ($input: AddMediationPartyInput!) { addMediationParty(input: $input) { __typename } }`, {
    input: { caseId: randomUUID(), ...twice, clientWriteId: randomUUID() },
  });
  await ask('{ mediationBoard(within: "330523108204") { columns { cases { parties { name phone { masked } idNumber { masked } } } } } }', {}); // prettier-ignore
  const { data } = await wang.query(
    `mutation ($input: RevealMediationPartyFieldInput!) { revealMediationPartyField(input: $input) { ... on Revealed { value } } }`,
    { input: { id: last, field: 'PHONE', reason: '通知开会', clientWriteId: randomUUID() } },
  );
  // The one place where a number comes out.
  expect(isPlanted(data.revealMediationPartyField.value)).toBe(true);

  await host.sql((sql) => sealRows(sql));
  host.host.log.info({}, 'the log is heard');
  const log = endLog();
  expect(log).toContain('the log is heard');
  expect(await findPlanted(host, { log, answers: answers.join('\n') })).toEqual([]);
});

it('finds a number wherever one is put in the clear', async () => {
  const phone = phoneOf(9);
  await host.sql(async (sql) => {
    await sql`insert into platform.plugin_fault (plugin, kind, place, message) values ('core', 'field', 'planted', ${phone})`;
    await sql`insert into platform.audit (act, subject_id, outcome, operation_id) values ('planted', ${phone}, 'done', gen_random_uuid())`;
    await sql`select ${phone}::int`.catch(() => undefined);
  });
  for (const form of ['base64', 'hex', 'utf16le'] as const) expect(isPlanted(Buffer.from(`a ${phone}`).toString(form === 'utf16le' ? 'hex' : form)), form).toBe(true); // prettier-ignore
  expect(isPlanted(Buffer.from(phone, 'utf16le'))).toBe(true);

  // Rows are sealed below the horizon of the whole server, which other databases may hold back for a while.
  const found = async () => {
    await host.sql((sql) => sealRows(sql));
    return findPlanted(host, { log: `{"message":"${phone}"}`, answers: '' });
  };
  await expect
    .poll(found, { timeout: 60_000 })
    .toEqual(expect.arrayContaining(['table platform.plugin_fault', 'table platform.audit', 'audit export', 'log', 'heap', 'wal', 'log of the database'])); // prettier-ignore
});
