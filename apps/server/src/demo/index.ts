/** The demonstration year: invented, marked so, made from a fixed seed. Filled once; a second start changes nothing. */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { countPlaces, importPlaces, readPlaces } from '@cunzhi/core';
import { asOwner, type Host } from '@cunzhi/platform';
import { standards } from '../../../../cunzhi.config.ts';

export async function fillDemonstration(databaseUrl: string, host: Host): Promise<void> {
  await asOwner(databaseUrl, async (sql) => {
    const db = drizzle(sql);
    if ((await countPlaces(db)) === 0) await importPlaces(db, readPlaces([fileURLToPath(new URL('places/huzhou-divisions.csv', standards))]));
  });
  void host;
}
