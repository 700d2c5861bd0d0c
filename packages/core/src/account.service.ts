/**
 * Two acts on somebody else's account: taking off a second factor that was lost, and looking as they do.
 *
 * One law: both are for a person within reach and never for oneself, and both stand in the audit log with both names.
 */
import { eq, sql } from 'drizzle-orm';
import { InputRefusedError, NotFoundError, type LocalText, type ServiceContext } from '@cunzhi/plugin';
import { look, type Look, type Person } from './core.table.ts';
import { getPerson } from './people.service.ts';
import { isId } from './id.rule.ts';

/** How long a look lasts unless it is ended before. */
export const LOOK_MINUTES = 30;

/**
 * Ends the second factor of somebody who lost the phone, and all their sessions; the next sign-in asks for the password alone and
 * sets up another factor.
 *
 * @throws NotFoundError out of reach and for oneself; InputRefusedError when there is none.
 */
export async function removeSecondFactor(ctx: ServiceContext, personId: string): Promise<Person> {
  const found = await getPerson(ctx, personId);
  ctx.require('core.account.unlock', found.placeCode);
  if (found.id === ctx.actor.id) throw new NotFoundError();
  // It holds the account's row: of two at once the second finds none.
  const [done] = await ctx.db.execute<{ removed: boolean }>(
    sql`select core.remove_second_factor(${found.id}) as removed`,
  );
  if (!done?.removed) throw refused('person', 'NO_SECOND_FACTOR', NO_SECOND_FACTOR);
  return found;
}

export interface LookInput {
  readonly person: string;
  readonly reason: string;
}

/** Begins to look as somebody else. @throws NotFoundError out of reach and for oneself; InputRefusedError without a reason. */
export async function beginLook(ctx: ServiceContext, input: LookInput): Promise<Look> {
  const found = await getPerson(ctx, input.person);
  ctx.require('core.account.look', found.placeCode);
  if (found.id === ctx.actor.id) throw new NotFoundError();
  const reason = input.reason.normalize('NFC').trim();
  if (!reason || reason.length > 200) throw refused('reason', 'NO_REASON', NO_REASON);
  if (found.disabledAt) throw refused('person', 'SHUT_OUT', SHUT_OUT);
  const [began] = await ctx.db
    .insert(look)
    .values({
      lookerId: ctx.actor.id,
      personId: found.id,
      placeCode: found.placeCode,
      reason,
      endsAt: sql`now() + make_interval(mins => ${LOOK_MINUTES})`,
    })
    .returning();
  if (!began) throw new NotFoundError();
  return began;
}

/** Ends a look of one's own; one that has ended already stays as it is. @throws NotFoundError for somebody else's. */
export async function endLook(ctx: ServiceContext, id: string): Promise<Look> {
  if (!isId(id)) throw new NotFoundError();
  const row = await ctx.lock(look, eq(look.id, id));
  if (row.endsAt <= ctx.now()) return row;
  const [ended] = await ctx.db
    .update(look)
    .set({ endsAt: sql`greatest(${look.beganAt}, now())` })
    .where(eq(look.id, row.id))
    .returning();
  if (!ended) throw new NotFoundError();
  return ended;
}

/** @throws NotFoundError when it is not the caller's own. */
export async function getLook(ctx: ServiceContext, id: string): Promise<Look> {
  const [found] = isId(id) ? await ctx.db.select().from(look).where(eq(look.id, id)) : [];
  if (!found) throw new NotFoundError();
  return found;
}

const refused = (path: string, code: string, text: LocalText) => new InputRefusedError([{ path, code, text }]);

const NO_SECOND_FACTOR: LocalText = {
  zh: '这个账号没有设第二道验证，不用解除。忘了密码，请本地管人员的同志给一张新的登录码。',
  en: 'This account has no second factor, so there is nothing to take off. For a forgotten password, whoever keeps the people of the place gives a new sign-in code.',
};
const NO_REASON: LocalText = {
  zh: '请写明查看的原因，最多 200 字。',
  en: 'Say why you look, in at most 200 characters.',
};
const SHUT_OUT: LocalText = {
  zh: '这个账号已停用，看不到什么。',
  en: 'This account is shut out and sees nothing.',
};
