/** The row that a command leaves in the audit log: nobody has signed in at a command line, so it names the command. */
import { randomUUID } from 'node:crypto';
import { openAudit, type Sql } from '@cunzhi/platform';

/** The acts of commands, with their words in the messages of the core. */
export type CommandAct =
  | 'commandSetup'
  | 'commandRestored'
  | 'commandApply'
  | 'commandUninstall'
  | 'commandRetryPlugins'
  | 'commandRetryDeadLetter'
  | 'commandImportPlaces'
  | 'commandExportAudit';

/**
 * Writes the row in a transaction of its own, under the role of the audit log.
 *
 * @param about the id of a plugin, a dead letter or an epoch; never a name of a person
 * @throws when it could not be written: the command then says so
 */
export async function noteCommand(sql: Sql, act: CommandAct, about: string | null = null): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local role cunzhi_audit`;
    await openAudit(tx as unknown as Sql).write([
      { actorId: null, act, subject: { type: 'Command', id: about }, outcome: 'done', operationId: randomUUID() },
    ]);
  });
}
