/**
 * Giving, ending and handing over grants.
 *
 * Each act holds the person's row first; an ended grant stays in the table with its dates.
 */
import { and, eq, sql } from 'drizzle-orm';
import {
  defineLoader, InputRefusedError, NotFoundError, VersionConflictError, type HeldGrant, type ServiceContext,
} from '@cunzhi/plugin'; // prettier-ignore
import { grant, role, type Grant, type Role } from './core.table.ts';
import { givingProblems, mayGive, type Giving, type HeldDuty } from './grant.rule.ts';
import { isId } from './id.rule.ts';
import { getPerson } from './people.service.ts';
import { getPlace } from './place.service.ts';

const MOST_GRANTS = 100;

/** The grants of a person that the reader may see, the newest first, also those that have ended. */
export const grantsOfPerson = defineLoader<string, readonly HeldGrant[]>({
  missing: [],
  batch: async ({ db }, ids) => {
    const rows = await db
      .select({ grant, factors: role.factors })
      .from(grant)
      .innerJoin(role, eq(role.key, grant.role))
      .where(sql`${grant.personId} = any(${sql.param([...ids])}::uuid[])`)
      .orderBy(sql`${grant.validFrom} desc`, grant.id);
    const found = new Map<string, HeldGrant[]>();
    for (const { grant: one, factors } of rows) {
      const held = found.get(one.personId) ?? [];
      if (held.length < MOST_GRANTS) held.push({ ...one, factors });
      found.set(one.personId, held);
    }
    return found;
  },
});

/** The roles that the actor may give at this place. */
export async function listGrantableRoles(ctx: ServiceContext, placePrefix: string): Promise<Role[]> {
  await getPlace(ctx, placePrefix, 'place');
  const roles = await rolesByKey(ctx);
  return [...roles.values()].filter(
    (one) =>
      one.prefixLengths.includes(placePrefix.length) && mayGive(ctx.actor, roles, { role: one.key, placePrefix }),
  );
}

export interface GiveGrant {
  readonly person: string;
  readonly role: string;
  readonly place: string;
  /** Now, when missing. */
  readonly validFrom?: Date | null;
  readonly validTo?: Date | null;
  readonly reason: string;
}

/** @throws NotFoundError out of reach; InputRefusedError for a grant that the rules forbid. */
export async function giveGrant(ctx: ServiceContext, input: GiveGrant): Promise<Grant> {
  const giving: Giving = {
    personId: (await getPerson(ctx, input.person)).id,
    role: input.role,
    placePrefix: (await getPlace(ctx, input.place, 'place')).code,
    validFrom: input.validFrom ?? ctx.now(),
    validTo: input.validTo ?? null,
    reason: input.reason.normalize('NFC').trim(),
  };
  return give(ctx, giving, await rolesByKey(ctx));
}

export interface EndGrant {
  readonly id: string;
  readonly baseVersion: number;
}

/** Ends a grant now, or withdraws it when it has not begun. @throws NotFoundError, VersionConflictError. */
export async function endGrant(ctx: ServiceContext, { id, baseVersion }: EndGrant): Promise<Grant> {
  const row = await lockOwn(ctx, id, await rolesByKey(ctx));
  if (row.version !== baseVersion) throw new VersionConflictError(row.version);
  return end(ctx, row);
}

