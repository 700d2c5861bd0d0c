/** The fence: what a plugin's field does wrong costs its own field and nothing else. */
import { core } from '@cunzhi/core';
import { definePlugin } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/plugin/test';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUDGETS } from './budget.ts';

const guest = definePlugin({
  id: 'guest',
  compat: '^1.0.0',
  uses: { core },
  graphql: (b, { core }) => {
    const options = { nullable: true, description: 'Does something wrong.' } as const;
    b.fields(core.Village, (t) => ({
      guestThrows: t.string({
        ...options,
        resolve: () => {
          throw new Error('out of order');
        },
      }),
      guestHangs: t.string({ ...options, resolve: () => new Promise<string>(() => {}) }),
      guestFails: t.string({
        ...options,
        resolve: async (_v, _a, { db }) => String(await db.execute(sql`select 1 / 0`)),
      }),
      guestAsks: t.string({
        ...options,
        resolve: async (_v, _a, { db }) => {
          for (let index = 0; index <= BUDGETS.guest.statements; index++) await db.execute(sql`select 1`);
          return 'never';
        },
      }),
      guestReads: t.string({
        ...options,
        resolve: async (_v, _a, { db }) =>
          String(await db.execute(sql`select generate_series(1, ${BUDGETS.guest.rows + 1}::int)`)),
      }),
      guestEscapes: t.string({
        ...options,
        args: { statement: t.arg.string({ required: true, description: 'SQL.' }) },
        resolve: async (_v, { statement }, { db }) => String(await db.execute(sql.raw(statement))),
      }),
      guestAsksRight: t.boolean({ ...options, resolve: (_v, _a, ctx) => ctx.can('guest.nothing.read') }),
    }));
    b.queries((t) => ({
      guestRoot: t.string({
        public: 'A test.',
        description: 'Fails.',
        resolve: () => {
          throw new Error('out of order');
        },
      }),
    }));
  },
});

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({ plugins: [core, guest], as: ['clerk', '330523108204'] });
});
afterAll(() => host.close());

const REST = { name: '余村', township: { name: '天荒坪镇' }, parent: { name: '天荒坪镇' } };
const ask = async (field: string) => {
  const { data, errors } = await host.query(
    `{ village(code: "330523108204") { name bad: ${field} township { name } parent { name } } }`,
  );
  return { data, code: errors?.[0]?.extensions.code, plugin: errors?.[0]?.extensions.plugin, errors: errors?.length };
};
const FAILED = { data: { village: { ...REST, bad: null } }, code: 'PLUGIN_FAILED', plugin: 'guest', errors: 1 };

it.each(['guestThrows', 'guestFails', 'guestAsks', 'guestReads', 'guestAsksRight'])(
  'answers null for %s, with the name of the plugin, and the rest arrives',
  async (field) => expect(await ask(field)).toEqual(FAILED),
);

it.each([
  'set role none',
  'reset role',
  "select set_config('app.scope', '{}', true)",
  'commit',
  'select 1; set role none',
  "SET app.scope = '{}'",
  '/* x */ set role none',
  '-- x\nset role none',
  `select "set_config"('app.scope', '{}', true)`,
  'do $$ begin perform 1; end $$',
])('does not let a plugin say: %s', async (statement) =>
  expect(await ask(`guestEscapes(statement: ${JSON.stringify(statement)})`)).toEqual(FAILED),
);

it('keeps the answers of others that were asked in the same moment as a failing statement', async () => {
  const { data, errors } = await host.query(
    '{ village(code: "330523108204") { name guestFails children { totalCount } parent { children { totalCount } } } }',
  );

  expect(data.village).toEqual({
    name: '余村',
    guestFails: null,
    children: { totalCount: 0 },
    parent: { children: { totalCount: 11 } },
  });
  expect(errors).toHaveLength(1);
});

it('fails at the root without taking the other root fields with it', async () => {
  const { data, errors } = await host.query('{ guestRoot village(code: "330523108204") { name } }');

  expect(data).toEqual({ guestRoot: null, village: { name: '余村' } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'guest' });
});

it('costs an answer no more than its budget when a field hangs, and rests after three times', async () => {
  // A host of its own: breaches are counted for the whole process.
  const fresh = await createTestHost({ plugins: [core, guest], as: ['clerk', '330523108204'] });
  const timed = async (field: string) => {
    const from = performance.now();
    const { data } = await fresh.query(`{ village(code: "330523108204") { name bad: ${field} } }`);
    return { bad: data.village.bad, ms: performance.now() - from };
  };
  await timed('name');
  const usual = await timed('name');

  const hanging = [await timed('guestHangs'), await timed('guestHangs'), await timed('guestHangs')];
  const resting = await timed('guestHangs');
  await fresh.close();

  expect([...hanging, resting].map(({ bad }) => bad)).toEqual([null, null, null, null]);
  const over = Math.min(...hanging.map(({ ms }) => ms)) - BUDGETS.guest.ms - usual.ms;
  // eslint-disable-next-line no-console -- the number is what this test is for
  console.log(
    `a hanging field costs its budget of ${BUDGETS.guest.ms} ms and ${Math.round(over)} ms; resting ${Math.round(resting.ms)} ms`,
  );
  for (const { ms } of hanging) expect(ms).toBeGreaterThan(BUDGETS.guest.ms * 0.9);
  expect(resting.ms).toBeLessThan(BUDGETS.guest.ms * 0.9);
});
