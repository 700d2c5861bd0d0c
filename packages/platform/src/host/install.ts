/**
 * Installing: migrations, row security, reference data. What `cunzhi apply` does, and what a demonstration start does.
 */
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Plugin } from '@cunzhi/plugin';
import { applyMigrations, applyPolicies, asOwner } from '../database/index.ts';
import { installQueue } from '../jobs/index.ts';
import { orderPlugins } from './order.ts';

/** Applies everything that is pending; running it again changes nothing. Returns the migrations that ran. */
export async function install(databaseUrl: string, plugins: readonly Plugin[], standards: URL): Promise<string[]> {
  const ordered = orderPlugins(plugins);
  return asOwner(databaseUrl, async (sql: Sql) => {
    const applied = await applyMigrations(sql, ordered);
    await applyPolicies(sql, ordered);
    await installQueue(databaseUrl);
    for (const plugin of ordered) await plugin.reference?.({ db: drizzle(sql), standards });
    return applied.map(({ plugin, file }) => `${plugin}/${file}`);
  });
}
