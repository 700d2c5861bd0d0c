/**
 * Bad input and what it gets: the lines of the table in README.md that are about values, each over every transport.
 *
 * What a line has elsewhere stands in the table; the last test says when a name in it leads nowhere.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, createTestHost, documentIdOf, PASSWORD, type TestHost } from '@cunzhi/test';
import { WAYS, type Sent } from './ways.ts';

let host: TestHost;
let yucun: Client;
let anji: Client;
beforeAll(async () => {
  host = await createTestHost();
  [yucun, anji] = [await host.as('yucun'), await host.as('anji')];
});
afterAll(() => host.close());

type Way = (typeof WAYS)[keyof typeof WAYS];
const ways = Object.entries(WAYS);
const extensionsOf = async (send: Way, client: Client, sent: Sent) =>
  (await send(client, sent)).errors?.map((one) => one.extensions);
const OLD = '000001-00000000000000000001-00000000000000000000';

describe.each(ways)('over %s', (transport, send) => {
  it('an id of another place, of another type, and nonsense are NOT_FOUND with equal bytes', async () => {
    const [theirs] = await host.sql(
      (sql) => sql`select id from plugin_mediation."case" where not place_code = '330523108204'`,
    );
    const [other] = await host.sql((sql) => sql`select id from plugin_evaluation.round`);
    const query = 'query ($id: ID!) { mediationCase(id: $id) { id } }';
    const answers = [];
    for (const id of [theirs?.['id'], other?.['id'], '00000000-0000-4000-8000-000000000000', 'nonsense', '村'])
      answers.push(JSON.stringify(await send(yucun, { query, variables: { id: String(id) } })));

    expect(answers[0]).toContain('"code":"NOT_FOUND"');
    expect(new Set(answers).size).toBe(1);
  });

  it.each(['3', '330', '33052', '3305231', '33052310', '3305231082040', 'abc', '', '999999', '330599'])(
    'the place code “%s” is BAD_PLACE, with the field',
    async (code) => {
      const sent = { query: 'query ($code: PlaceCode!) { place(code: $code) { name } }', variables: { code } };

      expect(await extensionsOf(send, yucun, sent)).toEqual([{ code: 'BAD_PLACE', field: 'code' }]);
    },
  );

  it.each([
    ['first 0', { first: 0 }, { code: 'BAD_PAGE', field: 'first' }],
    ['first -1', { first: -1 }, { code: 'BAD_PAGE', field: 'first' }],
    ['first 101', { first: 101 }, { code: 'BAD_PAGE', field: 'first' }],
    ['a cursor that is none', { after: 'abc' }, { code: 'BAD_CURSOR', field: 'after' }],
  ])('%s', async (_what, variables, extensions) => {
    const query = 'query ($first: Int, $after: String) { villages(first: $first, after: $after) { nodes { name } } }';

    expect(await extensionsOf(send, yucun, { query, variables })).toEqual([extensions]);
  });

  it('the cursor of another list is BAD_CURSOR', async () => {
    const { people } = await anji.data('{ people(first: 1) { pageInfo { endCursor } } }');
    const query = 'query ($after: String) { villages(first: 2, after: $after) { nodes { name } } }';

    expect(await extensionsOf(send, anji, { query, variables: { after: people.pageInfo.endCursor } })).toEqual([
      { code: 'BAD_CURSOR', field: 'after' },
    ]);
  });

  it.each([
    ['NUL', '王\0'],
    ['half a character', '王\uDC00'],
  ])('%s is BAD_INPUT, with the field', async (_what, search) => {
    const query = 'query ($search: String) { people(search: $search, first: 1) { nodes { name } } }';

    expect(await extensionsOf(send, anji, { query, variables: { search } })).toEqual([
      { code: 'BAD_INPUT', field: 'search' },
    ]);
  });

  it('a number beyond all counting, and a text for a number, are BAD_INPUT with the field', async () => {
    const query =
      'query ($year: Int!) { village(code: "330523108204") { assessment(standard: "x", year: $year) { id } } }';
    for (const year of [1e300, 2 ** 53, 2 ** 31, 1.5, 'many', true])
      expect(await extensionsOf(send, yucun, { query, variables: { year } })).toEqual([
        { code: 'BAD_INPUT', field: 'year' },
      ]);
  });

  it.runIf(transport !== 'HTTP')(
    'a position that is none is BAD_CURSOR, and one that is too old RESUME_GAP',
    async () => {
      const query =
        'subscription ($after: EventCursor) { mediationEvents(within: "330523108204", after: $after) { __typename } }';
      await host.sql(
        (sql) => sql`update platform.log_state set floor = '000001-00000000000000000500-00000000000000000000'`,
      );

      expect(await extensionsOf(send, yucun, { query, variables: { after: OLD } })).toEqual([
        { code: 'RESUME_GAP', field: 'after' },
      ]);
      expect(await extensionsOf(send, yucun, { query, variables: { after: 'yesterday' } })).toMatchObject([
        { code: 'BAD_CURSOR', field: 'after' },
      ]);
      await host.sql((sql) => sql`update platform.log_state set floor = ''`);
    },
  );
});

describe('in real work', () => {
  const dear = `{ viewer { grants { ${Array.from({ length: 20 }, (_none, n) => `a${n}: id`).join(' ')} } } }`;
  let real: TestHost;
  let clerk: Client;
  beforeAll(async () => {
    const textOf = (id: string) => (id === documentIdOf(dear) ? dear : undefined);
    real = await createTestHost({ beside: host, isForReal: true, documents: { textOf } });
    clerk = await Client.signIn(real.url, 'yucun', PASSWORD);
  });
  afterAll(async () => {
    clerk.close();
    await real.close();
  });

  it.each(ways)('over %s an unknown id, free text and a look at the schema get the same bytes', async (_name, send) => {
    const refused = [
      { extensions: { documentId: documentIdOf('another') } },
      { query: '{ viewer { id } }' },
      { query: '{ __schema { queryType { name } } }' },
      { query: 'subscription { mediationEvents(within: "330523108204") { cursor } }' },
    ];
    const answers = [];
    for (const sent of refused) answers.push(JSON.stringify(await send(clerk, sent)));

    expect(answers[0]).toContain('"code":"DOCUMENT_NOT_LISTED"');
    expect(new Set(answers).size).toBe(1);
  });

  it.each(ways)('over %s a document over a limit is told bare to those who write none', async (_name, send) => {
    expect(await extensionsOf(send, clerk, { extensions: { documentId: documentIdOf(dear) } })).toEqual([
      { code: 'DOCUMENT_LIMIT' },
    ]);
  });
});

describe('a connection', () => {
  const MOST = 5;
  let narrow: TestHost;
  beforeAll(async () => {
    narrow = await createTestHost({ beside: host, most: { connections: MOST, headersMs: 300 } });
  });
  afterAll(() => narrow.close());

  const portOf = () => Number(new URL(narrow.url).port);
  /** Connects, says the beginning of a request, and gives what is answered until the end. */
  const begin = (text: string): { answer: Promise<string>; end: () => void } => {
    const socket = connect(portOf(), '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.on('data', (data) => (heard += String(data)));
    socket.on('error', () => {});
    return { answer: new Promise((done) => socket.once('close', () => done(heard))), end: () => socket.destroy() };
  };

  it('whose headers do not come is answered 408', async () => {
    expect(await begin('POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ').answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('beyond the most is dropped, and there is room again when others have ended', async () => {
    const all = Array.from({ length: MOST }, () =>
      begin('GET /health HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n'),
    );
    await expect.poll(() => begin('GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').answer).toBe('');

    for (const { end } of all) end();

    await expect
      .poll(() => begin('GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').answer)
      .toMatch(/^HTTP\/1\.1 200 /);
  });
});

it('the table names tests that are there', () => {
  const root = new URL('../../', import.meta.url);
  const table = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const named = [...table.matchAll(/`([\w./-]+\.test\.ts)` · ([^|<]+?) *(?=[|<])/g)].map(
    ([, file = '', title = '']) => [file, title] as const,
  );

  const missing = named.filter(([file, title]) => !readFileSync(new URL(file, root), 'utf8').includes(title));
  expect(missing).toEqual([]);
  expect(named.length).toBeGreaterThan(30);
});
