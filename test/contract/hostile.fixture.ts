/**
 * Documents that nobody honest sends, made from one seed: each breaks a limit, a rule of GraphQL, or asks what is not told.
 *
 * Among them those that got past other guards: fragments named like `__schema`, one field 500 times, aliases of `__typename`.
 */
import fc from 'fast-check';

export interface Hostile {
  readonly kind: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const times = (count: number, make: (n: number) => string, between = ' ') =>
  Array.from({ length: count }, (_none, n) => make(n)).join(between);
const VILLAGE = 'place(code: "330523108204")';

type Make = (size: number, name: string) => Omit<Hostile, 'kind'>;

/** Sizes begin just above the limit. */
const KINDS: Record<string, Make> = {
  deep: (n) => ({ query: `{ ${times(16 + n, () => 'viewer {')} id ${times(16 + n, () => '}')} }` }),
  'deep in fragments': (n) => ({
    query: `{ ...F0 } ${times(16 + n, (i) => `fragment F${i} on Query { viewer { ...F${i + 1} } }`)} fragment F${16 + n} on Query { viewer { id } }`,
  }),
  'deep schema behind a name': (n, name) => ({
    query: `fragment __schema on __Type { ofType { ...${name}0 } } ${times(16 + n, (i) => `fragment ${name}${i} on __Type { ofType { ...${name}${i + 1} } }`)} fragment ${name}${16 + n} on __Type { name } { __type(name: "${name}") { ...__schema } }`,
  }),
  aliases: (n, name) => ({ query: `{ ${times(16 + n, (i) => `${name}${i}: __typename`)} }` }),
  'aliases in fragments': (n, name) => ({
    query: `{ viewer { ...A ...B } } fragment A on Viewer { ${times(8, (i) => `${name}a${i}: id`)} } fragment B on Viewer { ${times(8 + n, (i) => `${name}b${i}: id`)} }`,
  }),
  directives: (n) => ({ query: `{ viewer { id ${times(9 + n, () => '@include(if: true)')} } }` }),
  'unknown directives': (n, name) => ({ query: `{ viewer { id ${times(9 + n, () => `@${name}`)} } }` }),
  'one field again and again': (n) => ({ query: `{ viewer { ${times(9 + n * 20, () => 'id')} } }` }),
  'one page again and again': (n) => ({
    query: `{ ${times(9 + n, () => 'villages(first: 1) { nodes { name } }')} }`,
  }),
  'root fields': (n, name) => ({ query: `{ ${times(11 + n, (i) => `${name}${i}: ${VILLAGE} { name }`)} }` }),
  'a fragment that doubles': (n) => ({
    query: `{ viewer { ...F0 } } ${times(12 + n, (i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`)} fragment F${12 + n} on Viewer { id }`,
  }),
  'inline fragments that double': (n) => ({
    query: `{ viewer { ${times(8, () => '... on Viewer { ')} ${times(9 + n, () => 'id')} ${times(8, () => '}')} } }`,
  }),
  'a circle': (_n, name) => ({
    query: `{ viewer { ...${name}A } } fragment ${name}A on Viewer { ...${name}B } fragment ${name}B on Viewer { ...${name}A }`,
  }),
  'a circle with fields': (_n, name) => ({
    query: `{ ...${name}A } fragment ${name}A on Query { viewer { ...${name}A } }`,
  }),
  tokens: (n) => ({ query: `{ viewer { id } } # ${n}\n${times(2_000 + n, () => '{')}` }),
  'lists in lists in a value': (n) => ({
    query: `{ place(code: ${'['.repeat(700 + n)}1${']'.repeat(700 + n)}) { name } }`,
  }),
  'pages in pages': (n) => ({
    query: `{ villages(first: 100) { nodes { ${times(51 + n, (i) => (i % 2 ? 'code' : 'name'))} } } }`,
  }),
  'a dear page by variable': (n) => ({
    query: 'query ($first: Int) { villages(first: $first) { nodes { name code } } }',
    variables: { first: 3_000 + n },
  }),
  'a long list': (n) => ({
    query: 'query ($code: PlaceCode!, $x: [Int]) { place(code: $code) { name @include(if: $x) } }',
    variables: { code: '330523', x: Array.from({ length: 501 + n }, () => 1) },
  }),
  'a deep value': (n) => ({
    query: 'query ($code: PlaceCode!) { place(code: $code) { name } }',
    variables: { code: JSON.parse(`${'['.repeat(11 + n)}${']'.repeat(11 + n)}`) as unknown },
  }),
  'a long text': (n) => ({
    query: 'query ($code: PlaceCode!) { place(code: $code) { name } }',
    variables: { code: 'x'.repeat(60_001 + n) },
  }),
  'large variables': (n) => ({
    query: 'query ($code: PlaceCode!) { place(code: $code) { name } }',
    variables: {
      code: '330523',
      ...Object.fromEntries(Array.from({ length: 5 }, (_none, i) => [`x${i}`, 'x'.repeat(49_300 + n)])),
    },
  }),
  NUL: (_n, name) => ({
    query: 'query ($code: PlaceCode!) { place(code: $code) { name } }',
    variables: { code: `${name}\0` },
  }),
  'half a character': (_n, name) => ({
    query: 'query ($code: PlaceCode!) { place(code: $code) { name } }',
    variables: { code: `${name}\uD800` },
  }),
  'a huge number': (n) => ({
    query: `{ villages(first: 1${'0'.repeat(20 + n)}) { nodes { name } } }`,
  }),
  'the schema': (_n, name) => ({ query: `query ${name} { __schema { types { name } } }` }),
  'a type': (_n, name) => ({ query: `{ viewer { id } __type(name: "${name}") { name fields { name } } }` }),
  'the schema in a fragment': (_n, name) => ({
    query: `{ ...${name} } fragment ${name} on Query { __schema { queryType { name } } }`,
  }),
  'a field that is not there': (_n, name) => ({ query: `{ viewer { ${name}Secret } }` }),
  'an argument that is not there': (_n, name) => ({ query: `{ villages(${name}Secret: 1) { nodes { name } } }` }),
  'no GraphQL': (_n, name) => ({ query: `{ ${name} ( ` }),
  nothing: (n) => ({ query: ' '.repeat(n) }),
  'two without a name': () => ({ query: '{ viewer { id } } { viewer { id } }' }),
  'variables that are not declared': (_n, name) => ({ query: `{ place(code: $${name}) { name } }` }),
};

/** The same documents for the same seed. */
export function hostileDocuments(count: number, seed: number): Hostile[] {
  const kinds = Object.entries(KINDS);
  const sizes = fc.sample(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.stringMatching(/^[a-z]{3,12}$/)), {
    numRuns: count,
    seed,
  });
  return sizes.map(([size, name], n) => {
    const [kind, make] = kinds[n % kinds.length] ?? ['', () => ({ query: '' })];
    return { kind, ...make(size, name) };
  });
}
