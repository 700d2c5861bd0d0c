/** What a plugin has in the database: its columns, its rows, and what is left of it. */
import { asOwner, schemaOf } from '@cunzhi/platform';
import type { AnyPlugin } from '@cunzhi/plugin';

export const columnsIn = (url: string, plugin: AnyPlugin): Promise<object[]> =>
  asOwner(url, async (sql) => [
    ...(await sql`
      select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
      where table_schema = ${schemaOf(plugin)} order by table_name, column_name`),
  ]);

/** Every row of every table, as text. */
export const contentOf = (url: string, plugin: AnyPlugin): Promise<Record<string, string[]>> =>
  asOwner(url, async (sql) => {
    const content: Record<string, string[]> = {};
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = ${schemaOf(plugin)} and table_type = 'BASE TABLE' order by 1`;
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(
        `select t::text as row from "${schemaOf(plugin)}"."${name}" t order by 1`,
      );
      content[name] = rows.map(({ row }) => row);
    }
    return content;
  });

/** Sentences about what an uninstalled plugin has left. */
export const remainsOf = (url: string, plugin: AnyPlugin): Promise<string[]> =>
  asOwner(url, async (sql) => {
    const schemas = await sql`select from pg_namespace where nspname = ${schemaOf(plugin)}`;
    const files = await sql<{ file: string }[]>`select file from public.cunzhi_migration where plugin = ${plugin.id}`;
    const places = await sql<{ name: string }[]>`select name from platform.handler where plugin = ${plugin.id}`;
    return [
      ...(schemas.length > 0 ? [`the schema ${schemaOf(plugin)}`] : []),
      ...files.map(({ file }) => `the ledger row ${file}`),
      ...places.map(({ name }) => `the place of the handler ${name} in the event log`),
    ];
  });
