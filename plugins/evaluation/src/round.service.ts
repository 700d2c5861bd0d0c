/**
 * Rounds (轮次): a bureau draws one up for its area and a year, and opens it for every village there.
 *
 * When a round opens, all assessments and all their responses are written at once; saving is then an update in place.
 */
import { and, eq, gte, lt, or, sql } from 'drizzle-orm';
import { getPlace, listVillageCodes } from '@cunzhi/core';
import {
  defineLoader,
  InputRefusedError,
  NotFoundError,
  page,
  type FieldProblem,
  type Page,
  type PageArgs,
  type RequestContext,
  type ServiceContext,
} from '@cunzhi/plugin';
import { decideScope } from './engine/index.ts';
import { keepTotals } from './answering.service.ts';
import { loadAttributes, villageYear } from './attribute.service.ts';
import { insertMany, updateMany } from './bulk.service.ts';
import { rescored, withChanges } from './draft.rule.ts';
import { findEdition, getEdition } from './edition.loader.ts';
import { ActionNotAllowedError } from './evaluation.errors.ts';
import { assessment, response, round, type Assessment, type Round } from './evaluation.table.ts';
import { asId } from './id.rule.ts';
import { enumName, possibleIn, ROUND_TABLE, transitionOf, type RoundState } from './round.rule.ts';
import { contextOf, loadSheets } from './sheet.service.ts';
import type { Edition } from './standard.rule.ts';
import { checkVersion } from './step.service.ts';

export interface DraftRound {
  readonly standard: string;
  /** Without it, the edition in force on the last day of the year. */
  readonly edition?: string | null;
  readonly year: number;
  readonly area: string;
  /** Days, both ending at 24:00 in China. */
  readonly selfAssessmentUntil: string;
  readonly scoringUntil: string;
}

/** @throws NotFoundError without the right at the area, InputRefusedError for wrong dates, standard or an area that has a round. */
export async function draftRound(ctx: ServiceContext, input: DraftRound): Promise<Round> {
  const { standard: code, year, area: areaCode, selfAssessmentUntil: selfUntil, scoringUntil } = input;
  ctx.require('evaluation.round.open', areaCode);
  await getPlace(ctx, areaCode, 'area');
  const edition = await findEdition(ctx, {
    code,
    ...(input.edition != null && { name: input.edition }),
    day: `${year}-12-31`,
  });
  const problems = [
    ...(year >= 2000 && year <= 2100 ? [] : [wrongYear(year)]),
    ...(edition && isInForce(edition, `${year}-12-31`) ? [] : [noEdition(code, input.edition)]),
    ...(selfUntil > scoringUntil ? [WRONG_DATES] : []),
  ];
  if (!edition || problems.length > 0) throw new InputRefusedError(problems);

  const overlapping = or(
    sql`${areaCode} like ${round.areaCode} || '%'`,
    and(gte(round.areaCode, areaCode), lt(round.areaCode, `${areaCode}~`)),
  );
  const same = and(eq(round.standard, code), eq(round.year, year), sql`${round.state} <> 'cancelled'`);
  const [other] = await ctx.db.select({ areaCode: round.areaCode }).from(round).where(and(same, overlapping));
  if (other) throw new InputRefusedError([roundExists(other.areaCode, year)]);

  const [drafted] = await ctx.db
    .insert(round)
    .values({
      areaCode,
      standard: code,
      edition: edition.standard.edition,
      editionHash: edition.hash,
      year,
      selfUntil,
      scoringUntil,
    })
    .onConflictDoNothing()
    .returning();
  if (!drafted) throw new InputRefusedError([roundExists(areaCode, year)]);
  return drafted;
}

/** Opens a drafted round. @throws NotFoundError, VersionConflictError, ActionNotAllowedError, InputRefusedError for unstated attributes. */
export async function openRound(
  ctx: ServiceContext,
  { id, baseVersion }: { readonly id: string; readonly baseVersion?: number },
): Promise<Round> {
  const drafted = await ctx.lock(round, eq(round.id, asId(id)));
  ctx.require('evaluation.round.open', drafted.areaCode);
  checkVersion(drafted.version, baseVersion);
  const state = roundStep(ctx, drafted, 'openRound');
  const edition = await getEdition(ctx, drafted.editionHash);
  const villages = await listVillageCodes(ctx, drafted.areaCode, edition.standard.scope.rates ?? ['village']);
  const assessments = await assessmentsFor(
    ctx,
    drafted,
    edition,
    villages.map(({ code }) => code),
  );

  await insertMany(ctx, assessment, assessments);
  await addResponses(ctx, drafted, edition);
  await scoreEmptySheets(ctx, drafted);
  const [opened] = await ctx.db
    .update(round)
    .set({ state, openedAt: ctx.now(), version: drafted.version + 1 })
    .where(eq(round.id, drafted.id))
    .returning();
  if (!opened) throw new NotFoundError();
  const subject = { id: opened.id, version: opened.version };
  await ctx.emit({
    name: 'evaluation.roundOpened',
    placeCode: opened.areaCode,
    permission: 'evaluation.answer.read',
    subject,
    payload: { round: opened.id, state },
  });
  return opened;
}

