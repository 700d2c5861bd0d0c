import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { acceptCase, recordOralAgreement, startMediation } from './index.ts';
import { caseAfter, documentOf, grantOnly, NEIGHBOUR, outcomeOf, perform, variablesOf, YUCUN } from './case.fixture.ts';

let host: TestHost;
let wang: Client;
let colleague: Client;
beforeAll(async () => {
  host = await createTestHost();
  wang = await host.as('yucun');
  await grantOnly(host, 'developer', [{ role: 'mediator', at: YUCUN }]);
  colleague = await host.as('developer');
});
afterAll(() => host.close());

const events = (id: string) =>
  host.sql(
    (sql) => sql<{ name: string; version: number }[]>`
    select name, subject_version as version from platform.event where subject_id = ${id} order by id`,
  );

it('leads a dispute from registration to an oral agreement', async () => {
  const registered = await perform(wang, 'registerCase', { facts: '张家与李家\n为排水沟争执' });
  expect(registered).toMatchObject({
    procedure: 'REGISTERED',
    version: 1,
    number: null,
    facts: '张家与李家\n为排水沟争执',
  });
  expect(registered.allowedActions).toEqual([{ act: 'acceptCase', blockedBy: [] }]);

  const accepted = await perform(wang, 'acceptCase', { id: registered.id, baseVersion: 1 });
  expect(accepted).toMatchObject({
    procedure: 'ACCEPTED',
    version: 2,
    number: expect.stringMatching(/^\(\d{4}\)浙湖安人调字第\d{4}号$/),
  });
  expect(accepted.allowedActions.map(({ act }: { act: string }) => act)).toEqual(['startMediation', 'terminateCase']);

  const started = await perform(wang, 'startMediation', { id: registered.id, baseVersion: 2 });
  expect(started).toMatchObject({ procedure: 'IN_MEDIATION', version: 3, number: accepted.number });

  const agreed = await perform(wang, 'recordOralAgreement', {
    id: registered.id,
    baseVersion: 3,
    content: '两家一起修',
  });
  expect(agreed).toMatchObject({
    procedure: 'AGREED',
    version: 4,
    agreement: '两家一起修',
    reason: null,
    allowedActions: [],
  });
  expect(Date.parse(agreed.endedAt)).toBeGreaterThanOrEqual(Date.parse(agreed.acceptedAt));

  expect((await events(registered.id)).map(({ name, version }) => `${name} ${version}`)).toEqual([
    'mediation.case.registered 1', 'mediation.case.accepted 2', 'mediation.case.mediationStarted 3', 'mediation.agreement.inForce 4',
  ]); // prettier-ignore
});

it('ends a mediation for a reason, with what the reason asks to be written down', async () => {
  const started = await caseAfter(wang, ['acceptCase', 'startMediation']);
  const act = { id: started.id, baseVersion: 3 };

  const bare = await perform(wang, 'terminateCase', { ...act, reason: 'UNREACHABLE' });
  expect(bare.fields).toEqual([{ path: 'note', code: 'REQUIRED', message: '请在说明里写明怎样联系过、联系了几次。' }]);

  const ended = await perform(wang, 'terminateCase', { ...act, reason: 'UNREACHABLE', note: '电话三次，上门一次。' });
  expect(ended).toMatchObject({
    procedure: 'TERMINATED',
    version: 4,
    reason: 'UNREACHABLE',
    agreement: null,
    allowedActions: [],
  });
  expect((await events(started.id)).at(-1)).toEqual({ name: 'mediation.case.terminated', version: 4 });
  const [kept] = await host.sql(
    (sql) => sql`select note from plugin_mediation.case_text where case_id = ${started.id}`,
  );
  expect(kept).toEqual({ note: '电话三次，上门一次。' });
});

