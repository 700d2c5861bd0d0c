/**
 * One fence down: with any one of the three switched off, nothing out of reach comes back, in whatever disguise.
 *
 * The questions are those of the matrix; the answers are searched for a token that stands in every text out of reach.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, UNHURRIED, type TestHost } from '@cunzhi/test';
import { actorSpecimens, enterActors, type MatrixActor } from '../matrix/actors.ts';
import { placeFor } from '../matrix/places.ts';
import { rollBackMutations } from '../matrix/rollback.ts';
import { questionsOf, type Question } from '../matrix/run.ts';
import { PLACEMENTS } from '../matrix/specimen.ts';
import { specimens } from '../matrix/specimens/index.ts';
import { fillWorld, type World } from '../matrix/world.ts';
import { canariesIn, hideCanaries } from './canary.ts';
import { FENCES } from './fences.ts';

const HERE = '330523108204';
const COUNTED = ['clerk', 'chair', 'mediator12', 'noGrant', 'gridWorker'];

let host: TestHost;
let world: World;
let actors: MatrixActor[];
let questions: Question[];
let hidden: number;

beforeAll(async () => {
  host = await createTestHost({ isForReal: true, most: UNHURRIED, limits: { factMs: 60_000 }, guestBudgetMs: 60_000 });
  const roles = await host.sql(
    (sql) => sql<{ key: string; lengths: number[] }[]>`select key, prefix_lengths as lengths from core.role`,
  );
  actors = await enterActors(
    host,
    actorSpecimens(roles).filter(({ name }) => COUNTED.includes(name)),
  );
  world = await fillWorld(host);
  hidden = await host.sql((sql) => hideCanaries(sql, HERE));
  questions = questionsOf(host.host.schema, specimens());
}, 180_000);
afterAll(() => host.close());

/** Every question of every actor about every place; gives what came back that may not, and how many answers were searched. */
async function leaks(): Promise<{ answers: number; found: string[] }> {
  const restore = rollBackMutations(host);
  const found: string[] = [];
  let answers = 0;
  for (const { asked, specimen } of questions)
    for (const actor of actors)
      for (const placement of PLACEMENTS) {
        const code = placeFor(specimen.stands === 'village' ? 'village' : 'anywhere', actor.level, placement);
        if (code === undefined) continue;
        // A mutation tells of the row it made or changed; what it answers is asked for in full here.
        const text = await actor.client.queryText(asked.document, specimen.args?.(world.target(code), world) ?? {});
        answers += 1;
        const seen = canariesIn(text);
        if (seen.length > 0) found.push(`${specimen.root} of ${actor.name} at ${placement}: ${seen.join()}`);
      }
  restore();
  return { answers, found };
}

it.each(Object.keys(FENCES))(
  'nothing out of reach comes back with %s switched off',
  async (fence) => {
    const restore = await FENCES[fence]!(host);
    const { answers, found } = await leaks().finally(restore);

    console.log(`one fence down: ${fence} off, ${answers} answers, ${hidden} values hidden, ${found.length} leaks`);
    expect(hidden).toBeGreaterThan(500);
    expect(answers).toBeGreaterThan(500);
    expect(found).toEqual([]);
  },
  300_000,
);

it('would see a leak: with two fences down something comes back', async () => {
  const [door, database] = [await FENCES['the door']!(host), await FENCES['the database']!(host)];
  const { found } = await leaks().finally(async () => [await door(), await database()]);

  expect(found.length).toBeGreaterThan(0);
}, 300_000);
