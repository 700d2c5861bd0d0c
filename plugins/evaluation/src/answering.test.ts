import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import {
  act,
  fillSheet,
  NEIGHBOUR,
  openRoundOf,
  refusal,
  responseOf,
  STANDARD,
  TOWNSHIP,
  writeId,
  YEAR,
  YUCUN,
} from './evaluation.fixture.ts';

let host: TestHost;
let id: string;
let neighbour: string;
beforeAll(async () => {
  host = await createTestHost();
  const { villages } = await (
    await host.as('anji')
  ).data(`{ villages(within: "${TOWNSHIP}", kind: VILLAGE, first: 100) { nodes { code } } }`);
  await openRoundOf(host, TOWNSHIP, villages.nodes.map(({ code }: { code: string }) => code)); // prettier-ignore
  const found = await (await host.as('anji')).data(`query ($standard: String!, $year: Int!) {
    own: village(code: "${YUCUN}") { assessment(standard: $standard, year: $year) { id } }
    other: village(code: "${NEIGHBOUR}") { assessment(standard: $standard, year: $year) { id } } }`, { standard: STANDARD, year: YEAR }); // prettier-ignore
  id = found.own.assessment.id;
  neighbour = found.other.assessment.id;
});
afterAll(() => host.close());

const SAVE = 'mutation ($input: SaveAnswerInput!) { saveAnswer(input: $input) { __typename } }';

/** Saves an answer on top of what is there. */
async function save(indicator: string, answer: object | null) {
  const yucun = await host.as('yucun');
  const { version: baseVersion } = await responseOf(yucun, id, indicator);
  return act(yucun, 'saveAnswer', { assessment: id, indicator, baseVersion, answer });
}
const hints = (saved: { hints: { code: string }[] }) => saved.hints.map(({ code }) => code);

it('keeps an answer with its points, and the totals of the column with it', async () => {
  const before = await head();
  const saved = await save('B3.02', { periods: { counts: ['3', '1', '0', '1'] } });

  expect(saved).toMatchObject({
    __typename: 'Response',
    hints: [],
    answer: { __typename: 'PeriodsAnswer' },
    village: { status: 'SCORED', points: '0.75' },
  });
  const after = await head();
  expect(after.progress.answered).toBe(before.progress.answered + 1);
  expect(after.version).toBe(before.version + 1);
  expect(after.columns[0].level).toBe('VILLAGE');
  // More than its 0.75 points: what does not apply this year was dropped, and the class is stretched.
  expect(Number(after.columns[0].total) - Number(before.columns[0].total)).toBeCloseTo(0.91, 5);
});

it('says how the points came about', async () => {
  const yucun = await host.as('yucun');
  const { assessment } = await yucun.data(
    `query ($id: ID!) { assessment(id: $id) { response(indicator: "B3.02") { village { trace { step text { zh en } points } } } } }`,
    { id },
  );

  const { trace } = assessment.response.village;
  expect(trace.at(-1)).toMatchObject({ points: '0.75' });
  expect(trace.every(({ text }: { text: { zh: string; en: string } }) => text.zh && text.en)).toBe(true);
});

it('empties an answer', async () => {
  const emptied = await save('B3.02', null);

  expect(emptied).toMatchObject({ answer: null, hints: [], village: null });
});

