/**
 * The host: one running platform, put together from its plugins.
 *
 * Start order: check → connect → compare the catalogue → build the schema → follow the log. Stop is the reverse.
 */
import type { GraphQLSchema } from 'graphql';
import { SetupError, type Actor, type Locale, type Plugin, type ServiceContext } from '@cunzhi/plugin';
import { collectPermissions, loadActor, systemActor, type FindHolder, type Permissions } from '../access/index.ts';
import { asOwner, checkPolicies, connect, planMigrations, type Connections } from '../database/index.ts';
import { collectEvents, collectGuards, EventHub } from '../events/index.ts';
import type { Log } from '../log/index.ts';
import { Breaker, buildSchema, Operation, type OperationTools } from '../schema/index.ts';
import { collectFacts } from './facts.ts';
import { orderPlugins } from './order.ts';

export interface HostOptions {
  readonly plugins: readonly Plugin[];
  readonly databaseUrl: string;
  readonly findHolder: FindHolder;
  readonly isDemonstration: boolean;
  readonly log: Log;
  readonly now?: () => Date;
  readonly onStatement?: (statement: string) => void;
}

export interface Host {
  readonly plugins: readonly Plugin[];
  readonly permissions: Permissions;
  readonly schema: GraphQLSchema;
  readonly connections: Connections;
  readonly isDemonstration: boolean;
  readonly log: Log;
  /** The actor behind a sign-in account, with the grants of this moment. */
  loadActor(accountId: string): Promise<Actor | null>;
  operation(actor: Actor | null, locale: Locale, reloadActor?: () => Promise<Actor | null>): Operation;
  /** Runs a service as the platform itself, in one transaction: for commands and demonstration data. */
  asSystem<T>(person: { id: string; name: string }, work: (ctx: ServiceContext) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** The version that plugins name in `compat`. */
export const VERSION = '1.0.0';

/** @throws SetupError with every problem when the database is behind the plugins or a plugin does not build. */
export async function startHost(options: HostOptions): Promise<Host> {
  const plugins = orderPlugins(options.plugins);
  const permissions = collectPermissions(plugins);
  await asOwner(options.databaseUrl, async (sql) => {
    const pending = await planMigrations(sql, plugins);
    const problems = pending.length
      ? pending.map(({ plugin, file }) => `Migration ${plugin}/${file} is not applied: run \`cunzhi apply\`.`)
      : await checkPolicies(sql, plugins);
    if (problems.length > 0) throw new SetupError(problems);
  });

  const { isDemonstration, findHolder, log } = options;
  const states = plugins.map(({ id }) => ({ id, state: 'live', reason: null, nextStep: null }));
  const about = { version: VERSION, isDemonstration, plugins: states };
  const schema = buildSchema({ plugins, about, permissions });
  const connections = connect({ url: options.databaseUrl, onStatement: options.onStatement });
  const hub = new EventHub(connections.follow, options.log);
  await hub.start();

  const breaker = new Breaker();
  const events = collectEvents(plugins);
  const guards = collectGuards({
    plugins,
    permissions,
    isLive: () => true,
    noteFault: (fault) => log.error(fault, 'a guard failed'),
  });
  const tools: OperationTools = {
    database: connections.app,
    hub,
    events,
    guards,
    facts: collectFacts(plugins),
    now: options.now,
    permissions,
    breaker,
    isPaused: () => false,
    noteFault: () => {},
  };
  return {
    plugins,
    permissions,
    schema,
    connections,
    isDemonstration,
    log,
    loadActor: (accountId) => loadActor(connections.auth, accountId, { permissions, findHolder, isDemonstration }),
    operation: (actor, locale, reloadActor = async () => actor) => new Operation(tools, { actor, locale, reloadActor }),
    asSystem: async (person, work) => {
      const operation = new Operation(tools, {
        actor: systemActor(permissions, person),
        locale: 'zh',
        reloadActor: async () => null,
      });
      let result!: Awaited<ReturnType<typeof work>>;
      await operation.mutate({
        field: 'system',
        input: {},
        isBatch: true,
        replay: undefined,
        work: async () => (result = await work(operation.service())),
      });
      await operation.close();
      return result;
    },
    stop: async () => {
      await hub.stop();
      await connections.close();
    },
  };
}
