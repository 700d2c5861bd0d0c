/**
 * The parties of a case: added, corrected, and one field of them shown in the clear.
 *
 * Only whoever handles the case does any of it; numbers and addresses are sealed before they reach the database.
 */
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import {
  BorderError, InputRefusedError, NotFoundError, VersionConflictError, type Revealed, type ServiceContext,
} from '@cunzhi/plugin'; // prettier-ignore
import { isId } from './case-list.service.ts';
import { isHandledByMe } from './case.loader.ts';
import { caseParty, mediationCase, type CaseParty, type MediationCase } from './mediation.table.ts';
import { partiesOfCase } from './party.loader.ts';
import {
  onBothSides, partyProblems, PARTIES_MOST, SEALED_FIELDS, tooMany, type PartyGiven, type SealedField,
} from './party.rule.ts'; // prettier-ignore
import { REVEAL, WRITE } from './permissions.ts';

/** Adds a party. @throws NotFoundError, BorderError NOT_PERMITTED, InputRefusedError. */
export async function addParty(
  ctx: ServiceContext,
  { caseId, ...given }: PartyGiven & { readonly caseId: string },
): Promise<CaseParty> {
  if (!isId(caseId)) throw new NotFoundError();
  const found = await ctx.lock(mediationCase, eq(mediationCase.id, caseId));
  await mustHandle(ctx, found);
  refuseIfWrong(partyProblems(given));
  const [added] = await insertParties(ctx, found, [given]);
  if (!added) throw new NotFoundError();
  return added;
}

/** Puts a party right; a sealed field that is not given stays. @throws as `addParty`, and VersionConflictError. */
export async function correctParty(
  ctx: ServiceContext,
  { id, baseVersion, ...given }: PartyGiven & { readonly id: string; readonly baseVersion: number },
): Promise<CaseParty> {
  const party = await lockParty(ctx, id);
  if (party.version !== baseVersion) throw new VersionConflictError(party.version);
  refuseIfWrong(partyProblems(given));
  await refuseTwice(ctx, party, given);
  const [corrected] = await ctx.db
    .update(caseParty)
    .set({ role: given.role, name: nameOf(given), version: party.version + 1, ...(await seal(ctx, party, given)) })
    .where(eq(caseParty.id, party.id))
    .returning();
  if (!corrected) throw new NotFoundError();
  return corrected;
}

/** Shows one sealed field in the clear. @throws NotFoundError, InputRefusedError, RevealLimitError. */
export async function revealField(
  ctx: ServiceContext,
  { id, field, reason }: { readonly id: string; readonly field: SealedField; readonly reason: string },
): Promise<Revealed> {
  const party = await lockParty(ctx, id);
  // Whoever handled the case and has lost the right since, or has shown one proof of identity only, sees nothing.
  ctx.require(REVEAL, { code: party.placeCode, handlers: [ctx.actor.id] });
  const sealed = party[field];
  if (sealed === null) throw new NotFoundError();
  return { id: party.id, value: await ctx.sensitive.reveal({ column: caseParty[field], row: party }, sealed, reason) };
}

/** Writes the parties of a case that is locked or new, in this order. @throws InputRefusedError. */
export async function insertParties(
  ctx: ServiceContext,
  { id: caseId, placeCode }: Pick<MediationCase, 'id' | 'placeCode'>,
  parties: readonly PartyGiven[],
): Promise<CaseParty[]> {
  const added: CaseParty[] = [];
  for (const [index, given] of parties.entries()) {
    const row = { id: randomUUID(), caseId, placeCode };
    await refuseTwice(ctx, row, given, parties.length > 1 ? `parties[${index}].` : '');
    const addedAt = new Date(ctx.now().getTime() + index);
    const values = { ...row, role: given.role, name: nameOf(given), addedAt, ...(await seal(ctx, row, given)) };
    added.push(...(await ctx.db.insert(caseParty).values(values).returning()));
  }
  return added;
}

async function lockParty(ctx: ServiceContext, id: string): Promise<CaseParty> {
  if (!isId(id)) throw new NotFoundError();
  const party = await ctx.lock(caseParty, eq(caseParty.id, id));
  await mustHandle(ctx, { id: party.caseId, placeCode: party.placeCode });
  return party;
}

/** Who sees the case and does not handle it hears so; of a party they know nothing. */
async function mustHandle(ctx: ServiceContext, { id, placeCode }: Pick<MediationCase, 'id' | 'placeCode'>) {
  ctx.require(WRITE, placeCode);
  if ((await isHandledByMe.batch(ctx, [id])).has(id)) return;
  throw new BorderError('NOT_PERMITTED', {
    zh: '当事人由办理这件纠纷的人来填。什么都没有改。请找办理人。',
    en: 'Whoever handles this case enters its parties. Nothing was changed. Please ask them.',
  });
}

function refuseIfWrong(problems: ReturnType<typeof partyProblems>): void {
  if (problems.length > 0) throw new InputRefusedError(problems);
}

/** One person is one party, and a case has room for so many. */
async function refuseTwice(
  ctx: ServiceContext,
  { id, caseId, placeCode }: Pick<CaseParty, 'id' | 'caseId' | 'placeCode'>,
  { idNumber }: PartyGiven,
  path = '',
): Promise<void> {
  const all = (await partiesOfCase.batch(ctx, [caseId])).get(caseId) ?? [];
  const others = all.filter((one) => one.id !== id);
  if (others.length >= PARTIES_MOST) throw new InputRefusedError([tooMany(`${path}name`)]);
  if (!idNumber?.trim()) return;
  const hash = await ctx.sensitive.hash('idNumber', placeCode, idNumber);
  if (others.some(({ idNumberHash }) => idNumberHash === hash))
    throw new InputRefusedError([onBothSides(`${path}idNumber`)]);
}

const nameOf = ({ name }: PartyGiven): string => name.normalize('NFC').trim();

/** The columns of the sealed fields that were given. */
async function seal(
  ctx: ServiceContext,
  row: Pick<CaseParty, 'id' | 'placeCode'>,
  given: PartyGiven,
): Promise<Partial<Pick<CaseParty, SealedField | 'idNumberHash'>>> {
  const sealed: Partial<Pick<CaseParty, SealedField | 'idNumberHash'>> = {};
  for (const field of SEALED_FIELDS) {
    const text = given[field];
    if (text == null) continue;
    const isEmpty = text.trim() === '';
    sealed[field] = isEmpty ? null : await ctx.sensitive.seal({ column: caseParty[field], row }, text);
    if (field === 'idNumber')
      sealed.idNumberHash = isEmpty ? null : await ctx.sensitive.hash('idNumber', row.placeCode, text);
  }
  return sealed;
}
