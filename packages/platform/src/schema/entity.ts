/**
 * The verbs of a mapped entity: `id`, `column`, `sensitive`, `one`, `connection`, `expression`, and the two of the root.
 *
 * Each becomes an ordinary field with a batching resolver, and says in `extensions.mapped` what it stands for.
 */
import { rowBy, sensitiveKindOf, type RequestContext, type Sealed } from '@cunzhi/plugin';
import { columnOf, keyOf, linkBetween, scalarOf, type Mapped } from './entity.mapping.ts';
import { expressionOf, listAll, relatedTo, rowOfType, type ListRule, type Row } from './entity.read.ts';

/** A field builder of the library, as far as the verbs need it. */
interface Fields {
  field(options: object): unknown;
  connection(options: object, ...more: unknown[]): unknown;
}
type Options = Record<string, unknown> & {
  permission?: string | readonly string[];
  by?: string;
  max?: number;
  args?: Record<string, unknown>;
  nullable?: boolean;
  type?: unknown;
} & Partial<ListRule>;

export interface Atlas {
  /** The table behind a type; undefined for types that plugins resolve by hand. */
  mappedOf(ref: unknown): Mapped | undefined;
  /** True while a plugin adds to a type that another one declared. */
  isForeign(source: Mapped): boolean;
  /** The connection and edge types of an entity, made once. */
  connectionOf(ref: unknown): unknown;
}

/** Adds the verbs of an entity to a field builder of its type. */
export function addEntityVerbs<F extends Fields>(t: F, source: Mapped, atlas: Atlas): F {
  const { connection } = t;
  return Object.assign(t, {
    id: (options: Options = {}) => {
      if (options['resolve'])
        return (
          t as unknown as { constructor: { prototype: { id(o: object): unknown } } }
        ).constructor.prototype.id.call(t, options);
      return column(t, source, keyOf(source.table), { description: 'Its key.', ...options, type: 'ID' });
    },
    column: (name: string, options: Options) => column(t, source, name, options),
    sensitive: (name: string, options: Options) => sensitive(t, source, name, options),
    one: (ref: unknown, options: Options) => one(t, source, ref, options, atlas),
    expression: (type: string, expression: Parameters<typeof expressionOf>[1], options: Options) =>
      computed(t, source, type, expression, options),
    connection: (ref: unknown, ...more: unknown[]) => {
      const target = atlas.mappedOf(ref);
      if (!target) return connection.call(t, ref as object, ...more);
      return related(connection.bind(t), source, { ref, target }, more[0] as Options, atlas);
    },
  });
}

/** Adds the verbs of the root. */
export function addRootVerbs<F extends Fields>(t: F, atlas: Atlas): F {
  const { connection } = t;
  return Object.assign(t, {
    one: (ref: unknown, options: Options) => byKey(t, ref, options, atlas),
    connection: (ref: unknown, ...more: unknown[]) => {
      const target = atlas.mappedOf(ref);
      if (!target) return connection.call(t, ref as object, ...more);
      const { orderBy, where, max, ...rest } = more[0] as Options;
      const rule = { orderBy: checkedOrder(target, orderBy), where };
      return connection.call(
        t,
        {
          ...rest,
          ...ruleOf(target, rest),
          type: ref,
          extensions: { mapped: { kind: 'list', target, rule } },
          resolve: (_root: unknown, args: Row, ctx: RequestContext) => listAll(ctx, target, rule, capped(args, max)),
        },
        atlas.connectionOf(ref),
      );
    },
  });
}

/** @throws Error for a column that is not there, or that may be empty: a null has no place in an order, and its page none in a list. */
function checkedOrder({ name, table }: Mapped, orderBy: ListRule['orderBy']): ListRule['orderBy'] {
  for (const key of Object.keys(orderBy ?? {})) {
    if (columnOf(table, key).notNull) continue;
    throw new Error(`A list of ${name} is ordered by ${key}, which may be empty: order by columns that are not null.`);
  }
  return orderBy;
}

function column(t: Fields, source: Mapped, name: string, { type, ...options }: Options) {
  const own = columnOf(source.table, name);
  if (sensitiveKindOf(own))
    throw new Error(
      `The column ${name} of ${source.name} is sensitive: show it with \`sensitive\`, not with \`column\`.`,
    );
  const scalar = type ?? scalarOf(own);
  if (!scalar)
    throw new Error(`The column ${name} of ${source.name} needs a \`type\`: ${own.columnType} has no scalar.`);
  return t.field({
    ...options,
    ...placeOf(source, options),
    type: scalar,
    nullable: !own.notNull || options.permission !== undefined,
    extensions: { mapped: { kind: 'column', column: name } },
    resolve: (row: Row) => row[name],
  });
}

