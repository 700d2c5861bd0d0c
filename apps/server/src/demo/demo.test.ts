/** The demonstration fills what belongs to installed plugins, and asks nothing of those that are away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { core } from '@cunzhi/core';
import { asOwner, install } from '@cunzhi/platform';
import { definePlugin } from '@cunzhi/plugin';
import { standards } from '@cunzhi/standards';
import { Client } from '@cunzhi/test';
import { run } from '../compose.ts';
import { ensureDemonstrationAccounts } from './accounts.ts';
import { ensurePlaces, fillDemonstration } from './index.ts';

const cluster = inject('databaseUrl');
const name = `t_${randomUUID().replaceAll('-', '')}`;
const databaseUrl = cluster.replace(/\/[^/]*$/, `/${name}`);
const dataFolder = mkdtempSync(join(tmpdir(), 'cunzhi-demo-'));
afterAll(async () => {
  await asOwner(cluster, (sql) => sql.unsafe(`drop database ${name} with (force)`));
  rmSync(dataFolder, { recursive: true });
});

const greeting = definePlugin({ id: 'greeting', compat: '^1.0.0', uses: { core } });

it('starts with the core and one plugin of somebody else: places, accounts, and no table of a plugin that is away', async () => {
  await asOwner(cluster, (sql) => sql.unsafe(`create database ${name}`));
  const config = { plugins: [core, greeting], standards };

  await install(databaseUrl, config.plugins, config.standards);
  await ensurePlaces(databaseUrl);
  const running = await run({
    config,
    databaseUrl,
    settings: { port: 0, dataFolder, databaseUrl, logLevel: 'silent' },
    isDemonstration: true,
    prepare: async (host, auth) => {
      await ensureDemonstrationAccounts(databaseUrl, auth, 'a password for tests');
      await fillDemonstration(databaseUrl, host, join(dataFolder, 'files'));
    },
  });
  const clerk = await Client.signIn(running.http.url, 'yucun', 'a password for tests');
  const data = await clerk.data('{ village(code: "330523108204") { name } platform { plugins { id } } }');
  await running.stop();

  expect(data).toEqual({
    village: { name: '余村' },
    platform: { plugins: [{ id: 'core' }, { id: 'greeting' }] },
  });
  const schemas = await asOwner(
    databaseUrl,
    (sql) => sql`select nspname from pg_namespace where nspname like 'plugin\\_%'`,
  );
  expect([...schemas]).toEqual([]);
});
