/**
 * What a database is for: a demonstration, or real work. The two never mix.
 *
 * Demonstration accounts have a printed password; they must not appear where real people work.
 */
import type { Sql } from 'postgres';
import { SetupError } from '@cunzhi/plugin';

export type DeploymentMode = 'demonstration' | 'production';

/** Marks a new database, or checks the mark of an old one. @throws SetupError when it is for the other purpose. */
export async function claimDeployment(sql: Sql, mode: DeploymentMode): Promise<void> {
  await sql`insert into platform.deployment (mode) values (${mode}) on conflict do nothing`;
  const [row] = await sql<{ mode: DeploymentMode }[]>`select mode from platform.deployment`;
  if (row?.mode === mode) return;
  throw new SetupError([
    mode === 'demonstration'
      ? 'This database is in real use; demonstration data does not belong there. Unset DATABASE_URL, or use `cunzhi serve`.'
      : 'This database holds demonstration accounts with a known password. Use another database for real work.',
  ]);
}
