/**
 * For tests: a round of one township, a sheet that is filled in, and the documents that a client sends.
 *
 * It knows clients and hosts by what it needs of them, so that only tests import the harness.
 */
import { addEvidence } from '@cunzhi/core';
import type { ServiceContext } from '@cunzhi/plugin';
import { answersOf, type Quality } from './answers.fixture.ts';
import { saveAnswers } from './answering.service.ts';
import { findAssessment } from './assessment.service.ts';
import { stateAttributes } from './attribute.service.ts';
import { missingOf } from './draft.rule.ts';
import type { CheckMethod, Indicator } from './engine/index.ts';
import type { Assessment } from './evaluation.table.ts';
import { attachMany } from './evidence.service.ts';
import { startReview } from './review.service.ts';
import { openRound } from './opening.service.ts';
import { draftRound } from './round.service.ts';
import { scoreIndicators } from './scoring.service.ts';
import { loadSheets } from './sheet.service.ts';
import { submitAssessment } from './submission.service.ts';

export const YUCUN = '330523108204';
/** Another village of the same township. */
export const NEIGHBOUR = '330523108200';
export const TOWNSHIP = '330523108';
export const STANDARD = 'huzhou-mzfz';
export const YEAR = 2026;

interface Host {
  asSystem<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<T>;
}
interface Asker {
  data<T>(document: string, variables?: object): Promise<T>;
  query<T>(
    document: string,
    variables?: object,
  ): Promise<{ readonly data: T; readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }>;
}

let writes = 0;
/** A write id that was never used in this run. */
export const writeId = () => `evaluation-test-${String((writes += 1)).padStart(8, '0')}`;

export const attributesOf = (placeCode: string, year = YEAR) =>
  Object.entries({
    electionYear: false,
    auditDue: false,
    population: 1240,
    hasRepresentativeMeeting: true,
    hasWatercourse: true,
  }).map(([key, value]) => ({ placeCode, year, key, value }));

/** States what the villages are, draws up a round of the place and opens it. */
export async function openRoundOf(
  host: Host,
  area: string,
  villages: readonly string[],
  { year = YEAR, standard = STANDARD } = {},
): Promise<string> {
  return host.asSystem(async (ctx) => {
    await stateAttributes(ctx, villages.flatMap((village) => attributesOf(village, year))); // prettier-ignore
    const dates = { selfAssessmentUntil: `${year}-12-10`, scoringUntil: '2099-12-31' };
    const { id } = await draftRound(ctx, { standard, year, area, ...dates });
    await openRound(ctx, { id });
    return id;
  });
}

export type Filled = 'answers' | 'evidence' | 'submitted' | 'scoring' | 'scored';
const STEPS: readonly Filled[] = ['answers', 'evidence', 'submitted', 'scoring', 'scored'];

/** Brings the sheet of a village as far as named; gives the id of its assessment. */
export async function fillSheet(
  host: Host,
  village: string,
  until: Filled,
  { year = YEAR, standard = STANDARD, quality = 'best' as Quality } = {},
): Promise<string> {
  return host.asSystem(async (ctx) => {
    const assessment = await findAssessment(ctx, village, { standard, year });
    if (!assessment) throw new Error(`${village} has no assessment.`);
    const { id } = assessment;
    const steps = STEPS.slice(0, STEPS.indexOf(until) + 1);
    const [sheet] = await loadSheets(ctx, [assessment]);
    if (!sheet) throw new Error(`${village} has no sheet.`);
    await saveAnswers(ctx, [{ assessment: id, answers: answersOf(sheet, quality) }]);
    if (steps.includes('evidence')) await addPapers(ctx, assessment);
    if (steps.includes('submitted')) await submitAssessment(ctx, { id, promise: '测试·村主任' });
    if (steps.includes('scoring')) await startReview(ctx, { id });
    const scores = sheet.edition.indicators.map(({ indicator }) => ({
      indicator: indicator.code,
      methods: methodsOf(indicator),
      agree: true,
    }));
    if (steps.includes('scored')) await scoreIndicators(ctx, [{ assessment: id, scores }]);
    return id;
  });
}

