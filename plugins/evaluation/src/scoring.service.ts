/**
 * Scoring (评分): a township gives its column, one indicator at a time or many at once.
 *
 * No score is overwritten: a second entry is a new version, and the one before it stays.
 */
import { and, eq, sql } from 'drizzle-orm';
import { NotFoundError, type ServiceContext } from '@cunzhi/plugin';
import { nextOf, responseIn } from './answering.service.ts';
import { announce } from './assessment.event.ts';
import type { ResponseRow } from './assessment.loader.ts';
import { insertMany, updateMany } from './bulk.service.ts';
import { columnOf, type ColumnEntry } from './column.rule.ts';
import { engineVersion, type Level } from './engine/index.ts';
import { ScoreRefusedError } from './evaluation.errors.ts';
import { assessment, response, score, type KeptColumns } from './evaluation.table.ts';
import { judge, type GivenScore, type ScoreBelow, type Verdict } from './score.rule.ts';
import { loadSheets, lockAssessments, type Sheet } from './sheet.service.ts';
import { checkVersion, stepOf } from './step.service.ts';

const LEVEL: Level = 'township';
const BELOW: Level = 'village';

export interface ScoreIndicator extends Verdict {
  readonly assessment: string;
  readonly indicator: string;
  /** Of the response. */
  readonly baseVersion: number;
}

/** @throws NotFoundError, VersionConflictError, ActionNotAllowedError, or ScoreRefusedError with every problem. */
export async function scoreIndicator(ctx: ServiceContext, input: ScoreIndicator): Promise<ResponseRow> {
  const [written] = await scoreIndicators(ctx, [{ assessment: input.assessment, scores: [input] }]);
  if (!written) throw new NotFoundError();
  return written;
}

export interface ScoreIndicators {
  readonly assessment: string;
  readonly scores: readonly (Verdict & { readonly indicator: string; readonly baseVersion?: number })[];
}

/** The same for many indicators of many villages, as few statements as for one; one refusal stops all. */
export async function scoreIndicators(ctx: ServiceContext, inputs: readonly ScoreIndicators[]): Promise<ResponseRow[]> {
  const locked = await lockAssessments(
    ctx,
    inputs.map((input) => input.assessment),
    'evaluation.score.write',
  );
  for (const one of locked) stepOf(ctx, one, 'scoreIndicator');
  const sheets = new Map((await loadSheets(ctx, locked)).map((sheet) => [sheet.assessment.id, sheet]));
  const wanted = inputs.flatMap(({ assessment: id, scores }) =>
    scores.map((one) => ({ sheet: sheets.get(id.toLowerCase()), verdict: one })),
  );
  const asked = wanted.map(({ sheet, verdict }) => {
    if (!sheet) throw new NotFoundError();
    const row = responseIn(sheet, verdict.indicator);
    checkVersion(row.version, verdict.baseVersion);
    return { sheet, row, verdict };
  });
  const below = await currentScores(
    ctx,
    BELOW,
    asked.map(({ row }) => row.id),
  );
  const judged = asked.map(({ sheet, row, verdict }) => ({
    sheet,
    row,
    score: judgeOne(sheet, row, { verdict, below: below.get(row.id) }),
  }));
  return write(ctx, judged);
}

interface Judged {
  readonly sheet: Sheet;
  readonly row: ResponseRow;
  readonly score: GivenScore;
}

function judgeOne(
  sheet: Sheet,
  row: ResponseRow,
  { verdict, below }: { readonly verdict: Verdict; readonly below: ScoreBelow | undefined },
): GivenScore {
  const placed = sheet.edition.byCode.get(row.indicator);
  if (!placed) throw new NotFoundError();
  const judged = judge(placed.indicator, verdict, { below, context: { ...sheet.context, level: LEVEL } });
  if (judged.problems) throw new ScoreRefusedError(judged.problems);
  return judged.score;
}