type NewAssessment = typeof assessment.$inferInsert;

/** What the village is decides whether it is rated; a village that cannot be decided yet keeps the round from opening. */
async function assessmentsFor(
  ctx: ServiceContext,
  drafted: Round,
  edition: Edition,
  villages: readonly string[],
): Promise<NewAssessment[]> {
  const { id: roundId, year, standard } = drafted;
  const attributes = await loadAttributes(
    ctx,
    villages.map((placeCode) => ({ placeCode, year })),
  );
  const wanted = Object.keys(edition.standard.attributes);
  const unstated = villages.filter((placeCode) =>
    wanted.some((key) => !attributes.get(villageYear({ placeCode, year }))?.has(key)),
  );
  if (unstated.length > 0) throw new InputRefusedError([attributesMissing(unstated, wanted)]);
  return Promise.all(
    villages.map(async (placeCode) => {
      const stated = attributes.get(villageYear({ placeCode, year })) ?? new Map<string, string>();
      const scope = decideScope(
        edition.standard.scope,
        await contextOf(ctx, { placeCode, year }, { edition, attributes: stated }),
      );
      const common = { roundId, placeCode, standard, year };
      return scope.rated
        ? { ...common, state: 'drafting' as const, total: edition.indicators.length, notRatedReason: null }
        : { ...common, state: 'notRated' as const, total: 0, notRatedReason: scope.reason };
    }),
  );
}

async function addResponses(ctx: ServiceContext, { id }: Round, edition: Edition): Promise<void> {
  const indicators = edition.indicators.map(({ indicator, ordinal }) => ({ indicator: indicator.code, ordinal }));
  await ctx.db.execute(sql`
    insert into plugin_evaluation.response (assessment_id, place_code, indicator, ordinal)
    select a.id, a.place_code, i.indicator, i.ordinal
    from plugin_evaluation.assessment a, jsonb_to_recordset(${JSON.stringify(indicators)}::jsonb) i (indicator text, ordinal int)
    where a.round_id = ${id} and a.state = 'drafting' order by a.place_code, i.ordinal`);
}

/** What does not apply to a village, or is granted to it, stands from the first day. */
async function scoreEmptySheets(ctx: ServiceContext, { id }: Round): Promise<void> {
  const open = await ctx.db
    .select()
    .from(assessment)
    .where(and(eq(assessment.roundId, id), eq(assessment.state, 'drafting')));
  const sheets = await loadSheets(ctx, open);
  const changed = sheets.map((sheet) => ({
    sheet,
    changes: sheet.responses.flatMap((row) => rescored(sheet, row) ?? []),
  }));
  await updateMany(
    ctx,
    response,
    changed.flatMap(({ changes }) => changes),
  );
  await keepTotals(
    ctx,
    changed.map(({ sheet, changes }) => ({ sheet, rows: withChanges(sheet, changes) })),
  );
}

function roundStep(ctx: ServiceContext, { state, areaCode }: Round, action: 'openRound'): RoundState {
  const row = transitionOf(ROUND_TABLE, action, state);
  if (row) return row.to;
  const possible = possibleIn(ROUND_TABLE, state, (permission) => ctx.can(permission, areaCode)).map(enumName);
  throw new ActionNotAllowedError({ state: enumName(state), action: enumName(action), possible });
}

/** @throws NotFoundError */
export async function getRound(ctx: Pick<RequestContext, 'db'>, id: string): Promise<Round> {
  const [found] = await ctx.db
    .select()
    .from(round)
    .where(eq(round.id, asId(id)));
  if (!found) throw new NotFoundError();
  return found;
}