/** The methods that an indicator asks of its scorer. */
export function methodsOf({ check }: Pick<Indicator, 'check'>): CheckMethod[] {
  return Array.isArray(check) ? check.slice(0, 1) : check.all;
}

async function addPapers(ctx: ServiceContext, assessment: Assessment): Promise<void> {
  const { id, placeCode: village } = assessment;
  const [sheet] = await loadSheets(ctx, [assessment]);
  if (!sheet) return;
  const papers = await Promise.all(
    [1, 2, 3].map((n) => addEvidence(ctx, { placeCode: village, kind: 'paper', title: `台账第${n}册` })),
  );
  const file = { fileHash: 'a'.repeat(64), contentType: 'image/png', size: 10 };
  const photo = await addEvidence(ctx, { placeCode: village, kind: 'file', title: '照片.png', ...file });
  const pieces = sheet.responses.flatMap((row) => {
    const asked = sheet.edition.byCode.get(row.indicator)?.indicator.evidence;
    const missing = missingOf(sheet.edition, row);
    if (missing === 0) return [];
    return [...papers.slice(0, Number(asked?.min ?? 0)), ...(asked?.photo === 'required' ? [photo] : [])].map(
      (evidence) => ({ indicator: row.indicator, evidence }),
    );
  });
  await attachMany(ctx, id, pieces);
}

const RESPONSE = `... on Response { id version hints { code field } evidenceMissing evidence { id kind title }
    indicator { code } answer { __typename }
    village { status points } township { status points version reason methods by } standing { level points } }`;
const ASSESSMENT =
  '... on Assessment { id version state promisedBy signedBy possibleActions progress { total answered scored evidenceMissing } columns { level total grade isComplete } }';
const ERRORS = `... on UserError { code message } ... on VersionConflictError { currentVersion } ... on ActionNotAllowedError { refusedIn: state action possible }`;

const RESULTS: Readonly<Record<string, string>> = {
  draftRound: '... on Round { id version state year } ... on InputRefusedError { fields { path code } }',
  openRound:
    '... on Round { id version state progress { total drafting } } ... on InputRefusedError { fields { path code message } }',
  saveAnswer: `${RESPONSE} ... on InputRefusedError { fields { path code } }`,
  attachEvidence: `${RESPONSE} ... on InputRefusedError { fields { path code } }`,
  detachEvidence: `${RESPONSE} ... on InputRefusedError { fields { path code } }`,
  submitAssessment: `${ASSESSMENT} ... on AssessmentIncompleteError { gaps { indicator code } }`,
  startReview: `${ASSESSMENT} ... on AssessmentIncompleteError { gaps { indicator code } }`,
  signReview: `${ASSESSMENT} ... on AssessmentIncompleteError { gaps { indicator code } }`,
  scoreIndicator: `${RESPONSE} ... on ScoreRefusedError { fields { path code } }`,
};

/** The document of a mutation, with everything a test may look at. */
export function documentOf(name: string): string {
  const input = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const errors = /^(attach|detach)/.test(name)
    ? ERRORS.replace('... on VersionConflictError { currentVersion }', '')
    : ERRORS;
  return `mutation ($input: ${input}!) { ${name}(input: $input) { __typename ${RESULTS[name]} ${errors} } }`;
}

// The shape of an answer is what the test asserts.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

/** Sends a mutation; gives its result. */
export async function act(client: Asker, name: string, input: object): Promise<Loose> {
  const data = await client.data<Record<string, Loose>>(documentOf(name), {
    input: { clientWriteId: writeId(), ...input },
  });
  return data[name];
}

/** The code of the error that a mutation ends in. */
export async function refusal(client: Asker, name: string, input: object): Promise<string | undefined> {
  const { errors } = await client.query(documentOf(name), { input: { clientWriteId: writeId(), ...input } });
  return errors?.[0]?.extensions.code;
}

/** The response of an indicator with its version. */
export async function responseOf(client: Asker, assessment: string, indicator: string): Promise<Loose> {
  const { assessment: found } = await client.data<Loose>(
    `query ($id: ID!, $indicator: String!) { assessment(id: $id) { id version response(indicator: $indicator) { ${RESPONSE.slice('... on Response {'.length, -1)} } } }`,
    { id: assessment, indicator },
  );
  return found.response;
}