it('keeps what is not right yet as a hint: no answer of a draft is lost', async () => {
  const answers: [string, object, string[]][] = [
    ['B3.02', { periods: { counts: ['1', '2'] } }, ['PERIOD_COUNT_WRONG']],
    ['B3.02', { periods: { counts: ['三', '1', '1', '1'] } }, ['NOT_A_NUMBER']],
    ['B3.02', { periods: { counts: ['-1', '1', '1', '1'] } }, ['NUMBER_OUT_OF_RANGE']],
    ['A1.05', { ratio: { numerator: '6', denominator: '5' } }, ['NUMERATOR_OVER_DENOMINATOR']],
    ['A1.05', { ratio: { numerator: '0', denominator: '0' } }, ['DENOMINATOR_ZERO']],
    ['A1.01', { checklist: { met: ['branch', 'moon'] } }, ['UNKNOWN_ELEMENT']],
    ['A1.01', { checklist: { met: ['branch', 'branch'] } }, ['DUPLICATE_ELEMENT']],
    ['A1.01', { notApplicable: { reason: '不想填' } }, ['NOT_APPLICABLE_NOT_ALLOWED']],
    [
      'A3.04',
      { findings: { findings: [{ kind: 'none', date: `${YEAR}-05-01`, authority: 'county' }] } },
      ['UNKNOWN_EVENT_KIND'],
    ],
    [
      'A1.02',
      { composite: { fields: [{ key: 'members', answer: { number: { number: '5' } } }] } },
      ['ANSWER_KIND_MISMATCH'],
    ],
    ['B3.05', { events: { events: [{ kind: 'skipped', date: '2025-12-31' }] } }, ['DATE_OUTSIDE_PERIOD']],
    ['B3.05', { events: { events: [{ kind: 'none', date: `${YEAR}-05-01` }] } }, ['UNKNOWN_EVENT_KIND']],
    ['B1.06', { deliveries: { deliveries: [{ due: '2027-01-01' }] } }, ['DATE_OUTSIDE_PERIOD']],
    ['B1.01', { choice: { option: 'maybe' } }, ['UNKNOWN_OPTION']],
    ['F1.01', { sample: { drawn: [{ unit: '第1户', passed: true }] } }, ['SAMPLE_TOO_SMALL']],
  ];
  for (const [indicator, answer, expected] of answers) {
    const saved = await save(indicator, answer);

    expect([indicator, hints(saved)]).toEqual([indicator, expected]);
    expect(saved.village).toBeNull();
    expect(saved.answer).not.toBeNull();
  }
});

it('refuses an answer of another kind, and sizes that no sheet could hold', async () => {
  const refused = async (indicator: string, answer: object) =>
    (await save(indicator, answer)).fields?.map(({ path, code }: { path: string; code: string }) => `${code} ${path}`);
  const stopped = async (indicator: string, answer: object) =>
    (
      await (
        await host.as('yucun')
      ).query(SAVE, { input: { assessment: id, indicator, baseVersion: 1, clientWriteId: writeId(), answer } })
    ).errors?.[0]?.extensions.code;

  expect(await refused('B3.02', { yesNo: { value: true } })).toEqual(['ANSWER_KIND_MISMATCH answer']);
  expect(
    await refused('A1.02', { composite: { fields: [{ key: 'members', answer: { yesNo: { value: true } } }] } }),
  ).toEqual(['ANSWER_KIND_MISMATCH answer.members']);
  expect(await refused('A1.05', { ratio: { numerator: '1'.repeat(20_001), denominator: '1' } })).toEqual([
    'TEXT_TOO_LONG answer.numerator',
  ]);
  // What no page of ours can send ends at the door, before anybody is asked.
  expect(await stopped('B3.02', { periods: { counts: Array.from({ length: 501 }, () => '1') } })).toBe(
    'DOCUMENT_LIMIT',
  );
  expect(await stopped('A1.05', { ratio: { numerator: '1\u0000', denominator: '1' } })).toBe('BAD_INPUT');
});

it('takes exactly one kind', async () => {
  const yucun = await host.as('yucun');
  const { errors } =
    await yucun.query(`mutation { saveAnswer(input: { assessment: "${id}", indicator: "B3.02", baseVersion: 1, clientWriteId: "${writeId()}",
    answer: { yesNo: { value: true }, number: { number: "1" } } }) { __typename } }`);

  expect(errors?.[0]?.message).toContain('AnswerInput');
});

it('answers the same write id with the same response, once written', async () => {
  const yucun = await host.as('yucun');
  const { version: baseVersion } = await responseOf(yucun, id, 'A1.05');
  const input = {
    assessment: id,
    indicator: 'A1.05',
    baseVersion,
    clientWriteId: writeId(),
    answer: { ratio: { numerator: '4', denominator: '5' } },
  };

  const first = await act(yucun, 'saveAnswer', input);

  expect(await act(yucun, 'saveAnswer', input)).toEqual(first);
  expect((await responseOf(yucun, id, 'A1.05')).version).toBe(baseVersion + 1);
});

