/**
 * `cunzhi setup`: the first two people of a real server, the one for the bureau and the one for the machine.
 *
 * Afterwards everybody is added by somebody with the right to; this command never works a second time.
 */
import type { Command } from 'commander';
import { drizzle } from 'drizzle-orm/postgres-js';
import { activationFor, addPerson } from '@cunzhi/core';
import { asOwner, claimDeployment, openKeys, readSettings, type Sql } from '@cunzhi/platform';
import { SetupError } from '@cunzhi/plugin';
import { keyFileOf } from '../compose.ts';
import type { FindDeployment } from '../deployment.ts';
import { withDatabase } from './database.ts';
import { noteCommand } from './noted.ts';

interface SetupOptions {
  readonly place: string;
  readonly city: string;
  readonly admin: string;
}

export function addSetupCommand(program: Command, findDeployment: FindDeployment): void {
  program
    .command('setup')
    .description('the first start of a real server: adds one person for the city bureau and one for the machine')
    .requiredOption('--city <username:name>', 'who works for the city justice bureau, such as lin.yu:林雨')
    .requiredOption('--admin <username:name>', 'who runs the platform; somebody else')
    .option('--place <code>', 'the code of the city', '3305')
    .action(async (options: SetupOptions) => {
      const deployment = await findDeployment();
      const keyFile = keyFileOf(readSettings(process.env, deployment.folder));
      await withDatabase(deployment, (url) =>
        asOwner(url, async (sql) => {
          for (const line of await setUp(sql, options)) console.log(line);
          await noteCommand(sql, 'commandSetup');
          await openKeys(sql, keyFile);
          console.log(
            `Keep a copy of ${keyFile} in a safe: without it nobody reads the ID numbers and phones in a backup.`,
          );
        }),
      );
    });
}

/** Adds both or neither; the lines say how each gets in. @throws SetupError with everything that is wrong. */
export async function setUp(sql: Sql, options: SetupOptions): Promise<string[]> {
  const [city, admin] = [personOf(options.city), personOf(options.admin)];
  const problems = await findProblems(sql, options, city, admin);
  if (problems.length > 0) throw new SetupError(problems);
  await claimDeployment(sql, 'production');
  return drizzle(sql).transaction(async (db) => {
    const lines: string[] = [];
    for (const [role, { username, name }] of [
      ['city', city],
      ['admin', admin],
    ] as const) {
      const placeCode = options.place;
      const grants = [{ role, placePrefix: placeCode }];
      const id = await addPerson(db, { accountId: null, username, name, placeCode, grants }, 'cunzhi setup');
      lines.push(`${role.padEnd(6)} ${username}  ${name}  ${await activationFor(db, { id, placeCode })}`);
    }
    return [
      ...lines,
      'Each opens the sign-in page, chooses 第一次登录 (first sign-in), and sets a password with this code within 7 days.',
      'Hand the two slips to the two people, to each only their own. Both then set up a second factor.',
    ];
  });
}

interface Named {
  readonly username: string;
  readonly name: string;
}

function personOf(text: string): Named {
  const [username = '', ...rest] = text.split(':');
  return { username: username.trim().toLowerCase(), name: rest.join(':').trim() };
}

async function findProblems(sql: Sql, { place }: SetupOptions, city: Named, admin: Named): Promise<string[]> {
  const problems: string[] = [];
  for (const [option, { username, name }] of [
    ['--city', city],
    ['--admin', admin],
  ] as const) {
    if (!/^[a-z][a-z0-9._-]{2,31}$/.test(username) || !name)
      problems.push(`${option} takes a sign-in name and a name, such as lin.yu:林雨.`);
  }
  if (city.username === admin.username || city.name === admin.name)
    problems.push('--city and --admin name two different people: whoever runs the machine has no business data.');
  const [found] = await sql<{ is_there: boolean; is_set_up: boolean }[]>`
    select exists (select from core.place where code = ${place} and level = 'city') as is_there,
      exists (select from core."grant" where role = 'city') as is_set_up`.catch(() => []);
  if (!found) return [...problems, 'The database is not installed yet. Run `cunzhi apply` first.'];
  if (!found.is_there)
    problems.push(`No city has the code ${place}. Run \`cunzhi import places\` first, or mend --place.`);
  if (found.is_set_up)
    problems.push('This server is set up: a city bureau has its grant. Its people add others on the page 人员.');
  return problems;
}
