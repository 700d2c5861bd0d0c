/** Bad in what they do beside queries: writes, events, guards, handlers, jobs, facts, and how they stop. */
import { randomUUID } from 'node:crypto';
import { core } from '@cunzhi/core';
import {
  defineEvents,
  definePlugin,
  UserError,
  type AnyPlugin,
  type FactDefinition,
  type ServiceContext,
} from '@cunzhi/plugin';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Failing } from './cases.ts';
import { well, wells } from './wells.ts';
import { compat, type Zoo } from './zoo.ts';

type Provoked = Required<Pick<Failing, 'plugin' | 'provoke'>>;
const WELL = '00000000-0000-4000-8000-000000000001';
const never = () => new Promise<never>(() => {});
const fails = (message: string): never => {
  throw new Error(message);
};
const camel = (id: string) => id.replace(/-(.)/g, (_all, one: string) => one.toUpperCase());
const events = (id: string) => defineEvents(id, { 'thing.done': z.object({ count: z.number() }) });
const about = (id: string) => ({
  placeCode: '330523108204',
  permission: `${id}.thing.write`,
  subject: { id: randomUUID(), version: 1 },
});
const emit = (ctx: ServiceContext, id: string, name = 'thing.done', payload: object = { count: 1 }) =>
  ctx.emit({ ...about(id), name: `${id}.${name}`, payload: payload as { count: number } });

/** A plugin with one mutation. */
const writing = (id: string, write: (ctx: ServiceContext, id: string) => Promise<unknown>): Provoked => ({
  plugin: definePlugin({
    id,
    compat,
    uses: { wells },
    permissions: { 'thing.write': { zh: '做', en: 'Do', roles: ['clerk'] } },
    events: events(id),
    graphql: (b) =>
      b.mutations((t) => ({
        [`${camel(id)}Do`]: t.string({
          permission: `${id}.thing.write` as never,
          nullable: true,
          description: 'An example.',
          resolve: async (_root, _args, ctx) => String(await write(ctx.service(), id)),
        }),
      })),
  }),
  provoke: (zoo) => zoo.clerk.query(`mutation { bad: ${camel(id)}Do }`),
});

/** A plugin that listens to the good one, and is meant by its cause. */
const hearing = (id: string, listens: (isMeant: (payload: { cause: string }) => boolean) => object): Provoked => ({
  plugin: definePlugin({ id, compat, uses: { wells }, ...listens(({ cause }) => cause === id) }),
  provoke: dry(id),
});
const dry = (cause: string) => (zoo: Zoo) =>
  zoo.clerk.query(`mutation { wellsReportDry(id: "${WELL}", cause: "${cause}") { name } }`);
type Heard = (ctx: ServiceContext, event: { payload: { cause: string } }) => unknown;
const on = (id: string, handle: Heard) =>
  hearing(id, (isMeant) => ({
    on: {
      'wells.well.dry': async (ctx: never, event: never) =>
        void (isMeant((event as { payload: { cause: string } }).payload) && (await handle(ctx, event))),
    },
  }));
const guard = (id: string, ask: Heard) =>
  hearing(id, (isMeant) => ({
    guard: {
      'wells.well.dry': async (ctx: never, event: never) =>
        void (isMeant((event as { payload: { cause: string } }).payload) && (await ask(ctx, event))),
    },
  }));

const publishing = (id: string, load: FactDefinition['load']): Provoked => ({
  plugin: definePlugin({ id, compat, facts: { [`${id}.count`]: { unit: '口', load } } }),
  provoke: (zoo) => zoo.clerk.query(`{ wellsFact(id: "${id}.count") }`),
});

class NotOnSunday extends UserError {
  constructor() {
    super('NOT_ON_SUNDAY', { zh: '星期天不登记。', en: 'Nothing is recorded on Sundays.' });
  }
}
const living = (id: string, stop: () => Promise<void>): AnyPlugin =>
  definePlugin({ id, compat, uses: { core }, setup: async () => stop });
const failed = (says: string) => ({ answers: 'PLUGIN_FAILED', fault: ['FIELD', says] }) as const;
const unheard = (kind: string, says: string) => ({ answers: null, fault: [kind, says] }) as const;

