/** A command leaves a row in the audit log, under the right of the log alone, and its words are there in both languages. */
import { readFileSync } from 'node:fs';
import { createTestDatabase } from '@cunzhi/test';
import { asOwner } from '@cunzhi/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noteCommand } from './noted.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('names the command and what it was about, and nobody', async () => {
  await asOwner(database.url, (sql) => noteCommand(sql, 'commandUninstall', 'wells'));

  const rows = await asOwner(database.url, (sql) => sql`
    select actor_id, act, subject_type, subject_id, outcome from platform.audit where act like 'command%'`); // prettier-ignore
  expect(rows).toEqual([
    { actor_id: null, act: 'commandUninstall', subject_type: 'Command', subject_id: 'wells', outcome: 'done' },
  ]);
});

it('has words for each command', () => {
  const source = readFileSync(new URL('noted.ts', import.meta.url), 'utf8');
  const acts = [...source.matchAll(/^ {2}\| '(command\w+)'/gm)].map(([, act]) => act ?? '');
  const messages = readFileSync(new URL('../../../../packages/core/admin/messages.ts', import.meta.url), 'utf8');

  expect(acts).toHaveLength(8);
  for (const act of acts) expect(messages.split(`    ${act}: '`), act).toHaveLength(3);
});
