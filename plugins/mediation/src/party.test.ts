/** The parties of a case: sealed, masked for their handlers, unknown to everybody else, shown once for a reason. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { grantOnly, perform, YUCUN } from './case.fixture.ts';

const ID_NUMBER = '990000180001010025';
const PHONE = '13857212345';

let host: TestHost;
let wang: Client;
let colleague: Client;
let caseId: string;
beforeAll(async () => {
  host = await createTestHost();
  wang = await host.as('yucun');
  await grantOnly(host, 'developer', [{ role: 'mediator', at: YUCUN }]);
  colleague = await host.as('developer');
});
afterAll(() => host.close());
beforeEach(async () => {
  caseId = (await perform(wang, 'registerCase')).id;
});

const PARTY = `id role name version idNumber { masked isThere } phone { masked isThere } address { masked isThere }`;
const ERRORS = `... on UserError { code message } ... on InputRefusedError { fields { path code message } } ... on VersionConflictError { currentVersion }`;
const send = async (client: Client, field: string, type: string, input: object, shape: string) => {
  const { data, errors } = await client.query(
    `mutation ($input: ${type}!) { done: ${field}(input: $input) { __typename ${shape} } }`,
    { input: { clientWriteId: crypto.randomUUID(), ...input } },
  );
  return data?.done ?? { code: errors?.[0]?.extensions.code };
};
const add = (input: object = {}, client = wang) =>
  send(client, 'addMediationParty', 'AddMediationPartyInput', { caseId, role: 'APPLICANT', name: '演示甲', ...input }, `... on MediationParty { ${PARTY} } ${ERRORS}`); // prettier-ignore
const correct = (input: object, client = wang) =>
  send(client, 'correctMediationParty', 'CorrectMediationPartyInput', { role: 'APPLICANT', name: '演示甲', ...input }, `... on MediationParty { ${PARTY} } ${ERRORS}`); // prettier-ignore
const reveal = (input: object, client = wang) =>
  send(client, 'revealMediationPartyField', 'RevealMediationPartyFieldInput', { field: 'PHONE', reason: '电话通知开会', ...input }, `... on Revealed { id value } ... on UserError { code }`); // prettier-ignore
const partiesFor = async (client: Client) =>
  (await client.data(`query ($id: ID!) { mediationCase(id: $id) { parties { ${PARTY} } } }`, { id: caseId }))
    .mediationCase.parties;

it('takes a party with its numbers and shows them masked to whoever handles the case, and to nobody else', async () => {
  const added = await add({
    idNumber: '９９００００ 18000101 0025',
    phone: '138-5721-2345',
    address: '天荒坪镇余村一路5号',
  });

  expect(added).toMatchObject({ name: '演示甲', version: 1, phone: { masked: '138****2345', isThere: true } });
  expect(await partiesFor(wang)).toEqual([
    {
      id: added.id, role: 'APPLICANT', name: '演示甲', version: 1,
      idNumber: { masked: '990***********0025', isThere: true },
      phone: { masked: '138****2345', isThere: true },
      address: { masked: '天荒坪****', isThere: true },
    },
  ]); // prettier-ignore
  expect(await partiesFor(colleague)).toBeNull();
  expect(await partiesFor(await host.as('tianhuangping'))).toBeNull();
});

it('names what is mistyped, each in a sentence', async () => {
  const { code, fields } = await add({
    name: ' ',
    idNumber: '110101199003074476',
    phone: '1385721234',
    address: '余村',
  });

  expect(code).toBe('INPUT_REFUSED');
  expect(fields).toEqual([
    { path: 'name', code: 'REQUIRED', message: '请填当事人的姓名。' },
    {
      path: 'idNumber',
      code: 'ID_NUMBER_CHECK',
      message: '身份证号的校验位对不上，有一位打错了。请对照证件再看一遍。',
    },
    { path: 'phone', code: 'PHONE_LENGTH', message: '手机号要有 11 位，现在是 10 位。' },
    { path: 'address', code: 'ADDRESS_LENGTH', message: '地址要有 4 到 200 个字，现在有 2 个。' },
  ]);
  expect((await add({ name: `甲 ${PHONE}` })).fields[0].code).toBe('NUMBER_IN_NAME');
});

it('finds the same person twice in a case, however the number is written, also of two at once', async () => {
  await add({ idNumber: ID_NUMBER });
  expect((await add({ name: '演示乙', idNumber: ` ${ID_NUMBER} ` })).fields).toMatchObject([
    { code: 'PARTY_ON_BOTH_SIDES' },
  ]);

  caseId = (await perform(wang, 'registerCase')).id;
  const both = await Promise.all([add({ idNumber: ID_NUMBER }), add({ name: '演示乙', idNumber: ID_NUMBER })]);
  expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(['InputRefusedError', 'MediationParty']);
});

it('takes parties with the registration, and names the one that is wrong', async () => {
  const whole = await perform(wang, 'registerCase', {
    parties: [{ role: 'APPLICANT', name: '演示甲', phone: PHONE }, { role: 'RESPONDENT', name: '演示乙' }],
  }); // prettier-ignore
  caseId = whole.id;
  expect((await partiesFor(wang)).map(({ name, role }: { name: string; role: string }) => [name, role])).toEqual([
    ['演示甲', 'APPLICANT'],
    ['演示乙', 'RESPONDENT'],
  ]);

  const wrong = await perform(wang, 'registerCase', {
    parties: [{ role: 'APPLICANT', name: '演示甲' }, { role: 'RESPONDENT', name: '演示乙', phone: '1385721234' }],
  }); // prettier-ignore
  expect(wrong.fields).toMatchObject([{ path: 'parties[1].phone', code: 'PHONE_LENGTH' }]);
  const many = Array.from({ length: 21 }, () => ({ role: 'THIRD', name: '演示' }));
  expect((await perform(wang, 'registerCase', { parties: many })).fields).toMatchObject([{ code: 'TOO_MANY' }]);
});

it('corrects a party on the version that was seen; a sealed field stays, goes or is replaced', async () => {
  const { id } = await add({ idNumber: ID_NUMBER, phone: PHONE });

  expect(await correct({ id, baseVersion: 1, name: '演示改', idNumber: '' })).toMatchObject({
    name: '演示改', version: 2, idNumber: { isThere: false }, phone: { masked: '138****2345' },
  }); // prettier-ignore
  expect(await correct({ id, baseVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: 2 });
  expect(await correct({ id, baseVersion: 2, phone: '13900001111' })).toMatchObject({
    phone: { masked: '139****1111' },
  });
});

it('shows a field in the clear once for a reason, and the auditor sees who, what and why', async () => {
  const { id } = await add({ phone: PHONE });
  const clientWriteId = crypto.randomUUID();

  expect(await reveal({ id, clientWriteId })).toMatchObject({ id, value: PHONE });
  expect(await reveal({ id, clientWriteId })).toMatchObject({ id, value: null });
  expect(await reveal({ id, reason: '' })).toMatchObject({ code: 'INPUT_REFUSED' });
  expect(await reveal({ id, field: 'ADDRESS' })).toMatchObject({ code: 'NOT_FOUND' });

  const { auditLog } = await (
    await host.as('auditor')
  ).data(
    `{ auditLog(act: "revealMediationPartyField", first: 10) { nodes { outcome code field reason subjectId actor { name } place { code } } } }`,
  );
  const ours = auditLog.nodes.filter(({ subjectId }: { subjectId: string }) => subjectId === id);
  expect(ours.at(-1)).toMatchObject({
    outcome: 'DONE',
    field: 'phone',
    reason: '电话通知开会',
    place: { code: YUCUN },
  });
  expect(ours.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['REFUSED', 'REFUSED', 'DONE']);
});

it('is as if nothing were there for whoever does not handle the case', async () => {
  const { id } = await add({ phone: PHONE });

  for (const client of [colleague, await host.as('tianhuangping'), await host.as('wuxing'), host.stranger()]) {
    expect(await reveal({ id }, client)).toEqual({ code: 'NOT_FOUND' });
    expect(await correct({ id, baseVersion: 1 }, client)).toEqual({ code: 'NOT_FOUND' });
  }
  expect(await add({}, colleague)).toEqual({ code: 'NOT_PERMITTED' });
  expect(await add({}, await host.as('wuxing'))).toEqual({ code: 'NOT_FOUND' });
});
