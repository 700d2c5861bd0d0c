/** Bad in their fields: each costs its own field, and nobody else's. */
import { core } from '@cunzhi/core';
import { definePlugin, type AnyPlugin, type BuilderFor, type DoorOf, type RequestContext } from '@cunzhi/plugin';
import { sql } from 'drizzle-orm';
import type { Answered, Failing } from './cases.ts';
import { compat, YUCUN, type Zoo } from './zoo.ts';

type Core = typeof core;
type Builder = BuilderFor<string, unknown, { core: Core }>;
type Provoked = Required<Pick<Failing, 'plugin' | 'provoke'>>;
const described = { description: 'An example.', nullable: true } as const;
const open = { ...described, public: 'An example.' } as const;
const never = <T>() => new Promise<T>(() => {});
const fails = (message: string): never => {
  throw new Error(message);
};

const building = (id: string, graphql: (b: Builder, core: DoorOf<Core>) => unknown, more: object = {}): AnyPlugin =>
  definePlugin({
    id,
    compat,
    uses: { core },
    graphql: (b, { core }) => graphql(b as unknown as Builder, core),
    ...more,
  });
const camel = (id: string) => id.replace(/-(.)/g, (_all, one: string) => one.toUpperCase());

/** A guest on Village; the rest of the answer must be there. */
const guest = (id: string, resolve: (ctx: RequestContext) => unknown): Provoked => ({
  plugin: building(id, (b, { Village }) =>
    b.fields(Village, (t) => ({
      [`${camel(id)}Field`]: t.string({ ...described, resolve: (_row, _args, ctx) => resolve(ctx) as string }),
    })),
  ),
  provoke: villageWith(`${camel(id)}Field`),
});
const villageWith = (field: string) => (zoo: Zoo) =>
  zoo.clerk.query(`{ village(code: "${YUCUN}") { name bad: ${field} township { name } } }`);
const asking = (field: string) => (zoo: Zoo) => zoo.clerk.query(`{ bad: ${field} village(code: "${YUCUN}") { name } }`);
const say = (statement: string) => (ctx: RequestContext) => ctx.db.execute(sql.raw(statement));

const village = async ({ db }: RequestContext) =>
  (await db.execute(sql`select name from core.place limit 1`))[0]?.['name'];

/** Keeps what belongs to one operation. */
let kept: RequestContext | undefined;

const PLUGIN_FAILED = { answers: 'PLUGIN_FAILED' } as const;
const failing = (kind: string, says: string) => ({ ...PLUGIN_FAILED, fault: [kind, says] as const });

