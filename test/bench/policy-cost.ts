/**
 * What row security costs: a page of 50 and one row by its key among 300,000, as a request asks and as the owner does.
 *
 * `pnpm bench:policy`; the rounds of both alternate, medians count, and a goal that is missed shows its plan. Also: what `decide` costs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asOwner, connect, decide, reachOf, startEmbedded, withScope, type Permissions } from '@cunzhi/platform';
import { databaseAt, fillTemplate, TEMPLATE } from '../harness/template.ts';

const ROWS = 300_000;
const ROUNDS = 300;
/** One question takes no longer than this, however slow it is. */
const MOST_MS = 8_000;
const DECISIONS = 200_000;
const GOALS = { pageMs: 0.3, keyMs: 0.8, decideMs: 0.02 };

interface Question {
  readonly name: string;
  readonly statement: string;
  readonly values: readonly string[];
  readonly most: number;
}

const PAGE = `select id, place_code, number, type, procedure, version, registered_at from plugin_mediation."case"
  where place_code >= $1 and place_code < $2 and procedure = 'REGISTERED' order by registered_at desc, id desc limit 50`;

function questions(key: string): Question[] {
  const page = (name: string, prefix: string): Question => ({
    name: `page of 50, ${name}`, statement: PAGE, values: [prefix, `${prefix}~`], most: GOALS.pageMs,
  }); // prettier-ignore
  return [
    page('a village', '330523108204'),
    page('a county', '330523'),
    page('a city', '3305'),
    {
      name: 'one row by key',
      statement: 'select * from plugin_mediation."case" where id = $1',
      values: [key],
      most: GOALS.keyMs,
    },
  ];
}

const fill = (url: string) =>
  asOwner(url, async (sql) => {
    await sql`insert into plugin_mediation."case" (id, place_code, type, subtype, procedure, registered_at)
      select gen_random_uuid(), v.code, 'D02', 'D0201', 'REGISTERED', timestamptz '2026-01-01' + n * interval '1 minute'
      from generate_series(1, ${ROWS}::int) n
      join (select code, row_number() over (order by code) - 1 as nth, count(*) over () as villages from core.place where level = 'village') v
        on v.nth = n % v.villages`;
    await sql`vacuum analyze plugin_mediation."case"`;
    const [row] = await sql<{ id: string }[]>`
      select id from plugin_mediation."case" where place_code = '330523108204' order by id limit 1`;
    return row?.id ?? '';
  });

/** The driver's transaction, as `withScope` hands it on. */
type Client = Parameters<Parameters<typeof withScope>[2]>[2];

const timed = async (client: Client, { statement, values }: Question): Promise<number> => {
  const began = performance.now();
  await client.unsafe(statement, [...values], { prepare: true });
  return performance.now() - began;
};
const percentile = (times: number[], part: number): number =>
  times.sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;

interface Line {
  readonly what: string;
  readonly 'without, ms': string;
  readonly 'with, ms': string;
  readonly 'more, ms': string;
  readonly 'goal, ms': string;
  readonly met: boolean;
}

async function measure(url: string, reach: string, asked: readonly Question[]): Promise<Line[]> {
  const connections = connect({ url });
  const scope = {
    actorId: null,
    reach: new Map(['mediation.case.meta', 'mediation.case.write'].map((key) => [key, reach.split(' ')])),
  };
  const lines: Line[] = [];
  await asOwner(url, (sql) =>
    sql.begin(async (owner) => {
      await withScope(connections.app, scope, async (_door, _moment, app) => {
        for (const question of asked) {
          const [without, within]: [number[], number[]] = [[], []];
          const began = performance.now();
          for (let round = 0; round < ROUNDS && performance.now() - began < MOST_MS; round += 1) {
            without.push(await timed(owner, question));
            within.push(await timed(app, question));
          }
          const [free, secured] = [percentile(without, 0.5), percentile(within, 0.5)];
          const met = secured - free <= question.most;
          lines.push({
            what: `${question.name}; reach ${reach}`, 'without, ms': free.toFixed(3), 'with, ms': secured.toFixed(3),
            'more, ms': (secured - free).toFixed(3), 'goal, ms': question.most.toFixed(3), met,
          }); // prettier-ignore
          if (met) continue;
          const plan = await app.unsafe<Record<string, string>[]>(
            `explain (analyze, buffers, costs off) ${question.statement}`,
            [...question.values],
          );
          console.log(plan.map((row) => row['QUERY PLAN']).join('\n'));
        }
      });
    }),
  );
  await connections.close();
  return lines;
}

function measureDecisions(): Line {
  const roles = new Set(['clerk']);
  const permissions: Permissions = new Map(
    Array.from(
      { length: 60 },
      (_, n) => [`wells.reading.write${n}`, { roles, placed: true, factors: 1, handlersOnly: false }] as const,
    ),
  );
  const grants = Array.from({ length: 20 }, (_, n) => ({
    id: String(n), role: 'clerk', placePrefix: `3305231082${String(n).padStart(2, '0')}`, validFrom: new Date(0), validTo: null, reason: '', version: 1, factors: 1 as const,
  })); // prettier-ignore
  const actor = { id: 'me', reach: reachOf(grants, permissions, 1) };
  const times = Array.from({ length: DECISIONS }, (_, n) => {
    const began = performance.now();
    decide(permissions, actor, `wells.reading.write${n % 60}`, n % 2 ? '330523108219' : '330502105201');
    return performance.now() - began;
  });
  const [middle, late] = [percentile(times, 0.5), percentile(times, 0.99)];
  return {
    what: 'decide, 20 grants (median, p99)', 'without, ms': '-', 'with, ms': middle.toFixed(4), 'more, ms': late.toFixed(4),
    'goal, ms': GOALS.decideMs.toFixed(3), met: late <= GOALS.decideMs,
  }; // prettier-ignore
}

const folder = mkdtempSync(join(tmpdir(), 'cunzhi-bench-'));
const server = await startEmbedded({ folder, unsafeFast: true });
try {
  await fillTemplate(server.url, join(folder, 'data'));
  const url = databaseAt(server.url, TEMPLATE);
  const asked = questions(await fill(url));
  const lines = [
    ...(await measure(url, '3305', asked)),
    ...(await measure(url, '330523108204 330502', asked.slice(0, 1))),
  ];
  console.table([...lines, measureDecisions()]);
  process.exitCode = lines.every(({ met }) => met) ? 0 : 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
