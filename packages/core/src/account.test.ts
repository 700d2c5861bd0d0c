/** Acts on somebody else's account through the door: a lost second factor, and looking as somebody else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, PASSWORD, type TestHost } from '@cunzhi/test';

let host: TestHost;
beforeAll(async () => void (host = await createTestHost()));
afterAll(() => host.close());

const REFUSED = '... on UserError { code } ... on InputRefusedError { fields { path code } }';
const LOOK = '... on Look { id endsAt person { username } }';
const codeOf = ({ errors }: Awaited<ReturnType<Client['query']>>) => errors?.[0]?.extensions.code;

const idOf = async (username: string): Promise<string> => {
  const [row] = await host.sql((sql) => sql`select id from core.person where username = ${username}`);
  return row?.['id'];
};
const write = (client: Client, field: string, input: object, headers: Record<string, string> = {}) =>
  client.query(
    `mutation ($input: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { __typename ${REFUSED} ${
      field === 'removeSecondFactor' ? '... on Person { username }' : LOOK
    } } }`,
    { input: { clientWriteId: Client.writeId(), ...input } },
    headers,
  );

describe('a second factor that was lost', () => {
  const signIn = async (username: string) => {
    const answer = await host.stranger().fetch('/api/auth/sign-in/username', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
    return (await answer.json()) as { next: string };
  };

  it('is taken off by the administrator, with every session; then the password is enough to set up another', async () => {
    const wuxing = await host.as('wuxing');
    const person = await idOf('wuxing');
    await host.sql(async (sql) => {
      const [user] = await sql`update auth."user" set two_factor_enabled = true where username = 'wuxing' returning id`;
      await sql`insert into auth.two_factor (id, secret, backup_codes, user_id) values ('f', 's', 'b', ${user?.['id']})`;
    });
    expect(await signIn('wuxing')).toEqual({ next: 'second-factor' });

    const { data } = await write(await host.as('sysadmin'), 'removeSecondFactor', { person });

    expect(data.removeSecondFactor).toEqual({ __typename: 'Person', username: 'wuxing' });
    expect((await wuxing.data('{ viewer { id } }')).viewer).toBeNull();
    expect(await signIn('wuxing')).toEqual({ next: 'done' });
  });

  it('is not there, not yours to take off, or your own', async () => {
    const [sysadmin, anji] = [await host.as('sysadmin'), await host.as('anji')];

    const none = await write(sysadmin, 'removeSecondFactor', { person: await idOf('yucun') });
    const own = await write(sysadmin, 'removeSecondFactor', { person: await idOf('sysadmin') });
    const byOffice = await write(anji, 'removeSecondFactor', { person: await idOf('yucun') });

    expect(none.data.removeSecondFactor.fields).toEqual([{ path: 'person', code: 'NO_SECOND_FACTOR' }]);
    expect([codeOf(own), codeOf(byOffice)]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  it('is kept by the database itself from whoever may not take it off', async () => {
    const person = await idOf('tianhuangping');
    await host.sql((sql) => sql`update auth."user" set two_factor_enabled = true where username = 'tianhuangping'`);
    const removedBy = async (scope: object) => {
      const [row] = await host.sql((sql) =>
        sql.begin(async (tx) => {
          await tx`select set_config('role', 'cunzhi_app', true), set_config('app.scope', ${JSON.stringify(scope)}, true),
            set_config('app.actor', ${crypto.randomUUID()}, true)`;
          return tx`select core.remove_second_factor(${person}) as removed`;
        }),
      );
      return row?.['removed'];
    };

    expect(await removedBy({ 'core.person.write': ['3305'] })).toBe(false);
    expect(await removedBy({ 'core.account.unlock': ['330502'] })).toBe(false);
    expect(await removedBy({ 'core.account.unlock': ['3305'] })).toBe(true);
  });
});

describe('looking as somebody else', () => {
  let anji: Client;
  const begin = async (username: string, reason = '帮她看看为什么没有按钮') => {
    const { data } = await write(anji, 'beginLook', { person: await idOf(username), reason });
    return data.beginLook;
  };
  beforeAll(async () => void (anji = await host.as('anji')));

  it('shows what they see, and nothing of what only those see who handle a case', async () => {
    const yucun = await host.as('yucun');
    const document =
      '{ viewer { username permissions } cases: mediationCases(within: "330523108204", first: 20) { nodes { number } } }';
    const look = await begin('yucun');

    const theirs = await yucun.data(document);
    const seen = await anji.looking(look.id).query(document);

    expect(look).toMatchObject({ __typename: 'Look', person: { username: 'yucun' } });
    expect(seen.data.viewer.username).toBe('yucun');
    expect(seen.data.cases).toEqual(theirs.cases);
    expect(theirs.viewer.permissions).toContain('mediation.case.read');
    expect(seen.data.viewer.permissions).toEqual(
      theirs.viewer.permissions.filter(
        (one: string) => !['mediation.case.read', 'mediation.case.reveal'].includes(one),
      ),
    );
  });

  it('changes nothing, and says so', async () => {
    const { id } = await begin('yucun');
    const before = await host.sql((sql) => sql`select count(*)::int from core.upload`);

    const tried = await anji
      .looking(id)
      .query('mutation ($input: StartUploadInput!) { startUpload(input: $input) { __typename } }', {
        input: { place: '330523108204', name: 'a.png', size: 10, clientWriteId: Client.writeId() },
      });

    expect(codeOf(tried)).toBe('LOOKING_ONLY');
    expect(await host.sql((sql) => sql`select count(*)::int from core.upload`)).toEqual(before);
  });

  it('ends when it is ended, and is nobody else’s', async () => {
    const { id } = await begin('yucun');
    const who = async (client: Client) => (await client.looking(id).query('{ viewer { username } }')).data.viewer;

    expect(await who(await host.as('huzhou'))).toBeNull();
    expect(await who(await host.as('yucun'))).toBeNull();
    await write(anji, 'endLook', { id });
    expect(await who(anji)).toBeNull();
    expect((await anji.looking('nonsense').query('{ viewer { id } }')).data.viewer).toBeNull();
    expect(codeOf(await write(await host.as('huzhou'), 'endLook', { id }))).toBe('NOT_FOUND');
  });

  it('is for a reason, within reach, and never as oneself, an auditor or an administrator', async () => {
    const person = await idOf('yucun');
    const city = await host.as('huzhou');

    const noReason = await write(anji, 'beginLook', { person, reason: ' ' });
    const far = await write(anji, 'beginLook', { person: await idOf('wuxing'), reason: '看看' });
    const own = await write(anji, 'beginLook', { person: await idOf('anji'), reason: '看看' });
    const clerk = await write(await host.as('yucun'), 'beginLook', { person: await idOf('anji'), reason: '看看' });
    const { data } = await write(city, 'beginLook', { person: await idOf('auditor'), reason: '看看' });
    const auditor = await city.looking(data.beginLook.id).query('{ viewer { permissions } }');

    expect(noReason.data.beginLook.fields).toEqual([{ path: 'reason', code: 'NO_REASON' }]);
    expect([far, own, clerk].map(codeOf)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    expect(auditor.data.viewer.permissions).toEqual(['graphql.adhoc']);
  });

  it('stands in the audit log under both names, also what was tried', async () => {
    const person = await idOf('yucun');
    const { auditLog } = await (
      await host.as('auditor')
    ).data(
      `query ($actor: ID) { auditLog(first: 50, actor: $actor) { nodes { act outcome code actor { name } about { name } } } }`,
      { actor: person },
    );
    const rows = auditLog.nodes.filter(({ about }: { about: unknown }) => about);

    expect(rows).toContainEqual({
      act: 'beginLook', outcome: 'DONE', code: null, actor: { name: '演示·县司法局' }, about: { name: '演示·村文书' },
    }); // prettier-ignore
    expect(rows).toContainEqual({
      act: 'startUpload', outcome: 'REFUSED', code: 'LOOKING_ONLY', actor: { name: '演示·县司法局' }, about: { name: '演示·村文书' },
    }); // prettier-ignore
  });

  it('shows no more than the looker may look at: a grant elsewhere does not come along', async () => {
    const person = await idOf('yucun');
    await host.sql(
      (sql) => sql`insert into core."grant" (person_id, role, place_prefix, valid_from, granted_by, reason)
        values (${person}, 'clerk', '330502001001', now() - interval '1 day', gen_random_uuid(), 'elsewhere')`,
    );
    const { id } = await begin('yucun');
    const document =
      '{ viewer { here: can(permission: "core.evidence.write", place: "330523108204") there: can(permission: "core.evidence.write", place: "330502001001") } }';

    expect((await (await host.as('yucun')).data(document)).viewer).toEqual({ here: true, there: true });
    expect((await anji.looking(id).query(document)).data.viewer).toEqual({ here: true, there: false });
  });
});