export const badFields = (): Failing[] => [
  { what: 'a field that throws', ...guest('throws', () => fails('out of order')), ...failing('FIELD', 'out of order') },
  { what: 'a field that throws later', ...guest('throws-late', async () => fails('out of order')), ...failing('FIELD', 'out of order') },
  { what: 'a field that throws no error', ...guest('throws-nothing', () => Promise.reject(undefined)), ...failing('FIELD', 'undefined') },
  { what: 'a field that hangs', ...guest('hangs', () => never()), ...failing('FIELD', 'hangs took more than its budget in one operation: 250 ms.') },
  { what: 'a field with too many statements', ...guest('asks-much', async (ctx) => { for (let one = 0; one < 21; one++) await village(ctx); }), ...failing('FIELD', '20 statements') },
  { what: 'a field with too many rows', ...guest('reads-much', say('select generate_series(1, 5001)')), ...failing('FIELD', '5000 rows') },
  { what: 'a field whose SQL fails', ...guest('bad-sql', say('select 1 / 0')), ...failing('FIELD', 'division by zero') },
  { what: 'a field whose SQL is slow', ...guest('slow-sql', say('select pg_sleep(1)')), ...failing('FIELD', '250 ms') },
  { what: 'a field that takes another role', ...guest('takes-role', say('set role none')), ...failing('FIELD', 'A plugin may not change the scope or the transaction it works in: set role none') },
  { what: 'a field that widens its own reach', ...guest('widens-reach', say(`select set_config('app.scope', '{"core.person.read": [""]}', true)`)), ...failing('FIELD', 'A plugin may not change the scope') },
  { what: 'a field that ends the transaction', ...guest('commits-read', say('commit')), ...failing('FIELD', 'A plugin may not change the scope or the transaction it works in: commit') },
  { what: 'a field that begins a transaction of its own', ...guest('own-transaction', (ctx) => ctx.db.transaction(async () => {})), ...failing('FIELD', 'leave out `transaction`') },
  { what: 'a field that writes in a query', ...guest('writes-in-query', say("insert into core.role (key) values ('king')")), ...failing('FIELD', 'Failed query') },
  { what: 'a field that asks for a permission that nobody declares', ...guest('asks-right', (ctx) => ctx.can('asks-right.thing.read')), ...failing('FIELD', 'No plugin declares the permission asks-right.thing.read.') },
  { what: 'a field that gives an object for a text', ...guest('wrong-type', () => ({ name: 'x' })), ...failing('FIELD', 'String cannot represent value') },
  { what: 'a list that gives no list', ...listed('no-list', () => 'x'), ...failing('FIELD', 'Expected Iterable') },
  { what: 'a list of promises, one of which fails', ...listed('half-list', () => ['x', Promise.reject(new Error('the second is away'))]), ...failing('FIELD', 'the second is away') },
  { what: 'a field that uses the context of an earlier operation', ...keeper(), ...failing('FIELD', 'what was cut off can do nothing more') },
  { what: 'a loader that fails, and is not waited for', ...guest('floating', (ctx) => { void ctx.load({ batch: () => Promise.reject(new Error('nobody waits for this')), missing: null } as never, 'x'); return null; }), answers: null, fault: null },
  { what: 'a place that cannot be found out', ...placed('bad-place', () => fails('no place')), ...failing('FIELD', 'no place') },
  { what: 'a place that is waited for in vain', ...placed('endless-place', () => never()), ...failing('FIELD', '250 ms') },
  { what: 'a root field that throws', plugin: building('root-throws', (b) => b.queries((t) => ({ rootThrowsHello: t.string({ ...open, resolve: () => fails('out of order') }) }))), provoke: asking('rootThrowsHello'), ...failing('FIELD', 'out of order') },
  { what: 'a root field that hangs', plugin: building('root-hangs', (b) => b.queries((t) => ({ rootHangsHello: t.string({ ...open, resolve: () => never<string>() }) }))), provoke: asking('rootHangsHello'), ...failing('FIELD', '5000 ms'), isSlow: true },
  { what: 'an own type whose field that must be there is missing', plugin: building('own-null', (b) => {
    const Thing = b.objectRef<object>('OwnNullThing').implement({ description: 'An example.', fields: (t) => ({ name: t.string({ description: 'An example.', resolve: () => null as never }) }) });
    b.queries((t) => ({ ownNullHello: t.field({ ...open, type: Thing, resolve: () => ({}) }) }));
  }), provoke: asking('ownNullHello { name }'), ...failing('FIELD', 'Cannot return null for non-nullable field OwnNullThing.name.') },
  { what: 'a subscription that throws', ...subscribing('no-stream', () => fails('no stream')), ...failing('FIELD', 'no stream') },
  { what: 'a subscription that breaks off', ...subscribing('torn-stream', async function* () { yield 'one'; fails('torn'); }), ...failing('FIELD', 'torn') },
  { what: 'a subscription whose answers throw', ...subscribing('bad-stream', async function* () { yield 'one'; }, () => fails('unreadable')), ...failing('FIELD', 'unreadable') },
]; // prettier-ignore

function listed(id: string, resolve: () => unknown): Provoked {
  const field = `${camel(id)}Field`;
  const plugin = building(id, (b, { Village }) =>
    b.fields(Village, (t) => ({ [field]: t.stringList({ ...described, resolve: () => resolve() as string[] }) })),
  );
  return { plugin, provoke: villageWith(field) };
}

function keeper(): Provoked {
  const bad = guest('keeps-context', (ctx) => village((kept ??= ctx)));
  return { plugin: bad.plugin, provoke: async (zoo) => (await bad.provoke(zoo), bad.provoke(zoo)) };
}

function placed(id: string, place: () => never | Promise<string>): Provoked {
  const field = `${camel(id)}Field`;
  const plugin = building(id, (b, { Village }) =>
    b.fields(Village, (t) => ({
      [field]: t.string({ ...described, permission: 'core.person.read' as never, place, resolve: () => 'x' }),
    })),
  );
  return { plugin, provoke: villageWith(field) };
}

function subscribing(id: string, subscribe: () => AsyncIterable<string>, resolve = (one: string) => one): Provoked {
  const field = `${camel(id)}Said`;
  const plugin = building(id, (b) =>
    b.subscriptions((t) => ({
      [field]: t.string({ ...open, subscribe: subscribe as never, resolve: resolve as never }),
    })),
  );
  return { plugin, provoke: async (zoo) => lastOf(zoo.clerk.subscribe(`subscription { bad: ${field} }`)) };
}

/** Its last answer; a stream that ends in errors ends its iterator with them. */
async function lastOf(stream: AsyncIterableIterator<Answered>): Promise<Answered> {
  let last: Answered = {};
  try {
    for await (const one of stream) last = one;
    return last;
  } catch (errors) {
    return { errors: errors as Answered['errors'] & object };
  }
}
