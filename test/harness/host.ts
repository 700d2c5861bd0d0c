/**
 * A whole server on its own database, asked through its doors: sign-in, POST /graphql, WebSocket, files.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import { asOwner, install, type Auth, type Host, type SignedInEvent } from '@cunzhi/platform';
import type { AnyPlugin, IdentityProvider, ServiceContext } from '@cunzhi/plugin';
import { run, type RunOptions } from '@cunzhi/server';
import { Client } from './client.ts';
import { listingAt } from './listing.ts';
import { databaseAt, deployment, PASSWORD, TEMPLATE } from './template.ts';

export interface TestHost {
  readonly url: string;
  readonly databaseUrl: string;
  readonly host: Host;
  readonly auth: Auth;
  /** Files and the secret that signs cookies. */
  readonly dataFolder: string;
  /** Removes files that belong to nothing. */
  sweepFiles(): Promise<void>;
  /** A client signed in as a demonstration account; one session for each name. */
  as(username: string): Promise<Client>;
  /** A client without a session. */
  stranger(): Client;
  /** Statements of the request pool while `work` runs, without transaction control. */
  countStatements(work: () => Promise<unknown>): Promise<number>;
  /** Runs a service as the platform itself, in one transaction. */
  asSystem<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<T>;
  /** The owner's connection, for looking at rows and for faults. */
  sql<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface TestHostOptions {
  readonly now?: () => Date;
  /** Further plugins, installed before the start; those that cannot be are set aside as in any start. */
  readonly plugins?: readonly AnyPlugin[];
  /** How long a plugin may take to start and to stop. */
  readonly limits?: RunOptions['limits'];
  /** Another node, or a database of the test's own: that database and that data folder, which stay when this server closes. */
  readonly beside?: Pick<TestHost, 'databaseUrl' | 'dataFolder'>;
  /** Real work instead of a demonstration: cookies of https, two factors where roles ask for them. */
  readonly isForReal?: boolean;
  readonly trustedProxies?: string;
  readonly identityProviders?: readonly IdentityProvider[];
  /** A preset of standards/access/passwords.yaml. */
  readonly passwords?: string;
  readonly onSignedIn?: (event: SignedInEvent) => Promise<void>;
  /** Less time and fewer requests than LIMITS gives. */
  readonly most?: RunOptions['most'];
  readonly documents?: RunOptions['documents'];
  /** How long a plugin's fields on other types may take; for a machine that does other work too. */
  readonly guestBudgetMs?: number;
  /** A built client; its documents are listed. */
  readonly clientFolder?: string;
}

/** Transaction control, the scope, and the driver's look at array types on a new connection. */
const CONTROL = /^\s*(begin|commit|rollback|set transaction|select\s+set_config|select b\.oid)/i;

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A fresh copy of the template database, or of another that nobody is connected to, or an empty one. */
export async function createTestDatabase({ isEmpty = false, like = '' } = {}): Promise<TestDatabase> {
  const cluster = inject('databaseUrl');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const template = like === '' ? TEMPLATE : new URL(like).pathname.slice(1);
  await asOwner(cluster, (sql) => sql.unsafe(`create database ${name}${isEmpty ? '' : ` template ${template}`}`));
  return {
    url: databaseAt(cluster, name),
    drop: async () => void (await asOwner(cluster, (sql) => sql.unsafe(`drop database ${name} with (force)`))),
  };
}

/** Starts a server on a fresh copy of the template database. Close it in `afterAll`. */
export async function createTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const { plugins = [], beside, isForReal = false, trustedProxies, passwords, identityProviders } = options;
  const { now, limits, onSignedIn, most, clientFolder, guestBudgetMs } = options;
  // Where free text is refused, what our clients ask is listed.
  const listing = isForReal && !clientFolder && !options.documents ? listingAt() : undefined;
  const documents = options.documents ?? listing;
  const database = beside ? { url: beside.databaseUrl, drop: async () => {} } : await createTestDatabase();
  const { url: databaseUrl } = database;
  const dataFolder = beside?.dataFolder ?? mkdtempSync(join(tmpdir(), 'cunzhi-files-'));
  const statements: string[] = [];
  const settings = { port: 0, dataFolder, databaseUrl, logLevel: process.env['LOG_LEVEL'] ?? 'silent', trustedProxies };
  const deployed = (await deployment()).config;
  const config = {
    ...deployed,
    plugins: [...deployed.plugins, ...plugins],
    ...(passwords && { passwords }),
    ...(guestBudgetMs && { guestBudgetMs }),
    ...(identityProviders && { identityProviders }),
  };
  if (plugins.length > 0) await install(databaseUrl, config.plugins, config.standards);
  const running = await run({
    config,
    databaseUrl,
    settings,
    isDemonstration: !isForReal,
    ...(onSignedIn && { onSignedIn }),
    onStatement: (one) => statements.push(one),
    ...(now && { now }),
    ...(limits && { limits }),
    most,
    documents,
    ...(clientFolder && { clientFolder }),
  });
  listing?.servedAt(running.http.url);
  const clients = new Map<string, Promise<Client>>();
  const { url, auth } = running.http;
  const stop = async () => {
    for (const client of clients.values()) (await client).close();
    await running.stop();
    if (!beside) rmSync(dataFolder, { recursive: true, force: true });
  };

  return {
    url,
    databaseUrl,
    host: running.host,
    auth,
    dataFolder,
    sweepFiles: () => running.http.sweep(),
    stranger: () => new Client(url),
    as(username) {
      const known = clients.get(username) ?? Client.signIn(url, username, PASSWORD);
      clients.set(username, known);
      return known;
    },
    async countStatements(work) {
      statements.length = 0;
      await work();
      return statements.filter((one) => !CONTROL.test(one)).length;
    },
    asSystem: (work) => running.host.asSystem({ id: randomUUID(), name: '测试' }, work),
    sql: (work) => asOwner(databaseUrl, work),
    async close() {
      await stop();
      await database.drop();
    },
  };
}
