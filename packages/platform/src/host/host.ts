/**
 * The host: one running platform, put together from its plugins.
 *
 * Start order: check → database → services → schema → setup → handlers and jobs. Stop is the reverse. A plugin that fails
 * on the way is set aside and said; only the platform or the core can stop the start.
 */
import type { GraphQLSchema } from 'graphql';
import type { Actor, Locale, Plugin, ServiceContext, Webhook } from '@cunzhi/plugin';
import {
  collectPermissions,
  loadActor,
  systemActor,
  type FindHolder,
  type Looking,
  type Permissions,
  type SignedIn,
} from '../access/index.ts';
import { openAudit, type AuditBook } from '../audit/index.ts';
import { connect, placedTables, type Connections } from '../database/index.ts';
import { collectEvents, collectGuards, EventHub } from '../events/index.ts';
import { startWork } from '../jobs/index.ts';
import type { Log } from '../log/index.ts';
import { openFaults, PluginStates, type NoteFault } from '../plugins/index.ts';
import { Breaker, Operation, type OperationTools } from '../schema/index.ts';
import { openKeys } from '../sensitive/index.ts';
import { checkPlugins } from './check.ts';
import { collectFacts } from './facts.ts';
import { Keeper } from './keeper.ts';
import { Life, tellLog, type Generation } from './life.ts';
import { schemaBuilder } from './schema.ts';
import { beginStart, type Attempt } from './starts.ts';
import { stopForCore } from './install.ts';

export interface HostLimits {
  readonly startMs?: number;
  readonly stopMs?: number;
  readonly handlerMs?: number;
  readonly factMs?: number;
}

export interface HostOptions {
  readonly plugins: readonly Plugin[];
  readonly databaseUrl: string;
  readonly findHolder: FindHolder;
  /** Without it nobody looks as somebody else. */
  readonly looking?: Looking | undefined;
  readonly isDemonstration: boolean;
  /** Where the outer key of sensitive values lies, or shall be made. */
  readonly keyFile: string;
  readonly log: Log;
  readonly now?: () => Date;
  readonly onStatement?: (statement: string) => void;
  readonly guestBudgetMs?: number | undefined;
  /** Other systems that are told of events. */
  readonly webhooks?: readonly Webhook[];
  /** Starts all plugins, whatever became of the starts before: `cunzhi bisect` does. */
  readonly isReckless?: boolean;
  /** How long a plugin may take to start and to stop, to handle one event, and to read one fact. */
  readonly limits?: HostLimits;
}