it('takes only reasons that end a mediation, and asks that the other ways were told where the reason does', async () => {
  const accepted = await caseAfter(wang, ['acceptCase']);
  const end = (given: object) => perform(wang, 'terminateCase', { id: accepted.id, baseVersion: 2, ...given });

  for (const reason of ['SILENT', 'PARTY_REFUSED', 'DROPPED', 'no_prospect', '']) {
    expect((await end({ reason })).fields).toMatchObject([{ path: 'reason', code: 'UNKNOWN_REASON' }]);
  }
  const untold = await end({ alternativesTold: false });
  expect(untold).toMatchObject({ __typename: 'MediationGuardError', code: 'MEDIATION_GUARD' });
  expect(untold.failures).toEqual([
    { code: 'ALTERNATIVES_NOT_TOLD', field: 'alternativesTold', message: '还没有告知当事人可以走的其他途径。', cure: '请告知仲裁、行政、司法等途径，再勾选“已告知”。' },
  ]); // prettier-ignore
  // Another body tells the parties itself: this reason does not ask for it.
  expect(await end({ reason: 'OTHER_BODY_TOOK_OVER', note: '法院已立案。', alternativesTold: false })).toMatchObject({
    procedure: 'TERMINATED',
  });
});

it('allows no oral agreement where the type forbids it, and says so before anybody tries', async () => {
  for (const type of ['D03', 'D01']) {
    const started = await caseAfter(wang, ['acceptCase', 'startMediation'], { type, subtype: null });
    expect(started.allowedActions[0]).toEqual({
      act: 'recordOralAgreement',
      blockedBy: [{ code: 'ORAL_NOT_ALLOWED' }],
    });

    const refused = await perform(wang, 'recordOralAgreement', { id: started.id, baseVersion: 3 });

    expect(refused.failures).toMatchObject([{ code: 'ORAL_NOT_ALLOWED', field: null }]);
  }
});

it('does not take on a dispute with an authority', async () => {
  const registered = await caseAfter(wang, [], { type: 'D90', subtype: null });

  expect(registered.allowedActions).toEqual([{ act: 'acceptCase', blockedBy: [{ code: 'OUT_OF_SCOPE' }] }]);
  expect((await perform(wang, 'acceptCase', { id: registered.id, baseVersion: 1 })).failures).toMatchObject([
    { code: 'OUT_OF_SCOPE' },
  ]);
});

it('names everything that is wrong with a registration at once', async () => {
  const refused = await perform(wang, 'registerCase', { type: 'D02', subtype: 'D0301', facts: 'a\u0007' });
  expect(refused.fields).toMatchObject([
    { path: 'subtype', code: 'UNKNOWN_SUBTYPE' },
    { path: 'facts', code: 'CONTROL_CHARACTER' },
  ]);

  for (const type of ['D0201', 'D77', 'd02', '']) {
    expect((await perform(wang, 'registerCase', { type, subtype: null })).fields).toMatchObject([
      { path: 'type', code: 'UNKNOWN_TYPE' },
    ]);
  }
  await grantOnly(host, 'huzhou', [{ role: 'mediator', at: '330523' }]);
  const county = await host.as('huzhou');
  for (const village of ['330523108', '330523108999']) {
    expect((await perform(county, 'registerCase', { village })).fields).toMatchObject([
      { path: 'village', code: 'UNKNOWN_VILLAGE' },
    ]);
  }
});

it('keeps 20,000 characters, composed, and refuses one more', async () => {
  const facts = `Cafe\u0301${'村'.repeat(19_996)}`;

  expect((await perform(wang, 'registerCase', { facts })).facts).toBe(facts.normalize('NFC'));
  expect((await perform(wang, 'registerCase', { facts: '村'.repeat(20_001) })).fields).toMatchObject([
    { path: 'facts', code: 'TOO_LONG' },
  ]);
});

it('refuses a step that the table does not have from here, and changes nothing', async () => {
  const registered = await caseAfter(wang, []);

  const refused = await perform(wang, 'startMediation', { id: registered.id, baseVersion: 1 });

  expect(refused).toEqual({
    __typename: 'MediationTransitionRefusedError', code: 'MEDIATION_TRANSITION_REFUSED', act: 'startMediation', from: 'REGISTERED', possible: ['acceptCase'],
    message: '这件纠纷现在是“已登记”，不能开始调解。什么都没有改。现在可以：受理。',
  }); // prettier-ignore
  expect(await events(registered.id)).toHaveLength(1);
});

