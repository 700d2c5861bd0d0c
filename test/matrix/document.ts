/**
 * Documents from the schema: a specimen's root with every field of the types that it covers, each under a name of its own.
 */
import {
  getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isRequiredArgument,
  type GraphQLField, type GraphQLInputType, type GraphQLNamedType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql'; // prettier-ignore
import type { Specimen } from './specimen.ts';

export interface Asked {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly field: GraphQLField<unknown, unknown>;
  readonly document: string;
}

export function documentFor(schema: GraphQLSchema, specimen: Specimen): Asked {
  const [kind, name] = specimen.root.split(' ') as [Asked['kind'], string];
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  const field = roots[kind]?.getFields()[name];
  if (!field) throw new Error(`The specimen ${specimen.root} names no field of the schema.`);
  const given = field.args.filter((arg) => specimen.args || isRequiredArgument(arg));
  const head = given.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const inner =
    kind === 'mutation' ? ' { __typename ... on UserError { code } }' : selection(schema, specimen, field.type);
  const outcome = kind === 'mutation' && !isCompositeType(getNamedType(field.type)) ? '' : inner;
  return {
    kind,
    field,
    document: `${kind} ${head && `(${head}) `}{ root: ${name}${passed && `(${passed})`}${outcome} }`,
  };
}

function selection(schema: GraphQLSchema, specimen: Specimen, type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (specimen.finds)
    return ' { totalCount nodes { id } edges { cursor node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } }';
  return ` { ${fieldsOf(schema, { specimen, type: named, within: [] })} }`;
}

interface Step {
  readonly specimen: Specimen;
  readonly type: GraphQLNamedType;
  readonly within: readonly string[];
}

function fieldsOf(schema: GraphQLSchema, { specimen, type, within }: Step): string {
  const covers = (one: GraphQLObjectType) => specimen.covers?.includes(one.name) && !within.includes(one.name);
  if (isAbstractType(type)) {
    const members = schema.getPossibleTypes(type).filter(covers);
    const parts = members.map((one) => `... on ${one.name} { ${fieldsOf(schema, { specimen, type: one, within })} }`);
    return ['__typename', ...parts].join(' ');
  }
  if (!isObjectType(type) || !covers(type)) return '__typename';
  const parts = Object.values(type.getFields()).map((field) => {
    const where = `${type.name}.${field.name}`;
    const named = getNamedType(field.type);
    const inner = isCompositeType(named)
      ? ` { ${fieldsOf(schema, { specimen, type: named, within: [...within, type.name] })} }`
      : '';
    return `${type.name}__${field.name}: ${field.name}${specimen.nested?.[where] ?? smallestArgs(field)}${inner}`;
  });
  return ['__typename', ...parts].join(' ');
}

export function smallestArgs(field: GraphQLField<unknown, unknown>, first = 1): string {
  const needed = field.args.filter((arg) => isRequiredArgument(arg));
  const isPage = field.args.some(({ name }) => name === 'first');
  const parts = needed.map(({ name, type }) => `${name}: ${smallest(type)}`);
  return parts.length > 0 || isPage ? `(${[...parts, ...(isPage ? [`first: ${first}`] : [])].join(', ')})` : '';
}

/** The smallest value that a type takes, as text of a document. */
function smallest(type: GraphQLInputType): string {
  if (isNonNullType(type)) return smallest(type.ofType as GraphQLInputType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${needed.map((field) => `${field.name}: ${smallest(field.type)}`).join(', ')} }`;
  }
  return SCALARS[type.name] ?? '""';
}

const SCALARS: Readonly<Record<string, string>> = {
  Int: '0', Float: '0', Boolean: 'false', ID: '"00000000-0000-4000-8000-000000000000"', Decimal: '"0"', Date: '"2026-01-01"',
  DateTime: '"2026-01-01T00:00:00Z"', PlaceCode: '"330523108204"',
}; // prettier-ignore
