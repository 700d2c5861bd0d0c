/** `cunzhi restored`: said once after a database was restored; the event log begins a new epoch. */
import type { Command } from 'commander';
import { asOwner, beginEpoch, isLogAhead } from '@cunzhi/platform';
import type { FindDeployment } from '../deployment.ts';
import { withDatabase } from './database.ts';
import { noteCommand } from './noted.ts';

export function addRestoredCommand(program: Command, findDeployment: FindDeployment): void {
  program
    .command('restored')
    .description(
      'after a restore from a backup: begins a new epoch of the event log, so that nothing is lost or sorted wrongly',
    )
    .action(async () =>
      withDatabase(await findDeployment(), (url) =>
        asOwner(url, async (sql) => {
          const wasAhead = await isLogAhead(sql);
          const epoch = await beginEpoch(sql);
          await noteCommand(sql, 'commandRestored', String(epoch));
          console.log(
            `The event log is in epoch ${epoch} now. ${wasAhead ? 'It held numbers of another cluster.' : 'It held none of another cluster; nothing is harmed.'}`,
          );
        }),
      ),
    );
}
