import { expect, it } from 'vitest';
import { mediation } from './index.ts';
import { BLOCKED, FREE, printMatrix } from './case.matrix.fixture.ts';
import { errorOf, guardFailure } from './case.errors.ts';
import { ACT_TEXTS, GUARD_TEXTS, PROCEDURE_TEXTS } from './case.texts.ts';
import { postsOf, refusalOf } from './case.rule.ts';
import { GUARDS, POSTS, PROCEDURES, TRANSITIONS, type Transition } from './case.transitions.ts';

const rows: readonly Transition[] = TRANSITIONS;
const chinese = /\p{Script=Han}/u;

it('gives every row a text in both languages, for its act, its states and its guards', () => {
  for (const row of rows) {
    const texts = [ACT_TEXTS[row.act], PROCEDURE_TEXTS[row.to], ...row.from.map((from) => PROCEDURE_TEXTS[from])];
    texts.push(...row.guards.flatMap((guard) => [GUARD_TEXTS[guard]?.message, GUARD_TEXTS[guard]?.cure]));

    for (const text of texts) {
      expect(text?.zh, row.id).toMatch(chinese);
      expect(text?.en, row.id).toMatch(/[a-z]/);
      expect(text?.en, row.id).not.toMatch(chinese);
    }
  }
});

it('says in every refusal what is wrong, that nothing was changed, and no code', () => {
  const refusals = rows.flatMap(({ act }) => [
    errorOf(act, { kind: 'notPermitted' }),
    errorOf(act, { kind: 'guards', guards: GUARDS }),
    ...PROCEDURES.map((from) => errorOf(act, { kind: 'wrongState', from, possible: [] })),
  ]);

  for (const { text } of refusals) {
    expect(text.zh).toMatch(/什么都没有改/);
    expect(text.en).toMatch(/nothing was changed/i);
    expect(text.zh + text.en).not.toMatch(/[A-Z]{2,}_|undefined/);
  }
});

it('names each act, mutation and row once, and only states, posts, guards and events that there are', () => {
  for (const key of ['id', 'act', 'mutation'] as const) {
    expect(new Set(rows.map((row) => row[key])).size).toBe(rows.length);
  }
  expect(new Set(rows.flatMap(({ who }) => who))).toEqual(new Set(POSTS));
  expect(new Set(rows.flatMap(({ guards }) => guards))).toEqual(new Set(GUARDS));
  expect(new Set(rows.map(({ to }) => to))).toEqual(new Set(PROCEDURES));
  expect(rows.map(({ event }) => event).toSorted()).toEqual(Object.keys(mediation.events).toSorted());
  expect(GUARDS.map((guard) => guardFailure(guard).code)).toEqual([...GUARDS]);
});

it('looks for reasons in one order: permitted, version, input, state, guards', () => {
  const problem = { path: 'content', code: 'REQUIRED', text: { zh: '空', en: 'empty' } };
  const all = {
    posts: new Set<never>(),
    current: { procedure: 'REGISTERED', version: 2 },
    baseVersion: 1,
    problems: [problem],
    view: BLOCKED,
  } as const;
  const posts = postsOf({ isMember: true, isHandler: true });
  const kindOf = (change: object) => refusalOf('recordOralAgreement', { ...all, ...change })?.kind;

  expect([
    kindOf({}),
    kindOf({ posts }),
    kindOf({ posts, baseVersion: 2 }),
    kindOf({ posts, baseVersion: 2, problems: [] }),
    kindOf({ posts, baseVersion: 2, problems: [], current: { procedure: 'IN_MEDIATION', version: 2 } }),
    kindOf({ posts, baseVersion: 2, problems: [], current: { procedure: 'IN_MEDIATION', version: 2 }, view: FREE }),
  ]).toEqual(['notPermitted', 'stale', 'input', 'wrongState', 'guards', undefined]);
});

it('decides every cell of state × act × role', async () => {
  await expect(printMatrix()).toMatchFileSnapshot('./case.matrix.txt');
});
