/** Bad in their data: tables, permissions of tables, migrations, reference data. */
import { core } from '@cunzhi/core';
import { definePlugin, global, placeCode, placed, type AnyPlugin, type TableDeclaration } from '@cunzhi/plugin';
import { sql } from 'drizzle-orm';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { compat, loose, type Home } from './zoo.ts';
import type { Caged } from './cases.ts';

const thing = (schema: string, columns: object = {}) =>
  pgSchema(schema).table('thing', { id: text('id').primaryKey(), ...columns });
const CREATE = 'id text primary key';
const permissions = { 'thing.read': { zh: '看', en: 'See', roles: ['clerk'] } } as const;

export function badData(home: Home): Caged[] {
  /** A plugin with one migration; `$` in it stands for its own schema. */
  const made = (id: string, migration: string, more: object = {}): AnyPlugin =>
    loose({ id, compat, uses: { core }, migrations: home.sql(id, migration.replaceAll('$', schemaOf(id))), ...more });
  const schemaOf = (id: string) => `plugin_${id.replaceAll('-', '_')}`;
  const own = (id: string, columns: object = {}) => thing(schemaOf(id), columns);
  const everywhere = (id: string, columns: object = {}): TableDeclaration<never> =>
    global<never>(own(id, columns), 'An example.');
  const known = (id: string) => ({
    permissions,
    tables: [
      placed<string>(own(id, { place: placeCode('place_code') }), {
        read: [`${id}.thing.read`],
        write: [`${id}.thing.read`],
      }),
    ],
  });
  const foreign = thing('plugin_mediation');
  const drift = made('drift', '', { tables: [everywhere('drift')] });

  return [
    { what: 'a table outside its own schema', plugin: definePlugin({ id: 'outside', compat, tables: [global<never>(thing('core'), 'An example.')] }), is: ['QUARANTINED', 'The table core.thing of outside is outside its own schema plugin_outside.'] },
    { what: 'a table made, but not declared', plugin: made('undeclared', `create table $.thing (${CREATE})`), is: ['QUARANTINED', 'plugin_undeclared.thing is not declared in the tables of plugin undeclared'] },
    { what: 'a table declared, but not made', plugin: definePlugin({ id: 'not-made', compat, tables: [everywhere('not-made')] }), is: ['QUARANTINED', 'plugin_not_made.thing is declared but not there'] },
    { what: 'a column declared, but not made', plugin: made('no-column', `create table $.thing (${CREATE})`, { tables: [everywhere('no-column', { depth: text('depth') })] }), is: ['QUARANTINED', 'plugin_no_column.thing lacks the column depth'] },
    { what: 'something else in tables', plugin: loose({ id: 'no-table', compat, tables: [{ kind: 'global', why: 'An example.', table: 'thing' }] }), is: ['QUARANTINED', 'Number 1 of the tables of no-table is not a table.'] },
    { what: 'a foreign key to a plugin that it does not use', plugin: definePlugin({ id: 'points', compat, tables: [global<never>(pgSchema('plugin_points').table('thing', { id: text('id').references(() => foreign.id) }), 'An example.')] }), is: ['QUARANTINED', 'has a foreign key to plugin_mediation.thing, whose plugin is not in its uses'] },
    { what: 'the same, only in the SQL', plugin: made('points-sql', 'create table $.thing (id uuid references plugin_mediation.case)'), is: ['QUARANTINED', 'leads to plugin_mediation.case, whose plugin is not in uses'] },
    { what: 'global without a reason', plugin: made('no-reason', `create table $.thing (${CREATE})`, { tables: [global<never>(own('no-reason'), ' ')] }), is: ['QUARANTINED', 'plugin_no_reason.thing of no-reason is global without a reason'] },
    { what: 'place codes, but declared global without a reason', plugin: made('leaky', `create table $.thing (${CREATE}, place_code text)`, { tables: [global<never>(own('leaky', { place: placeCode('place_code') }), '')] }), is: ['QUARANTINED', 'plugin_leaky.thing of leaky is global without a reason'] },
    { what: 'declared placed, without a place', plugin: made('placeless', `create table $.thing (${CREATE})`, { permissions, tables: [placed<string>(own('placeless'), { read: ['placeless.thing.read'], write: [] })] }), is: ['QUARANTINED', 'plugin_placeless.thing of placeless has no column place_code'] },
    { what: 'a table under a permission that it does not declare', plugin: loose({ id: 'no-permission', compat, tables: [placed<string>(own('no-permission', { place: placeCode('place_code') }), { read: ['no-permission.thing.read'], write: [] })] }), is: ['QUARANTINED', 'names the permission no-permission.thing.read, which it does not declare'] },
    { what: 'declares a permission of the core', plugin: loose({ id: 'thief', compat, permissions: { 'core.person.write': { zh: '改人员', en: 'Change people', roles: ['clerk'] } } }), is: ['QUARANTINED', 'The permission "core.person.write" of thief is written wrongly.'] },
    { what: 'a permission without a sentence', plugin: loose({ id: 'no-sentence', compat, permissions: { 'thing.read': { roles: ['clerk'] } } }), is: ['QUARANTINED', 'The permission thing.read of no-sentence is not complete.'] },
    { what: 'a closed circle whose SQL is wrong', plugin: made('bad-circle', `create table $.thing (${CREATE}, place_code text collate "C")`, { permissions, tables: [placed<string>(own('bad-circle', { place: placeCode('place_code') }), { read: ['bad-circle.thing.read'], write: [], also: 'handler = me()' })] }), is: ['QUARANTINED', 'bad-circle could not be installed'] },
    { what: 'a migration with a mistake', plugin: made('mistake', 'create table $.thing (id nonsense)'), is: ['QUARANTINED', 'Migration mistake/1.sql failed and was rolled back: type "nonsense" does not exist.'] },
    { what: 'a migration that changes the core', plugin: made('meddler', 'alter table core.place add column wells int'), is: ['QUARANTINED', 'it may change plugin_meddler only, and touches table core.place'] },
    { what: 'a migration that makes a table in the core', plugin: made('squatter', `create table core.thing (${CREATE})`), is: ['QUARANTINED', 'it may change plugin_squatter only, and touches'] },
    { what: 'a migration that writes rows of the core', plugin: made('role-giver', "update core.role set name_en = 'King' where key = 'clerk'"), is: ['QUARANTINED', 'touches rows of core.role'] },
    { what: 'a migration that ends its transaction', plugin: made('commits', `create table $.thing (${CREATE}); commit`), is: ['QUARANTINED', '"commit" may not stand in a migration'] },
    { what: 'a migration that takes another role', plugin: made('climber', 'set role postgres'), is: ['QUARANTINED', '"set role postgres" may not stand in a migration'] },
    { what: 'a migration changed after it was applied', plugin: drift, versions: [() => void home.sql('drift', 'create table plugin_drift.thing (id text primary key)'), () => void home.sql('drift', 'create table plugin_drift.thing (id int primary key)')], is: ['QUARANTINED', 'Migration drift/1.sql was changed after it was applied.'] },
    { what: 'a folder of migrations that is not there', plugin: definePlugin({ id: 'no-folder', compat, migrations: new URL('nowhere/', import.meta.url) }), is: ['QUARANTINED', 'The folder of migrations of no-folder is not there'] },
    { what: 'a view that shows all rows to everybody', plugin: made('window', `create table $.thing (${CREATE}, place_code text collate "C"); create view $.everything as select * from $.thing; grant select on $.everything to cunzhi_app`, known('window')), is: ['QUARANTINED', 'plugin_window.everything is a view that shows all rows to everybody'] },
    { what: 'reference data that throw', plugin: loose({ id: 'no-reference', compat, reference: async () => { throw new Error('the file of wells is not there'); } }), is: ['QUARANTINED', 'The reference data of no-reference could not be brought in: the file of wells is not there.'] },
    { what: 'reference data that write to the core', plugin: definePlugin({ id: 'bad-reference', compat, reference: async ({ db }) => void (await db.execute(sql`update core.role set name_en = 'King'`)) }), is: ['QUARANTINED', 'it may write to its own tables only, and wrote to core.role'] },
  ]; // prettier-ignore
}