it('lets one of two simultaneous savers win, and tells the other', async () => {
  const yucun = await host.as('yucun');
  const { version: baseVersion } = await responseOf(yucun, id, 'A1.05');
  const saving = (numerator: string) =>
    act(yucun, 'saveAnswer', {
      assessment: id,
      indicator: 'A1.05',
      baseVersion,
      answer: { ratio: { numerator, denominator: '5' } },
    });

  const results = await Promise.all([saving('1'), saving('2')]);

  expect(results.map(({ __typename }) => __typename).toSorted()).toEqual(['Response', 'VersionConflictError']);
  expect(results.find(({ __typename }) => __typename === 'VersionConflictError').currentVersion).toBe(baseVersion + 1);
});

it('does not let two who save different indicators lose a total', async () => {
  const yucun = await host.as('yucun');
  const before = await head();
  const codes = ['A1.02', 'B3.02'];
  const versions = await Promise.all(codes.map(async (code) => (await responseOf(yucun, id, code)).version));
  const answers = [{ composite: { fields: [{ key: 'members', answer: { number: { number: '5' } } }, { key: 'woman', answer: { yesNo: { value: true } } }] } }, { periods: { counts: ['1', '1', '1', '1'] } }]; // prettier-ignore

  await Promise.all(codes.map((indicator, at) => act(yucun, 'saveAnswer', { assessment: id, indicator, baseVersion: versions[at], answer: answers[at] }))); // prettier-ignore

  const after = await head();
  expect(after.progress.answered).toBe(before.progress.answered + 2);
  expect(after.version).toBe(before.version + 2);
});

it('shows and takes nothing outside the reach, and says so with equal bytes', async () => {
  const [yucun, wuxing, tianhuangping] = await Promise.all(
    ['yucun', 'wuxing', 'tianhuangping'].map((name) => host.as(name)),
  );
  const input = { indicator: 'B3.02', baseVersion: 1, answer: { periods: { counts: ['1', '1', '1', '1'] } } };
  const read = `query ($id: ID!) { assessment(id: $id) { state } }`;
  const nowhere = '00000000-0000-4000-8000-00000000dead';

  expect(await refusal(yucun!, 'saveAnswer', { ...input, assessment: neighbour })).toBe('NOT_FOUND');
  expect(await refusal(tianhuangping!, 'saveAnswer', { ...input, assessment: id })).toBe('NOT_FOUND');
  expect(await refusal(yucun!, 'saveAnswer', { ...input, assessment: id, indicator: 'Z9.99' })).toBe('NOT_FOUND');
  expect(await wuxing!.queryText(read, { id })).toBe(await wuxing!.queryText(read, { id: nowhere }));
  expect(await wuxing!.queryText(read, { id })).toBe(await wuxing!.queryText(read, { id: 'nonsense' }));
  expect(
    await wuxing!.data(
      `{ assessments(year: ${YEAR}) { totalCount nodes { id } } village(code: "${YUCUN}") { assessment(standard: "${STANDARD}", year: ${YEAR}) { id } } }`,
    ),
  ).toEqual({
    assessments: { totalCount: 0, nodes: [] },
    village: { assessment: null },
  });
  expect((await host.stranger().query(read, { id })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
});

it('saves no answer once the assessment is handed in', async () => {
  const handedIn = await fillSheet(host, '330523108201', 'submitted');
  const anji = await host.as('anji');
  const { assessment } = await anji.data(
    `query ($id: ID!) { assessment(id: $id) { state village { code } response(indicator: "B3.02") { version } } }`,
    { id: handedIn },
  );
  await host.sql(
    (sql) => sql`update plugin_evaluation.assessment set state = 'submitted', promised_by = '测试' where id = ${id}`,
  );
  const yucun = await host.as('yucun');

  expect(await act(yucun, 'saveAnswer', { assessment: id, indicator: 'B3.02', baseVersion: 1, answer: null })).toMatchObject({
    code: 'ACTION_NOT_ALLOWED', refusedIn: 'SUBMITTED', action: 'SAVE_ANSWER', possible: [],
  }); // prettier-ignore
  expect(assessment.state).toBe('SUBMITTED');
  await host.sql((sql) => sql`update plugin_evaluation.assessment set state = 'drafting' where id = ${id}`);
});

async function head() {
  const yucun = await host.as('yucun');
  return (
    await yucun.data(
      `query ($id: ID!) { assessment(id: $id) { version progress { answered evidenceMissing } columns { level total } } }`,
      { id },
    )
  ).assessment;
}
