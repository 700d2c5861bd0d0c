/** `cunzhi standards check | examples | score`: the scoring engine without a database. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { CommandResult } from '@cunzhi/evaluation/engine';
import { SetupError } from '@cunzhi/plugin';
import type { FindDeployment } from '../deployment.ts';

export function addStandardsCommands(program: Command, findDeployment: FindDeployment): void {
  const group = program.command('standards').description('norms as data');
  group
    .command('check')
    .argument('<file>', 'a standard, for example standards/huzhou-mzfz/2017.yaml')
    .description('says every problem of a standard at once, with path and cure')
    .action(async (file: string) => {
      const [{ checkCommand }, folder] = await Promise.all([loadEngine(), standardsFolder(findDeployment)]);
      print(checkCommand(standardPath(folder, file), join(folder, 'facts.yaml')));
    });
  group
    .command('examples')
    .argument('<file>', 'a file of worked examples')
    .description('runs worked examples and prints each that differs')
    .action(async (file: string) => print((await loadEngine()).examplesCommand(file)));
  group
    .command('score')
    .argument('<standard>', 'a standard: its path, or code/edition of a bundled one')
    .argument('<answers>', 'a file of answers')
    .description('scores villages and prints JSON')
    .action(async (standard: string, answers: string) => {
      const [{ scoreCommand }, folder] = await Promise.all([loadEngine(), standardsFolder(findDeployment)]);
      print(scoreCommand(standardPath(folder, standard), answers, join(folder, 'facts.yaml')));
    });
}

/** The engine comes with the plugin evaluation, which a deployment may do without. */
async function loadEngine() {
  try {
    return await import('@cunzhi/evaluation/engine');
  } catch (cause) {
    throw new SetupError(
      ['The scoring engine is part of @cunzhi/evaluation, which cannot be loaded here. Install that package.'],
      { cause },
    );
  }
}

async function standardsFolder(findDeployment: FindDeployment): Promise<string> {
  return fileURLToPath((await findDeployment()).config.standards);
}

/** A path as it is; else `huzhou-mzfz/2017` means the bundled file. */
function standardPath(folder: string, given: string): string {
  const bundled = join(folder, `${given}.yaml`);
  return existsSync(given) || !existsSync(bundled) ? given : bundled;
}

/** JSON for programs goes to standard output; sentences about what is wrong go beside it. */
function print({ exitCode, lines, output }: CommandResult): void {
  if (output !== undefined) process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
  for (const line of lines) (exitCode === 0 ? console.log : console.error)(line);
  process.exitCode = exitCode;
}
