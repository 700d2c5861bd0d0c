/**
 * A plugin `wells` whose handlers a test hands in, on a real database; `effect` is what they leave behind.
 *
 * Each test has its own subject of events, so that none sees another's.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { collectPermissions, pluginActor } from '../access/index.ts';
import { connect, placedTables, type Connections } from '../database/index.ts';
import { openAudit } from '../audit/index.ts';
import { collectEvents, collectGuards, EventHub } from '../events/index.ts';
import { createLog } from '../log/index.ts';
import { Breaker, Operation } from '../schema/index.ts';
import type { SensitiveKeys } from '../sensitive/index.ts';
import {
  definePlugin,
  defineEvents,
  type AnyPlugin,
  type Locale,
  type Plugin,
  type ServiceContext,
} from '@cunzhi/plugin';
import { startWork, type Work, type WorkFault, type WorkOptions } from './index.ts';

export const wellEvents = defineEvents('wells', {
  'level.read': z.object({ number: z.number() }),
  'well.dry': z.object({ number: z.number() }),
});

/** What a plugin that listens to wells may bring along. */
export type Listening = Partial<Pick<Plugin, 'on' | 'guard' | 'jobs'>>;

export const wells: AnyPlugin = definePlugin({
  id: 'wells',
  compat: '^1.0.0',
  events: wellEvents,
  permissions: { 'level.read': { zh: '看水位', en: 'Read levels', roles: ['county'] } },
});

/** A plugin that uses wells. */
export const listener = (id: string, parts: Listening): AnyPlugin => ({
  ...definePlugin({ id, compat: '^1.0.0', uses: { wells } }),
  ...parts,
});

/** What a handler leaves: one row for each time it ran. */
export const leave = (ctx: ServiceContext, handler: string, number: number) =>
  ctx.db.execute(sql`insert into platform.test_effect (handler, number) values (${handler}, ${number})`);

/** The plugin of `kill.test.ts`, in this process or in one that is going to be killed. */
export const killed = (say: (number: number) => Promise<void>): AnyPlugin =>
  listener('killed-process', {
    on: {
      'wells.level.read': async (ctx, event: { payload: { number: number } }) => {
        await leave(ctx, 'killed-process', event.payload.number);
        await say(event.payload.number);
      },
    },
  });

export const EFFECT_TABLE = `
  create table platform.test_effect (id bigint generated always as identity, handler text not null, number int not null);
  grant select, insert on platform.test_effect to cunzhi_app`;

/** Nothing is sealed here. */
const NO_KEYS = { fingerprint: (text: string) => text } as SensitiveKeys;

export interface Bench {
  readonly connections: Connections;
  readonly faults: WorkFault[];
  readonly states: Map<string, string>;
  /** Starts one node more. */
  start(options?: Partial<WorkOptions>): Promise<Work>;
  operation: WorkOptions['makeOperation'];
  emit(
    number: number,
    more?: { name?: 'level.read' | 'well.dry'; placeCode?: string; subject?: string },
  ): Promise<void>;
  /** The numbers that a handler left, in order. */
  left(handler: string): Promise<number[]>;
  close(): Promise<void>;
}

/** One process's part: connections of its own, these plugins, and as many nodes as are started. */
export function openBench(databaseUrl: string, listeners: readonly AnyPlugin[]): Bench {
  const plugins = [wells, ...listeners];
  const connections = connect({ url: databaseUrl });
  const permissions = collectPermissions(plugins);
  const log = createLog('silent');
  const faults: WorkFault[] = [];
  const states = new Map(plugins.map(({ id }) => [id, 'live']));
  const nodes = new Set<Work>();
  const isLive = (plugin: string) => states.get(plugin) === 'live';
  const events = collectEvents(plugins);
  const guards = collectGuards({
    plugins,
    permissions,
    isLive,
    noteFault: (fault) => faults.push({ ...fault, kind: 'handler' }),
  });
  const hub = new EventHub(connections.follow, permissions, log);
  const locale: Locale = 'zh';
  const operation: WorkOptions['makeOperation'] = (actor, database) =>
    new Operation(
      {
        database, audit: openAudit(connections.audit), keys: NO_KEYS, hub, events, guards, permissions, tables: placedTables(plugins),
        facts: async () => new Map(), breaker: new Breaker(),
        isPaused: (id) => states.get(id) === 'paused', noteFault: () => {},
      }, // prettier-ignore
      { actor, locale, reloadActor: async () => actor },
    );
  const writer = pluginActor(wells, permissions);

  return {
    connections,
    faults,
    states,
    operation,
    async start(options) {
      const work = await startWork({
        plugins, connections, permissions, log, webhooks: [], makeOperation: operation,
        states: { of: (id) => ({ state: states.get(id) ?? 'waiting' }), list: () => [...states.values()].map((state) => ({ state })) },
        noteFault: (fault) => faults.push(fault),
        getSchema: () => { throw new Error('No webhook, no schema.'); },
        limits: { waitMs: 20 },
        ...options,
      }); // prettier-ignore
      nodes.add(work);
      return work;
    },
    emit(number, { name = 'level.read', placeCode = '330523108204', subject = randomUUID() } = {}) {
      const operationOfWriter = operation(writer, connections.app);
      return operationOfWriter.act(() =>
        wellEvents.emit(operationOfWriter.service(), name, {
          placeCode,
          permission: 'wells.level.read',
          subject: { id: subject, version: number },
          payload: { number },
        }),
      );
    },
    async left(handler) {
      const rows = await connections.jobs.execute<{ number: number }>(
        sql`select number from platform.test_effect where handler = ${handler} order by id`,
      );
      return rows.map(({ number }) => number);
    },
    async close() {
      await Promise.all([...nodes].map((node) => node.stop()));
      await connections.close();
    },
  };
}
