/**
 * Twelve abuses of GraphQL over the three transports, one cell of the table a test: the same refusal, and no statement for data.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, type TestHost } from '@cunzhi/test';
import { WAYS, type Sent } from './ways.ts';

let host: TestHost;
let yucun: Client;
beforeAll(async () => {
  host = await createTestHost();
  yucun = await host.as('yucun');
});
afterAll(() => host.close());

const times = (count: number, make: (n: number) => string) =>
  Array.from({ length: count }, (_none, n) => make(n)).join(' ');
const limit = (name: string) => ({ code: 'DOCUMENT_LIMIT', limit: name });
const UNKNOWN = `sha256:${'0'.repeat(64)}`;
const BY_CODE = 'query ($code: PlaceCode!) { place(code: $code) { name } }';

const ABUSES: readonly (readonly [what: string, sent: Sent, extensions: object])[] = [
  ['a look at the schema', { query: '{ __schema { types { name } } }' }, { code: 'DOCUMENT_NOT_LISTED' }],
  ['an id that is not listed', { query: '{ viewer { id } }', extensions: { documentId: UNKNOWN } }, { code: 'DOCUMENT_NOT_LISTED' }],
  ['depth', { query: `{ ${times(16, () => 'viewer {')} id ${times(16, () => '}')} }` }, limit('depth')],
  ['aliases, of __typename too', { query: `{ ${times(16, (n) => `a${n}: __typename`)} }` }, limit('roots')],
  ['aliases below', { query: `{ viewer { ${times(16, (n) => `a${n}: id`)} } }` }, limit('aliases')],
  ['directives', { query: `{ viewer { id ${times(9, () => '@skip(if: false)')} } }` }, limit('directives')],
  ['one field 500 times', { query: `{ viewer { ${times(500, () => 'id')} } }` }, limit('repeats')],
  ['fragments that double', { query: `{ viewer { ...F0 } } ${times(14, (n) => `fragment F${n} on Viewer { ...F${n + 1} ...F${n + 1} }`)} fragment F14 on Viewer { id }` }, limit('repeats')],
  ['a page of thousands', { query: 'query ($n: Int) { villages(first: $n) { nodes { name } } }', variables: { n: 9_000 } }, limit('cost')],
  ['tokens', { query: `{ viewer { ${times(2_100, () => 'id')} } }` }, limit('tokens')],
  ['a long list', { query: BY_CODE, variables: { code: Array.from({ length: 501 }, () => 1) } }, limit('inputList')],
  ['a suggestion', { query: '{ viewer { usernam } }' }, { code: 'GRAPHQL_VALIDATION_FAILED' }],
]; // prettier-ignore

describe.each(Object.entries(WAYS))('%s refuses', (_transport, send) => {
  it.each(ABUSES)('%s', async (_what, sent, extensions) => {
    let answer: Awaited<ReturnType<typeof send>> = {};

    const statements = await host.countStatements(async () => void (answer = await send(yucun, sent)));

    expect(answer.data ?? undefined).toBeUndefined();
    expect(answer.errors?.map((one) => one.extensions)).toEqual([extensions]);
    expect(JSON.stringify(answer)).not.toMatch(/Did you mean/);
    expect(statements).toBe(0);
  });
});

describe('a value that cannot be stored is BAD_INPUT, with its field', () => {
  const ADD = 'mutation ($input: AddPersonInput!) { addPerson(input: $input) { __typename } }';
  const person = { name: '王', place: '330523108204', username: 'wang', clientWriteId: Client.writeId() };

  it.each([
    ['NUL', { name: '王\0' }, 'input.name'],
    ['half a character', { username: 'wang\uDC00' }, 'input.username'],
    ['a direction mark in a name', { name: '王\u202E小' }, 'input.name'],
    ['a number beyond all counting', { name: 1e300 }, 'input.name'],
    ['a value of another kind', { name: { first: '王' } }, 'input.name'],
  ])('%s', async (_what, changed, field) => {
    const { errors } = await yucun.query(ADD, { input: { ...person, ...changed } });

    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_INPUT', field }]);
  });

  it('a missing one, without a word of its type', async () => {
    const { errors } = await yucun.query(ADD);

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field: 'input' } }]);
    expect(JSON.stringify(errors)).not.toMatch(/AddPersonInput/);
  });

  it('a huge number in the document', async () => {
    const { errors } = await yucun.query('{ villages(first: 99999999999999999999) { nodes { name } } }');

    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_INPUT', field: 'first' }]);
  });
});

it('finds a name however its letters are put together', async () => {
  const clerk = await host.as('anji');
  const named = (search: string) =>
    clerk.queryText('query ($s: String) { people(search: $s, first: 5) { nodes { name } } }', { s: search });

  expect(await named('é')).toBe(await named('e\u0301'));
});
