import { expect, it } from 'vitest';
import { changesOf, postsOf, refusalOf } from './case.rule.ts';
import { ACTS } from './case.matrix.fixture.ts';
import { transitionOf, type Act } from './case.transitions.ts';
import type { GuardView } from './guard.rule.ts';
import type { MediationCase } from './mediation.table.ts';

const STEPS = 10_000;
const SEED = 20260302;

/** Chance that can be repeated (mulberry32). */
function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    is: (share: number) => next() < share,
    of: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
  };
}

const START: MediationCase = {
  id: '', placeCode: '330523108204', number: null, type: 'D02', subtype: null, procedure: 'REGISTERED', version: 1,
  registeredAt: new Date('2026-03-02T01:00:00Z'), acceptedAt: null, endedAt: null, reason: null, alternativesTold: false,
}; // prettier-ignore

interface Walk {
  readonly row: MediationCase;
  readonly isHandled: boolean;
  readonly agreed: boolean;
  readonly mustTell: boolean;
}

/** The always-true list of the design, as far as this table reaches. */
function violations({ row, isHandled, agreed, mustTell }: Walk, before: MediationCase): string[] {
  const ended = row.procedure === 'AGREED' || row.procedure === 'TERMINATED';
  const laws: Record<string, boolean> = {
    'AGREED ⇔ an agreement is in force': (row.procedure === 'AGREED') === agreed,
    'IN_MEDIATION ⇒ a mediator': row.procedure !== 'IN_MEDIATION' || isHandled,
    'accepted ⇔ a number and a date':
      (row.procedure === 'REGISTERED') === (row.number === null) && (row.number === null) === (row.acceptedAt === null),
    'ended ⇔ a date of ending': ended === (row.endedAt !== null),
    'TERMINATED ⇔ a reason': (row.procedure === 'TERMINATED') === (row.reason !== null),
    'TERMINATED ⇒ the other ways were told where the reason asks for it':
      row.procedure !== 'TERMINATED' || !mustTell || row.alternativesTold,
    'the version grows by one per act': row.version === before.version + 1,
    'the number never changes': before.number === null || row.number === before.number,
  };
  return Object.keys(laws).filter((law) => !laws[law]);
}

it(`keeps its laws through ${STEPS} random steps, and leaves a case alone when it refuses`, () => {
  const random = chance(SEED);
  const tally = new Map(ACTS.map((act) => [act, { accepted: 0, refused: 0 }]));
  const broken: string[] = [];
  let walk: Walk | undefined;

  for (let step = 0; step < STEPS; step++) {
    // Endings are made rare, or most walks would be short.
    const act = random.of(
      ACTS.filter((one) => !['AGREED', 'TERMINATED'].includes(transitionOf(one).to) || random.is(0.4)).concat(
        'startMediation',
      ),
    );
    if (act === 'registerCase') {
      const posts = postsOf({ isMember: random.is(0.8), isHandler: false });
      const refusal = refusalOf(act, { posts, problems: [], view: viewFor(random) });
      count(tally, act, refusal === undefined);
      if (!refusal) walk = { row: START, isHandled: true, agreed: false, mustTell: false };
      continue;
    }
    if (!walk) continue;
    const { row } = walk;
    const view = viewFor(random);
    const posts = postsOf({ isMember: random.is(0.9), isHandler: random.is(0.7) });
    const baseVersion = random.is(0.9) ? row.version : row.version - 1;
    const refusal = refusalOf(act, { posts, current: row, baseVersion, problems: [], view });
    count(tally, act, refusal === undefined);
    if (refusal) continue;
    const given = {
      now: new Date(row.registeredAt.getTime() + step * 60_000),
      number: `${step}`,
      reason: 'EVENT',
      alternativesTold: view.alternativesTold,
    };
    const next = {
      row: { ...row, ...changesOf(act, row, given) },
      isHandled: true,
      agreed: transitionOf(act).to === 'AGREED',
      mustTell: view.mustTellAlternatives,
    };
    broken.push(...violations(next, row).map((law) => `seed ${SEED}, step ${step}, ${act}: ${law}`));
    walk = next;
  }

  expect(broken).toEqual([]);
  for (const [act, { accepted, refused }] of tally) {
    expect(accepted, `${act} accepted`).toBeGreaterThanOrEqual(10);
    expect(refused, `${act} refused`).toBeGreaterThanOrEqual(10);
  }
});

function viewFor(random: ReturnType<typeof chance>): GuardView {
  return {
    oral: random.is(0.8) ? 'allowed' : 'never',
    paperOnly: random.is(0.1),
    routeOut: random.is(0.1) ? 'X' : null,
    mustTellAlternatives: random.is(0.7),
    alternativesTold: random.is(0.7),
  };
}

function count(tally: ReadonlyMap<Act, { accepted: number; refused: number }>, act: Act, accepted: boolean): void {
  const line = tally.get(act);
  if (line) line[accepted ? 'accepted' : 'refused'] += 1;
}
