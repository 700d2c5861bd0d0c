/** Every state × action × role: allowed, or refused with its code. The table below is written by hand, not computed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { documentOf, openRoundOf, writeId, YUCUN } from './evaluation.fixture.ts';

const STATES = [
  'notRated',
  'drafting',
  'submitted',
  'scoring',
  'returned',
  'signed',
  'checked',
  'noticed',
  'determined',
  'corrected',
  'withdrawn',
];
const ROLES: Readonly<Record<string, string>> = {
  clerk: YUCUN, chair: YUCUN, mediator: YUCUN, inspector: '330523108', justice: '330523108', county: '330523', city: '3305', developer: '3305',
}; // prettier-ignore

/** Who may, and from where. */
const ALLOWED: Readonly<Record<string, { readonly roles: readonly string[]; readonly from: string }>> = {
  saveAnswer: { roles: ['clerk', 'chair'], from: 'drafting' },
  attachEvidence: { roles: ['clerk', 'chair'], from: 'drafting' },
  detachEvidence: { roles: ['clerk', 'chair'], from: 'drafting' },
  submitAssessment: { roles: ['chair'], from: 'drafting' },
  startReview: { roles: ['inspector'], from: 'submitted' },
  scoreIndicator: { roles: ['inspector'], from: 'scoring' },
  signReview: { roles: ['justice'], from: 'scoring' },
};

let host: TestHost;
let id: string;
beforeAll(async () => {
  host = await createTestHost();
  await openRoundOf(host, YUCUN, [YUCUN]);
  id = (await host.sql((sql) => sql`select id from plugin_evaluation.assessment`))[0]?.['id'] as string;
});
afterAll(() => host.close());

/** What each action is sent: everything right but the version, so that nothing is ever written. */
const inputs = (): Record<string, object> => ({
  saveAnswer: { assessment: id, indicator: 'A1.01', baseVersion: 0, answer: null },
  attachEvidence: { assessment: id, indicator: 'A1.01' },
  detachEvidence: { assessment: id, indicator: 'A1.01', evidence: '00000000-0000-4000-8000-000000000000' },
  submitAssessment: { id, baseVersion: 0, promise: '测试' },
  startReview: { id, baseVersion: 0 },
  scoreIndicator: { assessment: id, indicator: 'A1.01', baseVersion: 0, methods: ['PAPERS'], agree: true },
  signReview: { id, baseVersion: 0 },
});
/** What an allowed action with nothing to do answers. */
const PASSED: Readonly<Record<string, string>> = { attachEvidence: 'INPUT_REFUSED', detachEvidence: 'NOT_FOUND' };

it.each(Object.entries(ROLES))('%s may do what the table says, in every state', async (role, place) => {
  await host.sql(async (sql) => {
    await sql`delete from core."grant" where person_id = (select id from core.person where username = 'developer')`;
    await sql`insert into core."grant" (person_id, role, place_prefix, granted_by, reason) select id, ${role}, ${place}, gen_random_uuid(), 'test' from core.person where username = 'developer'`;
  });
  const client = await host.as('developer');
  const outcomes: string[] = [];
  const expected: string[] = [];

  for (const state of STATES) {
    await host.sql(
      (sql) =>
        sql`update plugin_evaluation.assessment set state = ${state}, promised_by = '测试', not_rated_reason = case when ${state} = 'notRated' then '测试' end`,
    );
    for (const [action, { roles, from }] of Object.entries(ALLOWED)) {
      const { data, errors } = await client.query(documentOf(action), {
        input: { clientWriteId: writeId(), ...inputs()[action] },
      });
      outcomes.push(`${state} ${action} ${errors?.[0]?.extensions.code ?? data[action].code}`);
      const allowed = from === state ? (PASSED[action] ?? 'VERSION_CONFLICT') : 'ACTION_NOT_ALLOWED';
      expected.push(`${state} ${action} ${roles.includes(role) ? allowed : 'NOT_FOUND'}`);
    }
  }

  expect(outcomes).toEqual(expected);
});
