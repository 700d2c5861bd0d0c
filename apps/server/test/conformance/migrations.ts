/** A plugin as it was published before: with the first of its migrations only. */
import { cpSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AnyPlugin } from '@cunzhi/plugin';

export function migrationFiles({ migrations }: AnyPlugin): string[] {
  if (!migrations || !existsSync(migrations)) return [];
  return readdirSync(migrations)
    .filter((file) => file.endsWith('.sql'))
    .sort();
}

/** The tables of an older version are not known any more: it declares none, and brings no reference data. */
export function withFirstMigrations(plugin: AnyPlugin, count: number): AnyPlugin {
  const folder = mkdtempSync(join(tmpdir(), 'cunzhi-older-'));
  for (const file of migrationFiles(plugin).slice(0, count))
    cpSync(join(fileURLToPath(plugin.migrations ?? ''), file), join(folder, file));
  return { ...plugin, migrations: pathToFileURL(`${folder}/`), tables: [], reference: undefined };
}
