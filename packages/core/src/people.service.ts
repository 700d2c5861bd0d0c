/**
 * People of a place: found, added, changed, shut out. A person is never deleted: records name them.
 */
import { and, eq, gte, ilike, lt, or, sql } from 'drizzle-orm';
import {
  defineLoader, InputRefusedError, NotFoundError, page, VersionConflictError, type FieldProblem, type Page, type PageArgs,
  type ServiceContext,
} from '@cunzhi/plugin'; // prettier-ignore
import { person, type Person } from './core.table.ts';
import { getPlace } from './place.service.ts';
import { isId } from './id.rule.ts';

const USERNAME = /^[a-z][a-z0-9._-]{2,31}$/;

export const personById = defineLoader<string, Person | null>({
  missing: null,
  batch: async ({ db }, ids) => {
    const known = ids.filter(isId);
    const rows = await db
      .select()
      .from(person)
      .where(sql`${person.id} = any(${sql.param(known)}::uuid[])`);
    return new Map(rows.map((row) => [row.id, row]));
  },
});

/** @throws NotFoundError when there is no such person within reach. */
export async function getPerson(ctx: Pick<ServiceContext, 'load'>, id: string): Promise<Person> {
  const found = await ctx.load(personById, id);
  if (!found) throw new NotFoundError();
  return found;
}

/** People within reach, by name. */
export function listPeople(
  ctx: Pick<ServiceContext, 'db'>,
  { within, search }: { within?: string | null; search?: string | null },
  args: PageArgs,
): Promise<Page<Person>> {
  const words = search?.trim();
  const like = `%${words?.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const where = and(
    within ? and(gte(person.placeCode, within), lt(person.placeCode, `${within}~`)) : undefined,
    words ? or(ilike(person.name, like), ilike(person.username, like)) : undefined,
  );
  return page(ctx.db, { table: person, where, order: [{ column: person.name }, { column: person.id }] }, args);
}

export interface PersonInput {
  readonly username: string;
  readonly name: string;
  readonly place: string;
}

/** @throws NotFoundError out of reach; InputRefusedError for a name that cannot be taken. */
export async function addPersonTo(ctx: ServiceContext, input: PersonInput): Promise<Person> {
  ctx.require('core.person.write', input.place);
  const place = await getPlace(ctx, input.place, 'place');
  const [username, name] = [input.username.trim().toLowerCase(), input.name.normalize('NFC').trim()];
  refuse([...nameProblems(name), ...(USERNAME.test(username) ? [] : [BAD_USERNAME])]);
  const [added] = await ctx.db
    .insert(person)
    .values({ username, name, placeCode: place.code })
    .onConflictDoNothing()
    .returning();
  if (!added) throw new InputRefusedError([TAKEN]);
  return added;
}

export interface PersonChange {
  readonly id: string;
  readonly baseVersion: number;
  readonly name?: string | null;
  readonly place?: string | null;
  /** True shuts the person out at once, whatever they have open; false lets them in again. */
  readonly isDisabled?: boolean | null;
}

/** @throws NotFoundError, VersionConflictError, InputRefusedError. */
export async function changePerson(ctx: ServiceContext, input: PersonChange): Promise<Person> {
  const row = await ctx.lock(person, eq(person.id, (await getPerson(ctx, input.id)).id));
  const placeCode = input.place ? (await getPlace(ctx, input.place, 'place')).code : row.placeCode;
  ctx.require('core.person.write', row.placeCode);
  ctx.require('core.person.write', placeCode);
  if (row.version !== input.baseVersion) throw new VersionConflictError(row.version);
  const name = input.name?.normalize('NFC').trim() ?? row.name;
  refuse([...nameProblems(name), ...(input.isDisabled && row.id === ctx.actor.id ? [ONESELF] : [])]);
  const disabledAt =
    input.isDisabled == null ? row.disabledAt : input.isDisabled ? (row.disabledAt ?? ctx.now()) : null;
  const [changed] = await ctx.db
    .update(person)
    .set({ name, placeCode, disabledAt, version: row.version + 1 })
    .where(eq(person.id, row.id))
    .returning();
  if (!changed) throw new NotFoundError();
  return changed;
}

function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new InputRefusedError(problems);
}

const nameProblems = (name: string): FieldProblem[] =>
  name && name.length <= 40 && !/\p{C}/u.test(name)
    ? []
    : [
        {
          path: 'name',
          code: 'BAD_NAME',
          text: { zh: '请填姓名，最多 40 个字。', en: 'Give a name of at most 40 characters.' },
        },
      ];

const BAD_USERNAME: FieldProblem = {
  path: 'username',
  code: 'BAD_USERNAME',
  text: {
    zh: '登录名用 3 到 32 个小写字母、数字、点或横线，以字母开头，例如 yucun.wang。',
    en: 'A sign-in name has 3 to 32 small letters, digits, dots or hyphens and begins with a letter, such as yucun.wang.',
  },
};
const TAKEN: FieldProblem = {
  path: 'username',
  code: 'USERNAME_TAKEN',
  text: { zh: '这个登录名已经有人用，请换一个。', en: 'This sign-in name is taken; choose another one.' },
};
const ONESELF: FieldProblem = {
  path: 'isDisabled',
  code: 'NOT_ONESELF',
  text: { zh: '不能停用自己的账号，请找别人。', en: 'Nobody shuts themselves out; ask somebody else.' },
};