function sensitive(t: Fields, source: Mapped, name: string, options: Options) {
  const own = columnOf(source.table, name);
  if (!sensitiveKindOf(own) || !source.placeKey)
    throw new Error(
      `${source.name}.${name} cannot be shown with \`sensitive\`: it must be a column made by \`sensitive(name, kind)\` of a table with a place.`,
    );
  const [key, placeKey] = [keyOf(source.table), source.placeKey];
  return t.field({
    ...options,
    ...placeOf(source, options),
    type: 'Sensitive',
    nullable: options.permission !== undefined,
    extensions: { mapped: { kind: 'sensitive', column: name } },
    resolve: (row: Row, _args: object, ctx: RequestContext) =>
      ctx.sensitive.mask(
        { column: own, row: { id: String(row[key]), placeCode: String(row[placeKey]) } },
        (row[name] as Sealed | null | undefined) ?? null,
      ),
  });
}

function one(t: Fields, source: Mapped, ref: unknown, { by, ...options }: Options, atlas: Atlas) {
  const target = needMapped(atlas, ref, source);
  const link = linkBetween(source.table, target.table, by);
  // A link leads where its column points, to whatever row that is: all who lead to a table ask together.
  const loader = rowBy(target.table, link.to);
  const isAlways =
    target.declaration?.kind === 'global' && columnOf(source.table, link.from).notNull && !atlas.isForeign(source);
  return t.field({
    ...options,
    ...placeOf(source, options),
    type: ref,
    nullable: !isAlways || options.permission !== undefined,
    extensions: { mapped: { kind: 'one', target, link } },
    resolve: (row: Row, _args: object, ctx: RequestContext) => {
      const key = row[link.from];
      return key == null ? null : ctx.load(loader, String(key));
    },
  });
}

function related(
  connection: Fields['connection'],
  source: Mapped,
  { ref, target }: { ref: unknown; target: Mapped },
  { by, orderBy, where, max, ...options }: Options,
  atlas: Atlas,
) {
  const link = linkBetween(target.table, source.table, by);
  const rule = { orderBy: checkedOrder(target, orderBy), where };
  const read = relatedTo(target, link, rule);
  return connection(
    {
      ...options,
      ...placeOf(source, options),
      type: ref,
      nullable: atlas.isForeign(source) || options.permission !== undefined,
      extensions: { mapped: { kind: 'related', target, link, rule } },
      resolve: (row: Row, args: Row, ctx: RequestContext) => read(ctx, row[link.to], capped(args, max)),
    },
    atlas.connectionOf(ref),
  );
}

function computed(
  t: Fields,
  source: Mapped,
  type: string,
  expression: Parameters<typeof expressionOf>[1],
  options: Options,
) {
  const loader = expressionOf(source, expression);
  const key = keyOf(source.table);
  return t.field({
    ...options,
    ...placeOf(source, options),
    type,
    nullable: options.nullable !== false || options.permission !== undefined,
    extensions: { mapped: { kind: 'expression', expression } },
    resolve: async (row: Row, _args: object, ctx: RequestContext) => {
      const value = await ctx.load(loader, String(row[key]));
      if (value === null || value === undefined) return null;
      if (type === 'DateTime') return new Date(String(value));
      return type === 'Int' || type === 'Float' ? Number(value) : value;
    },
  });
}

function byKey(t: Fields, ref: unknown, options: Options, atlas: Atlas) {
  const target = needMapped(atlas, ref);
  const key = keyOf(target.table);
  const loader = target.where ? rowOfType(target, key) : rowBy(target.table, key);
  const isPlace = scalarOf(columnOf(target.table, key)) === 'PlaceCode';
  const { arg } = t as Fields & { arg: (options: object) => unknown };
  return t.field({
    ...options,
    ...ruleOf(target, options),
    type: ref,
    nullable: true,
    args: { [key]: arg({ type: isPlace ? 'PlaceCode' : 'ID', required: true, description: 'Its key.' }) },
    extensions: { mapped: { kind: 'byKey', target, key } },
    resolve: (_root: unknown, args: Row, ctx: RequestContext) => ctx.load(loader, String(args[key])),
  });
}

function needMapped(atlas: Atlas, ref: unknown, source?: Mapped): Mapped {
  const target = atlas.mappedOf(ref);
  if (target) return target;
  throw new Error(
    `${source ? `${source.name}.one` : 'one'} leads to ${String(ref)}, which stands on no table: declare it with \`entity\`, or use \`field\`.`,
  );
}

/** A column's own permission is asked at the place of its row. */
const placeOf = ({ placeKey }: Mapped, { permission }: Options) =>
  permission !== undefined && placeKey ? { place: (row: Row) => row[placeKey] } : {};

/** Without a rule of its own a list stands under that of its table. */
function ruleOf({ declaration }: Mapped, options: Options): Options {
  if (options.permission ?? options['signedIn'] ?? options['public']) return {};
  if (declaration?.kind === 'placed') return { permission: declaration.read };
  return { signedIn: true };
}

const MOST = 100;
const DEFAULT = 50;

function capped(args: Row, max = MOST): Row {
  const { first, last } = args;
  if (first == null && last == null) return { ...args, first: Math.min(DEFAULT, max) };
  const isOver = [first, last].some((size) => typeof size === 'number' && size > max);
  return isOver ? { ...args, first: MOST + 1, last: undefined } : args;
}
