/** Puts the installed plugins, the core's ports and the settings together into one running server. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { activations, evidenceFiles, findHolder, findLooked, grantsOf } from '@cunzhi/core';
import {
  createLog,
  keepForgetting,
  loadPasswordPreset,
  openBuilds,
  readProviders,
  readTrustedProxies,
  serve,
  startEmbedded,
  startHost,
  startSealer,
  type Host,
  type HostOptions,
  type HttpServer,
  type ServeOptions,
  type Settings,
  type SignedInEvent,
} from '@cunzhi/platform';
import { noteSignIn, noteSignInAct, signerOf } from './audit.ts';
import { listOf } from './client.ts';
import type { DeployedConfig } from './deployment.ts';
import { usableFolder } from './folder.ts';

export interface RunOptions {
  readonly config: DeployedConfig;
  readonly databaseUrl: string;
  readonly settings: Settings;
  readonly isDemonstration: boolean;
  /** Runs before anything is answered: demonstration accounts and data. */
  readonly prepare?: (host: Host, auth: HttpServer['auth']) => Promise<void>;
  /** Where the client is, once `prepare` is done; without it only the API is served. */
  readonly clientFolder?: string;
  /** For tests: another clock, and a look at every statement. */
  readonly now?: () => Date;
  readonly onStatement?: (statement: string) => void;
  /** Told of each sign-in before its cookie is given out; when it throws, nobody is signed in. */
  readonly onSignedIn?: (event: SignedInEvent) => Promise<void>;
  readonly limits?: HostOptions['limits'];
  /** For tests: less time, fewer requests. */
  readonly most?: ServeOptions['limits'] | undefined;
  /** For tests: other documents than those of the client's builds. */
  readonly documents?: ServeOptions['documents'] | undefined;
}

export interface Running {
  readonly host: Host;
  readonly http: HttpServer;
  stop(): Promise<void>;
}

/** Starts host and HTTP server on a database that is installed already. @throws SetupError */
export async function run({
  config,
  databaseUrl,
  settings,
  isDemonstration,
  prepare,
  clientFolder,
  now,
  onStatement,
  onSignedIn,
  limits,
  most,
  documents,
}: RunOptions): Promise<Running> {
  const log = createLog(settings.logLevel);
  const providers = readProviders(config.identityProviders, process.env);
  const host = await startHost({
    plugins: config.plugins,
    ...(config.webhooks && { webhooks: config.webhooks }),
    guestBudgetMs: config.guestBudgetMs,
    databaseUrl,
    findHolder,
    looking: { permission: 'core.account.look', find: findLooked },
    isDemonstration,
    keyFile: keyFileOf(settings),
    log,
    ...(now && { now }),
    ...(onStatement && { onStatement }),
    ...(limits && { limits }),
  });
  const { sign } = signerOf(settings);
  const sealer = startSealer({ sql: host.connections.audit, sign, log });
  const stopForgetting = keepForgetting(host.connections.follow, log);
  const builds = openBuilds({ sql: host.connections.follow, log, now });
  const stop = async () => {
    await Promise.all([sealer.stop(), stopForgetting(), builds.stop()]);
    await host.stop();
  };
  try {
    const http = await serve({
      host,
      port: settings.port,
      secret: secretOf(settings.dataFolder),
      filesFolder: join(settings.dataFolder, 'files'),
      files: evidenceFiles,
      activations,
      grantsOf,
      onSignedIn: async (event) => {
        await noteSignIn(host, event);
        await onSignedIn?.(event);
      },
      onSignInAct: (act) => noteSignInAct(host, act),
      passwords: loadPasswordPreset(config.standards, config.passwords ?? 'nist'),
      providers,
      trustedProxies: readTrustedProxies(settings.trustedProxies),
      clientFolder,
      documents: documents ?? builds,
      limits: most,
      prepare: async (auth) => {
        await prepare?.(host, auth);
        await (clientFolder ? builds.serve(listOf(clientFolder)) : builds.look());
      },
    });
    await host.ready();
    return { host, http, stop: async () => (await http.close(), stop()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The database of these settings: the given URL, or the embedded server, started if need be. */
export async function openDatabase(settings: Settings): Promise<{ url: string; stop(): Promise<void> }> {
  if (settings.databaseUrl) return { url: settings.databaseUrl, stop: async () => {} };
  return startEmbedded({ folder: join(settings.dataFolder, 'postgres') });
}

/** Where the key of sensitive values lies: made at the first start, kept outside the database. */
export const keyFileOf = ({ keyFile, dataFolder }: Settings): string =>
  keyFile ?? join(usableFolder(dataFolder), 'sensitive-key');

/** The secret that signs cookies: made once, kept outside the database. */
function secretOf(dataFolder: string): string {
  const file = join(usableFolder(dataFolder), 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
