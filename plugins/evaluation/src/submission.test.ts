import { afterAll, beforeAll, expect, it } from 'vitest';
import { addEvidence } from '@cunzhi/core';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { act, fillSheet, openRoundOf, refusal, responseOf, YUCUN } from './evaluation.fixture.ts';

let host: TestHost;
let yucun: Client;
let id: string;
beforeAll(async () => {
  host = await createTestHost();
  yucun = await host.as('yucun');
  await openRoundOf(host, YUCUN, [YUCUN]);
  id = await fillSheet(host, YUCUN, 'answers');
});
afterAll(() => host.close());

const attach = (more: object, indicator = 'A1.01') =>
  act(yucun, 'attachEvidence', { assessment: id, indicator, ...more });
const versionOf = async () =>
  (await yucun.data(`query ($id: ID!) { assessment(id: $id) { version } }`, { id })).assessment.version;
const submit = async (more: object = {}) =>
  act(yucun, 'submitAssessment', { id, baseVersion: await versionOf(), promise: '潘文革', ...more });
const gapsOf = ({ gaps = [] }: { gaps?: { indicator: string | null; code: string }[] }) =>
  gaps.map((gap) => `${gap.indicator ?? '–'} ${gap.code}`);
/** A real picture and a real document, as small as they can be. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

const upload = (name: string, body: Buffer, place = YUCUN): Promise<string> => yucun.upload(place, name, body);

it('attaches the title of a paper, a file, and counts what is missing', async () => {
  expect(await responseOf(yucun, id, 'A1.01')).toMatchObject({ evidenceMissing: 1, evidence: [] });

  const paper = await attach({ paper: ' 选举结果公告 ' });
  const file = await attach({ file: await upload('任职文件.pdf', PDF) });

  expect(paper).toMatchObject({ evidenceMissing: 0, evidence: [{ kind: 'PAPER', title: '选举结果公告' }] });
  expect(file.evidence.map(({ kind }: { kind: string }) => kind)).toEqual(['PAPER', 'FILE']);
  expect(file.version).toBe(paper.version);
});

it('attaches a piece once, and takes it away again', async () => {
  const file = await upload('名单.pdf', PDF);
  const twice = [await attach({ file }, 'A1.02'), await attach({ file }, 'A1.02')];
  const detached = await act(yucun, 'detachEvidence', { assessment: id, indicator: 'A1.02', evidence: file });

  expect(twice.map(({ evidence }) => evidence.length)).toEqual([1, 1]);
  expect(detached).toMatchObject({ evidence: [], evidenceMissing: 1 });
  expect(await refusal(yucun, 'detachEvidence', { assessment: id, indicator: 'A1.02', evidence: file })).toBe(
    'NOT_FOUND',
  );
});

it('wants no photo where a photo proves nothing, and takes one where it does', async () => {
  const photo = await upload('现场.png', PNG);

  expect(await attach({ file: photo })).toMatchObject({
    code: 'INPUT_REFUSED',
    fields: [{ path: 'file', code: 'PHOTO_NOT_WANTED' }],
  });
  expect(await attach({ file: photo }, 'C2.01')).toMatchObject({ evidenceMissing: 0 });
  expect(await attach({ paper: '更新记录' }, 'C2.03')).toMatchObject({ evidenceMissing: 1 });
});

it('takes exactly one piece, with a title, of this village', async () => {
  const codes = async (more: object) => (await attach(more)).fields.map(({ code }: { code: string }) => code);
  const elsewhere = await host.asSystem((ctx) =>
    addEvidence(ctx, { placeCode: '330502001005', kind: 'paper', title: '别村' }),
  );

  expect(await codes({})).toEqual(['ONE_PIECE']);
  expect(await codes({ paper: 'x', file: '00000000-0000-4000-8000-000000000000' })).toEqual(['ONE_PIECE']);
  expect(await codes({ paper: '  ' })).toEqual(['TITLE_MISSING']);
  expect(await codes({ paper: 'x'.repeat(201) })).toEqual(['TEXT_TOO_LONG']);
  expect(
    await refusal(yucun, 'attachEvidence', {
      assessment: id,
      indicator: 'A1.01',
      file: '00000000-0000-4000-8000-000000000000',
    }),
  ).toBe('NOT_FOUND');
  expect(await refusal(yucun, 'attachEvidence', { assessment: id, indicator: 'A1.01', record: elsewhere.id })).toBe(
    'NOT_FOUND',
  );
  expect(
    await refusal(await host.as('tianhuangping'), 'attachEvidence', { assessment: id, indicator: 'A1.01', paper: 'x' }),
  ).toBe('NOT_FOUND');
});

it('names every gap at once when handing in, and writes nothing', async () => {
  const { version: baseVersion } = await responseOf(yucun, id, 'A1.05');
  await act(yucun, 'saveAnswer', {
    assessment: id,
    indicator: 'A1.05',
    baseVersion,
    answer: { ratio: { numerator: '6', denominator: '5' } },
  });
  const b302 = await responseOf(yucun, id, 'B3.02');
  await act(yucun, 'saveAnswer', { assessment: id, indicator: 'B3.02', baseVersion: b302.version, answer: null });

  const refused = await submit({ promise: '  ' });

  expect(refused).toMatchObject({ __typename: 'AssessmentIncompleteError', code: 'ASSESSMENT_INCOMPLETE' });
  const gaps = gapsOf(refused);
  expect(gaps[0]).toBe('– PROMISE_MISSING');
  expect(gaps).toEqual(
    expect.arrayContaining([
      'A1.05 NUMERATOR_OVER_DENOMINATOR',
      'A1.02 EVIDENCE_MISSING',
      'B3.02 UNANSWERED',
      'C2.03 EVIDENCE_MISSING',
    ]),
  );
  expect(gaps).not.toContain('A1.01 EVIDENCE_MISSING');
  expect(
    (await yucun.data(`query ($id: ID!) { assessment(id: $id) { state promisedBy } }`, { id })).assessment,
  ).toEqual({ state: 'DRAFTING', promisedBy: null });
});

it('keeps an assessment back whose self score is too low', async () => {
  await host.sql((sql) => sql`update plugin_evaluation.response set evidence_count = 3, photo_count = 1`);
  await fillSheet(host, YUCUN, 'answers', { quality: 'worst' });

  expect(gapsOf(await submit())).toEqual(['– SELF_SCORE_TOO_LOW']);
});

it('hands in with a promise, and freezes the column of the village', async () => {
  await fillSheet(host, YUCUN, 'answers');
  const submitted = await submit();

  expect(submitted).toMatchObject({
    __typename: 'Assessment',
    state: 'SUBMITTED',
    promisedBy: '潘文革',
    progress: { answered: 129, evidenceMissing: 0 },
    possibleActions: [],
  });
  expect(submitted.columns).toMatchObject([{ level: 'VILLAGE', isComplete: true, grade: 'excellent' }]);
  const rows = await host.sql(
    (
      sql,
    ) => sql`select level, count(*)::int as many, count(*) filter (where is_current and version = 1)::int as current, min(length(edition_hash)) as hash
      from plugin_evaluation.score group by level`,
  );
  expect([...rows]).toEqual([{ level: 'village', many: 129, current: 129, hash: 64 }]);
  expect((await responseOf(yucun, id, 'A1.01')).village).toMatchObject({ status: 'SCORED' });
});

it('is handed in once', async () => {
  expect(await submit()).toMatchObject({
    code: 'ACTION_NOT_ALLOWED',
    refusedIn: 'SUBMITTED',
    action: 'SUBMIT_ASSESSMENT',
    possible: [],
  });
});

it('refuses whoever has seen an older version, and whoever may not sign', async () => {
  await host.sql((sql) => sql`update plugin_evaluation.assessment set state = 'drafting'`);

  expect(await submit({ baseVersion: 1 })).toMatchObject({
    code: 'VERSION_CONFLICT',
    currentVersion: await versionOf(),
  });
  expect(
    await refusal(await host.as('tianhuangping'), 'submitAssessment', {
      id,
      baseVersion: await versionOf(),
      promise: 'x',
    }),
  ).toBe('NOT_FOUND');
  expect(await refusal(await host.as('wuxing'), 'submitAssessment', { id, baseVersion: 1, promise: 'x' })).toBe(
    'NOT_FOUND',
  );
});

it('never rewrites a score', async () => {
  const rewrite = host.sql((sql) => sql`update plugin_evaluation.score set points = 0`);

  await expect(rewrite).rejects.toThrow('never overwritten');
  await expect(host.sql((sql) => sql`delete from plugin_evaluation.score`)).rejects.toThrow('never overwritten');
});