async function currentScores(ctx: ServiceContext, level: Level, responses: readonly string[]) {
  const rows = await ctx.db
    .select()
    .from(score)
    .where(
      and(
        sql`${score.responseId} = any(${sql.param([...responses])}::uuid[])`,
        eq(score.level, level),
        score.isCurrent,
      ),
    );
  return new Map(rows.map((row) => [row.responseId, row]));
}

async function write(ctx: ServiceContext, judged: readonly Judged[]): Promise<ResponseRow[]> {
  const ids = judged.map(({ row }) => row.id);
  const earlier = await ctx.db
    .update(score)
    .set({ isCurrent: false })
    .where(and(sql`${score.responseId} = any(${sql.param(ids)}::uuid[])`, eq(score.level, LEVEL), score.isCurrent))
    .returning({ responseId: score.responseId, version: score.version });
  const versions = new Map(earlier.map(({ responseId, version }) => [responseId, version]));
  const by = { byId: ctx.actor.id, byName: ctx.actor.name, at: ctx.now(), engineVersion };
  await insertMany(
    ctx,
    score,
    judged.map(({ sheet, row, score: { status, points, veto, answer, reason, methods, trace } }) => ({
      responseId: row.id,
      assessmentId: row.assessmentId,
      placeCode: row.placeCode,
      indicator: row.indicator,
      level: LEVEL,
      version: (versions.get(row.id) ?? 0) + 1,
      isCurrent: true,
      status,
      points,
      veto,
      answer,
      reason,
      methods: [...methods],
      trace,
      ...by,
      editionHash: sheet.edition.hash,
    })),
  );
  const changes = judged.map(({ row, score: { status, points } }) => ({
    id: row.id,
    standingStatus: status,
    standingPoints: points,
  }));
  await updateMany(ctx, response, changes);
  await keepColumns(ctx, judged);
  return judged.map(({ row }, index) => ({ ...row, ...changes[index], version: row.version + 1 }));
}

/** The township's kept totals, made from all its current scores; then each village hears of it. */
async function keepColumns(ctx: ServiceContext, judged: readonly Judged[]): Promise<void> {
  const sheets = [...new Set(judged.map(({ sheet }) => sheet))];
  const columns = await columnEntries(
    ctx,
    sheets.map((sheet) => sheet.assessment.id),
  );
  const changes = sheets.map(({ assessment: { id, columns: kept }, edition }) => {
    const entries = columns.get(id) ?? new Map<string, ColumnEntry>();
    const columnsNow: KeptColumns = { ...kept, [LEVEL]: columnOf(edition, LEVEL, entries) };
    return { id, scored: entries.size, columns: columnsNow };
  });
  await updateMany(ctx, assessment, changes);
  for (const [index, sheet] of sheets.entries()) {
    const own = judged.filter((one) => one.sheet === sheet);
    const indicator = own.length === 1 ? own[0]?.row.indicator : undefined;
    await announce(ctx, 'scoreGiven', nextOf(sheet.assessment, changes[index]), { indicator, level: LEVEL });
  }
}

/** The current entries of the township's column, by assessment and indicator. */
export async function columnEntries(
  ctx: ServiceContext,
  assessments: readonly string[],
): Promise<Map<string, Map<string, ColumnEntry>>> {
  const rows = await ctx.db
    .select({
      assessmentId: score.assessmentId,
      indicator: score.indicator,
      status: score.status,
      points: score.points,
      veto: score.veto,
    })
    .from(score)
    .where(
      and(
        sql`${score.assessmentId} = any(${sql.param([...assessments])}::uuid[])`,
        eq(score.level, LEVEL),
        score.isCurrent,
      ),
    );
  const byAssessment = new Map<string, Map<string, ColumnEntry>>();
  for (const { assessmentId, indicator, ...entry } of rows) {
    const entries = byAssessment.get(assessmentId) ?? new Map<string, ColumnEntry>();
    byAssessment.set(assessmentId, entries.set(indicator, entry));
  }
  return byAssessment;
}
