/** Where an operation takes an id or a place: each such value of its arguments, also deep in an input, and how to put another there. */
import {
  getNamedType, getNullableType, isInputObjectType, isListType, type GraphQLArgument, type GraphQLInputType,
} from 'graphql'; // prettier-ignore
import type { Question } from '../matrix/run.ts';

type Path = readonly string[];
type Variables = Readonly<Record<string, unknown>>;

/** Every value of that scalar which the arguments hold, and optional arguments of the root that they leave out. */
export function slotsOf({ asked }: Question, variables: Variables, scalar: 'ID' | 'PlaceCode'): Path[] {
  return asked.field.args.flatMap((arg: GraphQLArgument) =>
    arg.name in variables
      ? within(arg.type, variables[arg.name], [arg.name], scalar)
      : getNamedType(arg.type).name === scalar && !isListType(getNullableType(arg.type))
        ? [[arg.name]]
        : [],
  );
}

function within(type: GraphQLInputType, value: unknown, path: Path, scalar: string): Path[] {
  const bare = getNullableType(type);
  if (isListType(bare))
    return Array.isArray(value)
      ? value.flatMap((one, index) => within(bare.ofType as GraphQLInputType, one, [...path, String(index)], scalar))
      : [];
  // A write id is the caller's own; whatever stands there is another write.
  if (!isInputObjectType(bare)) return bare.name === scalar && path.at(-1) !== 'clientWriteId' ? [path] : [];
  return Object.values(bare.getFields()).flatMap((field) => {
    const inner = [...path, field.name];
    const given = (value as Variables | null | undefined)?.[field.name];
    return given === undefined && !isListType(getNullableType(field.type)) && getNamedType(field.type).name === scalar
      ? [inner].filter((one) => one.at(-1) !== 'clientWriteId')
      : given === undefined
        ? []
        : within(field.type, given, inner, scalar);
  });
}

/** The same arguments with another value there. */
export function put(variables: Variables, [key = '', ...rest]: Path, value: unknown): Variables {
  const inner = variables[key];
  const next = rest.length === 0 ? value : put((inner ?? {}) as Variables, rest, value);
  if (Array.isArray(inner) && rest.length > 0)
    return {
      ...variables,
      [key]: inner.map((one: unknown, index) => (String(index) === rest[0] ? (next as Variables)[rest[0] ?? ''] : one)),
    };
  return { ...variables, [key]: next };
}

export const valueAt = (variables: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Variables | undefined)?.[key], variables);
