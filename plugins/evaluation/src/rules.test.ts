/** Two further standards through the door, with no change of code: what the bundled one has no clause for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql as raw } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { PATHS, textOf } from './engine/fixtures/read.ts';
import { act, NEIGHBOUR, responseOf, YEAR, YUCUN } from './evaluation.fixture.ts';
import { draftRound, evaluation, openRound, startReview, stateAttributes, submitAssessment } from './index.ts';

let host: TestHost;
let folder: string;
let yucun: Client;
let id: string;

/** A folder of standards as `cunzhi apply` reads it. */
function standardsWith(files: Record<string, string>): URL {
  writeFileSync(join(folder, 'facts.yaml'), textOf(PATHS.facts));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return pathToFileURL(`${folder}/`);
}
/** As `cunzhi apply` runs it: with the rights of the owner, and what was written stays when a file is refused. */
async function load(files: Record<string, string>): Promise<void> {
  const standards = standardsWith(files);
  const failure = await host.host.connections.app.transaction(async (db) => {
    await db.execute(raw`set local role cunzhi_owner`);
    return evaluation.reference?.({ db, standards }).catch((error: unknown) => error);
  });
  if (failure instanceof Error) throw failure;
}

const RANGED = textOf(PATHS.provincial).replace('national: { each: 3 }', 'national: { from: 1, to: 3, step: 0.5 }');
const attributes = { hasCooperative: true, population: 1240, terrain: '山区' };

beforeAll(async () => {
  host = await createTestHost();
  folder = mkdtempSync(join(tmpdir(), 'cunzhi-standards-'));
  yucun = await host.as('yucun');
  await load({ 'provincial-sample/2025.1.yaml': RANGED, 'national-sample/2024.yaml': textOf(PATHS.national) });
  await host.asSystem(async (ctx) => {
    const stated = Object.entries(attributes).map(([key, value]) => ({ placeCode: YUCUN, key, value }));
    const outside = Object.entries({ ...attributes, hasCooperative: false }).map(([key, value]) => ({
      placeCode: NEIGHBOUR,
      key,
      value,
    }));
    await stateAttributes(ctx, [...stated, ...outside]);
    for (const area of [YUCUN, NEIGHBOUR]) {
      const { id: round } = await draftRound(ctx, {
        standard: 'provincial-sample',
        year: YEAR,
        area,
        selfAssessmentUntil: '2026-12-01',
        scoringUntil: '2099-12-31',
      });
      await openRound(ctx, { id: round });
    }
  });
  id = (await head(YUCUN)).id;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await host.close();
});

async function head(village: string) {
  const client = await host.as('anji');
  const { village: found } = await client.data(`query ($code: PlaceCode!) { village(code: $code) { assessment(standard: "provincial-sample", year: ${YEAR}) {
    id version state notRatedReason progress { total answered scored } columns { level base bonus total grade isComplete classes { class { code } points full } } } } }`, { code: village }); // prettier-ignore
  return found.assessment;
}
async function save(indicator: string, answer: object | null) {
  const { version: baseVersion } = await responseOf(yucun, id, indicator);
  return act(yucun, 'saveAnswer', { assessment: id, indicator, baseVersion, answer });
}
async function hints(indicator: string, answer: object) {
  return (await save(indicator, answer)).hints.map(({ code }: { code: string }) => code);
}

it('shows what a standard outside the bundled one asks', async () => {
  const { standards, standard } =
    await yucun.data(`{ standards { code edition isReconstructed } standard(code: "provincial-sample") { edition notice { label } points
    indicator(code: "B1.02") { isBonus isVeto rule { kind sentence { zh } } check { methods all } answerForm { ... on AssessorForm { from to step by } } }
    ranged: indicator(code: "B1.04") { isBonus answerForm { ... on EventsForm { kinds { key from to step } } } } } }`);

  expect(standards.map(({ code, edition }: { code: string; edition: string }) => `${code}/${edition}`)).toEqual([
    'huzhou-mzfz/2017',
    'national-sample/2024',
    'provincial-sample/2025.1',
  ]);
  expect(standard).toMatchObject({ edition: '2025.1', notice: { label: '重建稿' }, points: '100' });
  expect(standard.indicator).toMatchObject({
    rule: { kind: 'discretion' },
    check: { methods: ['PAPERS'], all: false },
    answerForm: { from: '0', to: '10', step: '0.5', by: ['TOWNSHIP', 'COUNTY'] },
  });
  expect(standard.ranged.answerForm.kinds).toEqual([
    { key: 'national', from: '1', to: '3', step: '0.5' },
    { key: 'provincial', from: null, to: null, step: null },
  ]);
});

it('does not rate a village outside the scope, and says why', async () => {
  expect(await head(NEIGHBOUR)).toMatchObject({
    state: 'NOT_RATED',
    notRatedReason: '无股份经济合作社的不参评',
    progress: { total: 0 },
    columns: [],
  });
});

