/**
 * Writes from clients: every mutation of the schema can be sent twice, and every change of something that others change as well
 * names the version that was looked at. What does neither stands here with its reason.
 */
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInputObjectType, isNonNullType, type GraphQLInputFieldMap } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetWrites } from '@cunzhi/platform';
import { Client, createTestHost, type TestHost } from '../harness/index.ts';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

const WITHOUT_WRITE_ID: Readonly<Record<string, string>> = {
  recomputeGovernance: 'The same work however often it is done: the rows follow what the assessment says now.',
};
const WITHOUT_VERSION: Readonly<Record<string, string>> = {
  addPerson: 'It makes something new.',
  draftRound: 'It makes something new.',
  giveGrant: 'It makes something new; grants that overlap are refused by the database.',
  registerMediationCase: 'It makes something new.',
  startUpload: 'It makes something new.',
  beginLook: 'It makes something new.',
  endLook: 'It ends what is one’s own; twice is once.',
  removeSecondFactor: 'It takes away one thing that is there or not; twice is said so.',
  addMediationParty: 'It adds one row beside others; what others add stays.',
  revealMediationPartyField: 'It changes nothing: what is written is that somebody looked.',
  attachEvidence: 'It adds one row beside others; what others add stays.',
  detachEvidence: 'It takes away one row that is named; twice is once.',
  handOverGrants: 'It is about all that somebody holds at that moment, and says so; each grant is locked.',
  makePersonActivation: 'An earlier code is void by intention: the last one counts.',
  pausePlugin: 'A switch: the last hand counts, with its name and reason.',
  resumePlugin: 'A switch: the last hand counts, with its name and reason.',
  reportPluginFault: 'It counts.',
  stateVillageAttributes: 'A fact of a year is stated, not edited: who states it last knows it best.',
  recomputeGovernance: 'Nobody edits a score.',
};

const inputOf = (name: string): GraphQLInputFieldMap => {
  const [arg, ...others] = mutations.find((one) => one.name === name)?.args ?? [];
  const type = arg && getNamedType(arg.type);
  return arg?.name === 'input' && others.length === 0 && isInputObjectType(type) ? type.getFields() : {};
};
const names = mutations.map(({ name }) => name);

it.each(names.filter((name) => !WITHOUT_WRITE_ID[name]))('%s demands a write id', (name) => {
  const { clientWriteId } = inputOf(name);

  expect(String(clientWriteId?.type)).toBe('ID!');
});

it.each(names.filter((name) => !WITHOUT_VERSION[name]))('%s asks for the version that was looked at', (name) => {
  const { baseVersion, id } = inputOf(name);

  // Only where the same mutation also makes the thing may the version be left out, and then the id too.
  expect(getNamedType(baseVersion!.type).name).toBe('Int');
  expect(isNonNullType(baseVersion!.type)).toBe(id === undefined || isNonNullType(id.type));
});

it('excuses nothing that is not there', () => {
  expect(Object.keys({ ...WITHOUT_WRITE_ID, ...WITHOUT_VERSION }).filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.keys(WITHOUT_VERSION).filter((name) => inputOf(name)['baseVersion'])).toEqual([]);
});

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const YUCUN = '330523108204';
/** One write of each plugin that takes write ids: who sends it, what it makes, and what would be another write. */
const WRITES = [
  {
    field: 'addPerson', by: 'anji', member: 'PersonActivation { made: person { id } }',
    input: { username: 'replay.one', name: '重发', place: YUCUN }, other: { name: '另一人' },
  },
  {
    field: 'registerMediationCase', by: 'yucun', member: 'MediationCase { made: id }',
    input: { village: YUCUN, type: 'D02', subtype: 'D0201', facts: '为排水沟起了争执。' }, other: { facts: '为了别的事。' },
  },
  {
    field: 'draftYucunCase', by: 'yucun', member: 'YucunCase { made: id }',
    input: { village: YUCUN, title: '一条路', summary: '商量修路。', background: '路窄。', practice: '开会。', effects: '修成。', lessons: '先说开。',
      elements: ['PEOPLE_DECIDE'], periodFrom: '2025-01-01', periodTo: '2025-06-30' }, other: { title: '另一条路' },
  },
  {
    field: 'draftRound', by: 'anji', member: 'Round { made: id }',
    input: { area: '330523106', standard: 'huzhou-mzfz', year: 2026, selfAssessmentUntil: '2026-12-01', scoringUntil: '2026-12-31' },
    other: { area: '330523105' },
  },
] as const; // prettier-ignore

it.each(WRITES)('$field: once for one write id, read anew under the rights of today', async ({ field, by, member, input, other }) => {
  const client = await host.as(by);
  const type = String(inputOf(field)['clientWriteId'] && mutations.find(({ name }) => name === field)?.args[0]?.type);
  const text = `mutation ($input: ${type}) { result: ${field}(input: $input) { __typename ... on ${member} ... on UserError { code } } }`;
  const clientWriteId = Client.writeId();
  const send = (change: object = {}) => client.query(text, { input: { ...input, ...change, clientWriteId } });
  const codeOf = ({ errors }: Awaited<ReturnType<typeof send>>) => errors?.[0]?.extensions.code;

  const [first, second] = [await send(), await send()];
  expect(first.data.result.made).toBeDefined();
  expect(second.data.result).toEqual(first.data.result);
  expect(codeOf(await send(other))).toBe('WRITE_ID_REUSED');
  expect(codeOf(await client.query(text, { input: { ...input, clientWriteId: 'short' } }))).toBe('BAD_INPUT');

  const grants = await host.sql((sql) => sql`
    with gone as (delete from core."grant" where person_id = (select id from core.person where username = ${by}) returning *) select * from gone`);
  expect(codeOf(await send())).toBe('NOT_FOUND');
  await host.sql((sql) => sql`insert into core."grant" ${sql(grants as never)}`);
  expect((await send()).data.result).toEqual(first.data.result);
}); // prettier-ignore

it('forgets a write id after 30 days, and none before', async () => {
  await host.sql((sql) => sql`
    insert into platform.write_id (actor_id, key, field, request_hash, written_at)
    select gen_random_uuid(), 'age-of-this-key-' || days, 'x', 'x', now() - make_interval(days => days) from unnest(array[1, 29, 31, 90]) days`); // prettier-ignore

  expect(await forgetWrites(host.host.connections.follow)).toBe(2);
  expect(
    await host.sql((sql) => sql`select key from platform.write_id where key like 'age-of-%' order by key`),
  ).toEqual([{ key: 'age-of-this-key-1' }, { key: 'age-of-this-key-29' }]);
});
