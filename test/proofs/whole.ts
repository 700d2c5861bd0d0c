/**
 * Documents that ask for everything: a root with every field below it down to a depth, each under a name of its own.
 *
 * Of a mutation the errors are asked in full; of what it made only the type, since ids and times of new rows differ by chance.
 */
import {
  getNamedType, isAbstractType, isCompositeType, isObjectType, isRequiredArgument,
  type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema,
} from 'graphql'; // prettier-ignore
import { smallestArgs } from '../matrix/document.ts';
import type { Question } from '../matrix/run.ts';

const DEPTH = 3;
const FIRST = 3;

export function wholeDocument(schema: GraphQLSchema, { asked, specimen }: Question, variables: object): string {
  const { field, kind } = asked;
  const given = field.args.filter((arg) => arg.name in variables || isRequiredArgument(arg));
  const head = given.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const type = getNamedType(field.type);
  const nested = specimen.nested ?? {};
  const inner = kind === 'mutation' ? errorsOf(schema, type) : selectionOf({ schema, type, path: [], nested });
  return `${kind} ${head && `(${head}) `}{ root: ${field.name}${passed && `(${passed})`}${inner} }`;
}

interface Step {
  readonly schema: GraphQLSchema;
  readonly type: GraphQLNamedType;
  /** The types above. */
  readonly path: readonly string[];
  readonly nested: Readonly<Record<string, string>>;
}

function selectionOf(step: Step): string {
  if (!isCompositeType(step.type)) return '';
  return ` { ${fieldsOf(step)} }`;
}

function fieldsOf({ schema, type, path, nested }: Step): string {
  if (isAbstractType(type)) {
    const members = schema
      .getPossibleTypes(type)
      .map((one) => `... on ${one.name} { ${fieldsOf({ schema, type: one, path, nested })} }`);
    return ['__typename', ...members].join(' ');
  }
  if (!isObjectType(type)) return '__typename';
  const below = [...path, type.name];
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isCompositeType(inner) && (below.length >= DEPTH || below.includes(inner.name))) return [];
    const where = `${type.name}.${field.name}`;
    const selected = selectionOf({ schema, type: inner, path: below, nested });
    return [`${type.name}__${field.name}: ${field.name}${nested[where] ?? smallestArgs(field, FIRST)}${selected}`];
  });
  return ['__typename', ...parts].join(' ');
}

function errorsOf(schema: GraphQLSchema, type: GraphQLNamedType): string {
  if (!isCompositeType(type)) return '';
  const members: readonly GraphQLObjectType[] = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const errors = members.filter((one) => one.getInterfaces().some(({ name }) => name === 'UserError'));
  const parts = errors.map(
    (one) => `... on ${one.name} { ${fieldsOf({ schema, type: one, path: [''], nested: {} })} }`,
  );
  return ` { ${['__typename', ...parts].join(' ')} }`;
}