it('answers in the language of the request', async () => {
  const registered = await caseAfter(wang, []);
  const variables = variablesOf('startMediation', { id: registered.id, baseVersion: 1 });

  const { data } = await wang.query(documentOf('startMediation'), variables, { 'accept-language': 'en' });

  expect(data.done.message).toBe(
    'This case is registered; you cannot start the mediation now. Nothing was changed. What you can do: accept the case.',
  );
});

it('refuses a version that is not the latest, before it looks at anything else', async () => {
  const accepted = await caseAfter(wang, ['acceptCase']);

  const refused = await perform(wang, 'recordOralAgreement', { id: accepted.id, baseVersion: 1, content: '' });

  expect(refused).toMatchObject({ __typename: 'VersionConflictError', currentVersion: 2 });
});

it('lets a colleague step in, but only whoever handles the case records its agreement', async () => {
  const started = await caseAfter(wang, ['acceptCase', 'startMediation']);
  const act = { id: started.id, baseVersion: 3 };
  const { mediationCase } = await colleague.data(
    `{ mediationCase(id: "${started.id}") { facts allowedActions { act } } }`,
  );
  expect(mediationCase).toEqual({ facts: null, allowedActions: [{ act: 'terminateCase' }] });

  const { errors } = await colleague.query(documentOf('recordOralAgreement'), variablesOf('recordOralAgreement', act));
  expect(errors?.[0]).toMatchObject({
    extensions: { code: 'NOT_PERMITTED' },
    message: expect.stringMatching(/^“记录口头协议”要由办理这件纠纷的人来做。什么都没有改。/),
  });

  const accepted = await perform(colleague, 'acceptCase', { id: (await caseAfter(wang, [])).id, baseVersion: 1 });
  expect(accepted.facts).toBe('两家为排水沟起了争执。');
});

it('lets one of two people who act at once win, and tells the other', async () => {
  const { id } = await caseAfter(wang, []);

  const outcomes = await Promise.all(
    [wang, colleague].map((client) => outcomeOf(client, 'acceptCase', { id, baseVersion: 1 })),
  );

  expect(outcomes.toSorted()).toEqual(['ACCEPTED', 'VERSION_CONFLICT']);
  expect(await events(id)).toHaveLength(2);
});

it('does once what is sent twice with the same write id', async () => {
  const clientWriteId = crypto.randomUUID();
  const send = (facts: string) =>
    wang.query(documentOf('registerCase'), variablesOf('registerCase', { clientWriteId, facts }));

  const answers = await Promise.all([send('一次'), send('一次')]);
  const again = await send('一次');
  const other = await send('另一次');

  const [first] = answers;
  expect(first?.data.done).toMatchObject({ procedure: 'REGISTERED', facts: '一次' });
  expect([...answers, again].map(({ data }) => data.done.id)).toEqual(Array(3).fill(first?.data.done.id));
  expect(other.errors?.[0]?.extensions).toEqual({ code: 'WRITE_ID_REUSED', field: 'clientWriteId' });
  expect(await events(first?.data.done.id)).toHaveLength(1);
});

it('has a village of its own for each case', async () => {
  expect(await outcomeOf(wang, 'registerCase', { village: NEIGHBOUR })).toBe('NOT_FOUND');
});

it('lets a command lead a case on in one transaction, as the person it names', async () => {
  const { id } = await caseAfter(wang, []);

  const agreed = await host.asSystem(async (ctx) => {
    await acceptCase(ctx, { id, baseVersion: 1 });
    await startMediation(ctx, { id, baseVersion: 2 });
    return recordOralAgreement(ctx, { id, baseVersion: 3, content: '一起修。' });
  });

  expect(agreed).toMatchObject({ id, procedure: 'AGREED', version: 4 });
  expect(await events(id)).toHaveLength(4);
});
