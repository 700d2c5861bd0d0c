/**
 * What happens to a case: its village writes it, four offices in turn pass it on or return it.
 *
 * Each act locks the case, makes one new version and keeps it; a published version is a copy that nothing here changes again.
 */
import { eq, sql } from 'drizzle-orm';
import { getPlace } from '@cunzhi/core';
import {
  InputRefusedError,
  NotFoundError,
  VersionConflictError,
  type FieldProblem,
  type ServiceContext,
} from '@cunzhi/plugin';
import { events } from './yucun.event.ts';
import { ELEMENTS, inOrder } from './element.ts';
import { searchWordsOf } from './search.rule.ts';
import { loadSegmenter } from './segment.ts';
import { nextState, officesOf, PERMISSIONS, possibleActs, type YucunAct } from './step.rule.ts';
import { draftProblems, publishProblems, submitProblems, type CaseTexts } from './text.rule.ts';
import { YucunActionRefusedError } from './yucun.errors.ts';
import { isId } from './yucun.loader.ts';
import { caseVersion, yucunCase, type YucunCase } from './yucun.table.ts';

export interface CaseDraft extends CaseTexts {
  /** Both when an existing case is changed. */
  readonly id?: string | null;
  readonly baseVersion?: number | null;
  readonly village: string;
  /** Only demonstration data says so; a change keeps what was said at first. */
  readonly isInvented?: boolean;
}

export interface CaseAct {
  readonly id: string;
  readonly baseVersion: number;
  readonly comment?: string | null;
}

/**
 * Writes a new case, or changes one that is a draft, returned, or published (then it is the draft of the next version).
 *
 * @throws NotFoundError, VersionConflictError, YucunActionRefusedError while it is on its way, InputRefusedError.
 */
export async function draftYucunCase(ctx: ServiceContext, input: CaseDraft): Promise<YucunCase> {
  const texts = textsOf(input);
  if (input.id == null) return addCase(ctx, input, texts);

  const row = await lockFor(ctx, 'edit', { id: input.id, baseVersion: input.baseVersion ?? 0 });
  refuse(row.placeCode === input.village ? draftProblems(texts) : [OTHER_VILLAGE, ...draftProblems(texts)]);
  return keep(ctx, row, 'edit', { ...texts, comment: row.comment });
}

/** Hands a draft in to the township justice office. @throws as draftYucunCase. */
export async function submitYucunCase(ctx: ServiceContext, input: CaseAct): Promise<YucunCase> {
  const row = await lockFor(ctx, 'submit', input);
  refuse(submitProblems(row));
  return keep(ctx, row, 'submit', { comment: remarkOf(input) });
}

/** Passes a case on: the township justice office first, then the county bureau. @throws as draftYucunCase. */
export async function approveYucunCase(ctx: ServiceContext, input: CaseAct): Promise<YucunCase> {
  const row = await lockFor(ctx, 'approve', input);
  return keep(ctx, row, 'approve', { comment: remarkOf(input) });
}

/** Returns a case to its village with a comment, from the office whose turn it is. @throws as draftYucunCase. */
export async function returnYucunCase(ctx: ServiceContext, input: CaseAct): Promise<YucunCase> {
  const row = await lockFor(ctx, 'return', input);
  const comment = remarkOf(input);
  refuse(comment === null ? [NO_COMMENT] : []);
  return keep(ctx, row, 'return', { comment });
}

/** Publishes a case to every village; what names a person by number is refused. @throws as draftYucunCase. */
export async function publishYucunCase(ctx: ServiceContext, input: CaseAct): Promise<YucunCase> {
  const row = await lockFor(ctx, 'publish', input);
  refuse(publishProblems(row));
  const published = await keep(ctx, row, 'publish', { comment: remarkOf(input), publishedAt: ctx.now() });
  await copyOut(ctx, published);
  return published;
}

async function addCase(ctx: ServiceContext, input: CaseDraft, texts: CaseTexts): Promise<YucunCase> {
  ctx.require('yucun-cases.case.write', input.village);
  const village = await getPlace(ctx, input.village, 'village');
  refuse(village.level === 'village' ? draftProblems(texts) : [NO_VILLAGE, ...draftProblems(texts)]);
  const now = ctx.now();
  const who = { createdBy: ctx.actor.id, createdByName: ctx.actor.name, createdAt: now, updatedAt: now };
  const [added] = await ctx.db
    .insert(yucunCase)
    .values({
      ...texts,
      elements: [...texts.elements],
      placeCode: village.code,
      isInvented: input.isInvented ?? false,
      ...who,
    })
    .returning();
  if (!added) throw new NotFoundError();
  await note(ctx, added, 'edit');
  return added;
}

