/**
 * Every rule of .dependency-cruiser.mjs bites: its fixture is a small tree that breaks this rule and no other.
 *
 * In a fixture, `plugins/evaluation/src/…` names a file from the fixture's own root, as a package name would. A file that
 * breaks the rule begins with "Wrong:"; the others are right and must not be named. The real tree is read by `pnpm directions`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { expect, it } from 'vitest';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const options = await extractOptions(fileURLToPath(new URL('../../.dependency-cruiser.mjs', import.meta.url)));
const rules = [...new Set(options.ruleSet?.forbidden?.map(({ name }) => name))];

it('has a fixture for every rule, and no fixture without one', () => {
  expect(readdirSync(fixtures).toSorted()).toEqual(rules.toSorted());
});

it('says in every rule what to do instead', () => {
  expect(options.ruleSet?.forbidden?.filter(({ comment }) => !comment)).toEqual([]);
});

it.each(rules)('%s', async (rule) => {
  const folder = join(fixtures, String(rule));

  const violations = await violationsIn(folder);

  expect([...new Set(violations.map(({ rule: { name } }) => name))]).toEqual([rule]);
  const offenders = new Set(violations.flatMap(({ from, cycle = [] }) => [from, ...cycle.map(({ name }) => name)]));
  expect([...offenders].toSorted()).toEqual(filesUnder(folder).filter((file) => isWrong(folder, file)));
});

async function violationsIn(baseDir: string): Promise<ICruiseResult['summary']['violations']> {
  const { output } = await cruise(
    readdirSync(baseDir),
    { ...options, baseDir },
    { modules: ['node_modules', baseDir] },
  );
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|vue)$/.test(file))
    .toSorted();
}

const isWrong = (folder: string, file: string) => /^(\/\/|<!--) Wrong: /.test(readFileSync(join(folder, file), 'utf8'));