/** Rounds whose area lies within the place or covers it, the latest first. */
export function listRounds(
  ctx: Pick<RequestContext, 'db'>,
  { within, year }: { within?: string | null; year?: number | null },
  args: PageArgs,
): Promise<Page<Round>> {
  const touches = within
    ? or(
        sql`${within} like ${round.areaCode} || '%'`,
        and(gte(round.areaCode, within), lt(round.areaCode, `${within}~`)),
      )
    : undefined;
  const where = and(touches, year ? eq(round.year, year) : undefined);
  return page(
    ctx.db,
    {
      table: round,
      where,
      order: [{ column: round.year, direction: 'desc' }, { column: round.areaCode }, { column: round.id }],
    },
    args,
  );
}

export interface RoundProgress {
  /** Villages that are rated. */
  readonly total: number;
  readonly byState: ReadonlyMap<Assessment['state'], number>;
}

/** How many villages of a round, within the caller's reach, are in each state; one statement for all rounds of a list. */
export function roundProgress(
  ctx: Pick<RequestContext, 'load'>,
  id: string,
  within?: string | null,
): Promise<RoundProgress> {
  return ctx.load(progressOf, `${id} ${within ?? ''}`);
}

/** The key is the round's id, a blank, and a place or nothing. */
const progressOf = defineLoader<string, RoundProgress>({
  missing: { total: 0, byState: new Map() },
  batch: async (ctx, keys) => {
    const asked = keys.map((key) => ({
      key,
      id: key.slice(0, key.indexOf(' ')),
      within: key.slice(key.indexOf(' ') + 1),
    }));
    const found = new Map<string, RoundProgress>();
    for (const within of new Set(asked.map((one) => one.within))) {
      const ones = asked.filter((one) => one.within === within);
      const rows = await countStates(ctx, ones.map(({ id }) => id), within); // prettier-ignore
      for (const { key, id } of ones) {
        const own = rows.filter(({ roundId }) => roundId === id);
        const rated = own.filter(({ state }) => state !== 'notRated' && state !== 'withdrawn');
        const total = rated.reduce((sum, { count }) => sum + count, 0);
        found.set(key, { total, byState: new Map(own.map(({ state, count }) => [state, count])) });
      }
    }
    return found;
  },
});

function countStates({ db }: Pick<RequestContext, 'db'>, ids: readonly string[], within: string) {
  const inPlace = within ? and(gte(assessment.placeCode, within), lt(assessment.placeCode, `${within}~`)) : undefined;
  return db
    .select({ roundId: assessment.roundId, state: assessment.state, count: sql<number>`count(*)::int` })
    .from(assessment)
    .where(and(sql`${assessment.roundId} = any(${sql.param([...ids])}::uuid[])`, inPlace))
    .groupBy(assessment.roundId, assessment.state);
}

const isInForce = ({ standard: { inForce } }: Edition, day: string) =>
  inForce.from <= day && (inForce.until === null || day <= inForce.until);

const wrongYear = (year: number): FieldProblem => ({
  path: 'year',
  code: 'YEAR_OUT_OF_RANGE',
  text: {
    zh: `年度 ${year} 不对，应在 2000 到 2100 之间。`,
    en: `The year ${year} is not possible; it lies between 2000 and 2100.`,
  },
});

const WRONG_DATES: FieldProblem = {
  path: 'scoringUntil',
  code: 'DATES_OUT_OF_ORDER',
  text: { zh: '评分截止日不能早于自评截止日。', en: 'Scoring cannot end before self-assessment does.' },
};

const noEdition = (code: string, name: string | null | undefined): FieldProblem => ({
  path: 'standard',
  code: 'UNKNOWN_STANDARD',
  text: {
    zh: `没有标准 ${code}${name ? ` ${name} 版` : ''}，或那一天没有施行的版本。`,
    en: `There is no standard ${code}${name ? ` ${name}` : ''}, or none in force on that day.`,
  },
});

const roundExists = (area: string, year: number): FieldProblem => ({
  path: 'area',
  code: 'ROUND_EXISTS',
  text: {
    zh: `${year} 年这个标准在 ${area} 已经有一轮了，同一个村一年只评一次。`,
    en: `${area} has a round of this standard for ${year} already; a village is asked once a year.`,
  },
});

const attributesMissing = (villages: readonly string[], keys: readonly string[]): FieldProblem => ({
  path: 'id',
  code: 'ATTRIBUTE_MISSING',
  text: {
    zh: `还有 ${villages.length} 个村的基本情况没有填全（${keys.join('、')}），例如 ${villages.slice(0, 3).join('、')}。补齐后再开轮次。`,
    en: `${villages.length} villages lack attributes (${keys.join(', ')}), for example ${villages.slice(0, 3).join(', ')}. State them, then open the round.`,
  },
});
