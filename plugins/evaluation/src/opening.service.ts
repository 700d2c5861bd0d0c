/**
 * Opening a round: every village of its area gets its sheet, all rows of one kind at once.
 *
 * What does not apply to a village stands so from the first day; saving an answer is then an update in place.
 */
import { and, eq, sql } from 'drizzle-orm';
import { listVillageCodes } from '@cunzhi/core';
import { InputRefusedError, NotFoundError, type FieldProblem, type ServiceContext } from '@cunzhi/plugin';
import { events } from './assessment.event.ts';
import { decideScope } from './engine/index.ts';
import { keepTotals } from './answering.service.ts';
import { loadAttributes, villageYear } from './attribute.service.ts';
import { insertMany, updateMany } from './bulk.service.ts';
import { rescored, withChanges } from './draft.rule.ts';
import { getEdition } from './edition.loader.ts';
import { ActionNotAllowedError } from './evaluation.errors.ts';
import { assessment, response, round, type Round } from './evaluation.table.ts';
import { asId } from './id.rule.ts';
import { enumName, possibleIn, ROUND_TABLE, transitionOf, type RoundState } from './round.rule.ts';
import { contextOf, loadSheets } from './sheet.service.ts';
import type { Edition } from './standard.rule.ts';
import { checkVersion } from './step.service.ts';

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
  await events.emit(ctx, 'roundOpened', {
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
  // A whole city at once: 120,000 rows may take longer than a request's statement is given.
  await ctx.db.execute(sql`set local statement_timeout = '60s'`);
  await ctx.db.execute(sql`
    insert into plugin_evaluation.response (assessment_id, place_code, indicator, ordinal)
    select a.id, a.place_code, i.indicator, i.ordinal
    from plugin_evaluation.assessment a, jsonb_to_recordset(${JSON.stringify(indicators)}::jsonb) i (indicator text, ordinal int)
    where a.round_id = ${id} and a.state = 'drafting' order by a.place_code, i.ordinal`);
  await ctx.db.execute(sql`set local statement_timeout to default`);
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

const attributesMissing = (villages: readonly string[], keys: readonly string[]): FieldProblem => ({
  path: 'id',
  code: 'ATTRIBUTE_MISSING',
  text: {
    zh: `还有 ${villages.length} 个村的基本情况没有填全（${keys.join('、')}），例如 ${villages.slice(0, 3).join('、')}。补齐后再开轮次。`,
    en: `${villages.length} villages lack attributes (${keys.join(', ')}), for example ${villages.slice(0, 3).join(', ')}. State them, then open the round.`,
  },
});
