/**
 * Persons, roles and grants. A grant is (person, role, place prefix, from, to) and nothing else.
 */
import { sql, type SQL } from 'drizzle-orm';
import { defineLoader, type Db, type HeldGrant } from '@cunzhi/plugin';
import { grant, person, role, type Role } from './core.table.ts';
import { isId } from './id.rule.ts';

interface HolderRow extends Record<string, unknown> {
  person_id: string;
  username: string;
  name: string;
  grant_id: string | null;
  role: string;
  place_prefix: string;
  valid_from: string;
  valid_to: string | null;
  reason: string;
  version: number;
  factors: number;
}

/** The person behind a sign-in account with the grants of this moment; undefined when unknown or disabled. */
export async function findHolder(db: Db, accountId: string) {
  return toHolder(await db.execute<HolderRow>(sql`select * from core.holder_of(${accountId})`));
}

/** The person as whom an account looks, with their grants of this moment; undefined when the look is not theirs or has ended. */
export async function findLooked(db: Db, lookId: string, accountId: string) {
  if (!isId(lookId)) return undefined;
  return toHolder(await db.execute<HolderRow>(sql`select * from core.looked_at(${lookId}, ${accountId})`));
}

function toHolder(rows: readonly HolderRow[]) {
  const [first] = rows;
  if (!first) return undefined;
  const grants = rows.filter((row) => row.grant_id !== null).map(toGrant);
  return { id: first.person_id, username: first.username, name: first.name, grants };
}

/** Inside a statement: the grants of an account at this moment as a text[], null when unknown or disabled. */
export const grantsOf = (accountId: SQL): SQL =>
  sql`(select array_remove(array_agg(h.grant_id::text || ':' || h.version), null) from core.holder_of(${accountId}) h having count(*) > 0)`;

export const roleByKey = defineLoader<string, Role | null>({
  missing: null,
  batch: async ({ db }) => new Map((await db.select().from(role)).map((row) => [row.key, row])),
});

export interface NewPerson {
  readonly accountId: string | null;
  readonly username: string;
  readonly name: string;
  readonly placeCode: string;
  readonly grants: readonly { readonly role: string; readonly placePrefix: string }[];
}

/** Who gave the grants of `cunzhi setup` and of the demonstration: no person. */
const SETUP = '00000000-0000-8000-8000-000000000001';

/** Adds a person with grants; for commands, which run as the owner. Returns the person's id. */
export async function addPerson(db: Db, { grants, ...input }: NewPerson, reason: string): Promise<string> {
  const [added] = await db.insert(person).values(input).returning({ id: person.id });
  if (!added) throw new Error(`The person ${input.username} could not be added.`);
  for (const one of grants) await db.insert(grant).values({ ...one, personId: added.id, grantedBy: SETUP, reason });
  return added.id;
}

function toGrant(row: HolderRow): HeldGrant {
  return {
    id: row.grant_id ?? '',
    role: row.role,
    placePrefix: row.place_prefix,
    validFrom: new Date(row.valid_from),
    validTo: row.valid_to ? new Date(row.valid_to) : null,
    reason: row.reason,
    version: row.version,
    factors: row.factors === 2 ? 2 : 1,
  };
}
