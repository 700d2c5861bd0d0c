/**
 * Canaries: every text out of reach holds a token, and it is looked for in all that leaves the server, in whatever disguise.
 *
 * Answers, frames over SSE and WebSocket and files show nothing out of reach. Logs, events, write ids, the audit log, reports of
 * faults and jobs hold no text of a record at all: there the token stands in every text, also of those who act.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestHost } from '@cunzhi/test';
import { placeFor, VILLAGES } from '../matrix/places.ts';
import { placementsOf, questionsOf } from '../matrix/run.ts';
import { specimens } from '../matrix/specimens/index.ts';
import { CANARY, canariesIn, hideCanaries } from './canary.ts';
import { happenEverywhere, listenTo } from './listening.ts';
import { rollBackMutations } from '../matrix/rollback.ts';
import { wholeDocument } from './whole.ts';
import { makeWorlds, storeFiles, type Side, type Worlds } from './worlds.ts';

const HERE = '330523108204';
const ASKING = ['anonymous', 'noGrant', 'clerk', 'chair', 'mediator12', 'gridWorker'];
/** They act in reach, where the token stands by then as well. */
const ACTING = ['county', 'justice', 'inspector'];

interface Scanned {
  readonly what: string;
  readonly items: number;
  readonly hits: readonly string[];
}

let worlds: Worlds;
let side: Side;
let hidden: number;
const logged: string[] = [];
const scanned: Scanned[] = [];

beforeAll(async () => {
  worlds = await makeWorlds();
  process.env['LOG_LEVEL'] = 'trace';
  side = await worlds.open([...ASKING, ...ACTING], async (host) => {
    tapLog(host);
    hidden = await host.sql((sql) => hideCanaries(sql, HERE));
    const beyond = Object.values(VILLAGES).filter((code) => code !== HERE);
    await host.sql((sql) => storeFiles(sql, host.dataFolder, (code) => `${CANARY} ${code}`, beyond));
  });
  delete process.env['LOG_LEVEL'];
}, 180_000);
afterAll(async () => {
  console.table(scanned.map(({ what, items, hits }) => ({ what, items, hits: hits.length })));
  await side.close();
  await worlds.close();
});

/** Keeps the lines of the log instead of printing them. */
function tapLog({ host }: TestHost): void {
  const log = host.log as unknown as Record<symbol, { write: (line: string) => void }>;
  const key = Object.getOwnPropertySymbols(log).find((one) => String(one) === 'Symbol(pino.stream)');
  const stream = key && log[key];
  if (!stream) throw new Error('The log has no stream.');
  stream.write = (line) => void logged.push(line);
}

function scan(what: string, texts: readonly (readonly [where: string, text: string])[]): Scanned {
  const hits = texts.flatMap(([where, text]) => canariesIn(text).map((disguise) => `${where}: ${disguise}`));
  const result = { what, items: texts.length, hits };
  scanned.push(result);
  return result;
}

it('finds none in answers', async () => {
  const restore = rollBackMutations(side.host);
  const texts: [string, string][] = [];
  for (const question of questionsOf(side.host.host.schema, specimens()))
    for (const { name, level, client } of side.actors.filter((one) => ASKING.includes(one.name)))
      for (const placement of placementsOf(question.specimen)) {
        const code = placeFor(question.specimen.stands === 'village' ? 'village' : 'anywhere', level, placement);
        if (code === undefined) continue;
        const variables = question.specimen.args?.(worlds.world.target(code), worlds.world) ?? {};
        const text = await client.queryText(wholeDocument(side.host.host.schema, question, variables), variables);
        texts.push([`${question.specimen.root} of ${name} at ${placement}`, text]);
      }
  restore();

  const { items, hits } = scan('answers', texts);
  expect(hidden).toBeGreaterThan(500);
  expect(items).toBeGreaterThan(500);
  expect(hits).toEqual([]);
}, 300_000);

