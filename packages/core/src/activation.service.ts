/**
 * Codes on paper: whoever keeps the people of a place makes one, and the person sets a password with it, once, within 7 days.
 *
 * The code is shown once and only its hash is kept, so nobody ever knows the password of another.
 */
import { createHash, randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db, ServiceContext } from '@cunzhi/plugin';
import { activation, type Person } from './core.table.ts';
import { getPerson } from './people.service.ts';

/** No letters and digits that look alike on paper. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const GROUPS = 3;
const GROUP = 4;
export const ACTIVATION_DAYS = 7;

export interface Activation {
  readonly id: string;
  readonly person: Person;
  /** `ABCD-EFGH-JKMN`, 59 bits by chance; null when it was shown already. */
  readonly code: string | null;
  readonly validUntil: Date | null;
}

/** Makes a code for a person; an earlier one is void. @throws NotFoundError out of reach. */
export async function makeActivation(ctx: ServiceContext, personId: string): Promise<Activation> {
  const found = await getPerson(ctx, personId);
  ctx.require('core.person.write', found.placeCode);
  const code = randomCode();
  const validUntil = new Date(ctx.now().getTime() + ACTIVATION_DAYS * 86_400_000);
  const row = { placeCode: found.placeCode, codeHash: hashOf(code), validUntil, usedAt: null, madeBy: ctx.actor.id };
  await ctx.db
    .insert(activation)
    .values({ personId: found.id, ...row })
    .onConflictDoUpdate({ target: activation.personId, set: row });
  return { id: found.id, person: found, code, validUntil };
}

/** A code for a person who was added by a command, which runs as the owner. */
export async function activationFor(db: Db, { id, placeCode }: Pick<Person, 'id' | 'placeCode'>): Promise<string> {
  const code = randomCode();
  await db.insert(activation).values({
    personId: id,
    placeCode,
    codeHash: hashOf(code),
    validUntil: sql`now() + make_interval(days => ${ACTIVATION_DAYS})`,
    madeBy: id,
  });
  return code;
}

/** What the platform's sign-in asks when somebody comes with a code; both run in its own small pool. */
export const activations = {
  async find(db: Db, username: string, code: string) {
    const [row] = await db.execute<{ person_id: string; full_name: string; account_id: string | null }>(
      sql`select * from core.activation_of(${username.trim()}, ${hashOf(code)})`,
    );
    return row && { personId: row.person_id, name: row.full_name, accountId: row.account_id };
  },

  /** False when the code was used in between. */
  async use(db: Db, personId: string, code: string, accountId: string): Promise<boolean> {
    const [row] = await db.execute<{ used: boolean }>(
      sql`select core.use_activation(${personId}, ${hashOf(code)}, ${accountId}) as used`,
    );
    return row?.used ?? false;
  },
};

function randomCode(): string {
  const group = () => Array.from({ length: GROUP }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** Of the signs alone, so that hyphens, spaces and small letters do not matter. */
const hashOf = (code: string): string =>
  createHash('sha256')
    .update(`cunzhi activation ${code.toUpperCase().replace(/[^0-9A-Z]/g, '')}`)
    .digest('hex');
