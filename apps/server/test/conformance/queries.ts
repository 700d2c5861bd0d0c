/** Documents made from the schema: whatever a plugin shows, asked for without knowing what it is. */
import {
  getNamedType, isLeafType, isListType, isNonNullType, isObjectType, isRequiredArgument, type GraphQLField,
  type GraphQLObjectType, type GraphQLSchema,
} from 'graphql'; // prettier-ignore

type Field = GraphQLField<unknown, unknown>;

const VILLAGE = '330523108204';

/** The fields through which a plugin is entered without arguments: at the root, and on other plugins' villages. */
export function entryFields(schema: GraphQLSchema, plugin: string): { readonly on: string; readonly field: Field }[] {
  return ['Query', 'Village'].flatMap((on) => {
    const type = schema.getType(on);
    if (!isObjectType(type) || type.extensions['plugin'] === plugin) return [];
    return Object.values(type.getFields())
      .filter((field) => field.extensions['plugin'] === plugin && !field.args.some(isRequiredArgument))
      .map((field) => ({ on, field }));
  });
}

/** One document with every entry field, and something of the platform beside them. */
export function readEverything(schema: GraphQLSchema, plugin: string): string {
  const entries = entryFields(schema, plugin);
  const of = (on: string) =>
    entries
      .filter((one) => one.on === on)
      .map(({ field }) => textOf(field, 1))
      .join(' ');
  const village = of('Village');
  return `{ platform { version } ${of('Query')} ${village ? `village(code: "${VILLAGE}") { name ${village} }` : ''} }`;
}

export interface ListQuery {
  readonly name: string;
  readonly isPaged: boolean;
  query(first: number): string;
}

/** Every list that can be entered without arguments, and the village list with the plugin's fields on it. */
export function listQueries(schema: GraphQLSchema, plugin: string): ListQuery[] {
  const entries = entryFields(schema, plugin);
  const onVillage = entries.filter(({ on }) => on === 'Village').map(({ field }) => textOf(field, 1));
  const lists = entries
    .filter(({ on, field }) => on === 'Query' && getNamedType(field.type).name.endsWith('Connection'))
    .map(({ field }) => ({
      name: `Query.${field.name}`,
      isPaged: field.args.some(({ name }) => name === 'first'),
      query: (first: number) => `{ ${field.name}(first: ${first}) { nodes ${selectionOf(nodesOf(field), 2)} } }`,
    }));
  const villages = {
    name: 'Village',
    isPaged: true,
    query: (first: number) =>
      `{ villages(within: "330523", first: ${first}) { nodes { code ${onVillage.join(' ')} } } }`,
  };
  return onVillage.length > 0 ? [...lists, villages] : lists;
}

function nodesOf(field: Field): GraphQLObjectType | undefined {
  const connection = getNamedType(field.type);
  const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
  const node = nodes && getNamedType(nodes.type);
  return isObjectType(node) ? node : undefined;
}

function textOf(field: Field, depth: number): string {
  const type = getNamedType(field.type);
  return isLeafType(type) ? field.name : `${field.name} ${selectionOf(isObjectType(type) ? type : undefined, depth)}`;
}

/** The fields of a type that need no argument, as deep as said; lists within lists are left out. */
function selectionOf(type: GraphQLObjectType | undefined, depth: number): string {
  if (!type) return '{ __typename }';
  const parts = Object.values(type.getFields())
    .filter((field) => !field.args.some(isRequiredArgument))
    .flatMap((field) => {
      const led = getNamedType(field.type);
      if (isLeafType(led)) return [field.name];
      return depth > 0 && isObjectType(led) && !isList(field) ? [textOf(field, depth - 1)] : [];
    });
  return `{ ${['__typename', ...parts].join(' ')} }`;
}

const isList = ({ type }: Field): boolean => isListType(isNonNullType(type) ? type.ofType : type);