/** Locks the case and checks, in this order: reach, right, version, turn. */
async function lockFor(
  ctx: ServiceContext,
  act: YucunAct,
  { id, baseVersion }: Pick<CaseAct, 'id' | 'baseVersion'>,
): Promise<YucunCase> {
  if (!isId(id)) throw new NotFoundError();
  const row = await ctx.lock(yucunCase, eq(yucunCase.id, id));
  if (!PERMISSIONS[act].some((permission) => ctx.can(permission, row.placeCode))) throw new NotFoundError();
  if (row.version !== baseVersion) throw new VersionConflictError(row.version);
  const offices = officesOf(ctx.actor.reach, row.placeCode);
  if (nextState(act, row.state, offices)) return row;
  throw new YucunActionRefusedError(row.state, possibleActs(row.state, offices));
}

type Change = Partial<CaseTexts> & { readonly comment: string | null; readonly publishedAt?: Date };

async function keep(
  ctx: ServiceContext,
  row: YucunCase,
  act: YucunAct,
  { elements, ...change }: Change,
): Promise<YucunCase> {
  const state = nextState(act, row.state, officesOf(ctx.actor.reach, row.placeCode)) ?? row.state;
  const [kept] = await ctx.db
    .update(yucunCase)
    .set({
      ...change,
      ...(elements && { elements: [...elements] }),
      state,
      version: row.version + 1,
      updatedAt: ctx.now(),
    })
    .where(eq(yucunCase.id, row.id))
    .returning();
  if (!kept) throw new NotFoundError();
  await note(ctx, kept, act);
  return kept;
}

/** Keeps the version beside the case and tells of it. */
async function note(ctx: ServiceContext, row: YucunCase, act: YucunAct): Promise<void> {
  const { id, version, placeCode, state, comment } = row;
  const who = { byId: ctx.actor.id, byName: ctx.actor.name, at: ctx.now() };
  await ctx.db
    .insert(caseVersion)
    .values({ caseId: id, version, placeCode, act, state, comment, content: textsOf(row), ...who });
  await events.emit(ctx, 'caseChanged', {
    placeCode,
    permission: 'yucun-cases.case.read',
    subject: { id, version },
    payload: { act, state },
  });
}

/** Copies a case into the table of published ones, inside the database: not a byte passes through this program. */
async function copyOut(
  ctx: ServiceContext,
  { id, elements, title, summary, practice, effects, background, lessons }: YucunCase,
): Promise<void> {
  const words = searchWordsOf(
    [
      { text: title, weight: 'A' },
      { text: `${summary}\n${elements.map((element) => ELEMENTS[element]).join('、')}`, weight: 'B' },
      { text: `${practice}\n${effects}`, weight: 'C' },
      { text: `${background}\n${lessons}`, weight: 'D' },
    ],
    await loadSegmenter(),
  );
  await ctx.db.execute(sql`
    insert into plugin_yucun_cases.published_case (case_id, version, place_code, title, summary, elements, period_from, period_to,
      background, practice, effects, lessons, is_invented, published_at, published_by, published_by_name, words)
    select id, version, place_code, title, summary, elements, period_from, period_to, background, practice, effects, lessons,
      is_invented, published_at, ${ctx.actor.id}::uuid, ${ctx.actor.name}, ${words}::tsvector
    from plugin_yucun_cases."case" where id = ${id}`);
}

const textsOf = ({
  title,
  summary,
  background,
  practice,
  effects,
  lessons,
  elements,
  periodFrom,
  periodTo,
}: CaseTexts): CaseTexts => ({
  title,
  summary,
  background,
  practice,
  effects,
  lessons,
  elements: inOrder(elements),
  periodFrom,
  periodTo,
});

const remarkOf = ({ comment }: CaseAct) => comment?.trim() || null;

function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new InputRefusedError(problems);
}

const NO_COMMENT: FieldProblem = {
  path: 'comment',
  code: 'EMPTY',
  text: {
    zh: '退回时请写明要改什么，村里才知道怎么改。',
    en: 'Please say what should be changed, so that the village knows.',
  },
};
const NO_VILLAGE: FieldProblem = {
  path: 'village',
  code: 'NO_VILLAGE',
  text: { zh: '案例要写在一个村或社区名下，请选一个。', en: 'A case belongs to a village or community; choose one.' },
};
const OTHER_VILLAGE: FieldProblem = {
  path: 'village',
  code: 'OTHER_VILLAGE',
  text: {
    zh: '案例不能换到别的村；请在那个村另写一个。',
    en: 'A case cannot move to another village; write a new one there.',
  },
};
