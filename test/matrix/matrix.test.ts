/**
 * The matrix: every field and every root operation × every actor × every placement, over HTTP, against reviewed tables.
 *
 * `UPDATE_MATRIX=1 pnpm exec vitest run test/matrix/matrix.test.ts` writes the tables anew, to be reviewed line by line.
 */
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, UNHURRIED, type TestHost } from '@cunzhi/test';
import { actorSpecimens, enterActors, type MatrixActor } from './actors.ts';
import { expectedOf, readSnapshot, readTable, snapshotText, writeSnapshot, writeTable, type Cell } from './expected.ts';
import { rollBackMutations } from './rollback.ts';
import { ask, placementsOf, questionsOf, type Question } from './run.ts';
import { PLUGINS, specimens } from './specimens/index.ts';
import { STREAMS } from './streams.ts';
import { fillWorld, type World } from './world.ts';

const IS_UPDATE = process.env['UPDATE_MATRIX'] === '1';
const AT_ONCE = 4;

let host: TestHost;
let world: World;
let actors: MatrixActor[];
let questions: Question[];
const cells: Cell[] = [];

beforeAll(async () => {
  host = await createTestHost({ isForReal: true, most: UNHURRIED, limits: { factMs: 60_000 }, guestBudgetMs: 60_000 });
  const roles = await host.sql(
    (sql) =>
      sql<{ key: string; lengths: number[] }[]>`select key, prefix_lengths as lengths from core.role order by key`,
  );
  actors = await enterActors(host, actorSpecimens(roles));
  world = await fillWorld(host);
  questions = questionsOf(host.host.schema, specimens());
}, 180_000);
afterAll(() => host.close());

it('has a specimen or a reason for every type and every root field', () => {
  const { schema } = host.host;
  const covered = new Set(
    questions.flatMap(({ permissions }) => [...permissions.keys()].map((where) => where.split('.')[0])),
  );
  const exempt = new Set(Object.values(PLUGINS).flatMap((one) => Object.keys(one.exempt)));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__') && !roots.includes(type),
  );
  const operations = roots.flatMap((root, index) =>
    Object.keys(root?.getFields() ?? {}).map((name) => `${['query', 'mutation', 'subscription'][index]} ${name}`),
  );
  const asked = new Set([
    ...questions.map(({ specimen }) => specimen.root),
    ...STREAMS.map(({ name }) => `subscription ${name}`),
  ]);

  expect(
    types.map(({ name }) => name).filter((name) => !covered.has(name) && !exempt.has(name) && !SIGNALS.has(name)),
  ).toEqual([]);
  expect(operations.filter((one) => !asked.has(one))).toEqual([]);
  expect([...exempt].filter((name) => covered.has(name) || !schema.getType(name))).toEqual([]);
});

it('gives every cell what the reviewed tables say', async () => {
  const began = performance.now();
  const work = questions.flatMap((question) =>
    actors.flatMap((actor) => placementsOf(question.specimen).map((placement) => ({ question, actor, placement }))),
  );
  const isMutation = ({ question }: (typeof work)[number]) => question.asked.kind === 'mutation';
  const run = async (part: typeof work, atOnce: number) => {
    const queue = part.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const { question, actor, placement } of queue)
          cells.push(...(await ask(question, { actor, placement, world })));
      }),
    );
  };
  await run(
    work.filter((one) => !isMutation(one)),
    AT_ONCE,
  );
  const restore = rollBackMutations(host);
  await run(work.filter(isMutation), 1);
  restore();

  const permissions = new Map(
    questions.flatMap(({ permissions: own, specimen }) =>
      [...own].map(
        ([where, permission]) => [specimen.isApart ? `${where} in ${specimen.root}` : where, permission] as const,
      ),
    ),
  );
  if (IS_UPDATE) {
    for (const plugin of Object.keys(PLUGINS))
      writeTable(
        plugin,
        cells.filter((cell) => cell.plugin === plugin),
      );
    writeSnapshot(snapshotText(permissions));
  }
  const tables = new Map(Object.keys(PLUGINS).map((plugin) => [plugin, readTable(plugin)]));
  const unexpected = cells.flatMap((cell) => {
    const expected = expectedOf(tables.get(cell.plugin) ?? new Map(), cell);
    const line = `${cell.permission} ${cell.where} ${cell.actor} ${cell.placement}`;
    return expected === cell.outcome ? [] : [`${line}: ${cell.outcome}, expected ${expected ?? 'nothing: review it'}`];
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`matrix: ${cells.length} cells, ${unexpected.length} unexpected, ${seconds} s`);
  expect(unexpected.slice(0, 50)).toEqual([]);
  expect(snapshotText(permissions)).toBe(readSnapshot());
}, 600_000);

it('answers over SSE what it answers over HTTP: each operation, each actor, at their own place', async () => {
  const restore = rollBackMutations(host);
  const byHttp = new Map(cells.map((cell) => [keyOf(cell), cell.outcome]));
  const bySse: Cell[] = [];
  for (const question of sampleOf(questions))
    for (const actor of actors) bySse.push(...(await ask(question, { actor, placement: 'own', world, over: 'sse' })));
  restore();

  console.log(`matrix: ${bySse.length} cells over SSE`);
  expect(bySse.filter((cell) => byHttp.get(keyOf(cell)) !== cell.outcome)).toEqual([]);
}, 300_000);

it('shows every field to somebody, or no cell of it would mean anything', () => {
  const shown = new Set(cells.filter(({ outcome }) => outcome === 'shown').map(({ where }) => where));
  const declined = new Set(
    questions.flatMap(({ specimen }) => (specimen.empty && specimen.root in specimen.empty ? [specimen.root] : [])),
  );

  expect(
    [...new Set(cells.map(({ where }) => where))].filter((where) => !shown.has(where) && !declined.has(where)).sort(),
  ).toEqual([]);
});

const SIGNALS = new Set(['AssessmentSignal', 'MediationEvent', 'MediationHeartbeat', 'RoundSignal']);

const keyOf = ({ permission, where, actor, placement }: Cell) => `${permission} ${where} ${actor} ${placement}`;

/** One question for each permission. */
const sampleOf = (all: readonly Question[]): Question[] =>
  [
    ...new Map(
      all.flatMap((question) =>
        [...question.permissions.values()].map((permission) => [permission, question] as const),
      ),
    ).values(),
  ].filter((question, index, list) => list.indexOf(question) === index);
