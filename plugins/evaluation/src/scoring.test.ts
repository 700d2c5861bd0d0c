import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type Client, type TestHost } from '@cunzhi/test';
import { act, fillSheet, openRoundOf, refusal, responseOf, writeId, YUCUN } from './evaluation.fixture.ts';
import { scoreIndicators } from './index.ts';

let host: TestHost;
let town: Client;
let yucun: Client;
let id: string;
beforeAll(async () => {
  host = await createTestHost();
  [town, yucun] = await Promise.all([host.as('tianhuangping'), host.as('yucun')]);
  await openRoundOf(host, YUCUN, [YUCUN]);
  id = await fillSheet(host, YUCUN, 'submitted');
});
afterAll(() => host.close());

const head = async () =>
  (
    await town.data(
      `query ($id: ID!) { assessment(id: $id) { version state possibleActions progress { scored } columns { level total isComplete grade } standing { level } } }`,
      { id },
    )
  ).assessment;

/** Scores on top of what is there, checked on papers. */
async function score(indicator: string, verdict: object) {
  const { version: baseVersion } = await responseOf(town, id, indicator);
  return act(town, 'scoreIndicator', { assessment: id, indicator, baseVersion, methods: ['PAPERS'], ...verdict });
}
const codes = ({ fields = [] }: { fields?: { path: string; code: string }[] }) =>
  fields.map(({ path, code }) => `${code} ${path}`);

it('is not scored before the review has begun', async () => {
  expect(await score('A1.01', { agree: true })).toMatchObject({
    code: 'ACTION_NOT_ALLOWED',
    refusedIn: 'SUBMITTED',
    action: 'SCORE_INDICATOR',
    possible: ['START_REVIEW'],
  });
  expect(await act(town, 'signReview', { id, baseVersion: (await head()).version })).toMatchObject({
    code: 'ACTION_NOT_ALLOWED',
    action: 'SIGN_REVIEW',
  });
});

it('begins once, by an inspector who has seen the latest version', async () => {
  const { version } = await head();

  expect(await refusal(yucun, 'startReview', { id, baseVersion: version })).toBe('NOT_FOUND');
  expect(await act(town, 'startReview', { id, baseVersion: version - 1 })).toMatchObject({
    code: 'VERSION_CONFLICT',
    currentVersion: version,
  });
  expect(await act(town, 'startReview', { id, baseVersion: version })).toMatchObject({
    state: 'SCORING',
    possibleActions: ['SCORE_INDICATOR', 'SIGN_REVIEW'],
  });
  expect(await act(town, 'startReview', { id, baseVersion: version + 1 })).toMatchObject({
    code: 'ACTION_NOT_ALLOWED',
  });
});

it('agrees with one key', async () => {
  const scored = await score('A1.01', { agree: true });

  expect(scored).toMatchObject({
    township: { status: 'SCORED', points: '1', version: 1, reason: null, methods: ['PAPERS'] },
    standing: { level: 'TOWNSHIP', points: '1' },
  });
  expect(await head()).toMatchObject({
    progress: { scored: 1 },
    columns: [{ level: 'VILLAGE' }, { level: 'TOWNSHIP', isComplete: false, grade: null }],
    standing: { level: 'VILLAGE' },
  });
});

it('gives an answer of its own, from which the points follow', async () => {
  const answer = { periods: { counts: ['3', '1', '0', '1'] } };

  expect(codes(await score('B3.02', { answer }))).toEqual(['REASON_MISSING reason']);
  expect(await score('B3.02', { answer, reason: '三季度没有会议记录' })).toMatchObject({
    township: { points: '0.75', reason: '三季度没有会议记录' },
    village: { points: '1' },
  });
});

it('gives points of its own, inside the bounds and on the step, with a reason where they differ', async () => {
  expect(codes(await score('A1.02', { points: '1.5', reason: 'x' }))).toEqual(['POINTS_OUT_OF_BOUNDS points']);
  expect(codes(await score('A1.02', { points: '-1', reason: 'x' }))).toEqual(['POINTS_OUT_OF_BOUNDS points']);
  expect(codes(await score('A1.02', { points: '0.333', reason: 'x' }))).toEqual(['POINTS_OFF_STEP points']);
  expect(codes(await score('A1.02', { points: '0.5' }))).toEqual(['REASON_MISSING reason']);
  expect(codes(await score('A1.02', { points: '0.5', reason: '  ' }))).toEqual(['REASON_MISSING reason']);
  expect(await score('A1.02', { points: '1.00' })).toMatchObject({ township: { points: '1', version: 1 } });
  expect(await score('A1.02', { points: '0.5', reason: '没有妇女委员' })).toMatchObject({
    township: { points: '0.5', version: 2 },
  });
});

it('never overwrites a score: the second is a new version', async () => {
  const rows = await host.sql(
    (sql) =>
      sql`select version, is_current, points::text, reason from plugin_evaluation.score where assessment_id = ${id} and indicator = 'A1.02' and level = 'township' order by version`,
  );

  expect([...rows]).toEqual([
    { version: 1, is_current: false, points: '1', reason: null },
    { version: 2, is_current: true, points: '0.5', reason: '没有妇女委员' },
  ]);
});

it('says in the trace who gave the points and why', async () => {
  const { assessment } = await town.data(
    `query ($id: ID!) { assessment(id: $id) { response(indicator: "A1.02") { township { by at trace { step text { zh en } points } } } } }`,
    { id },
  );

  expect(assessment.response.township.trace).toEqual([
    {
      step: 'override',
      text: { zh: '考评给 0.5 分，理由：没有妇女委员。', en: 'The assessor gives 0.5 points: 没有妇女委员.' },
      points: '0.5',
    },
  ]);
  expect(assessment.response.township.by).toBe('演示·镇考评员');
});

