/**
 * The acts on a case, each a row of the table in one transaction.
 *
 * An act locks the case, asks the table, writes and announces it; a refused act changes nothing and announces nothing.
 */
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { placeByCode } from '@cunzhi/core';
import { NotFoundError, type FieldProblem, type ServiceContext } from '@cunzhi/plugin';
import { events } from './case.event.ts';
import { errorOf } from './case.errors.ts';
import { getTypeOf, isId, viewOf } from './case-list.service.ts';
import { isHandledByMe } from './case.loader.ts';
import { changesOf, postsOf, refusalOf, type Given } from './case.rule.ts';
import { transitionOf, type Act } from './case.transitions.ts';
import { localDay } from './day.rule.ts';
import type { GuardView } from './guard.rule.ts';
import { registrationProblems, terminationProblems, type Registration, type Termination } from './input.rule.ts';
import { caseHandler, caseText, mediationCase, type CaseText, type MediationCase } from './mediation.table.ts';
import { disputeTypeOn, normKey, subtypesOn, terminationReasonOn } from './norm.loader.ts';
import { nextNumber } from './number.service.ts';
import { partyProblems, PARTIES_MOST, tooMany, type PartyGiven } from './party.rule.ts';
import { insertParties } from './party.service.ts';
import { SEE, WRITE } from './permissions.ts';
import { composed, textProblems } from './text.rule.ts';

export interface ActInput {
  readonly id: string;
  /** The version that the person has seen. */
  readonly baseVersion: number;
}

/**
 * Writes a dispute down (T2). Whoever registers it handles it.
 *
 * @throws NotFoundError, InputRefusedError.
 */
export async function registerCase(
  ctx: ServiceContext,
  input: Registration & { readonly parties?: readonly PartyGiven[] | null },
): Promise<MediationCase> {
  ctx.require(WRITE, input.village);
  const today = localDay(ctx.now());
  const [place, type, subtypes] = await Promise.all([
    ctx.load(placeByCode, input.village),
    ctx.load(disputeTypeOn, normKey(input.type, today)),
    ctx.load(subtypesOn, normKey(input.type, today)),
  ]);
  const parties = input.parties ?? [];
  const isType = type !== null && type.parentCode === null;
  const ofCase = registrationProblems(input, {
    isVillage: place?.level === 'village',
    type: isType ? { code: type.code, subtypes: subtypes.map(({ code }) => code) } : undefined,
  });
  const problems = [
    ...ofCase,
    ...(parties.length > PARTIES_MOST ? [tooMany('parties')] : []),
    ...parties.flatMap((one, index) => partyProblems(one, `parties[${index}].`)),
  ];
  const posts = postsOf({ isMember: true, isHandler: false });
  const refusal = refusalOf('registerCase', { posts, problems, view: viewOf(type) });
  if (refusal) throw errorOf('registerCase', refusal);

  const { village: placeCode, subtype, facts } = input;
  const [registered] = await ctx.db
    .insert(mediationCase)
    .values({
      id: randomUUID(),
      placeCode,
      type: input.type,
      subtype,
      procedure: 'REGISTERED',
      registeredAt: ctx.now(),
    })
    .returning();
  if (!registered) throw new NotFoundError();
  // The text can be written by a handler only, so this comes first.
  await addHandler(ctx, registered);
  await ctx.db.insert(caseText).values({ caseId: registered.id, placeCode, facts: composed(facts) });
  await insertParties(ctx, registered, parties);
  await announce(ctx, 'registerCase', registered);
  return registered;
}

/** Takes the case on and gives it its number (T3). @throws what `perform` throws. */
export function acceptCase(ctx: ServiceContext, input: ActInput): Promise<MediationCase> {
  return perform(ctx, 'acceptCase', input, {
    prepare: () => ({}),
    given: async ({ placeCode }) => ({ number: await nextNumber(ctx, placeCode) }),
  });
}

/** Begins the mediation; whoever begins it is the mediator (T6). @throws what `perform` throws. */
export function startMediation(ctx: ServiceContext, input: ActInput): Promise<MediationCase> {
  return perform(ctx, 'startMediation', input, { prepare: () => ({}) });
}

