/**
 * How large a document is: one walk with its fragments laid out, as far as the first limit that it breaks.
 *
 * The walk looks at the text alone and believes none of it: circles, unknown types and fields count and are left to validation.
 */
import {
  getNamedType, isCompositeType, Kind, valueFromASTUntyped,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLNamedType,
  type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql'; // prettier-ignore
import type { LimitName, Most } from './limits.ts';

export interface MeasureOptions {
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly most: Most;
}

/** What was counted; where a limit was broken, only as far as that. */
export type Measured = {
  -readonly [Name in 'depth' | 'aliases' | 'directives' | 'repeats' | 'fields' | 'roots' | 'cost']: number;
};

export interface Measurement extends Measured {
  /** The first limit that is broken; the walk ended there. */
  readonly broken: LimitName | undefined;
}

/** Measures the dearest operation of a document; costs at most a few thousand steps. */
export function measure(document: DocumentNode, options: MeasureOptions): Measurement {
  const walk = new Walk(document, options);
  try {
    for (const definition of document.definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION) walk.operation(definition);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { ...walk.measured, broken: error.limit };
  }
  return { ...walk.measured, broken: undefined };
}

class Broken extends Error {
  readonly limit: LimitName;
  constructor(limit: LimitName) {
    super(limit);
    this.limit = limit;
  }
}

class Walk {
  readonly measured: Measured = { depth: 0, aliases: 0, directives: 0, repeats: 0, fields: 0, roots: 0, cost: 0 };
  readonly #options: MeasureOptions;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #steps = 0;

  constructor(document: DocumentNode, options: MeasureOptions) {
    this.#options = options;
    const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((one) => [one.name.value, one]));
  }

  operation(operation: OperationDefinitionNode): void {
    const defaults = (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && valueFromASTUntyped(defaultValue),
    ]);
    const variables = { ...Object.fromEntries(defaults), ...this.#options.variables };
    this.#directives(operation);
    const root = this.#options.schema.getRootType(operation.operation) ?? undefined;
    const place: Place = { type: root, depth: 1, times: 1, inside: [], variables, keys: new Map() };
    this.#selections(operation.selectionSet, place);
  }

  #selections({ selections }: SelectionSetNode, place: Place): void {
    for (const selection of selections) {
      // Spreads that hold nothing cost steps too.
      if (++this.#steps > 4 * this.#options.most.fields) throw new Broken('fields');
      this.#directives(selection);
      if (selection.kind === Kind.FIELD) this.#field(selection, place);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        this.#selections(selection.selectionSet, {
          ...place,
          type: this.#typeOf(selection.typeCondition?.name.value, place),
        });
      else this.#spread(selection.name.value, place);
    }
  }

  #spread(name: string, place: Place): void {
    const fragment = this.#fragments.get(name);
    if (!fragment || place.inside.includes(name)) return;
    this.#directives(fragment);
    const type = this.#typeOf(fragment.typeCondition.name.value, place);
    this.#selections(fragment.selectionSet, { ...place, type, inside: [...place.inside, name] });
  }

  #field(field: FieldNode, place: Place): void {
    this.#most('depth', place.depth);
    this.#add('fields', 1);
    if (place.depth === 1) this.#add('roots', 1);
    if (field.alias) this.#add('aliases', 1);
    const key = (field.alias ?? field.name).value;
    const below = place.keys.get(key) ?? { times: 0, keys: new Map() };
    place.keys.set(key, below);
    // Clients ask the name of every member of a union; under its own name it is a field among the others, and no repetition.
    if (key !== '__typename') this.#most('repeats', ++below.times);
    this.#add('cost', place.times);
    if (!field.selectionSet) return;
    const known = fieldOf(place.type, field.name.value);
    const times = place.times * timesOf(field, known, place.variables);
    const type = known && getNamedType(known.type);
    this.#selections(field.selectionSet, { ...place, type, times, depth: place.depth + 1, keys: below.keys });
  }

  #typeOf(condition: string | undefined, place: Place): GraphQLNamedType | undefined {
    return condition === undefined ? place.type : this.#options.schema.getType(condition);
  }

  #directives(node: { readonly directives?: readonly unknown[] | undefined }): void {
    this.#add('directives', node.directives?.length ?? 0);
  }

  #add(name: keyof Measured, count: number): void {
    this.#most(name, this.measured[name] + count);
  }

  #most(name: keyof Measured, count: number): void {
    this.measured[name] = Math.max(this.measured[name], count);
    if (count > this.#options.most[name]) throw new Broken(name);
  }
}

/** Response keys of one selection with all fragments laid out, and those below each: equal keys merge when executed. */
type Keys = Map<string, { times: number; readonly keys: Keys }>;

interface Place {
  readonly type: GraphQLNamedType | undefined;
  readonly depth: number;
  /** How often this selection is answered at most. */
  readonly times: number;
  /** The fragments that lead here: one that leads to itself is left to validation. */
  readonly inside: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly keys: Keys;
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return type && isCompositeType(type) && 'getFields' in type ? type.getFields()[name] : undefined;
}

const PAGE = 50;

/**
 * A page is as long as its `first` or `last`, and 50 without. A list without a page counts once: its length is its plugin's
 * choice, and paid from the plugin's budget.
 */
function timesOf(
  field: FieldNode,
  known: GraphQLField<unknown, unknown> | undefined,
  variables: Place['variables'],
): number {
  const isPaged = known?.args.some(({ name }) => name === 'first' || name === 'last');
  if (!isPaged) return 1;
  const sizes = ['first', 'last']
    .map((name) => argument(field, known, name, variables))
    .filter((size) => size !== undefined);
  return sizes.length > 0 ? Math.max(1, ...sizes) : PAGE;
}

function argument(
  field: FieldNode,
  known: GraphQLField<unknown, unknown> | undefined,
  name: string,
  variables: Place['variables'],
): number | undefined {
  const node = field.arguments?.find((one) => one.name.value === name);
  const given: unknown = node
    ? valueFromASTUntyped(node.value, variables)
    : known?.args.find((one) => one.name === name)?.defaultValue;
  return typeof given === 'number' && Number.isFinite(given) ? given : undefined;
}
