/** Every subscription × every actor × every placement, over SSE and over a WebSocket, against one reviewed table. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHost, UNHURRIED, type TestHost } from '@cunzhi/test';
import { actorSpecimens, enterActors, type MatrixActor } from './actors.ts';
import { expectedOf, readTable, writeTable, type Cell } from './expected.ts';
import { questionsOf } from './run.ts';
import { specimens } from './specimens/index.ts';
import { listen, STREAMS, type Transport } from './streams.ts';
import { fillWorld, type World } from './world.ts';

let host: TestHost;
let world: World;
let actors: MatrixActor[];

beforeAll(async () => {
  host = await createTestHost({ isForReal: true, most: UNHURRIED, limits: { factMs: 60_000 }, guestBudgetMs: 60_000 });
  const roles = await host.sql(
    (sql) =>
      sql<{ key: string; lengths: number[] }[]>`select key, prefix_lengths as lengths from core.role order by key`,
  );
  actors = await enterActors(host, actorSpecimens(roles));
  world = await fillWorld(host);
}, 180_000);
afterAll(() => host.close());

const control = () => actors.find(({ name }) => name === 'chair')?.client ?? host.stranger();

const IS_UPDATE = process.env['UPDATE_MATRIX'] === '1';
const isHidden = (cell: Omit<Cell, 'outcome'>) => IS_UPDATE || expectedOf(readTable('streams'), cell) === 'hidden';

async function cellsOver(transport: Transport, who: readonly MatrixActor[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const stream of STREAMS)
    for (const actor of who)
      cells.push(...(await listen(stream, { actor, control: control(), world, transport, isHidden })));
  return cells;
}

const unexpectedIn = (cells: readonly Cell[]) => {
  const table = readTable('streams');
  return cells.filter((cell) => expectedOf(table, cell) !== cell.outcome);
};

it('gives each listener over SSE what the reviewed table says', async () => {
  const cells = await cellsOver('sse', actors);
  if (IS_UPDATE) writeTable('streams', cells);

  const unexpected = unexpectedIn(cells);
  console.log(`matrix: ${cells.length} cells of streams over SSE, ${unexpected.length} unexpected`);
  expect(unexpected).toEqual([]);
}, 300_000);

it('gives them the same over a WebSocket', async () => {
  // Nobody without a live session gets past the upgrade; that stands in the tests of http.
  const cells = await cellsOver(
    'socket',
    actors.filter(({ anonymous, disabled }) => !anonymous && !disabled),
  );

  const unexpected = unexpectedIn(cells);
  console.log(`matrix: ${cells.length} cells of streams over WebSocket, ${unexpected.length} unexpected`);
  expect(unexpected).toEqual([]);
}, 300_000);

it('takes no other operation over a WebSocket, whatever its permission', async () => {
  const codes: unknown[] = [];
  for (const { asked, specimen } of questionsOf(host.host.schema, specimens())) {
    const variables = specimen.args?.(world.target('330523108204'), world) ?? {};
    const refused = await control()
      .subscribe(asked.document, { ...variables })
      .next()
      .catch((error: unknown) => error);
    codes.push(
      (refused as readonly { extensions: { code: string } }[])[0]?.extensions.code ??
        (refused as { value: { errors: { extensions: { code: string } }[] } }).value.errors[0]?.extensions.code,
    );
  }

  expect(new Set(codes)).toEqual(new Set(['SUBSCRIPTIONS_ONLY']));
}, 120_000);