export const badWork = (): Failing[] => [
  { what: 'announces an event that it does not declare', ...writing('not-declared', (ctx, id) => emit(ctx, id, 'thing.undone')), ...failed('The event not-declared.thing.undone is announced but not declared') },
  { what: 'announces an event of another plugin that there is not', ...writing('other-event', (ctx) => emit(ctx, 'wells', 'well.full')), ...failed('The event wells.well.full is announced but not declared') },
  { what: 'a payload that does not fit', ...writing('misfit', (ctx, id) => emit(ctx, id, 'thing.done', { count: 'one' })), ...failed('misfit announces misfit.thing.done with a payload that the event\'s schema refuses (count: ') },
  { what: 'the same, and does not wait for it', ...writing('impatient', async (ctx, id) => void emit(ctx, id, 'thing.done', { count: 'one' })), ...failed('with a payload that the event\'s schema refuses') },
  { what: 'writes before it locks', ...writing('hasty', async (ctx) => { await ctx.db.execute(sql`update plugin_wells.well set note = 'x'`); await ctx.lock(well, eq(well.id, WELL)); }), ...failed('Lock first, write second') },
  { what: 'announces 10,001 events', ...writing('talkative', async (ctx, id) => { for (let one = 0; one <= 10_000; one++) void emit(ctx, id); }), ...failed('10000 events'), isSlow: true },
  { what: 'a mutation that hangs', ...writing('endless', never), ...failed('the database ends a transaction in which nothing happens for 10 s'), isSlow: true },
  { what: 'hides a statement that failed', ...writing('hides', async (ctx) => { await ctx.db.execute(sql`select 1 / 0`).catch(() => {}); }), ...failed('division by zero') },
  { what: 'writes what the database refuses', ...writing('refused', (ctx) => ctx.db.execute(sql`update plugin_wells.well set name = null`)), ...failed('null value in column "name"') },
  { what: 'writes to the core', ...writing('trespasser', (ctx) => ctx.db.execute(sql`update core.role set name_en = 'King'`)), ...failed('permission denied') },
  { what: 'a guard that throws', ...guard('guard-throws', () => fails('the sensor is broken')), ...unheard('GUARD', 'the sensor is broken') },
  { what: 'a guard that is slow', ...guard('guard-hangs', never), ...unheard('GUARD', 'had not answered after 100 ms') },
  { what: 'a guard that writes', ...guard('guard-writes', (ctx) => ctx.db.execute(sql`update plugin_wells.well set note = 'x'`)), ...unheard('GUARD', 'read-only transaction') },
  { what: 'a guard that refuses: that is its right', ...guard('guard-refuses', () => { throw new NotOnSunday(); }), answers: 'NOT_ON_SUNDAY', fault: null },
  { what: 'a handler that throws', ...on('handler-throws', () => fails('the pump is away')), ...unheard('HANDLER', 'the pump is away') },
  { what: 'a handler that hangs', ...on('handler-hangs', never), ...unheard('HANDLER', 'Not done after 0.5 s, cut off.') },
  { what: 'a handler whose SQL fails', ...on('handler-sql', (ctx) => ctx.db.execute(sql`select 1 / 0`)), ...unheard('HANDLER', 'division by zero') },
  { what: 'a job that throws', ...hearing('job-throws', (isMeant) => ({ jobs: { pump: { on: 'wells.well.dry', run: async (_ctx: never, event: { payload: { cause: string } }) => void (isMeant(event.payload) && fails('the pump is away')) } } })), ...unheard('JOB', 'the pump is away') },
  { what: 'a fact whose loader throws', ...publishing('fact-throws', () => fails('no figures')), ...unheard('FIELD', 'no figures') },
  { what: 'a fact whose loader hangs', ...publishing('fact-hangs', never), ...unheard('FIELD', 'it was not read within 2 s') },
  { what: 'a fact whose SQL fails', ...publishing('fact-sql', async (ctx) => { await ctx.db.execute(sql`select 1 / 0`); return new Map(); }), ...unheard('FIELD', 'division by zero') },
  { what: 'a fact that gives no map', ...publishing('fact-shape', async () => ({}) as never), ...unheard('FIELD', 'fact-shape.count gives no Map') },
  { what: 'a stop that hangs', plugin: living('stop-hangs', never), ...unheard('START', 'it did not stop within 0.3 s') },
  { what: 'a stop that throws', plugin: living('stop-throws', async () => fails('stuck')), ...unheard('START', 'stuck') },
]; // prettier-ignore
