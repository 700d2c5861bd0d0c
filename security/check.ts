/**
 * Everything about what we take in that can be checked without a network; with `--release` also how old the list of flaws is, and
 * whether a locked version is younger than a week (for that it asks the registry).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  findFlaws, findLicences, findOldList, findStrangers, findYoung, type Advisory, type Licences, type Lockfile,
} from './supply-chain.ts'; // prettier-ignore

interface List {
  readonly lookedThroughOn: string;
  readonly advisories: readonly Advisory[];
  readonly licences: Licences;
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const { lookedThroughOn, advisories, licences } = JSON.parse(read('advisories.json')) as List;
const lockfile = parse(read('../pnpm-lock.yaml')) as Lockfile;
const found = JSON.parse(
  execFileSync('pnpm', ['--recursive', 'licenses', 'list', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as Parameters<typeof findLicences>[0];

/** What pnpm says when nothing locked may be younger than a week; it changes nothing. */
function ages(): string {
  const WEEK_MINUTES = 7 * 24 * 60;
  const asked = ['install', '--frozen-lockfile', '--lockfile-only', `--config.minimumReleaseAge=${WEEK_MINUTES}`];
  const { stdout, stderr, status } = spawnSync('pnpm', asked, { encoding: 'utf8' });
  const said = `${stdout}${stderr}`;
  if (status !== 0 && !/was published at/.test(said))
    throw new Error(`pnpm could not tell how old the versions are:\n${said}`);
  return said;
}

const problems = [
  ...findFlaws(lockfile, advisories),
  ...findStrangers(lockfile),
  ...findLicences(found, licences),
  ...(process.argv.includes('--release') ? [...findOldList(lookedThroughOn, new Date()), ...findYoung(ages())] : []),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(
    `supply chain: ${Object.keys(lockfile.packages).length} packages, each with a checksum and from the registry; ${advisories.length} advisories, none applies; licences as on the list`,
  );
