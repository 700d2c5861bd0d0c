/** `cunzhi dead-letters [--retry ID]`: events that a handler, a job or a webhook gave up on, and another try. */
import type { Command } from 'commander';
import { asOwner, listDeadLetters, retryDeadLetter, type DeadLetter } from '@cunzhi/platform';
import type { FindDeployment } from '../deployment.ts';
import { withDatabase } from './database.ts';
import { noteCommand } from './noted.ts';

export function addDeadLettersCommand(program: Command, findDeployment: FindDeployment): void {
  program
    .command('dead-letters')
    .description('lists the events that a handler, a job or a webhook failed at ten times')
    .option('--retry <id>', 'asks for another try; a running server makes it within a second')
    .action(async ({ retry }: { retry?: string }) =>
      withDatabase(await findDeployment(), (url) =>
        asOwner(url, async (sql) => {
          if (retry !== undefined) {
            await retryDeadLetter(sql, retry);
            await noteCommand(sql, 'commandRetryDeadLetter', retry);
          }
          const letters = await listDeadLetters(sql);
          for (const letter of letters) console.log(lineOf(letter));
          if (letters.length === 0) console.log('There are no dead letters.');
        }),
      ),
    );
}

function lineOf({ id, kind, plugin, name, event, error, attempts, failedAt, askedAt }: DeadLetter): string {
  const reader = { on: `handler of ${plugin}`, job: `job ${plugin}/${name}`, webhook: `webhook ${name}` }[kind];
  const waits = askedAt ? '  another try is asked for' : '';
  return `${id.padStart(6)}  ${failedAt.toISOString()}  ${event.name} (event ${event.id}, subject ${event.subject.id})  ${reader}, ${attempts} tries: ${error}${waits}`;
}