it('finds none in frames', async () => {
  const asking = { ...side, actors: side.actors.filter(({ name }) => ASKING.includes(name)) };
  const listening = await listenTo(asking, worlds.world);
  const control = side.actors.find(({ name }) => name === 'chair')!.client;
  await happenEverywhere(side, worlds.world, control);
  const { hits } = scan(
    'streams',
    listening.heard.map(({ where, frames }) => [where, frames.join('\n')]),
  );
  await listening.close();

  expect(listening.heard.some(({ frames }) => frames.length > 1)).toBe(true);
  expect(hits).toEqual([]);
}, 120_000);

it('finds none in files, and a file in reach comes', async () => {
  const texts: [string, string][] = [];
  const statuses = new Set<string>();
  for (const { name, client } of side.actors.filter((one) => ASKING.includes(one.name)))
    for (const code of Object.values(VILLAGES)) {
      const answer = await client.fetch(`/files/${worlds.world.target(code).id('evidence')}`);
      statuses.add(`${code === HERE ? 'here' : 'beyond'} ${answer.status}`);
      texts.push([`${code} for ${name}`, `${JSON.stringify([...answer.headers])} ${await answer.text()}`]);
    }

  const { hits } = scan('files', texts);
  expect([...statuses].sort()).toEqual(['beyond 404', 'here 200', 'here 404']);
  expect(hits).toEqual([]);
}, 120_000);

/** What the server keeps beside the records: nobody's text stands there, so the token may stand in all of them. */
const KEPT: Readonly<Record<string, string>> = {
  events: 'platform.event', 'write ids': 'platform.write_id', 'audit rows': 'platform.audit', 'faults': 'platform.plugin_fault',
  'dead letters': 'platform.dead_letter', 'places in the log': 'platform.handler', 'jobs': 'graphile_worker._private_jobs',
}; // prettier-ignore

it('finds none in logs, events, write ids, the audit log, reports of faults and jobs, whoever acts', async () => {
  await side.host.sql((sql) => hideCanaries(sql, 'nowhere'));
  // Acts that fail in the database, which tells of the whole row when a check fails.
  for (const [table, column] of [
    ['plugin_mediation.case_text', 'facts'],
    ['plugin_yucun_cases."case"', 'title'],
  ])
    await side.host.sql((sql) => sql.unsafe(`alter table ${table} add check (${column} !~ '${CANARY}') not valid`));
  let done = 0;
  for (const question of questionsOf(side.host.host.schema, specimens()).filter(
    ({ asked }) => asked.kind === 'mutation',
  ))
    for (const { level, client } of side.actors.filter(({ name }) => name !== 'anonymous')) {
      const code = placeFor(question.specimen.stands === 'village' ? 'village' : 'anywhere', level, 'own') ?? HERE;
      const given = question.specimen.args?.(worlds.world.target(code), worlds.world) ?? {};
      const text = await client.queryText(question.asked.document, named(given));
      if (!text.includes('errors')) done += 1;
    }
  const results = [
    scan(
      'lines of the log',
      logged.map((line, index) => [String(index), line] as const),
    ),
  ];
  for (const [what, table] of Object.entries(KEPT)) {
    const rows = await side.host.sql((sql) => sql.unsafe<{ text: string }[]>(`select t::text as text from ${table} t`));
    results.push(
      scan(
        what,
        rows.map(({ text }, index) => [`${table} ${index}`, text] as const),
      ),
    );
  }
  expect(done).toBeGreaterThan(20);
  expect(logged.some((line) => line.includes('violates check constraint'))).toBe(true);
  expect(results.flatMap(({ what, hits }) => hits.map((hit) => `${what}: ${hit}`))).toEqual([]);
}, 300_000);

/** The token in every free text that is handed in. */
const FREE = new Set([
  'name',
  'title',
  'summary',
  'background',
  'practice',
  'effects',
  'lessons',
  'comment',
  'facts',
  'content',
  'paper',
  'promise',
]);
function named(variables: object): object {
  return JSON.parse(
    JSON.stringify(variables, (key, value: unknown) =>
      FREE.has(key) && typeof value === 'string' ? `${value}${CANARY}` : value,
    ),
  ) as object;
}
