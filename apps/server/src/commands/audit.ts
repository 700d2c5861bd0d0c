/** `cunzhi audit export` and `verify`: the sealed audit log as text, and its proof, which needs neither this machine nor a database. */
import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  asOwner, exportLines, linesOf, PUBLIC_KEY, readRoots, readSettings, sealRows, sentenceOf, signIfDue, verifyAudit,
} from '@cunzhi/platform'; // prettier-ignore
import { SetupError } from '@cunzhi/plugin';
import { rootsFolderOf, signerOf } from '../audit.ts';
import type { FindDeployment } from '../deployment.ts';
import { withDatabase } from './database.ts';
import { noteCommand } from './noted.ts';

export function addAuditCommands(program: Command, findDeployment: FindDeployment): void {
  const audit = program
    .command('audit')
    .description('the audit log: its export, and the proof that nothing was changed');
  audit
    .command('export')
    .description('writes every sealed row as a line of JSON, and signs a root over them')
    .argument('<file>', 'a new file')
    .action(async (file: string) => {
      const deployment = await findDeployment();
      const settings = readSettings(process.env, deployment.folder);
      if (existsSync(file)) throw new SetupError([`The file ${file} is there already. Name another one.`]);
      await withDatabase(deployment, async (url) => {
        const { sign } = signerOf(settings);
        const rows = await asOwner(url, async (sql) => {
          await noteCommand(sql, 'commandExportAudit');
          await sealRows(sql);
          await signIfDue(sql, { sign, isDue: true });
          return writeLines(file, exportLines(sql));
        });
        console.log(`${rows} rows in ${file}. Roots and public key: ${rootsFolderOf(settings)}`);
      });
    });
  audit
    .command('verify')
    .description('proves an export against signed roots, best those kept elsewhere; names the first bad row')
    .argument('<file>', 'an export')
    .option('--roots <path>', 'a file or a folder of roots (the one of the settings)')
    .option('--key <file>', `the public key (${PUBLIC_KEY} beside the roots)`)
    .action(async (file: string, { roots, key }: { roots?: string; key?: string }) => {
      const folder = roots ?? rootsFolderOf(readSettings(process.env, (await findDeployment()).folder));
      const found = await verifyAudit({
        lines: linesOf(there(file)),
        roots: readRoots(there(folder)),
        publicKey: readFileSync(there(key ?? join(folder, PUBLIC_KEY))),
      });
      console.log(sentenceOf(found));
      process.exitCode = found.ok ? 0 : 1;
    });
}

async function writeLines(path: string, batches: AsyncIterable<readonly string[]>): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let rows = 0;
  try {
    for await (const lines of batches) {
      await file.write(`${lines.join('\n')}\n`);
      rows += lines.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return rows;
}

function there(path: string): string {
  if (existsSync(path)) return path;
  throw new SetupError([`There is no ${path}. Name the place with --roots and --key.`]);
}
