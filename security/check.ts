/**
 * Everything about what we take in that can be checked without a network; with `--release` also how old the list of flaws is.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  findFlaws, findLicences, findOldList, findStrangers, type Advisory, type Licences, type Lockfile,
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

const problems = [
  ...findFlaws(lockfile, advisories),
  ...findStrangers(lockfile),
  ...findLicences(found, licences),
  ...(process.argv.includes('--release') ? findOldList(lookedThroughOn, new Date()) : []),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(
    `supply chain: ${Object.keys(lockfile.packages).length} packages, each with a checksum and from the registry; ${advisories.length} advisories, none applies; licences as on the list`,
  );
