/** The command line `cunzhi`: one command a job; a problem is one plain sentence and exit code 1. */
import { Command } from 'commander';
import { SetupError } from '@cunzhi/plugin';
import { addAuditCommands } from './commands/audit.ts';
import { addBisectCommands } from './commands/bisect.ts';
import { addDatabaseCommands } from './commands/database.ts';
import { addDeadLettersCommand } from './commands/dead-letters.ts';
import { addImportCommands } from './commands/import.ts';
import { addPluginCommands } from './commands/plugins.ts';
import { addRestoredCommand } from './commands/restored.ts';
import { addSchemaCommand } from './commands/schema.ts';
import { addSetupCommand } from './commands/setup.ts';
import { addServeCommands } from './commands/serve.ts';
import { addStandardsCommands } from './commands/standards.ts';
import { loadDeployment } from './deployment.ts';

const program = new Command('cunzhi')
  .description('村治: a platform for creating democratic rule-of-law villages')
  .option('--config <file>', 'the deployment: its cunzhi.config.ts, when it is not in this folder (or CUNZHI_CONFIG)');
const findDeployment = () =>
  loadDeployment(program.opts<{ config?: string }>().config ?? (process.env['CUNZHI_CONFIG'] || undefined));
addServeCommands(program, findDeployment);
addDatabaseCommands(program, findDeployment);
addDeadLettersCommand(program, findDeployment);
addAuditCommands(program, findDeployment);
addPluginCommands(program, findDeployment);
addBisectCommands(program, findDeployment);
addImportCommands(program, findDeployment);
addStandardsCommands(program, findDeployment);
addRestoredCommand(program, findDeployment);
addSchemaCommand(program, findDeployment);
addSetupCommand(program, findDeployment);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  for (const problem of error.problems) console.error(problem);
  process.exitCode = 1;
}
