/**
 * Who asks: nobody, people whose right is not there (any more, yet, with one factor), each role alone, two roles together.
 */
import type { Sql } from 'postgres';
import { PASSWORD, type Client, type TestHost } from '@cunzhi/test';
import { Client as HttpClient } from '@cunzhi/test';

/** The branch of the tree that everybody stands on, by the length of the code. */
const BRANCH: Readonly<Record<number, string>> = { 4: '3305', 6: '330523', 9: '330523108', 12: '330523108204' };
const SECOND = '330523108200';

interface Grant {
  readonly role: string;
  readonly place: string;
  readonly from?: string;
  readonly to?: string;
}

export interface ActorSpecimen {
  readonly name: string;
  /** How long the code of the place is that the actor is seen from. */
  readonly level: 4 | 6 | 9 | 12;
  readonly grants: readonly Grant[];
  readonly factors?: 1 | 2;
  readonly disabled?: boolean;
  readonly anonymous?: boolean;
  /** They look as somebody with these grants. */
  readonly looksAs?: readonly Grant[];
}

export interface MatrixActor extends ActorSpecimen {
  readonly client: Client;
}

const village = ['clerk', 'chair', 'mediator'].map((role) => ({ role, place: BRANCH[12] ?? '' }));

/** The roles come from the database, so that a new one is asked too. */
export function actorSpecimens(roles: readonly { key: string; lengths: readonly number[] }[]): ActorSpecimen[] {
  const one = roles.flatMap(({ key, lengths }) =>
    lengths.map((length): ActorSpecimen => ({
      name: lengths.length > 1 ? `${key}${length}` : key,
      level: length as ActorSpecimen['level'],
      grants: [{ role: key, place: BRANCH[length] ?? '' }],
    })),
  );
  return [
    { name: 'anonymous', level: 12, grants: [], anonymous: true },
    { name: 'noGrant', level: 12, grants: [] },
    { name: 'disabled', level: 12, grants: village, disabled: true },
    {
      name: 'expired',
      level: 12,
      grants: village.map((grant) => ({ ...grant, from: '2020-01-01', to: '2021-01-01' })),
    },
    { name: 'notYetValid', level: 12, grants: village.map((grant) => ({ ...grant, from: '2090-01-01' })) },
    { name: 'oneFactor', level: 6, factors: 1, grants: [{ role: 'county', place: BRANCH[6] ?? '' }] },
    ...one,
    { name: 'lookAs', level: 12, grants: [{ role: 'county', place: BRANCH[6] ?? '' }], looksAs: village },
    {
      name: 'clerkHere+mediatorThere',
      level: 12,
      grants: [
        { role: 'clerk', place: BRANCH[12] ?? '' },
        { role: 'mediator', place: SECOND },
      ],
    },
  ];
}

/** Makes the people, signs them in, and gives their sessions the factors that they have. */
export async function enterActors(host: TestHost, specimens: readonly ActorSpecimen[]): Promise<MatrixActor[]> {
  for (const specimen of specimens) {
    if (specimen.anonymous) continue;
    const username = usernameOf(specimen);
    const accountId = await host.auth.createAccount({ username, name: specimen.name, password: PASSWORD });
    await host.sql((sql) => addPerson(sql, { accountId, username, specimen }));
  }
  return signInActors(host, specimens);
}

const usernameOf = ({ name }: ActorSpecimen): string => `m-${name.toLowerCase().replace('+', '-')}`;

/** Signs people in who are there already, as on a copy of the database that they were made in. */
export async function signInActors(host: TestHost, specimens: readonly ActorSpecimen[]): Promise<MatrixActor[]> {
  const entered: MatrixActor[] = [];
  for (const specimen of specimens) {
    if (specimen.anonymous) {
      entered.push({ ...specimen, client: host.stranger() });
      continue;
    }
    const username = usernameOf(specimen);
    const client = await HttpClient.signIn(host.url, username, PASSWORD);
    await host.sql(async (sql) => {
      await sql`update auth.session set factors = ${specimen.factors ?? 2}
        where user_id = (select account_id from core.person where username = ${username})`;
      if (specimen.disabled) await sql`update core.person set disabled_at = now() where username = ${username}`;
    });
    const lookId = specimen.looksAs && (await host.sql((sql) => look(sql, username, specimen)));
    entered.push({ ...specimen, client: lookId ? client.looking(lookId) : client });
  }
  return entered;
}

/** Makes the person as whom somebody looks, and the look. */
async function look(sql: Sql, looker: string, { looksAs, ...specimen }: ActorSpecimen): Promise<string> {
  const username = `${looker}-seen`;
  await addPerson(sql, { accountId: username, username, specimen: { ...specimen, grants: looksAs ?? [] } });
  const [begun] = await sql<{ id: string }[]>`
    insert into core.look (looker_id, person_id, place_code, reason, ends_at)
    select l.id, p.id, p.place_code, 'matrix', now() + interval '30 minutes'
    from core.person l, core.person p where l.username = ${looker} and p.username = ${username} returning id`;
  return begun?.id ?? '';
}

async function addPerson(
  sql: Sql,
  { accountId, username, specimen }: { accountId: string; username: string; specimen: ActorSpecimen },
): Promise<void> {
  const [person] = await sql<{ id: string }[]>`
    insert into core.person (account_id, username, name, place_code)
    values (${accountId}, ${username}, ${specimen.name}, ${BRANCH[specimen.level] ?? ''}) returning id`;
  for (const { role, place, from = '2026-01-01', to } of specimen.grants)
    await sql`insert into core."grant" (person_id, role, place_prefix, valid_from, valid_to, granted_by, reason)
      values (${person?.id ?? ''}, ${role}, ${place}, ${from}, ${to ?? null}, gen_random_uuid(), 'matrix')`;
}
