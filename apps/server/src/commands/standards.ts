/** `cunzhi standards check | examples | score`: the scoring engine without a database. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { checkCommand, examplesCommand, scoreCommand, type CommandResult } from '@cunzhi/evaluation/engine';
import { standards } from '../../../../cunzhi.config.ts';

const folder = fileURLToPath(standards);
const catalogue = join(folder, 'facts.yaml');

export function addStandardsCommands(program: Command): void {
  const group = program.command('standards').description('norms as data');
  group
    .command('check')
    .argument('<file>', 'a standard, for example standards/huzhou-mzfz/2017.yaml')
    .description('says every problem of a standard at once, with path and cure')
    .action((file: string) => print(checkCommand(standardPath(file), catalogue)));
  group
    .command('examples')
    .argument('<file>', 'a file of worked examples')
    .description('runs worked examples and prints each that differs')
    .action((file: string) => print(examplesCommand(file)));
  group
    .command('score')
    .argument('<standard>', 'a standard: its path, or code/edition of a bundled one')
    .argument('<answers>', 'a file of answers')
    .description('scores villages and prints JSON')
    .action((standard: string, answers: string) => print(scoreCommand(standardPath(standard), answers, catalogue)));
}

/** A path as it is; else `huzhou-mzfz/2017` means the bundled file. */
function standardPath(given: string): string {
  const bundled = join(folder, `${given}.yaml`);
  return existsSync(given) || !existsSync(bundled) ? given : bundled;
}

/** JSON for programs goes to standard output; sentences about what is wrong go beside it. */
function print({ exitCode, lines, output }: CommandResult): void {
  if (output !== undefined) process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
  for (const line of lines) (exitCode === 0 ? console.log : console.error)(line);
  process.exitCode = exitCode;
}