it('hints at what the bundled standard has no clause for', async () => {
  const event = { kind: 'national', date: `${YEAR}-05-01` };
  const picked = (more: object) => ({ events: { events: [{ ...event, ...more }] } });

  expect(await hints('A1.01', { number: { number: '3.125' } })).toEqual(['TOO_MANY_DECIMALS']);
  expect(await hints('A1.01', { number: { number: '3,5' } })).toEqual(['NOT_A_NUMBER']);
  expect(await hints('B1.02', { assessor: { points: '5', reason: '好' } })).toEqual(['NOT_YOURS_TO_SCORE']);
  expect(
    await hints('B1.01', {
      sample: {
        drawn: [
          { unit: '1', passed: true },
          { unit: '1', passed: true },
          { unit: '2', passed: true },
        ],
      },
    }),
  ).toEqual(['DUPLICATE_ELEMENT']);
  expect(await hints('B1.04', picked({ reason: '通报' }))).toEqual(['POINTS_MISSING']);
  expect(await hints('B1.04', picked({ points: '9', reason: '通报' }))).toEqual(['POINTS_OUT_OF_BOUNDS']);
  expect(await hints('B1.04', picked({ points: '1.25', reason: '通报' }))).toEqual(['POINTS_OFF_STEP']);
  expect(await hints('B1.04', picked({ points: '1.5', reason: ' ' }))).toEqual(['REASON_MISSING']);
  expect(await hints('B1.04', picked({ points: '1.5', reason: '通报' }))).toEqual([]);
});

it('keeps what is compared in a group pending, without points and without a grade', async () => {
  await save('B1.02', null);
  await save('A1.01', { number: { number: '35.5' } });
  const answers: [string, object][] = [
    ['A1.02', { number: { number: '12' } }],
    ['A1.03', { comparison: { current: '7' } }],
    ['B1.01', { sample: { drawn: [1, 2, 3].map((unit) => ({ unit: String(unit), passed: true })) } }],
    ['B1.03', { ratio: { numerator: '9', denominator: '10' } }],
    ['B1.05', { yesNo: { value: true } }],
    ['B1.06', { findings: { findings: [] } }],
  ];
  for (const [indicator, answer] of answers) await save(indicator, answer);

  expect(await responseOf(yucun, id, 'A1.01')).toMatchObject({ village: { status: 'PENDING', points: null } });
  expect(await responseOf(yucun, id, 'A1.03')).toMatchObject({ village: { status: 'DROPPED', points: null } });
  const { progress, columns } = await head(YUCUN);
  expect(progress).toMatchObject({ total: 9, answered: 9 });
  // B1.02 is the township's alone: the village's column is whole without it. Bonus stops at its cap.
  expect(columns).toMatchObject([{ level: 'VILLAGE', isComplete: true, grade: null, bonus: '5' }]);
});

it('lets an assessor of the right level pick points, on the step and with a reason', async () => {
  await host.sql((sql) => sql`update plugin_evaluation.response set evidence_count = 1 where assessment_id = ${id}`);
  await host.asSystem(async (ctx) => {
    await submitAssessment(ctx, { id, promise: '测试' });
    await startReview(ctx, { id });
  });
  const town = await host.as('tianhuangping');
  const score = async (verdict: object) => {
    const { version: baseVersion } = await responseOf(town, id, 'B1.02');
    const scored = await act(town, 'scoreIndicator', {
      assessment: id,
      indicator: 'B1.02',
      baseVersion,
      methods: ['PAPERS'],
      ...verdict,
    });
    return scored.fields?.map(({ code }: { code: string }) => code) ?? scored.township.points;
  };

  expect(await score({ agree: true })).toEqual(['NOTHING_TO_AGREE_WITH']);
  expect(await score({ points: '3.25', reason: '好' })).toEqual(['POINTS_OFF_STEP']);
  expect(await score({ points: '10.5', reason: '好' })).toEqual(['POINTS_OUT_OF_BOUNDS']);
  expect(await score({ points: '3.5' })).toEqual(['REASON_MISSING']);
  expect(await score({ answer: { assessor: { points: '3.25', reason: '好' } } })).toEqual(['POINTS_OFF_STEP']);
  expect(await score({ answer: { assessor: { points: '4', reason: '好' } } })).toBe('4');
  expect(await score({ points: '3.5', reason: '有成效' })).toBe('3.5');
});

it('is loaded again without a change, and never edited', async () => {
  await load({});

  await expect(
    load({ 'provincial-sample/2025.1.yaml': RANGED.replace('省级善治村标准', '另一个标准') }),
  ).rejects.toThrow('an edition is never edited');
});

it('refuses a standard with every problem at once, and still loads the others', async () => {
  const broken = textOf(PATHS.national)
    .replace("edition: '2024'", "edition: '2030'")
    .replace('points: 12\n', 'points: 13\n')
    .replace('each: 5 }', 'each: five }');
  const other = textOf(PATHS.national).replace("edition: '2024'", "edition: '2031'");
  const files = {
    'provincial-sample/2025.1.yaml': RANGED,
    'national-sample/2030.yaml': broken,
    'national-sample/2031.yaml': other,
  };

  const failure: unknown = await load(files).catch((error: unknown) => error);

  expect((failure as { problems: string[] }).problems.length).toBeGreaterThanOrEqual(2);
  expect(
    (failure as { problems: string[] }).problems.every((problem) => problem.startsWith('national-sample/2030.yaml, ')),
  ).toBe(true);
  const { standards } = await yucun.data(`{ standards { edition } }`);
  expect(standards.map(({ edition }: { edition: string }) => edition)).toEqual(['2017', '2024', '2031', '2025.1']);
});