export interface HandOver {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/**
 * All that the actor may give of what one person holds goes to another, from this moment, in one transaction.
 *
 * @throws NotFoundError, InputRefusedError when nothing can be handed over or the rules forbid it.
 */
export async function handOver(ctx: ServiceContext, input: HandOver): Promise<Grant[]> {
  const roles = await rolesByKey(ctx);
  const [from, to] = [await getPerson(ctx, input.from), await getPerson(ctx, input.to)];
  const now = ctx.now();
  const reason = input.reason.normalize('NFC').trim();
  const held = (await ctx.load(grantsOfPerson, from.id)).filter(
    (one) => (one.validTo === null || one.validTo > now) && mayGive(ctx.actor, roles, one),
  );
  if (held.length === 0 || from.id === to.id)
    throw new InputRefusedError([
      {
        path: 'from',
        code: 'NOTHING_TO_HAND_OVER',
        text: {
          zh: `${from.name} 现在没有您能移交的授权。`,
          en: `${from.name} has no grant now that you can hand over.`,
        },
      },
    ]);
  const locked: Grant[] = [];
  for (const { id } of held) locked.push(await lockOwn(ctx, id, roles));
  const given: Grant[] = [];
  for (const row of locked) {
    const validFrom = row.validFrom > now ? row.validFrom : now;
    await end(ctx, row);
    given.push(await give(ctx, { ...row, personId: to.id, validFrom, reason }, roles));
  }
  return given;
}

async function give(ctx: ServiceContext, giving: Giving, roles: ReadonlyMap<string, Role>): Promise<Grant> {
  const wanted = roles.get(giving.role);
  ctx.require('core.grant.manage', giving.placePrefix);
  if (!wanted || giving.personId === ctx.actor.id || !mayGive(ctx.actor, roles, giving)) throw notYours(wanted);
  const problems = givingProblems(giving, wanted, await lockDuties(ctx, giving.personId), ctx.now());
  if (problems.length > 0) throw new InputRefusedError(problems);
  const { personId, role: key, placePrefix, validFrom, validTo, reason } = giving;
  const [added] = await ctx.db
    .insert(grant)
    .values({ personId, role: key, placePrefix, validFrom, validTo, reason, grantedBy: ctx.actor.id })
    .onConflictDoNothing()
    .returning();
  if (added) return added;
  throw new InputRefusedError([
    {
      path: 'role',
      code: 'HELD_ALREADY',
      text: { zh: '这段时间里已经有同样的授权。', en: 'The same grant is held in that time already.' },
    },
  ]);
}

async function end(ctx: ServiceContext, row: Grant): Promise<Grant> {
  const now = ctx.now();
  if (row.validTo !== null && row.validTo <= now) throw new VersionConflictError(row.version);
  const [ended] = await ctx.db
    .update(grant)
    .set({ validTo: row.validFrom > now ? row.validFrom : now, version: row.version + 1 })
    .where(and(eq(grant.id, row.id), eq(grant.version, row.version)))
    .returning();
  if (!ended) throw new NotFoundError();
  return ended;
}

/** The grant, held for change; only one that the actor could have given. */
async function lockOwn(ctx: ServiceContext, id: string, roles: ReadonlyMap<string, Role>): Promise<Grant> {
  if (!isId(id)) throw new NotFoundError();
  const row = await ctx.lock(grant, eq(grant.id, id));
  ctx.require('core.grant.manage', row.placePrefix);
  if (!mayGive(ctx.actor, roles, row)) throw notYours(roles.get(row.role));
  return row;
}

/** Holds the person's row; duties count wherever they are, so the database looks for us. */
async function lockDuties(ctx: ServiceContext, personId: string): Promise<HeldDuty[]> {
  const rows = await ctx.db.execute<{ duty: Role['duty']; valid_from: string; valid_to: string | null }>(
    sql`select duty, valid_from, valid_to from core.duties_of(${personId})`,
  );
  return rows.map(({ duty, valid_from, valid_to }) => ({
    duty,
    validFrom: new Date(valid_from),
    validTo: valid_to === null ? null : new Date(valid_to),
  }));
}

const rolesByKey = async ({ db }: ServiceContext): Promise<ReadonlyMap<string, Role>> =>
  new Map((await db.select().from(role)).map((one) => [one.key, one]));

const notYours = (wanted: Role | undefined) =>
  new InputRefusedError([
    {
      path: 'role',
      code: 'NOT_YOURS_TO_GIVE',
      text: {
        zh: `您不能授予或收回${wanted ? `“${wanted.nameZh}”` : '这个角色'}，也不能给自己授权。请找上一级。`,
        en: `You cannot give or end ${wanted ? `“${wanted.nameEn}”` : 'this role'}, and nobody grants to themselves. Ask the level above.`,
      },
    },
  ]);