it('refuses a score without its method, of two kinds or none, and an answer that is not right', async () => {
  expect(codes(await score('A1.05', { methods: [], agree: true }))).toEqual(['CHECK_METHOD_MISSING methods']);
  expect(codes(await score('A1.05', { methods: ['VISIT'], agree: true }))).toEqual(['CHECK_METHOD_MISSING methods']);
  expect(codes(await score('A1.05', {}))).toEqual(['EXACTLY_ONE input']);
  expect(codes(await score('A1.05', { agree: true, points: '1' }))).toEqual(['EXACTLY_ONE input']);
  expect(codes(await score('A1.05', { answer: { yesNo: { value: true } } }))).toEqual(['ANSWER_KIND_MISMATCH answer']);
  expect(codes(await score('A1.05', { answer: { ratio: { numerator: '6', denominator: '5' } }, reason: 'x' }))).toEqual(
    ['NUMERATOR_OVER_DENOMINATOR answer.numerator'],
  );
  expect(
    codes(await score('A1.05', { answer: { ratio: { numerator: '五', denominator: '5' } }, methods: [] })),
  ).toEqual(['CHECK_METHOD_MISSING methods', 'NOT_A_NUMBER answer.numerator']);
  expect(
    codes(
      await score('B3.05', { answer: { events: { events: [{ kind: 'skipped', date: '2027-01-01' }] } }, reason: 'x' }),
    ),
  ).toEqual(['DATE_OUTSIDE_PERIOD answer.events[0].date']);
  expect(codes(await score('A1.05', { agree: true, reason: 'x'.repeat(20_001) }))).toEqual(['TEXT_TOO_LONG reason']);
  expect((await responseOf(town, id, 'A1.05')).township).toBeNull();
});

it('lets one of two simultaneous scorers win, and answers a repeated write as the first time', async () => {
  const { version: baseVersion } = await responseOf(town, id, 'A1.05');
  const scoring = (clientWriteId: string) =>
    act(town, 'scoreIndicator', {
      assessment: id,
      indicator: 'A1.05',
      baseVersion,
      methods: ['PAPERS'],
      agree: true,
      clientWriteId,
    });
  const [first, second] = [writeId(), writeId()];

  const results = await Promise.all([scoring(first), scoring(second)]);

  expect(results.map(({ __typename }) => __typename).toSorted()).toEqual(['Response', 'VersionConflictError']);
  const won = results.findIndex(({ __typename }) => __typename === 'Response');
  expect(await scoring(won === 0 ? first : second)).toEqual(results[won]);
});

it('is scored by nobody else', async () => {
  const input = { assessment: id, indicator: 'A1.05', baseVersion: 1, methods: ['PAPERS'], agree: true };
  for (const name of ['yucun', 'anji', 'huzhou', 'wuxing'])
    expect(await refusal(await host.as(name), 'scoreIndicator', input)).toBe('NOT_FOUND');
  expect(await refusal(host.stranger(), 'scoreIndicator', input)).toBe('NOT_FOUND');
});

it('is not signed while an indicator has no score', async () => {
  const refused = await act(town, 'signReview', { id, baseVersion: (await head()).version });

  expect(refused).toMatchObject({ __typename: 'AssessmentIncompleteError' });
  expect(refused.gaps).toHaveLength(129 - (await head()).progress.scored);
  expect(new Set(refused.gaps.map(({ code }: { code: string }) => code))).toEqual(new Set(['NOT_SCORED']));
});

it('is signed when all is scored; then the column of the township stands', async () => {
  await scoreTheRest();
  const { version: baseVersion } = await head();

  expect(await refusal(yucun, 'signReview', { id, baseVersion })).toBe('NOT_FOUND');
  const signing = () => act(town, 'signReview', { id, baseVersion });
  const results = await Promise.all([signing(), signing()]);

  const signed = results.find(({ __typename }) => __typename === 'Assessment');
  expect(signed).toMatchObject({
    state: 'SIGNED',
    signedBy: '演示·镇考评员',
    possibleActions: [],
    progress: { scored: 129 },
  });
  expect(results.filter(({ __typename }) => __typename === 'Assessment')).toHaveLength(1);
  expect(signed.columns).toMatchObject([
    { level: 'VILLAGE' },
    { level: 'TOWNSHIP', isComplete: true, grade: 'excellent' },
  ]);
  expect((await head()).standing.level).toBe('TOWNSHIP');
});

it('shows the village what the township gave and why', async () => {
  const { township } = await responseOf(yucun, id, 'A1.02');

  expect(township).toMatchObject({ points: '0.5', reason: '没有妇女委员', by: '演示·镇考评员' });
});

async function scoreTheRest(): Promise<void> {
  const { assessment } = await town.data(
    `query ($id: ID!) { assessment(id: $id) { responses { indicator { code check { methods } } township { status } } } }`,
    { id },
  );
  type Row = { indicator: { code: string; check: { methods: string[] } }; township: object | null };
  const open = (assessment.responses as Row[]).filter(({ township }) => township === null);
  const methods = ['papers', 'site', 'visit', 'interview', 'questionnaire', 'system', 'authority'] as const;
  await host.asSystem((ctx) =>
    scoreIndicators(ctx, [
      { assessment: id, scores: open.map(({ indicator }) => ({ indicator: indicator.code, methods, agree: true })) },
    ]),
  );
}
