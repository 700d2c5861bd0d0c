/** People and grants through the door: what each office may give, and what nobody may. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, PASSWORD, type TestHost } from '@cunzhi/test';

const YUCUN = '330523108204';
const TOWN = '330523108';
let host: TestHost;
let justice: Client;
let county: Client;
let city: Client;
beforeAll(async () => {
  host = await createTestHost();
  [justice, county, city] = await Promise.all([host.as('tianhuangping'), host.as('anji'), host.as('huzhou')]);
});
afterAll(() => host.close());

const PERSON = `... on Person { id username name version isDisabled hasAccount place { code }
  grants { id role { key } place { code } validFrom validTo reason version } }`;
const REFUSED = '... on UserError { code message } ... on InputRefusedError { fields { path code } }';

const add = async (client: Client, username: string, place = YUCUN) => {
  const { addPerson } = await client.data(
    `mutation ($input: AddPersonInput!) { addPerson(input: $input) { __typename ${REFUSED}
      ... on PersonActivation { activationCode validUntil person { id version username place { code } } } } }`,
    { input: { username, name: `演示·${username}`, place, clientWriteId: Client.writeId() } },
  );
  return addPerson;
};
const give = async (client: Client, input: object) =>
  client.query(`mutation ($input: GiveGrantInput!) { giveGrant(input: $input) { __typename ${PERSON} ${REFUSED} } }`, {
    input: { reason: '新任', clientWriteId: Client.writeId(), ...input },
  });
const codesOf = ({ data }: Awaited<ReturnType<typeof give>>) =>
  data.giveGrant.fields?.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);

describe('people', () => {
  it('are found by those who keep them, within their reach', async () => {
    const document = '{ people(first: 50) { nodes { username } } }';
    const names = async (client: Client) =>
      (await client.data(document)).people.nodes.map(({ username }: { username: string }) => username).sort();

    expect(await names(justice)).toEqual(['tianhuangping', 'yucun']);
    expect(await names(await host.as('wuxing'))).toEqual(['wuxing']);
    expect((await host.stranger().query(document)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('are added with a code that is shown once, and changed under a version', async () => {
    const added = await add(justice, 'zhang.san');
    const { id } = added.person;
    const change = (input: object) =>
      justice.data(
        `mutation ($input: ChangePersonInput!) { changePerson(input: $input) { __typename ${PERSON} ${REFUSED} } }`,
        {
          input: { id, clientWriteId: Client.writeId(), ...input },
        },
      );

    expect(added.activationCode).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect((await change({ baseVersion: 1, name: '演示·张三' })).changePerson).toMatchObject({
      name: '演示·张三',
      version: 2,
    });
    expect((await change({ baseVersion: 1, name: '演示·李四' })).changePerson.__typename).toBe('VersionConflictError');
    expect((await add(justice, 'zhang.san')).fields).toEqual([{ path: 'username', code: 'USERNAME_TAKEN' }]);
    expect((await add(justice, 'Ünsinn!')).fields).toEqual([{ path: 'username', code: 'BAD_USERNAME' }]);
  });

  it('are not added or moved out of reach, and nobody shuts themselves out', async () => {
    const { data, errors } = await justice.query(
      `mutation ($input: AddPersonInput!) { addPerson(input: $input) { __typename } }`,
      { input: { username: 'far.away', name: '演示', place: '330502', clientWriteId: Client.writeId() } },
    );
    const me = (await justice.data('{ viewer { id } }')).viewer.id;
    const out = await justice.data(
      `mutation ($input: ChangePersonInput!) { changePerson(input: $input) { __typename ${REFUSED} } }`,
      { input: { id: me, baseVersion: 1, isDisabled: true, clientWriteId: Client.writeId() } },
    );

    expect(data.addPerson).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(out.changePerson.fields).toEqual([{ path: 'isDisabled', code: 'NOT_ONESELF' }]);
  });
});

describe('grants', () => {
  it('are given by an office for the roles and the places that are its own', async () => {
    const { person } = await add(justice, 'new.clerk');

    const given = await give(justice, { person: person.id, role: 'clerk', place: YUCUN });
    expect(given.data.giveGrant.grants).toMatchObject([
      { role: { key: 'clerk' }, place: { code: YUCUN }, validTo: null, reason: '新任' },
    ]);
    expect(codesOf(await give(justice, { person: person.id, role: 'clerk', place: YUCUN }))).toEqual([
      'role HELD_ALREADY',
    ]);
    expect(codesOf(await give(justice, { person: person.id, role: 'inspector', place: TOWN }))).toEqual([
      'role NOT_YOURS_TO_GIVE',
    ]);
    expect(
      (await give(justice, { person: person.id, role: 'clerk', place: '330502001005' })).errors?.[0]?.extensions.code,
    ).toMatch(/NOT_FOUND|BAD_PLACE/);
    expect((await give(county, { person: person.id, role: 'inspector', place: TOWN })).data.giveGrant.__typename).toBe(
      'Person',
    );
    expect(codesOf(await give(city, { person: person.id, role: 'inspector', place: TOWN }))).toEqual([
      'role NOT_YOURS_TO_GIVE',
    ]);
  });

  it('are not given to oneself', async () => {
    const me = (await county.data('{ viewer { id } }')).viewer.id;

    expect(codesOf(await give(county, { person: me, role: 'inspector', place: TOWN }))).toEqual([
      'role NOT_YOURS_TO_GIVE',
    ]);
  });

  it('keep level, dates and reason in order, all named at once', async () => {
    const { person } = await add(county, 'bad.grant', '330523');

    expect(
      codesOf(
        await give(county, {
          person: person.id, role: 'inspector', place: YUCUN, reason: ' ', validFrom: '2026-01-02T00:00:00Z', validTo: '2026-01-01T00:00:00Z',
        }), // prettier-ignore
      ),
    ).toEqual(['place WRONG_LEVEL', 'reason NO_REASON', 'validTo WRONG_DATES', 'validTo IN_THE_PAST']);
  });

  it('never join business and audit in one person, whoever gives the second, also two at once', async () => {
    const { person } = await add(city, 'two.duties', '330523');
    const both = await Promise.all([
      give(city, { person: person.id, role: 'auditor', place: '330523' }),
      give(county, { person: person.id, role: 'dataOfficer', place: '330523' }),
    ]);

    expect(both.map(({ data }) => data.giveGrant.__typename).sort()).toEqual(['InputRefusedError', 'Person']);
    expect(both.flatMap((one) => codesOf(one) ?? [])).toEqual(['role DUTIES_APART']);
  });

  it('are kept apart by the database too, when the rule above it is passed by', async () => {
    const { person } = await add(city, 'past.the.rule', '330523');
    await give(city, { person: person.id, role: 'auditor', place: '330523' });

    await expect(
      host.sql(
        (sql) => sql`insert into core."grant" (person_id, role, place_prefix, granted_by, reason)
        values (${person.id}, 'county', '330523', gen_random_uuid(), 'test')`,
      ),
    ).rejects.toThrow(/never meets another one/);
    await expect(
      host.sql(
        (sql) => sql`insert into core."grant" (person_id, role, place_prefix, granted_by, reason)
        values (${person.id}, 'developer', '330523', ${person.id}, 'test')`,
      ),
    ).rejects.toThrow(/grant_not_to_oneself/);
    await expect(
      host.sql(
        (sql) => sql`insert into core."grant" (person_id, role, place_prefix, granted_by, reason)
        values (${person.id}, 'developer', '33052', gen_random_uuid(), 'test')`,
      ),
    ).rejects.toThrow(/grant_prefix/);
  });

  it('count from the next operation on, and no longer once they have ended', async () => {
    const { person, activationCode: code } = await add(justice, 'short.time');
    await fetch(`${host.url}/api/auth/activate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'short.time', code, password: PASSWORD }),
    });
    const client = await Client.signIn(host.url, 'short.time', PASSWORD);
    const held = async () => (await client.data('{ viewer { permissions } }')).viewer.permissions as string[];
    const end = (id: string, baseVersion: number) =>
      justice.data(
        `mutation ($input: EndGrantInput!) { endGrant(input: $input) { __typename ${PERSON} ${REFUSED} } }`,
        { input: { id, baseVersion, clientWriteId: Client.writeId() } },
      );
    expect(await held()).not.toContain('mediation.lead.write');

    const given = await give(justice, { person: person.id, role: 'gridWorker', place: YUCUN });
    const [grant] = given.data.giveGrant.grants;
    expect(await held()).toContain('mediation.lead.write');

    expect((await end(grant.id, 7)).endGrant.__typename).toBe('VersionConflictError');
    expect((await end(grant.id, 1)).endGrant.grants[0]).toMatchObject({ version: 2, validTo: expect.any(String) });
    expect((await end(grant.id, 2)).endGrant.__typename).toBe('VersionConflictError');
    expect(await held()).not.toContain('mediation.lead.write');
  });

  it('go from one to another when staff change, in one step', async () => {
    const [leaves, follows] = [(await add(justice, 'leaves')).person, (await add(justice, 'follows')).person];
    await give(justice, { person: leaves.id, role: 'clerk', place: YUCUN });
    await give(justice, { person: leaves.id, role: 'mediator', place: YUCUN, validTo: '2030-01-01T00:00:00Z' });
    const hand = () =>
      justice.data(
        `mutation ($input: HandOverGrantsInput!) { handOverGrants(input: $input) { __typename ${PERSON} ${REFUSED} } }`,
        {
          input: { from: leaves.id, to: follows.id, reason: '换届', clientWriteId: Client.writeId() },
        },
      );

    const { handOverGrants } = await hand();
    expect(
      handOverGrants.grants
        .map((one: { role: { key: string }; validTo: string | null }) => [one.role.key, one.validTo?.slice(0, 4)])
        .sort(),
    ).toEqual([
      ['clerk', undefined],
      ['mediator', '2030'],
    ]);
    const { person } = await justice.data(`query ($id: ID!) { person(id: $id) { ${PERSON} } }`, { id: leaves.id });
    expect(person.grants.every(({ validTo }: { validTo: string }) => new Date(validTo) <= new Date())).toBe(true);
    expect((await hand()).handOverGrants.fields).toEqual([{ path: 'from', code: 'NOTHING_TO_HAND_OVER' }]);
  });

  it('lists the roles that one may give at a place', async () => {
    const roles = async (client: Client, place: string) =>
      (
        await client.data(`query ($place: PlaceCode!) { grantableRoles(place: $place) { key } }`, { place })
      ).grantableRoles
        .map(({ key }: { key: string }) => key)
        .sort();

    expect(await roles(justice, YUCUN)).toEqual(['adviser', 'chair', 'clerk', 'gridWorker', 'mediator', 'supervisor']);
    expect(await roles(county, TOWN)).toEqual(['inspector', 'justice', 'mediator', 'referrer']);
    expect(await roles(city, '3305')).toEqual(['auditor', 'department']);
    expect(await roles(await host.as('sysadmin'), '3305')).toEqual(['developer']);
  });
});
