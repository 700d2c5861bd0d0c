/**
 * Every column of every table has a class, `standards/access/column-classes.csv` (列的密级): `open` may be published, `inner` stays
 * within the authorities, `personal` is about somebody, `sensitive` is kept unreadable or is reached by sign-in alone.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOwner } from '@cunzhi/platform';
import { createTestDatabase } from '@cunzhi/test';

const [head, ...lines] = readFileSync(new URL('../../standards/access/column-classes.csv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const classed = lines.map((line) => {
  const [schema, table, column, level = '', why = '', ...rest] = line.split(',');
  return { name: `${schema}.${table}.${column}`, level, why, rest };
});

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Partitions have the columns of their table. */
const columns = async (): Promise<string[]> => {
  const rows = await asOwner(
    database.url,
    (sql) => sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname || '.' || a.attname as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
        and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  return rows.map(({ name }) => name);
};

it('gives a class to every column that is there, and to no other', async () => {
  const names = classed.map(({ name }) => name);
  const there = await columns();

  expect(
    there.filter((name) => !names.includes(name)),
    'columns without a class',
  ).toEqual([]);
  expect(
    names.filter((name) => !there.includes(name)),
    'classes of columns that are gone',
  ).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it('keeps every sensitive column of a plugin sealed, and takes no sealed column for less', async () => {
  const rows = await asOwner(
    database.url,
    (sql) => sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname || '.' || a.attname as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'p') and t.typname like 'sealed\\_%' and t.typnamespace = 'app'::regnamespace`,
  );
  const sealed = rows.map(({ name }) => name);
  const sensitive = classed.filter(({ level, name }) => level === 'sensitive' && name.startsWith('plugin_'));

  expect(sealed.toSorted()).toEqual(sensitive.map(({ name }) => name).toSorted());
});

it('says of each class why', () => {
  expect(head).toBe('schema,table,column,class,why');
  expect(
    classed.filter(
      ({ level, why, rest }) =>
        !['open', 'inner', 'personal', 'sensitive'].includes(level) || why === '' || rest.length > 0,
    ),
  ).toEqual([]);
});
