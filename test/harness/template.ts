/** Fills the template: all plugins installed, the real places, the demonstration accounts; no demonstration year. */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { importPlaces, readPlaces } from '@cunzhi/core';
import { asOwner, claimDeployment, install } from '@cunzhi/platform';
import { ensureDemonstrationAccounts, loadDeployment, run } from '@cunzhi/server';

export const TEMPLATE = 'cunzhi_template';
export const PASSWORD = 'a password for tests';

/** The deployment under test: the repository's own. */
export const deployment = () => loadDeployment(fileURLToPath(new URL('../../cunzhi.config.ts', import.meta.url)));

export const databaseAt = (url: string, name: string) => url.replace(/\/[^/]*$/, `/${name}`);

export async function fillTemplate(url: string, dataFolder: string): Promise<void> {
  await asOwner(url, (sql) => sql.unsafe(`create database ${TEMPLATE}`));
  const template = databaseAt(url, TEMPLATE);
  const { config } = await deployment();
  await install(template, config.plugins, config.standards);
  await asOwner(template, async (sql) => {
    await claimDeployment(sql, 'demonstration');
    await importPlaces(
      drizzle(sql),
      readPlaces([fileURLToPath(new URL('places/huzhou-divisions.csv', config.standards))]),
    );
  });
  const settings = { port: 0, dataFolder, databaseUrl: undefined, logLevel: 'silent' };
  const running = await run({ config, databaseUrl: template, settings, isDemonstration: true });
  await ensureDemonstrationAccounts(template, running.http.auth, PASSWORD);
  await running.stop();
  // Each copy is an installation of its own, with a key of its own; nothing is sealed yet.
  await asOwner(template, (sql) => sql`delete from platform.wrapped_key`);
}