export interface Host {
  /** The plugins that run, paused ones too, in their order. */
  readonly plugins: readonly Plugin[];
  /** All that stand in the configuration. */
  readonly installed: readonly Plugin[];
  readonly permissions: Permissions;
  /** As it is now; whoever keeps it keeps an old one after a swap. */
  readonly schema: GraphQLSchema;
  readonly states: PluginStates;
  readonly noteFault: NoteFault;
  readonly connections: Connections;
  /** For rows of the audit log that belong to no transaction: somebody has signed in. */
  readonly audit: AuditBook;
  readonly isDemonstration: boolean;
  readonly log: Log;
  /** Milliseconds that events wait for a transaction that does not end. */
  readonly lagMs: number;
  /** The actor behind a sign-in account, with the grants of this moment. */
  loadActor(signedIn: SignedIn): Promise<Actor | null>;
  operation(actor: Actor | null, locale: Locale, reloadActor?: () => Promise<Actor | null>): Operation;
  /** Runs a service as the platform itself, in one transaction: for commands and demonstration data. */
  asSystem<T>(person: { id: string; name: string }, work: (ctx: ServiceContext) => Promise<T>): Promise<T>;
  /** Builds the schema anew from the plugins that run, and swaps it. */
  rebuild(): Promise<void>;
  /** Tries a plugin again that was set aside, with those that wait for it. */
  retry(id: string): Promise<void>;
  /** @throws PluginActRefusedError. */
  pause(id: string, reason: string, by: string): Promise<void>;
  /** Lets a paused plugin go on, or tries again one that was set aside. @throws PluginActRefusedError. */
  resume(id: string): Promise<void>;
  /** Called after each swap of the schema, until the returned function is called. */
  onSwap(listener: () => void): () => void;
  /** Whoever serves says that the start has come to its end; a start that dies before is counted. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const LIMITS = { startMs: 10_000, stopMs: 5_000 };
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** @throws SetupError with every problem when the platform's or the core's own part is not in order. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { databaseUrl, isDemonstration, findHolder, looking, log } = options;
  const checked = checkPlugins(options.plugins);
  stopForCore(checked.setAside);
  const states = new PluginStates();
  for (const name of checked.names)
    states.set(name, checked.setAside.get(name) ?? { state: 'waiting', reason: null, nextStep: null });

  // The database is looked at before a start is counted: a plain sentence about it is no death.
  const keeper = new Keeper({ databaseUrl, installed: options.plugins, checked, states, log });
  await keeper.look();
  const attempt = await beginStart(databaseUrl, checked.ordered.map(({ id }) => id)); // prettier-ignore
  if (attempt.isCautious && !options.isReckless) keeper.holdBack();

  const connections = connect({ url: databaseUrl, onStatement: options.onStatement });
  const keys = await openKeys(connections.keys, options.keyFile).catch(async (error: unknown) => {
    await connections.close();
    await giveUp(attempt);
    throw error;
  });
  const faults = openFaults(connections.follow, log);
  const permissions = collectPermissions(checked.ordered);
  const hub = new EventHub(connections.follow, permissions, log);
  const isPaused = (id: string) => states.isPaused(id);
  const isLive = (id: string) => states.of(id)?.state === 'live';
  const guards = collectGuards({ plugins: checked.ordered, permissions, isLive, noteFault: faults.note });
  const audit = openAudit(connections.audit);
  const tools: OperationTools = {
    database: connections.app,
    audit,
    keys,
    hub,
    events: collectEvents(checked.ordered),
    guards,
    facts: collectFacts({
      plugins: () => life.now.plugins,
      isPaused,
      noteFault: faults.note,
      limitMs: options.limits?.factMs,
    }),
    now: options.now,
    permissions,
    tables: placedTables(checked.ordered),
    breaker: new Breaker(),
    guestBudgetMs: options.guestBudgetMs,
    isPaused,
    noteFault: faults.note,
  };
  const asSystem: Host['asSystem'] = (person, work) => actAsSystem(tools, person, work);

  const life: Life = new Life({
    log,
    states,
    noteFault: faults.note,
    limits: { ...LIMITS, ...options.limits },
    build: schemaBuilder({ permissions, isDemonstration, desk: () => keeper.desk(faults) }),
    runAs: (plugin) => (work) => asSystem({ id: NOBODY, name: plugin.id }, work),
    startWork: ({ plugins }: Generation) =>
      startWork({
        plugins,
        connections,
        permissions,
        states,
        log,
        webhooks: options.webhooks ?? [],
        noteFault: faults.note,
        getSchema: () => life.now.schema,
        ...(options.limits?.handlerMs && { limits: { handlerMs: options.limits.handlerMs } }),
        makeOperation: (actor, database) =>
          new Operation({ ...tools, database }, { actor, locale: 'zh', reloadActor: async () => actor }),
      }),
  });
  keeper.life = life;

  const stop = async () => {
    await keeper.stop();
    await life.bringDown();
    await hub.stop();
    await faults.close();
    await connections.close();
  };
  try {
    await hub.start();
    await keeper.bringUp();
  } catch (error) {
    await stop();
    await giveUp(attempt);
    throw error;
  }
  tellLog(log, keeper.setAside);
  keeper.follow(connections.follow);

  return {
    installed: options.plugins,
    permissions,
    states,
    noteFault: faults.note,
    connections,
    audit,
    isDemonstration,
    log,
    get lagMs() {
      return hub.lagMs;
    },
    get plugins() {
      return life.now.plugins;
    },
    get schema() {
      return life.now.schema;
    },
    loadActor: (signedIn) =>
      loadActor(connections.auth, signedIn, { permissions, findHolder, looking, isDemonstration }),
    operation: (actor, locale, reloadActor = async () => actor) => new Operation(tools, { actor, locale, reloadActor }),
    asSystem,
    rebuild: () => keeper.inTurn(async () => life.rebuild()),
    retry: (id) => keeper.retry(id),
    pause: (id, reason, by) => keeper.pause(id, reason, by),
    resume: (id) => keeper.resume(id),
    onSwap: (listener) => life.onSwap(listener),
    ready: attempt.ready,
    stop: async () => {
      await stop();
      await giveUp(attempt);
    },
  };
}

/** An end in order is no death; an attempt that reached ready has ended already. */
const giveUp = (attempt: Attempt): Promise<void> => attempt.giveUp();

async function actAsSystem<T>(
  tools: OperationTools,
  person: { id: string; name: string },
  work: (ctx: ServiceContext) => Promise<T>,
): Promise<T> {
  const actor = systemActor(tools.permissions, person);
  const operation = new Operation(tools, { actor, locale: 'zh', reloadActor: async () => null });
  let result!: T;
  await operation.mutate({
    field: 'system',
    input: {},
    isBatch: true,
    replay: undefined,
    work: async () => (result = await work(operation.service())),
  });
  await operation.close();
  return result;
}
