/**
 * Reading cases: one, a page, a board of columns; and what the reader may do with each.
 *
 * The board shows the newest fifty of every column and counts all of them, in one statement.
 */
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { NotFoundError, page, type Page, type PageArgs, type ServiceContext } from '@cunzhi/plugin';
import { guardFailure, type GuardFailure } from './case.errors.ts';
import { caseById, isHandledByMe } from './case.loader.ts';
import { possibleTransitions, postsOf } from './case.rule.ts';
import { PROCEDURES, type Procedure } from './case.transitions.ts';
import { localDay } from './day.rule.ts';
import { blockingGuards, type GuardView } from './guard.rule.ts';
import { mediationCase, type DisputeType, type MediationCase } from './mediation.table.ts';
import { disputeTypeOn, normKey } from './norm.loader.ts';
import { WRITE } from './permissions.ts';

type Reading = Pick<ServiceContext, 'db' | 'load'>;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const COLUMN_MOST = 50;

/** True for a text that can be the id of a case. */
export const isId = (text: string): boolean => ID.test(text);

/** @throws NotFoundError when there is no such case within reach. */
export async function getCase(ctx: Reading, id: string): Promise<MediationCase> {
  const found = isId(id) ? await ctx.load(caseById, id.toLowerCase()) : null;
  if (!found) throw new NotFoundError();
  return found;
}

/** Cases within a place, newest first. */
export function listCases(
  ctx: Reading,
  { within, procedure }: { readonly within: string; readonly procedure?: Procedure | null },
  args: PageArgs,
): Promise<Page<MediationCase>> {
  const where = and(
    gte(mediationCase.placeCode, within),
    lt(mediationCase.placeCode, `${within}~`),
    procedure ? eq(mediationCase.procedure, procedure) : undefined,
  );
  const order = [
    { column: mediationCase.registeredAt, direction: 'desc' },
    { column: mediationCase.id, direction: 'desc' },
  ] as const;
  return page(ctx.db, { table: mediationCase, where, order }, args);
}

export interface BoardColumn {
  readonly procedure: Procedure;
  readonly totalCount: number;
  readonly ids: readonly string[];
}

/** The columns in the order of the procedure; an empty one is there as well. */
export async function readBoard({ db }: Pick<ServiceContext, 'db'>, within: string): Promise<BoardColumn[]> {
  const seen = db
    .select()
    .from(mediationCase)
    .where(and(gte(mediationCase.placeCode, within), lt(mediationCase.placeCode, `${within}~`)));
  const rows = await db.execute<{ procedure: Procedure; total: number; ids: string[] }>(sql`
    select p.procedure,
      (select count(*)::int from ${seen} c where c.procedure = p.procedure) as total,
      array(select c.id::text from ${seen} c where c.procedure = p.procedure
        order by c.registered_at desc, c.id desc limit ${COLUMN_MOST}) as ids
    from unnest(${sql.param([...PROCEDURES])}::text[]) with ordinality as p (procedure, position) order by p.position`);
  return rows.map(({ procedure, total, ids }) => ({ procedure, totalCount: total, ids }));
}

/** The type of a case as it was in force when it was registered. */
export async function getTypeOf(
  ctx: Pick<ServiceContext, 'load'>,
  { type, registeredAt }: MediationCase,
): Promise<DisputeType> {
  const found = await ctx.load(disputeTypeOn, normKey(type, localDay(registeredAt)));
  if (!found) throw new Error(`The dispute type ${type} is not on record.`);
  return found;
}

/** What the guards see of a case before anything is entered. */
export function viewOf(type: DisputeType | null): GuardView {
  const { oral = 'allowed', paperOnly = false, routeOut = null } = type ?? {};
  return { oral, paperOnly, routeOut, mustTellAlternatives: false, alternativesTold: false };
}

export interface AllowedAction {
  readonly act: string;
  readonly mutation: string;
  readonly blockedBy: readonly GuardFailure[];
}

/** The acts that the table has from here for the reader, each with what stands in its way. */
export async function listAllowedActions(ctx: ServiceContext, row: MediationCase): Promise<AllowedAction[]> {
  const [isHandler, type] = await Promise.all([ctx.load(isHandledByMe, row.id), getTypeOf(ctx, row)]);
  const posts = postsOf({ isMember: ctx.can(WRITE, row.placeCode), isHandler });
  const view = viewOf(type);
  return possibleTransitions(row.procedure, posts).map((transition) => ({
    act: transition.act,
    mutation: transition.mutation,
    blockedBy: blockingGuards(transition, view).map(guardFailure),
  }));
}
