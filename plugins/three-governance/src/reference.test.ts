import { mkdtempSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SetupError } from '@cunzhi/plugin';
import { createTestHost, type TestHost } from '@cunzhi/test';
import { loadModels } from './reference.ts';

const FILE = 'three-governance/2026.yaml';

let host: TestHost;
let folder: string;
beforeAll(async () => {
  host = await createTestHost();
  folder = mkdtempSync(join(tmpdir(), 'cunzhi-models-'));
});
beforeEach(() => cpSync(new URL('../../../standards/', import.meta.url), folder, { recursive: true, force: true }));
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Publishes the models of the folder, and gives the problems. */
async function publish(): Promise<readonly string[]> {
  try {
    await host.asSystem(({ db }) => loadModels({ db, standards: pathToFileURL(`${folder}/`) }));
    return [];
  } catch (error) {
    if (error instanceof SetupError) return error.problems;
    throw error;
  }
}
const editions = () => host.sql((sql) => sql`select edition, hash from plugin_three_governance.model order by edition`);
const write = (name: string, change: (text: string) => string) =>
  writeFileSync(join(folder, name), change(readFileSync(join(folder, FILE), 'utf8')));

it('publishes an edition once; doing it again changes nothing', async () => {
  const before = await editions();

  expect(await publish()).toEqual([]);

  expect(before.map(({ edition }) => edition)).toEqual(['2026']);
  expect(await editions()).toEqual(before);
});

it('refuses an edition that was edited after it was published', async () => {
  write(FILE, (text) => text.replace('自治', '自治管理'));

  expect(await publish()).toEqual([`${FILE} the whole file: Edition 2026 was published with another text. Restore it, and publish the correction as a new edition, such as 2026.1.`]); // prettier-ignore
});

it('publishes nothing when one file is wrong, and names the problems of all', async () => {
  write('three-governance/2027.yaml', (text) => text.replace('edition: "2026"', 'edition: "2027"'));
  write('three-governance/2028.yaml', (text) =>
    text.replace('edition: "2026"', 'edition: "2028"').replace('item: A1', 'item: Z1'),
  );
  write('three-governance/2029.yaml', (text) => text);

  const problems = await publish();

  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain('three-governance/2028.yaml');
  expect(problems[0]).toContain('has no item "Z1"');
  expect(problems[1]).toBe(
    'three-governance/2029.yaml edition: The edition 2026 stands in a file called 2029.yaml. Call it 2026.yaml.',
  );
  expect((await editions()).map(({ edition }) => edition)).toEqual(['2026']);
});