/** Records what both sides agreed on by word of mouth; it binds at once (T11). @throws what `perform` throws. */
export function recordOralAgreement(
  ctx: ServiceContext,
  input: ActInput & { readonly content: string },
): Promise<MediationCase> {
  return perform(ctx, 'recordOralAgreement', input, {
    prepare: () => ({ problems: textProblems('content', input.content) }),
    text: { agreement: composed(input.content) },
  });
}

/** Ends the mediation without agreement, for a reason that the norms know (T12). @throws what `perform` throws. */
export function terminateCase(
  ctx: ServiceContext,
  input: ActInput & Termination & { readonly alternativesTold: boolean },
): Promise<MediationCase> {
  const { reason, note, alternativesTold } = input;
  return perform(ctx, 'terminateCase', input, {
    prepare: async () => {
      const norm = await ctx.load(terminationReasonOn, normKey(reason, localDay(ctx.now())));
      const mustTellAlternatives = norm?.needs.includes('ALTERNATIVES_TOLD') ?? true;
      return {
        problems: terminationProblems(input, norm ?? undefined),
        view: { mustTellAlternatives, alternativesTold },
      };
    },
    given: async () => ({ reason, alternativesTold }),
    ...(note?.trim() && { text: { note: composed(note) } }),
  });
}

interface Performance {
  /** What is wrong with the input, and what it tells the guards; asked when the case is locked. */
  readonly prepare: () => Promise<Prepared> | Prepared;
  /** What the columns get, asked when nothing stands in the way any more. */
  readonly given?: (current: MediationCase) => Promise<Omit<Given, 'now'>>;
  readonly text?: Partial<Pick<CaseText, 'agreement' | 'note'>>;
}
interface Prepared {
  readonly problems?: readonly FieldProblem[];
  readonly view?: Partial<GuardView>;
}

/**
 * One act on a case that is there.
 *
 * @throws NotFoundError, BorderError NOT_PERMITTED, VersionConflictError, InputRefusedError,
 * MediationTransitionRefusedError or MediationGuardError, the first that applies.
 */
async function perform(
  ctx: ServiceContext,
  act: Act,
  { id, baseVersion }: ActInput,
  { prepare, given, text }: Performance,
): Promise<MediationCase> {
  if (!isId(id)) throw new NotFoundError();
  const current = await ctx.lock(mediationCase, eq(mediationCase.id, id));
  ctx.require(WRITE, current.placeCode);
  const [handled, type, { problems = [], view }] = await Promise.all([
    // Asked anew, not from the batch: a command may do several acts in one transaction.
    isHandledByMe.batch(ctx, [current.id]),
    getTypeOf(ctx, current),
    prepare(),
  ]);
  const posts = postsOf({ isMember: true, isHandler: handled.has(current.id) });
  const refusal = refusalOf(act, { posts, current, baseVersion, problems, view: { ...viewOf(type), ...view } });
  if (refusal) throw errorOf(act, refusal);

  const changes = changesOf(act, current, { now: ctx.now(), ...(await given?.(current)) });
  const [changed] = await ctx.db.update(mediationCase).set(changes).where(eq(mediationCase.id, id)).returning();
  if (!changed) throw new NotFoundError();
  await addHandler(ctx, changed);
  if (text) await ctx.db.update(caseText).set(text).where(eq(caseText.caseId, id));
  await announce(ctx, act, changed);
  return changed;
}

async function addHandler(ctx: ServiceContext, { id, placeCode }: MediationCase): Promise<void> {
  await ctx.db
    .insert(caseHandler)
    .values({ caseId: id, personId: ctx.actor.id, placeCode, since: ctx.now() })
    .onConflictDoNothing();
}

/** Ids and states only: what is live carries no names. */
async function announce(
  ctx: ServiceContext,
  act: Act,
  { id, version, placeCode, procedure }: MediationCase,
): Promise<void> {
  await events.emit(ctx, transitionOf(act).event, {
    placeCode,
    permission: SEE,
    subject: { id, version },
    payload: { caseId: id, procedure, level: 'VILLAGE' },
  });
}
