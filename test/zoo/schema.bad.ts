/** Bad in their GraphQL: rules, names, clashes, mappings. The trial build finds them before anybody asks. */
import { core } from '@cunzhi/core';
import { definePlugin, global, type AnyPlugin, type BuilderFor, type DoorOf } from '@cunzhi/plugin';
import { jsonb, pgSchema, text } from 'drizzle-orm/pg-core';
import { compat, type Home } from './zoo.ts';
import { wells } from './wells.ts';
import type { Caged } from './cases.ts';

type Builder = BuilderFor<string, unknown, { core: typeof core }>;
type Core = DoorOf<typeof core>;
const described = { description: 'An example.' } as const;
const open = { ...described, public: 'An example.' } as const;
const resolve = () => 'an answer';
const camel = (id: string) => id.replace(/-(.)/g, (_all, one: string) => one.toUpperCase());
const pascal = (id: string) => camel(`-${id}`);

const building = (id: string, graphql: (b: Builder, core: Core) => unknown, more: object = {}): AnyPlugin =>
  definePlugin({
    id,
    compat,
    uses: { core },
    graphql: (b, { core }) => graphql(b as unknown as Builder, core),
    ...more,
  });

export function badSchemas(home: Home): Caged[] {
  /** An entity on a table of its own, whose fields are wrong. */
  const mapped = (
    id: string,
    columns: string,
    table: ReturnType<typeof thing>,
    fields: (t: never, core: Core) => object,
    orderBy: object = {},
  ) => {
    const schema = `plugin_${id.replaceAll('-', '_')}`;
    return building(
      id,
      (b, core) => {
        const Thing = b.entity(`${pascal(id)}Thing`, table, described);
        b.fields(Thing, (t) => fields(t as never, core) as never);
        b.queries((t) => ({
          [`${camel(id)}Things`]: t.connection(Thing, {
            ...described,
            signedIn: true,
            orderBy: orderBy as never,
          }),
        }));
      },
      {
        migrations: home.sql(id, `create table ${schema}.thing (${columns})`),
        tables: [global<never>(table, 'An example.')],
      },
    );
  };
  const thing = (id: string, columns: Record<string, never> = {}) =>
    pgSchema(`plugin_${id.replaceAll('-', '_')}`).table('thing', { id: text('id').primaryKey(), ...columns });
  const keyless = pgSchema('plugin_keyless').table('thing', { id: text('id').notNull() });
  const withPlace = thing('no-foreign-key', { place: text('place') as never });
  const withData = thing('no-scalar', { data: jsonb('data') as never });
  /** A list in the order of this column. */
  const listed = (id: string, key: string) => {
    const table = thing(id, { note: text('note') as never });
    return mapped(id, 'id text primary key, note text', table, (t: Verbs) => ({ id: t.id() }), { [key]: 'asc' });
  };
  type Verbs = {
    id(): object;
    one(ref: unknown, options: object): object;
    column(name: string, options: object): object;
  };

  return [
    { what: 'graphql that throws', plugin: building('throws-early', () => { throw new Error('the file of types is away'); }), is: ['QUARANTINED', 'The `graphql` of throws-early failed: the file of types is away'] },
    { what: 'graphql that takes time', plugin: building('async-schema', async (b) => void b.queries((t) => ({ asyncSchemaHello: t.string({ ...open, resolve }) }))), is: ['QUARANTINED', 'it returned a promise'] },
    { what: 'graphql that takes time, then throws', plugin: building('async-throws', async () => { throw new Error('too late to say'); }), is: ['QUARANTINED', 'it returned a promise'] },
    { what: 'a root field without a rule', plugin: building('ruleless', (b) => b.queries((t) => ({ rulelessHello: t.string({ ...described, resolve }) }))), is: ['QUARANTINED', 'The root field Query.rulelessHello must name one of permission, signedIn or public.'] },
    { what: 'a root field with two rules', plugin: building('two-rules', (b) => b.queries((t) => ({ twoRulesHello: t.string({ ...open, signedIn: true, resolve }) }))), is: ['QUARANTINED', 'The root field Query.twoRulesHello must name one of'] },
    { what: 'a mutation without a rule', plugin: building('ruleless-write', (b) => b.mutations((t) => ({ rulelessWriteDo: t.string({ ...described, resolve }) }))), is: ['QUARANTINED', 'The root field Mutation.rulelessWriteDo must name one of'] },
    { what: 'a field under a permission that nobody declares', plugin: building('no-right', (b) => b.queries((t) => ({ noRightHello: t.string({ ...described, permission: 'no-right.thing.read' as never, resolve }) }))), is: ['QUARANTINED', 'Query.noRightHello names the permission no-right.thing.read, which no plugin declares'] },
    { what: 'a root field without its prefix', plugin: building('unprefixed', (b) => b.queries((t) => ({ hello: t.string({ ...open, resolve }) }))), is: ['QUARANTINED', 'The root field Query.hello must begin with unprefixed'] },
    { what: 'a type without its prefix', plugin: building('plain-type', (b) => b.queries((t) => ({ plainTypeHello: t.field({ ...open, type: b.objectRef<object>('Pump').implement({ ...described, fields: (one) => ({ name: one.string({ ...described, resolve }) }) }), resolve: () => ({}) }) }))), is: ['QUARANTINED', 'The type Pump must begin with PlainType'] },
    { what: 'a field without a description', plugin: building('wordless', (b) => b.queries((t) => ({ wordlessHello: t.string({ public: 'An example.', resolve }) }))), is: ['QUARANTINED', 'The field Query.wordlessHello has no description.'] },
    { what: 'a type that is named and never made', plugin: building('no-type', (b) => b.queries((t) => ({ noTypeHello: t.field({ ...open, type: b.objectRef<object>('NoTypeThing'), resolve: () => ({}) }) }))), is: ['QUARANTINED', 'NoTypeThing'] },
    { what: 'a non-null field on a type of the core', plugin: building('demanding', (b, { Village }) => b.fields(Village, (t) => ({ demandingHello: t.string({ ...described, resolve }) }))), is: ['QUARANTINED', 'The field Village.demandingHello stands on a type of core and must be nullable'] },
    { what: 'takes a field of the core', plugin: building('name-taker', (b, { Village }) => b.fields(Village, (t) => ({ kind: t.string({ ...described, nullable: true, resolve }) }))), is: ['QUARANTINED', 'The field Village.kind belongs to core'] },
    { what: 'takes a field that Village has from Place', plugin: building('inherited-taker', (b, { Village }) => b.fields(Village, (t) => ({ name: t.string({ ...described, nullable: true, resolve }) }))), is: ['QUARANTINED', 'The field Village.name is there already: core has it on Place.'] },
    { what: 'takes a field that the good plugin adds to Village', plugin: building('field-taker', (b, { Village }) => b.fields(Village, (t) => ({ wells: t.string({ ...described, nullable: true, resolve }) })), { uses: { core, wells } }), is: ['QUARANTINED', 'The field Village.wells belongs to wells'] },
    { what: 'takes the name of a type of the good plugin', plugin: building('type-taker', (b) => b.objectRef<object>('WellsWell').implement({ ...described, fields: (t) => ({ name: t.string({ ...described, resolve }) }) }), { uses: { core, wells }, plainNames: 'An example.' }), is: ['QUARANTINED', 'The type WellsWell belongs to wells'] },
    { what: 'takes the name of a type of the core', plugin: building('core-taker', (b) => b.objectRef<object>('Village').implement({ ...described, fields: (t) => ({ name: t.string({ ...described, resolve }) }) })), is: ['QUARANTINED', 'The type Village belongs to core'] },
    { what: 'takes a root field of the core', plugin: building('root-taker', (b) => b.queries((t) => ({ villages: t.string({ ...open, resolve }) })), { plainNames: 'An example.' }), is: ['QUARANTINED', 'The field Query.villages belongs to core'] },
    { what: 'an entity on a table without a primary key', plugin: mapped('keyless', 'id text not null', keyless as never, (t: Verbs) => ({ id: t.id() })), is: ['QUARANTINED', 'The table thing needs a primary key of one column'] },
    { what: '`one` without a foreign key', plugin: mapped('no-foreign-key', 'id text primary key, place text', withPlace, (t: Verbs, { Village }) => ({ id: t.id(), village: t.one(Village, described) })), is: ['QUARANTINED', 'name it with `by`, or declare it with `references`'] },
    { what: 'a column that no scalar can show', plugin: mapped('no-scalar', 'id text primary key, data jsonb', withData, (t: Verbs) => ({ data: t.column('data', described) })), is: ['QUARANTINED', 'The column data of NoScalarThing needs a `type`'] },
    { what: 'a column that the table has not', plugin: mapped('misspelt', 'id text primary key', thing('misspelt'), (t: Verbs) => ({ nmae: t.column('nmae', described) })), is: ['QUARANTINED', 'The table thing has no column "nmae".'] },
    { what: 'a list in the order of a column that may be empty', plugin: listed('bad-order', 'note'), is: ['QUARANTINED', 'A list of BadOrderThing is ordered by note, which may be empty'] },
    { what: 'a list in the order of a column that is not there', plugin: listed('no-order', 'nmae'), is: ['QUARANTINED', 'The table thing has no column "nmae".'] },
  ]; // prettier-ignore
}
