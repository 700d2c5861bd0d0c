/**
 * A real PostgreSQL for a test run: one embedded server, and a template database for each set of plugins.
 *
 * A test file gets a copy of the template in about a tenth of a second.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { importPlaces, readPlaces } from '@cunzhi/core';
import { asOwner, claimDeployment, install, startEmbedded } from '@cunzhi/platform';
import type { AnyPlugin } from '@cunzhi/plugin';
import { standards } from '@cunzhi/standards';

let own: Promise<string> | undefined;

/** The server of this run: the one that the test runner started for all workers, else one of this process. */
export async function clusterUrl(): Promise<string> {
  const { inject } = await import('vitest');
  const shared = (inject as (key: string) => unknown)('databaseUrl');
  if (typeof shared === 'string') return shared;
  own ??= startOwn();
  return own;
}

async function startOwn(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cunzhi-plugin-test-'));
  const server = await startEmbedded({ folder, unsafeFast: true });
  const { afterAll } = await import('vitest');
  afterAll(async () => {
    own = undefined;
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return server.url;
}

const at = (url: string, name: string) => url.replace(/\/[^/]*$/, `/${name}`);

export interface TestDatabase {
  readonly url: string;
  /** The key of its sensitive values; it goes with the database. */
  readonly keyFile: string;
  drop(): Promise<void>;
}

/** An empty database of its own. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return newDatabase(await clusterUrl(), '');
}

/** A database with these plugins installed and the real places of Huzhou. */
export async function installedDatabase(plugins: readonly AnyPlugin[]): Promise<TestDatabase> {
  const cluster = await clusterUrl();
  const template = await templateFor(cluster, plugins);
  return newDatabase(cluster, `template ${template}`);
}

async function newDatabase(cluster: string, how: string): Promise<TestDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await asOwner(cluster, (sql) => sql.unsafe(`create database ${name} ${how}`));
  const folder = mkdtempSync(join(tmpdir(), 'cunzhi-test-key-'));
  return {
    url: at(cluster, name),
    keyFile: join(folder, 'sensitive-key'),
    drop: async () => {
      await asOwner(cluster, (sql) => sql.unsafe(`drop database ${name} with (force)`));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Made once for each set of plugins, whoever asks first; the others wait for the lock. */
async function templateFor(cluster: string, plugins: readonly AnyPlugin[]): Promise<string> {
  const parts = plugins.map(({ id, version, migrations, tables }) => [id, version, migrations?.href, tables.length]);
  const name = `template_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20)}`;
  await asOwner(cluster, async (sql) => {
    await sql`select pg_advisory_lock(hashtext(${name}))`;
    const [known] = await sql`select from pg_database where datname = ${name}`;
    if (known) return;
    await sql.unsafe(`create database ${name}_new`);
    const url = at(cluster, `${name}_new`);
    await install(url, plugins, standards);
    await asOwner(url, async (fresh) => {
      await claimDeployment(fresh, 'demonstration');
      await importPlaces(
        drizzle(fresh),
        readPlaces([fileURLToPath(new URL('places/huzhou-divisions.csv', standards))]),
      );
    });
    await sql.unsafe(`alter database ${name}_new rename to ${name}`);
  });
  return name;
}
